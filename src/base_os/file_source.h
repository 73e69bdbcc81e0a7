/// A file that is read in pieces: memory stays bounded whatever the size of the file.
#pragma once

#include <memory>

#include "base/byte_source.h"
#include "base_os/fd.h"

namespace zkp {

/// Positioned reads (pread): safe for concurrent use. The size is that at opening; a file that shrinks later gives
/// GeneralError::kParse.
class FileSource : public ByteSource {
 public:
  /// Regular files only. Errors: GeneralError::kNotFound, GeneralError::kParse for anything but a file,
  /// StorageError::kIo.
  static Result<std::unique_ptr<FileSource>> open(const std::string& path);

  uint64_t size() const override { return size_; }
  Result<void> read(uint64_t offset, std::span<uint8_t> out) const override;

 private:
  FileSource(UniqueFd fd, uint64_t size, std::string path) : fd_(std::move(fd)), size_(size), path_(std::move(path)) {}
  UniqueFd fd_;
  uint64_t size_;
  std::string path_;
};

}  // namespace zkp
