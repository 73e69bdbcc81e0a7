/// Keeps the lanes of a multi-lane hash function busy with messages of any lengths: a lane that comes to the end of its
/// message takes the next one, and the others go on. Internal to hash/.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "base/bytes.h"

namespace zkp::detail {

struct BlockRun {
  const uint8_t* blocks = nullptr;
  size_t count = 0;
};

/// Asks for both ends of a message that will be started later: they are copied then, and nothing else would hide the
/// wait.
inline void prefetch_ends(ByteView message) {
  if (message.empty()) return;
  __builtin_prefetch(message.data());
  __builtin_prefetch(&message.back());
}

/// A padded message as three runs of whole blocks: a copied head where a prefix stands before the message, the body in
/// the caller's memory, and a copied tail.
template <size_t kBlockBytes>
class PaddedMessage {
 public:
  /// The tail then holds the rest of the message, fewer than kBlockBytes bytes from tail() on, and zeros.
  /// REQUIRES: prefix.size() < kBlockBytes; `message` outlives the use of the runs.
  void start(ByteView prefix, ByteView message) {
    runs_ = {};
    size_t used = prefix.size();
    uint8_t* copy = tail_.data();
    if (used > 0 && used + message.size() >= kBlockBytes) copy = head_.data();
    if (used > 0) std::memcpy(copy, prefix.data(), used);
    if (copy == head_.data()) {
      const size_t taken = kBlockBytes - used;
      std::memcpy(copy + used, message.data(), taken);
      message = message.subspan(taken);
      runs_[0] = {head_.data(), 1};
      used = 0;
    }
    if (used + message.size() >= kBlockBytes) {
      runs_[1] = {message.data(), message.size() / kBlockBytes};
      message = message.subspan(runs_[1].count * kBlockBytes);
    }
    if (!message.empty()) std::memcpy(tail_.data() + used, message.data(), message.size());
    tail_bytes_ = used + message.size();
    std::memset(tail_.data() + tail_bytes_, 0, tail_.size() - tail_bytes_);
  }
  /// Two blocks; the padding follows tail_bytes() bytes.
  ByteArray<2 * kBlockBytes>& tail() { return tail_; }
  size_t tail_bytes() const { return tail_bytes_; }
  /// With the padding in place: how many blocks of the tail count.
  void end(size_t tail_blocks) { runs_[2] = {tail_.data(), tail_blocks}; }

  const std::array<BlockRun, 3>& runs() const { return runs_; }

 private:
  ByteArray<kBlockBytes> head_;
  ByteArray<2 * kBlockBytes> tail_;
  size_t tail_bytes_ = 0;
  std::array<BlockRun, 3> runs_;
};

/// Hashes the messages 0 .. messages - 1 with
///   hash.start(lane, message)        begins the message; returns its runs, of which the last has blocks
///   hash.compress(blocks, count)     absorbs `count` blocks for every lane, busy or not
///   hash.compress_one(lane, run)     absorbs a run for one lane
///   hash.finish(lane, message)       takes the digest
/// While fewer than `least_busy` messages are in work, and no other waits, the rest of each is absorbed by itself.
/// REQUIRES: 1 <= least_busy <= lanes <= kMaxLanes.
template <size_t kMaxLanes, size_t kBlockBytes, class Hash>
void feed_lanes(Hash& hash, size_t messages, size_t lanes, size_t least_busy) {
  struct Lane {
    bool busy = false;
    size_t message = 0;
    std::array<BlockRun, 3> runs;
    size_t run = 0;
  };
  std::array<Lane, kMaxLanes> all;
  size_t next = 0, busy = 0;
  const auto skip_empty = [](Lane& lane) {
    while (lane.run < lane.runs.size() && lane.runs[lane.run].count == 0) ++lane.run;
  };
  const auto start = [&](size_t l) {
    all[l].busy = next < messages;
    if (!all[l].busy) return;
    all[l] = {true, next, hash.start(l, next), 0};
    skip_empty(all[l]);
    ++next;
    ++busy;
  };
  for (size_t l = 0; l < lanes; ++l) start(l);
  while (busy >= least_busy) {
    size_t step = SIZE_MAX;
    const uint8_t* any = nullptr;
    for (size_t l = 0; l < lanes; ++l) {
      if (!all[l].busy) continue;
      const BlockRun& run = all[l].runs[all[l].run];
      step = std::min(step, run.count);
      any = run.blocks;
    }
    // An idle lane reads along with a busy one; every busy one has `step` blocks.
    std::array<const uint8_t*, kMaxLanes> blocks;
    for (size_t l = 0; l < lanes; ++l) blocks[l] = all[l].busy ? all[l].runs[all[l].run].blocks : any;
    hash.compress(blocks.data(), step);
    for (size_t l = 0; l < lanes; ++l) {
      if (!all[l].busy) continue;
      BlockRun& run = all[l].runs[all[l].run];
      run.blocks += step * kBlockBytes;
      run.count -= step;
      skip_empty(all[l]);
      if (all[l].run < all[l].runs.size()) continue;
      hash.finish(l, all[l].message);
      --busy;
      start(l);
    }
  }
  for (size_t l = 0; l < lanes; ++l) {
    if (!all[l].busy) continue;
    for (; all[l].run < all[l].runs.size(); ++all[l].run) hash.compress_one(l, all[l].runs[all[l].run]);
    hash.finish(l, all[l].message);
  }
}

}  // namespace zkp::detail
