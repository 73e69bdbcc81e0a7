/// SHA3-256 (NIST FIPS 202, section 6.1) and Keccak-256, its predecessor with the padding of the original Keccak
/// submission, which Ethereum uses. One-shot, in parts and streaming.
///
/// Time depends on the length of the message only. One object: one thread at a time; the functions are safe for
/// concurrent use.
#pragma once

#include <initializer_list>

#include "base/bytes.h"
#include "hash/block_buffer.h"
#include "hash/keccak.h"

namespace zkp {

namespace detail {

/// A sponge with 256 bits of digest and the rate of 136 bytes. `kSuffix` holds the domain bits that follow the message
/// and the first bit of the padding, lowest bit first. Copyable: a copy continues from the same prefix.
template <uint8_t kSuffix>
class Keccak256Sponge {
 public:
  static constexpr size_t kDigestBytes = 32;
  static constexpr size_t kBlockBytes = 136;

  Keccak256Sponge& update(ByteView bytes);
  /// The digest of everything since construction or the last finish(); the object then starts a new message.
  Digest finish();

 private:
  KeccakState state_{};
  BlockBuffer<kBlockBytes> buffer_;
};

extern template class Keccak256Sponge<0x06>;
extern template class Keccak256Sponge<0x01>;

}  // namespace detail

/// Message bits 01 (FIPS 202, section 6.1), then the padding 10*1.
using Sha3_256 = detail::Keccak256Sponge<0x06>;
/// The padding 10*1 alone.
using Keccak256 = detail::Keccak256Sponge<0x01>;

Digest sha3_256(ByteView message);
/// Of the concatenation of the parts.
Digest sha3_256(std::initializer_list<ByteView> parts);

Digest keccak256(ByteView message);
/// Of the concatenation of the parts.
Digest keccak256(std::initializer_list<ByteView> parts);

}  // namespace zkp
