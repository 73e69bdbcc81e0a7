#include "hash/tree.h"

#include <algorithm>

#include "base/check.h"
#include "hash/load_store.h"
#include "hash/sha2.h"
#include "hash/sha2_many.h"

namespace zkp {
namespace {

// Leaves and nodes are handed to threads in groups that fill the lanes: some tens of microseconds of work each.
constexpr size_t kLeafGroup = 64;
constexpr size_t kNodeGroup = 256;
constexpr ByteArray<1> kLeafPrefix = {0x00};

using State = detail::Sha256State;
constexpr size_t kBlockBytes = Sha256::kBlockBytes;

Digest digest_of(const State& state) {
  Digest digest;
  for (size_t i = 0; i < state.size(); ++i) detail::store_be32(digest.data() + 4 * i, state[i]);
  return digest;
}

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
  detail::PaddedMessage<kBlockBytes> leaves[2];
  detail::sha256_pad(leaves[0], kLeafPrefix, entry0);
  detail::sha256_pad(leaves[1], kLeafPrefix, entry1);
  State state0 = detail::kSha256Initial;
  State state1 = detail::kSha256Initial;
  for (size_t r = 0; r < 3; ++r) {
    const auto& run0 = leaves[0].runs()[r];
    const auto& run1 = leaves[1].runs()[r];
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

// Calls body(begin, end) for ranges of [0, count) that begin at multiples of `group`.
template <class Body>
void for_groups(TaskPool* pool, size_t count, size_t group, const Body& body) {
  parallel_for(pool, (count + group - 1) / group, 1,
               [&](size_t begin, size_t end) { body(begin * group, std::min(count, end * group)); });
}

}  // namespace

namespace detail {

void hash_leaves(const Sha256Lanes* lanes, std::span<const ByteView> entries, std::span<Digest> out) {
  if (lanes != nullptr && entries.size() >= lanes->lanes / 2)
    return sha256_many(*lanes, sha256_compress(), kLeafPrefix, entries, out);
  size_t i = 0;
  for (; i + 1 < entries.size(); i += 2) {
    for (size_t next = i + 2; next < std::min(i + 4, entries.size()); ++next) prefetch_ends(entries[next]);
    hash_leaf_pair(entries[i], entries[i + 1], out[i], out[i + 1]);
  }
  if (i < entries.size()) out[i] = leaf_hash(entries[i]);
}

void hash_nodes(const Sha256Lanes* lanes, const Digest* children, std::span<Digest> out) {
  size_t i = 0;
  if (lanes != nullptr)
    for (; i + lanes->lanes <= out.size(); i += lanes->lanes) lanes->nodes(children[2 * i].data(), out[i].data());
  for (; i + 1 < out.size(); i += 2) hash_node_pair(children + 2 * i, &out[i]);
  if (i < out.size()) out[i] = node_hash(children[2 * i], children[2 * i + 1]);
}

}  // namespace detail

Digest leaf_hash(ByteView entry) { return sha256({kLeafPrefix, entry}); }

Digest node_hash(const Digest& left, const Digest& right) {
  State state = detail::kSha256Initial;
  detail::sha256_compress()(state, node_blocks(left, right).data(), 2);
  return digest_of(state);
}

void leaf_hashes(std::span<const ByteView> entries, std::span<Digest> out, TaskPool* pool) {
  ZKP_CHECK(out.size() == entries.size());
  for_groups(pool, entries.size(), kLeafGroup, [&](size_t begin, size_t end) {
    detail::hash_leaves(detail::sha256_lanes(), entries.subspan(begin, end - begin), out.subspan(begin, end - begin));
  });
}

void node_hashes(std::span<const Digest> level, std::span<Digest> out, TaskPool* pool) {
  ZKP_CHECK(out.size() == (level.size() + 1) / 2);
  for_groups(pool, level.size() / 2, kNodeGroup, [&](size_t begin, size_t end) {
    detail::hash_nodes(detail::sha256_lanes(), &level[2 * begin], out.subspan(begin, end - begin));
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
