#include "hash/tree.h"

#include "base/check.h"
#include "hash/load_store.h"
#include "hash/sha2.h"

namespace zkp {
namespace {

// Enough work for one task that handing it over does not show: some 10 microseconds.
constexpr size_t kLeafGrain = 32;
constexpr size_t kNodeGrain = 256;

// A node is 65 bytes, always two blocks: no buffer and no bookkeeping of lengths.
Digest hash_node(detail::Sha256Compress compress, const Digest& left, const Digest& right) {
  ByteArray<128> blocks{};
  blocks[0] = 0x01;
  std::memcpy(blocks.data() + 1, left.data(), 32);
  std::memcpy(blocks.data() + 33, right.data(), 32);
  blocks[65] = 0x80;
  detail::store_be64(blocks.data() + 120, 65 * 8);
  detail::Sha256State state = detail::kSha256Initial;
  compress(state, blocks.data(), 2);
  Digest digest;
  for (size_t i = 0; i < state.size(); ++i) detail::store_be32(digest.data() + 4 * i, state[i]);
  return digest;
}

}  // namespace

Digest leaf_hash(ByteView entry) {
  static constexpr ByteArray<1> kPrefix = {0x00};
  return sha256({kPrefix, entry});
}

Digest node_hash(const Digest& left, const Digest& right) { return hash_node(detail::sha256_compress(), left, right); }

void leaf_hashes(std::span<const ByteView> entries, std::span<Digest> out, TaskPool* pool) {
  ZKP_CHECK(out.size() == entries.size());
  parallel_for(pool, entries.size(), kLeafGrain, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) out[i] = leaf_hash(entries[i]);
  });
}

void node_hashes(std::span<const Digest> level, std::span<Digest> out, TaskPool* pool) {
  ZKP_CHECK(out.size() == (level.size() + 1) / 2);
  const auto compress = detail::sha256_compress();
  parallel_for(pool, level.size() / 2, kNodeGrain, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) out[i] = hash_node(compress, level[2 * i], level[2 * i + 1]);
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
