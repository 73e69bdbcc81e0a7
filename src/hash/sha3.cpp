#include "hash/sha3.h"

#include "hash/load_store.h"

namespace zkp {
namespace detail {
namespace {

// FIPS 202, section 4: absorb a block into the first 17 lanes, then permute.
void absorb(KeccakState& state, const uint8_t* blocks, size_t count) {
  constexpr size_t kLanes = Sha3_256::kBlockBytes / 8;
  for (; count > 0; --count) {
    for (size_t i = 0; i < kLanes; ++i, blocks += 8) state[i] ^= load_le<uint64_t>(blocks);
    keccak_f1600(state);
  }
}

}  // namespace

template <uint8_t kSuffix>
Keccak256Sponge<kSuffix>& Keccak256Sponge<kSuffix>::update(ByteView bytes) {
  buffer_.update(bytes, [this](const uint8_t* blocks, size_t count) { absorb(state_, blocks, count); });
  return *this;
}

template <uint8_t kSuffix>
Digest Keccak256Sponge<kSuffix>::finish() {
  auto& block = buffer_.block();
  const size_t used = buffer_.used_bytes();
  std::memset(block.data() + used, 0, kBlockBytes - used);
  block[used] = kSuffix;
  block[kBlockBytes - 1] |= 0x80;  // the last bit of the padding; may share its byte with the suffix
  absorb(state_, block.data(), 1);
  Digest digest;
  for (size_t i = 0; i < 4; ++i) store_le(digest.data() + 8 * i, state_[i]);
  state_ = {};
  buffer_.clear();
  return digest;
}

template class Keccak256Sponge<0x06>;
template class Keccak256Sponge<0x01>;

}  // namespace detail

Digest sha3_256(ByteView message) { return Sha3_256().update(message).finish(); }

Digest sha3_256(std::initializer_list<ByteView> parts) {
  Sha3_256 hash;
  for (ByteView part : parts) hash.update(part);
  return hash.finish();
}

Digest keccak256(ByteView message) { return Keccak256().update(message).finish(); }

Digest keccak256(std::initializer_list<ByteView> parts) {
  Keccak256 hash;
  for (ByteView part : parts) hash.update(part);
  return hash.finish();
}

}  // namespace zkp
