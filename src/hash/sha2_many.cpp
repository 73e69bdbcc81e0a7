#include "hash/sha2_many.h"

#include "base/check.h"
#include "hash/load_store.h"

namespace zkp::detail {
namespace {

constexpr size_t kBlockBytes = 64;

class ManySha256 {
 public:
  ManySha256(const Sha256Lanes& lanes, Sha256Compress alone, ByteView prefix, std::span<const ByteView> messages,
             std::span<Digest> out)
      : lanes_(lanes), compress_(alone), prefix_(prefix), messages_(messages), out_(out) {}

  const std::array<BlockRun, 3>& start(size_t lane, size_t message) {
    for (size_t i = 0; i < 8; ++i) states_[i * lanes_.lanes + lane] = kSha256Initial[i];
    if (message + lanes_.lanes < messages_.size()) prefetch_ends(messages_[message + lanes_.lanes]);
    sha256_pad(padded_[lane], prefix_, messages_[message]);
    return padded_[lane].runs();
  }
  void compress(const uint8_t* const* blocks, size_t count) { lanes_.compress(states_.data(), blocks, count); }
  void compress_one(size_t lane, const BlockRun& run) {
    Sha256State state;
    for (size_t i = 0; i < 8; ++i) state[i] = states_[i * lanes_.lanes + lane];
    compress_(state, run.blocks, run.count);
    for (size_t i = 0; i < 8; ++i) states_[i * lanes_.lanes + lane] = state[i];
  }
  void finish(size_t lane, size_t message) {
    for (size_t i = 0; i < 8; ++i) store_be32(out_[message].data() + 4 * i, states_[i * lanes_.lanes + lane]);
  }

 private:
  const Sha256Lanes& lanes_;
  const Sha256Compress compress_;
  const ByteView prefix_;
  const std::span<const ByteView> messages_;
  const std::span<Digest> out_;
  alignas(64) std::array<uint32_t, 8 * Sha256Lanes::kMaxLanes> states_{};
  std::array<PaddedMessage<kBlockBytes>, Sha256Lanes::kMaxLanes> padded_;
};

}  // namespace

void sha256_pad(PaddedMessage<kBlockBytes>& padded, ByteView prefix, ByteView message) {
  padded.start(prefix, message);
  const size_t used = padded.tail_bytes(), blocks = used + 1 + 8 <= kBlockBytes ? 1 : 2;
  padded.tail()[used] = 0x80;
  store_be64(padded.tail().data() + blocks * kBlockBytes - 8, 8 * (uint64_t{prefix.size()} + message.size()));
  padded.end(blocks);
}

void sha256_many(const Sha256Lanes& lanes, Sha256Compress compress, ByteView prefix, std::span<const ByteView> messages,
                 std::span<Digest> out) {
  ZKP_CHECK(out.size() == messages.size() && prefix.size() < kBlockBytes);
  // With the SHA extensions, half the lanes cost as much as the same messages one after the other. Without them two
  // messages would be enough, but this is only about the last ones.
  ManySha256 hash(lanes, compress, prefix, messages, out);
  feed_lanes<Sha256Lanes::kMaxLanes, kBlockBytes>(hash, messages.size(), lanes.lanes, lanes.lanes / 2);
}

}  // namespace zkp::detail
