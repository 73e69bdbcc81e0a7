/// The writer's lock of a ledger: one process at a time, and the second one is told who holds it.
///
/// flock(2) on a small file that stays in place; the kernel releases it when the holder dies, however it dies, so there
/// are no stale locks. The file's content (`PID PROGRAM\n`) only informs people. Works between processes and between
/// two locks of one process; not on network file systems without flock support.
#pragma once

#include <string>

#include "base_os/fd.h"

namespace zkp {

class FileLock {
 public:
  /// Tries for `timeout_ms` (0: once). Errors: StorageError::kLocked naming the holder, kIo, GeneralError::kNotFound
  /// when the folder is not there.
  static Result<FileLock> acquire(const std::string& path, std::string_view program, int timeout_ms = 0);

  FileLock(FileLock&&) noexcept = default;
  FileLock& operator=(FileLock&&) noexcept = default;
  /// Releases; the file stays, empty.
  ~FileLock();

 private:
  explicit FileLock(UniqueFd fd) : fd_(std::move(fd)) {}
  UniqueFd fd_;
};

}  // namespace zkp
