/// The Merkle tree hash of transparency logs over SHA-256, one call or many at a time.
///
///   leaf(entry)       = SHA-256(0x00 || entry)
///   node(left, right) = SHA-256(0x01 || left || right)
///   root(D[n])        = node(root(D[0:k]), root(D[k:n])),  k the largest power of two below n
///
/// Pairing neighbours level by level, with the last of an odd level going up unchanged, gives this same tree.
/// The functions that hash many take sixteen messages at a time where the processor has AVX-512, else two with the SHA
/// extensions or eight with AVX2 (base/cpu.h), whatever their lengths.
/// Source: RFC 6962, section 2.1. Safe for concurrent use.
#pragma once

#include <span>
#include <vector>

#include "base/bytes.h"
#include "base/task_pool.h"
#include "hash/sha2_compress.h"

namespace zkp {

Digest leaf_hash(ByteView entry);
Digest node_hash(const Digest& left, const Digest& right);

/// out[i] = leaf_hash(entries[i]). REQUIRES: out.size() == entries.size(). Runs on the calling thread if pool is null.
void leaf_hashes(std::span<const ByteView> entries, std::span<Digest> out, TaskPool* pool);

/// The level above: out[i] = node_hash(level[2i], level[2i + 1]), and the last of an odd level unchanged.
/// REQUIRES: out.size() == (level.size() + 1) / 2, and `out` does not overlap `level`.
void node_hashes(std::span<const Digest> level, std::span<Digest> out, TaskPool* pool);

/// The root above these leaf hashes; of none, SHA-256 of the empty string. O(leaves.size()) extra memory.
Digest tree_root(std::span<const Digest> leaves, TaskPool* pool);

namespace detail {

/// leaf_hashes() on the calling thread with these lanes, to compare the paths; null: two messages at a time.
void hash_leaves(const Sha256Lanes* lanes, std::span<const ByteView> entries, std::span<Digest> out);
/// The same for nodes: out[i] = node_hash(children[2i], children[2i + 1]).
void hash_nodes(const Sha256Lanes* lanes, const Digest* children, std::span<Digest> out);

}  // namespace detail

}  // namespace zkp
