/// POSIX file descriptors: ownership, whole reads and writes, errors. For the implementation of base_os and storage.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.h"

namespace zkp {

/// Owns a descriptor and closes it. Move-only; -1 is none.
class UniqueFd {
 public:
  UniqueFd() = default;
  explicit UniqueFd(int fd) : fd_(fd) {}
  UniqueFd(UniqueFd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept {
    if (this != &other) reset(std::exchange(other.fd_, -1));
    return *this;
  }
  UniqueFd(const UniqueFd&) = delete;
  UniqueFd& operator=(const UniqueFd&) = delete;
  ~UniqueFd() { reset(-1); }

  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }
  int release() { return std::exchange(fd_, -1); }
  void reset(int fd);

 private:
  int fd_ = -1;
};

/// `what` is the action in words ("cannot open"). ENOENT and ENOTDIR become GeneralError::kNotFound, ENOSPC and EDQUOT
/// StorageError::kFull, EROFS kReadOnly, everything else StorageError::kIo.
Error system_error(int error_number, std::string_view what, const std::string& path);

/// open(2) with O_CLOEXEC, repeated when a signal interrupts it.
Result<UniqueFd> open_file(const std::string& path, int flags, int mode = 0);
/// Repeats short and interrupted writes.
Result<void> write_all(int fd, ByteView bytes, const std::string& path);
/// Reads to the end; GeneralError::kLimit when there are more than `max_bytes`.
Result<Bytes> read_all(int fd, size_t max_bytes, const std::string& path);
/// The folder part of a path: "." for a name alone.
std::string parent_folder(const std::string& path);
/// Makes the names in a folder durable.
Result<void> sync_folder(const std::string& folder);

}  // namespace zkp
