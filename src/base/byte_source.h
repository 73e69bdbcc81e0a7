/// Bytes that are read in pieces from any place: a file that is larger than memory should hold, or a view of memory.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>

#include "base/bytes.h"

namespace zkp {

/// Safe for concurrent reads.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  virtual uint64_t size() const = 0;
  /// Fills `out` with the bytes from `offset` on. Errors: GeneralError::kParse when there are not so many,
  /// StorageError::kIo.
  virtual Result<void> read(uint64_t offset, std::span<uint8_t> out) const = 0;
};

/// The view must outlive it.
class ViewSource : public ByteSource {
 public:
  explicit ViewSource(ByteView bytes) : bytes_(bytes) {}
  uint64_t size() const override { return bytes_.size(); }
  Result<void> read(uint64_t offset, std::span<uint8_t> out) const override {
    if (offset > bytes_.size() || out.size() > bytes_.size() - offset)
      return Error(GeneralError::kParse, "the data ends too early");
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(offset), out.size(), out.begin());
    return {};
  }

 private:
  ByteView bytes_;
};

/// Takes the pieces of something long, in order.
using ByteSink = std::function<Result<void>(ByteView)>;

}  // namespace zkp
