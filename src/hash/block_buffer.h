/// Cuts a byte stream into the fixed blocks of a hash function. Whole blocks in the caller's memory are not copied.
#pragma once

#include <algorithm>
#include <cstring>

#include "base/bytes.h"

namespace zkp::detail {

template <size_t kBlockBytes>
class BlockBuffer {
 public:
  /// Calls compress(const uint8_t* blocks, size_t count) for every block that is now complete; keeps the rest, always
  /// fewer than kBlockBytes bytes.
  template <class Compress>
  void update(ByteView in, Compress&& compress) {
    if (in.empty()) return;
    if (used_bytes_ > 0) {
      const size_t taken = std::min(in.size(), kBlockBytes - used_bytes_);
      std::memcpy(block_.data() + used_bytes_, in.data(), taken);
      used_bytes_ += taken;
      in = in.subspan(taken);
      if (used_bytes_ < kBlockBytes) return;
      compress(block_.data(), 1);
      used_bytes_ = 0;
    }
    if (const size_t count = in.size() / kBlockBytes; count > 0) {
      compress(in.data(), count);
      in = in.subspan(count * kBlockBytes);
    }
    if (in.empty()) return;
    std::memcpy(block_.data(), in.data(), in.size());
    used_bytes_ = in.size();
  }

  /// The unfinished block: used_bytes() bytes of the stream, then free space.
  ByteArray<kBlockBytes>& block() { return block_; }
  size_t used_bytes() const { return used_bytes_; }
  void clear() { used_bytes_ = 0; }

 private:
  ByteArray<kBlockBytes> block_{};
  size_t used_bytes_ = 0;
};

}  // namespace zkp::detail
