/// A source whose content somebody changes, for tests.
#pragma once

#include "base/byte_source.h"

namespace zkp::testing {

/// Shows `first` for a number of reads, and `second` from then on: a file that somebody changes.
class ChangingSource : public ByteSource {
 public:
  ChangingSource(const Bytes& first, const Bytes& second, size_t reads)
      : first_(first), second_(second), left_(reads) {}
  uint64_t size() const override { return first_.size(); }
  Result<void> read(uint64_t offset, std::span<uint8_t> out) const override {
    ++count;
    const Bytes& now = left_ > 0 ? first_ : second_;
    if (left_ > 0) --left_;
    return ViewSource(now).read(offset, out);
  }
  mutable size_t count = 0;

 private:
  const Bytes& first_;
  const Bytes& second_;
  mutable size_t left_;
};

}  // namespace zkp::testing
