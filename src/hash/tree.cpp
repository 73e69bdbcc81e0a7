#include "hash/tree.h"

#include <algorithm>

#include "base/check.h"
#include "hash/load_store.h"
#include "hash/sha2.h"

namespace zkp {
namespace {

// Enough work for one task that handing it over does not show: some 10 microseconds.
constexpr size_t kLeafGrain = 32;
constexpr size_t kNodeGrain = 256;

using State = detail::Sha256State;
constexpr size_t kBlockBytes = Sha256::kBlockBytes;

Digest digest_of(const State& state) {
  Digest digest;
  for (size_t i = 0; i < state.size(); ++i) detail::store_be32(digest.data() + 4 * i, state[i]);
  return digest;
}

// The padded message 0x00 || entry as three runs of whole blocks: a copied head of the prefix and the first 63 bytes
// (if there are as many), the body in the caller's memory, and a copied tail with the padding of FIPS 180-4, 5.1.1.
struct LeafBlocks {
  struct Run {
    const uint8_t* blocks = nullptr;
    size_t count = 0;
  };

  explicit LeafBlocks(ByteView entry) {
    const uint64_t length_bits = 8 * (uint64_t{entry.size()} + 1);
    size_t used = 1;  // of the tail: the prefix, unless the head has it
    if (entry.size() >= kBlockBytes - 1) {
      std::memcpy(head.data() + 1, entry.data(), kBlockBytes - 1);
      entry = entry.subspan(kBlockBytes - 1);
      runs[0] = {head.data(), 1};
      runs[1] = {entry.data(), entry.size() / kBlockBytes};
      entry = entry.subspan(runs[1].count * kBlockBytes);
      used = 0;
    }
    if (!entry.empty()) std::memcpy(tail.data() + used, entry.data(), entry.size());
    used += entry.size();
    tail[used] = 0x80;
    runs[2] = {tail.data(), used + 1 + 8 <= kBlockBytes ? size_t{1} : size_t{2}};
    detail::store_be64(tail.data() + runs[2].count * kBlockBytes - 8, length_bits);
  }
  LeafBlocks(const LeafBlocks&) = delete;  // the runs point into the object
  LeafBlocks& operator=(const LeafBlocks&) = delete;

  ByteArray<kBlockBytes> head{};
  ByteArray<2 * kBlockBytes> tail{};
  Run runs[3];
};

// A node is 65 bytes, always two blocks.
ByteArray<2 * kBlockBytes> node_blocks(const Digest& left, const Digest& right) {
  ByteArray<2 * kBlockBytes> blocks{};
  blocks[0] = 0x01;
  std::memcpy(blocks.data() + 1, left.data(), 32);
  std::memcpy(blocks.data() + 33, right.data(), 32);
  blocks[65] = 0x80;
  detail::store_be64(blocks.data() + 120, 65 * 8);
  return blocks;
}

// Two leaves at once as far as both have blocks, then the longer one alone.
void hash_leaf_pair(ByteView entry0, ByteView entry1, Digest& out0, Digest& out1) {
  const auto compress = detail::sha256_compress();
  const auto compress_pair = detail::sha256_compress_pair();
  const LeafBlocks leaf0(entry0);
  const LeafBlocks leaf1(entry1);
  State state0 = detail::kSha256Initial;
  State state1 = detail::kSha256Initial;
  for (size_t r = 0; r < 3; ++r) {
    const auto& run0 = leaf0.runs[r];
    const auto& run1 = leaf1.runs[r];
    const size_t both = std::min(run0.count, run1.count);
    if (both > 0) compress_pair(state0, run0.blocks, state1, run1.blocks, both);
    if (run0.count > both) compress(state0, run0.blocks + both * kBlockBytes, run0.count - both);
    if (run1.count > both) compress(state1, run1.blocks + both * kBlockBytes, run1.count - both);
  }
  out0 = digest_of(state0);
  out1 = digest_of(state1);
}

// out[0] and out[1] from children[0 .. 3].
void hash_node_pair(const Digest* children, Digest* out) {
  const auto blocks0 = node_blocks(children[0], children[1]);
  const auto blocks1 = node_blocks(children[2], children[3]);
  State state0 = detail::kSha256Initial;
  State state1 = detail::kSha256Initial;
  detail::sha256_compress_pair()(state0, blocks0.data(), state1, blocks1.data(), 2);
  out[0] = digest_of(state0);
  out[1] = digest_of(state1);
}

}  // namespace

Digest leaf_hash(ByteView entry) {
  static constexpr ByteArray<1> kPrefix = {0x00};
  return sha256({kPrefix, entry});
}

Digest node_hash(const Digest& left, const Digest& right) {
  State state = detail::kSha256Initial;
  detail::sha256_compress()(state, node_blocks(left, right).data(), 2);
  return digest_of(state);
}

void leaf_hashes(std::span<const ByteView> entries, std::span<Digest> out, TaskPool* pool) {
  ZKP_CHECK(out.size() == entries.size());
  parallel_for(pool, entries.size(), kLeafGrain, [&](size_t begin, size_t end) {
    size_t i = begin;
    for (; i + 1 < end; i += 2) hash_leaf_pair(entries[i], entries[i + 1], out[i], out[i + 1]);
    if (i < end) out[i] = leaf_hash(entries[i]);
  });
}

void node_hashes(std::span<const Digest> level, std::span<Digest> out, TaskPool* pool) {
  ZKP_CHECK(out.size() == (level.size() + 1) / 2);
  parallel_for(pool, level.size() / 2, kNodeGrain, [&](size_t begin, size_t end) {
    size_t i = begin;
    for (; i + 1 < end; i += 2) hash_node_pair(&level[2 * i], &out[i]);
    if (i < end) out[i] = node_hash(level[2 * i], level[2 * i + 1]);
  });
  if (level.size() % 2 != 0) out.back() = level.back();
}

Digest tree_root(std::span<const Digest> leaves, TaskPool* pool) {
  if (leaves.empty()) return sha256(ByteView());
  std::vector<Digest> level;
  std::vector<Digest> next;
  while (leaves.size() > 1) {
    next.resize((leaves.size() + 1) / 2);
    node_hashes(leaves, next, pool);
    level.swap(next);
    leaves = level;
  }
  return leaves.front();
}

}  // namespace zkp
