#include "hash/sha3.h"

#include <algorithm>

#include "base/check.h"
#include "hash/lane_feed.h"
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

namespace {

class ManySha3 {
 public:
  ManySha3(const KeccakLanes& lanes, std::span<const ByteView> messages, std::span<Digest> out)
      : lanes_(lanes), messages_(messages), out_(out) {}

  const std::array<BlockRun, 3>& start(size_t lane, size_t message) {
    for (size_t i = 0; i < 25; ++i) states_[i * lanes_.lanes + lane] = 0;
    if (message + lanes_.lanes < messages_.size()) prefetch_ends(messages_[message + lanes_.lanes]);
    auto& padded = padded_[lane];
    padded.start({}, messages_[message]);
    padded.tail()[padded.tail_bytes()] = 0x06;
    padded.tail()[kKeccak256RateBytes - 1] |= 0x80;
    padded.end(1);
    return padded.runs();
  }
  void compress(const uint8_t* const* blocks, size_t count) { lanes_.absorb(states_.data(), blocks, count); }
  void compress_one(size_t lane, const BlockRun& run) {
    KeccakState state;
    for (size_t i = 0; i < 25; ++i) state[i] = states_[i * lanes_.lanes + lane];
    absorb(state, run.blocks, run.count);
    for (size_t i = 0; i < 25; ++i) states_[i * lanes_.lanes + lane] = state[i];
  }
  void finish(size_t lane, size_t message) {
    for (size_t i = 0; i < 4; ++i) store_le(out_[message].data() + 8 * i, states_[i * lanes_.lanes + lane]);
  }

 private:
  const KeccakLanes& lanes_;
  const std::span<const ByteView> messages_;
  const std::span<Digest> out_;
  alignas(64) std::array<uint64_t, 25 * KeccakLanes::kMaxLanes> states_{};
  std::array<PaddedMessage<kKeccak256RateBytes>, KeccakLanes::kMaxLanes> padded_;
};

}  // namespace

void sha3_256_many(const KeccakLanes* lanes, std::span<const ByteView> messages, std::span<Digest> out) {
  ZKP_CHECK(out.size() == messages.size());
  if (lanes == nullptr || messages.size() < 2) {
    for (size_t i = 0; i < messages.size(); ++i) out[i] = sha3_256(messages[i]);
    return;
  }
  // All lanes together take little longer than one message alone.
  ManySha3 hash(*lanes, messages, out);
  feed_lanes<KeccakLanes::kMaxLanes, kKeccak256RateBytes>(hash, messages.size(), lanes->lanes, 2);
}

}  // namespace detail

Digest sha3_256(ByteView message) { return Sha3_256().update(message).finish(); }

Digest sha3_256(std::initializer_list<ByteView> parts) {
  Sha3_256 hash;
  for (ByteView part : parts) hash.update(part);
  return hash.finish();
}

void sha3_256_many(std::span<const ByteView> messages, std::span<Digest> out, TaskPool* pool) {
  ZKP_CHECK(out.size() == messages.size());
  constexpr size_t kGroup = 64;  // fills the lanes several times, so that the last, part-filled ones do not show
  parallel_for(pool, (messages.size() + kGroup - 1) / kGroup, 1, [&](size_t begin, size_t end) {
    const size_t first = begin * kGroup, count = std::min(messages.size(), end * kGroup) - first;
    detail::sha3_256_many(detail::keccak_lanes(), messages.subspan(first, count), out.subspan(first, count));
  });
}

Digest keccak256(ByteView message) { return Keccak256().update(message).finish(); }

Digest keccak256(std::initializer_list<ByteView> parts) {
  Keccak256 hash;
  for (ByteView part : parts) hash.update(part);
  return hash.finish();
}

}  // namespace zkp
