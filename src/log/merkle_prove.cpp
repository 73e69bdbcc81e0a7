#include <algorithm>
#include <bit>

#include "hash/tree.h"
#include "log/merkle.h"

namespace zkp {
namespace {

/// Largest power of two below n. REQUIRES: n >= 2.
uint64_t split_point(uint64_t n) { return std::bit_floor(n - 1); }

/// MTH(D[begin:end]) for begin < end where begin is a multiple of a power of two that is at least end - begin, as every
/// subtree of a log is: its complete subtrees, largest first, folded from the right.
Result<Digest> subtree_hash(NodeSource& nodes, uint64_t begin, uint64_t end) {
  std::vector<Digest> complete;
  while (begin < end) {
    const int level = static_cast<int>(std::bit_width(end - begin)) - 1;
    ZKP_TRY(const Digest hash, nodes.node(level, begin >> level));
    complete.push_back(hash);
    begin += uint64_t{1} << level;
  }
  Digest hash = complete.back();
  for (size_t i = complete.size() - 1; i-- > 0;) hash = node_hash(complete[i], hash);
  return hash;
}

}  // namespace

Result<Digest> tree_root(NodeSource& nodes, uint64_t size) {
  if (size == 0) return empty_root();
  return subtree_hash(nodes, 0, size);
}

// RFC 9162 section 2.1.3.1, from the root down:
//   PATH(m, D[0:n]) = PATH(m, D[0:k]) : MTH(D[k:n])       for m <  k
//   PATH(m, D[0:n]) = PATH(m - k, D[k:n]) : MTH(D[0:k])   for m >= k
Result<std::vector<Digest>> inclusion_proof(NodeSource& nodes, uint64_t index, uint64_t size) {
  if (index >= size)
    return Error(GeneralError::kInvalidArgument,
                 "leaf " + std::to_string(index) + " is not in a tree of size " + std::to_string(size));
  std::vector<Digest> proof;
  uint64_t begin = 0, end = size;
  while (end - begin > 1) {
    const uint64_t middle = begin + split_point(end - begin);
    if (index < middle) {
      ZKP_TRY(const Digest right, subtree_hash(nodes, middle, end));
      proof.push_back(right);
      end = middle;
    } else {
      ZKP_TRY(const Digest left, subtree_hash(nodes, begin, middle));
      proof.push_back(left);
      begin = middle;
    }
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

// RFC 9162 section 2.1.4.1, from the root down; b (`known`): the verifier has MTH of the subtree from the old root.
//   SUBPROOF(m, D[0:m], true)  = {}
//   SUBPROOF(m, D[0:m], false) = {MTH(D[0:m])}
//   SUBPROOF(m, D[0:n], b) = SUBPROOF(m, D[0:k], b) : MTH(D[k:n])             for m <= k
//   SUBPROOF(m, D[0:n], b) = SUBPROOF(m - k, D[k:n], false) : MTH(D[0:k])     for m >  k
Result<std::vector<Digest>> consistency_proof(NodeSource& nodes, uint64_t size1, uint64_t size2) {
  if (size1 > size2)
    return Error(GeneralError::kInvalidArgument,
                 "a tree of size " + std::to_string(size2) + " has no older tree of size " + std::to_string(size1));
  std::vector<Digest> proof;
  if (size1 == 0) return proof;
  uint64_t begin = 0, end = size2;
  bool known = true;
  while (end != size1) {
    const uint64_t middle = begin + split_point(end - begin);
    if (size1 <= middle) {
      ZKP_TRY(const Digest right, subtree_hash(nodes, middle, end));
      proof.push_back(right);
      end = middle;
    } else {
      ZKP_TRY(const Digest left, subtree_hash(nodes, begin, middle));
      proof.push_back(left);
      begin = middle;
      known = false;
    }
  }
  if (!known) {
    ZKP_TRY(const Digest last, subtree_hash(nodes, begin, end));
    proof.push_back(last);
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

}  // namespace zkp
