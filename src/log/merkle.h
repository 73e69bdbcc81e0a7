/// The Merkle tree of an append-only log: roots, compact ranges, inclusion and consistency proofs.
///
///   MTH({})       = SHA-256()                       the root of the empty tree
///   MTH({d})      = SHA-256(0x00 || d)              a leaf hash (hash/tree.h)
///   MTH(D[0:n])   = SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n])),  k the largest power of two below n
///
/// A *node* (level, index) is a complete subtree: MTH(D[index * 2^level : (index + 1) * 2^level]). Every root and every
/// hash of a proof is a few nodes folded from right to left, so a log only ever stores nodes, never roots.
/// Sources: RFC 6962 section 2.1, RFC 9162 section 2.1 (the verification algorithms).
///
/// Everything here is pure; functions are safe for concurrent use, one object belongs to one thread at a time. Nothing
/// is secret, so nothing is constant-time. Depends on base/ and hash/ alone: part of the verifier.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.h"

namespace zkp {

/// Largest tree that is read back from storage; verification takes any 64-bit size.
inline constexpr uint64_t kMaxTreeSize = uint64_t{1} << 62;

/// SHA-256 of the empty string.
const Digest& empty_root();

/// The leaves [begin, end) as the shortest list of nodes, left to right. Ranges that start at 0 are what a log keeps to
/// append and to know its root; ranges that start elsewhere are hashed apart and merged.
class CompactRange {
 public:
  /// REQUIRES: begin <= kMaxTreeSize.
  explicit CompactRange(uint64_t begin = 0);

  uint64_t begin() const { return begin_; }
  uint64_t end() const { return end_; }

  void append(const Digest& leaf_hash) { append_subtree(0, leaf_hash); }
  /// Appends 2^level leaves whose MTH is `hash`. REQUIRES: 0 <= level <= 62, end() is a multiple of 2^level, the new
  /// end is below 2^63.
  void append_subtree(int level, const Digest& hash);
  /// Appends the leaves of `next`. Error: GeneralError::kInvalidArgument unless next.begin() == end().
  Result<void> merge(const CompactRange& next);

  /// MTH(D[0:end]). REQUIRES: begin() == 0.
  Digest root() const;

  /// u64 end, then the hashes from left (largest subtree) to right: one for every bit set in end. REQUIRES: begin() ==
  /// 0.
  Bytes serialize() const;
  /// Reads what serialize() wrote, nothing else. Errors: GeneralError::kParse, kLimit above kMaxTreeSize.
  static Result<CompactRange> parse(ByteView bytes);

  friend bool operator==(const CompactRange&, const CompactRange&) = default;

 private:
  struct Node {
    int level;
    Digest hash;
    friend bool operator==(const Node&, const Node&) = default;
  };
  uint64_t begin_;
  uint64_t end_;
  std::vector<Node> nodes_;
};

/// The root that this proof leads to (RFC 9162 section 2.1.3.2). Error: CryptoError::kBadProof when index >= size or
/// the number of hashes is not the one that (index, size) demands.
Result<Digest> root_from_inclusion_proof(uint64_t index, uint64_t size, const Digest& leaf_hash,
                                         std::span<const Digest> proof);

/// Succeeds if the leaf is number `index` of the tree (size, root). Error: CryptoError::kBadProof.
Result<void> verify_inclusion(uint64_t index, uint64_t size, const Digest& leaf_hash, std::span<const Digest> proof,
                              const Digest& root);

/// Succeeds if the tree (size1, root1) is a prefix of (size2, root2) (RFC 9162 section 2.1.4.2). A tree of size 0 must
/// have the empty root and is a prefix of every tree; for it and for equal sizes the proof must be empty. Error:
/// CryptoError::kBadProof.
Result<void> verify_consistency(uint64_t size1, const Digest& root1, uint64_t size2, const Digest& root2,
                                std::span<const Digest> proof);

/// Where a log's nodes come from: tiles (log/tiles.h), or memory in tests.
class NodeSource {
 public:
  virtual ~NodeSource() = default;
  /// The node (level, index). Asked only for nodes that are complete in the tree at hand.
  virtual Result<Digest> node(int level, uint64_t index) = 0;
};

/// MTH(D[0:size]). Errors: those of the source.
Result<Digest> tree_root(NodeSource& nodes, uint64_t size);

/// PATH(index, D[0:size]), the leaf's sibling first. Errors: GeneralError::kInvalidArgument unless index < size; those
/// of the source.
Result<std::vector<Digest>> inclusion_proof(NodeSource& nodes, uint64_t index, uint64_t size);

/// PROOF(size1, D[0:size2]); empty when size1 is 0 or size2. Errors: GeneralError::kInvalidArgument unless
/// size1 <= size2; those of the source.
Result<std::vector<Digest>> consistency_proof(NodeSource& nodes, uint64_t size1, uint64_t size2);

}  // namespace zkp
