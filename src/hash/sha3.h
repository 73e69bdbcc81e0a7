/// SHA3-256 (NIST FIPS 202, section 6.1) and Keccak-256, its predecessor with the padding of the original Keccak
/// submission, which Ethereum uses. One-shot, in parts and streaming.
///
/// Time depends on the length of the message only. One object: one thread at a time; the functions are safe for
/// concurrent use.
#pragma once

#include <initializer_list>
#include <span>

#include "base/bytes.h"
#include "base/task_pool.h"
#include "hash/block_buffer.h"
#include "hash/keccak.h"

namespace zkp {

namespace detail {

/// As sha3_256_many on the calling thread, to compare the paths; null: one message after the other.
void sha3_256_many(const KeccakLanes* lanes, std::span<const ByteView> messages, std::span<Digest> out);

/// A sponge with 256 bits of digest and the rate of 136 bytes. `kSuffix` holds the domain bits that follow the message
/// and the first bit of the padding, lowest bit first. Copyable: a copy continues from the same prefix.
template <uint8_t kSuffix>
class Keccak256Sponge {
 public:
  static constexpr size_t kDigestBytes = 32;
  static constexpr size_t kBlockBytes = kKeccak256RateBytes;

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
/// out[i] = sha3_256(messages[i]), of any lengths: eight messages at a time where the processor has AVX-512, four with
/// AVX2 (base/cpu.h), by the threads of `pool`. REQUIRES: out.size() == messages.size().
void sha3_256_many(std::span<const ByteView> messages, std::span<Digest> out, TaskPool* pool = nullptr);

Digest keccak256(ByteView message);
/// Of the concatenation of the parts.
Digest keccak256(std::initializer_list<ByteView> parts);

}  // namespace zkp
