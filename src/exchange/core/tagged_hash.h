/// SHA-256 of the exchange's messages, all of them at most two blocks long; the first byte says what is hashed.
#pragma once

#include <cstring>

#include "exchange/core/types.h"
#include "hash/load_store.h"
#include "hash/sha2_compress.h"

namespace zkp::exchange {

enum class HashTag : uint8_t {
  kLeaf = 0x00,
  kNode = 0x01,
  kArrivalLeaf = 0x10,
  kArrivalNode = 0x11,
  kChain = 0x12,
  kEventLeaf = 0x20,
};

/// Collects one message and its padding in place (FIPS 180-4, section 5.1.1).
class ShortMessage {
 public:
  static constexpr size_t kMaxBytes = 119;

  explicit ShortMessage(HashTag tag) { bytes_[0] = static_cast<uint8_t>(tag); }

  /// REQUIRES: at most kMaxBytes in all.
  ShortMessage& add(const void* bytes, size_t size) {
    std::memcpy(bytes_ + size_, bytes, size);
    size_ += size;
    return *this;
  }
  template <class Word>
  ShortMessage& le(Word word) {
    return add(&word, sizeof word);
  }
  ShortMessage& add(const Digest& digest) { return add(digest.data(), digest.size()); }

  Digest digest(detail::Sha256Compress compress) {
    const size_t blocks = size_ + 9 <= 64 ? 1 : 2;
    bytes_[size_] = 0x80;
    std::memset(bytes_ + size_ + 1, 0, 64 * blocks - size_ - 1);
    detail::store_be64(bytes_ + 64 * blocks - 8, size_ * 8);
    return compress_blocks(compress, bytes_, blocks);
  }

  /// The digest of a whole padded message.
  static Digest compress_blocks(detail::Sha256Compress compress, const uint8_t* blocks, size_t count) {
    detail::Sha256State state = detail::kSha256Initial;
    compress(state, blocks, count);
    Digest out;
    for (size_t i = 0; i < state.size(); ++i) detail::store_be32(out.data() + 4 * i, state[i]);
    return out;
  }

 private:
  uint8_t bytes_[128];
  size_t size_ = 1;
};

}  // namespace zkp::exchange
