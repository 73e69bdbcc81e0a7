/// A file that appears under its name when it is whole, or not at all, and never in the place of another.
///
/// Written in pieces of any size: what Files::replace() is for contents that fit in memory. Until commit() the file has
/// no name (O_TMPFILE): the kernel removes it whatever becomes of the process, a signal included. File systems without
/// O_TMPFILE get a hidden temporary file beside it, which the destructor removes.
#pragma once

#include <string>

#include "base_os/fd.h"

namespace zkp {

/// One thread at a time. Move-only.
class NewFile {
 public:
  /// Errors: GeneralError::kInvalidArgument when the path exists, kNotFound when its folder does not,
  /// StorageError::kIo.
  static Result<NewFile> create(const std::string& path, int mode = 0644);

  NewFile(NewFile&&) noexcept;
  NewFile& operator=(NewFile&&) = delete;
  /// Removes what was not committed.
  ~NewFile();

  Result<void> write(ByteView bytes);
  /// Durable on return. Error: GeneralError::kInvalidArgument when somebody made the path meanwhile: it is left as it
  /// is.
  Result<void> commit();

 private:
  NewFile(UniqueFd fd, std::string path, std::string temporary)
      : fd_(std::move(fd)), path_(std::move(path)), temporary_(std::move(temporary)) {}

  UniqueFd fd_;
  std::string path_;
  std::string temporary_;  ///< empty: the file has no name yet
};

}  // namespace zkp
