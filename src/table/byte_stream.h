/// Where the bytes of a table come from. One thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "base/bytes.h"

namespace zkp {

class ByteStream {
 public:
  virtual ~ByteStream() = default;
  /// Fills `out` from the front; fewer bytes only at the end. Error: GeneralError::kIo.
  virtual Result<size_t> read(std::span<char> out) = 0;
};

/// Bytes in memory, which must outlive it.
class MemorySource final : public ByteStream {
 public:
  explicit MemorySource(std::string_view bytes) : rest_(bytes) {}
  Result<size_t> read(std::span<char> out) override;

 private:
  std::string_view rest_;
};

/// A regular file, opened once: everything that is read comes from the same file even if the name is given to another.
class InputFile final : public ByteStream {
 public:
  /// Errors: GeneralError::kNotFound, kIo (no permission, a folder, a device).
  static Result<std::unique_ptr<InputFile>> open(const std::string& path);
  ~InputFile() override;
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  Result<size_t> read(std::span<char> out) override;
  /// Fills `out` from `offset`; fewer bytes only at the end. Does not move the position of read().
  Result<size_t> read_at(uint64_t offset, std::span<char> out) const;

  uint64_t size_bytes() const { return size_bytes_; }
  /// Fails with GeneralError::kIo when the file was written to since it was opened.
  Result<void> check_unchanged() const;

 private:
  InputFile(int fd, uint64_t size_bytes, int64_t modified_ns)
      : fd_(fd), size_bytes_(size_bytes), modified_ns_(modified_ns) {}

  int fd_;
  uint64_t size_bytes_;
  int64_t modified_ns_;
  uint64_t position_ = 0;
};

}  // namespace zkp
