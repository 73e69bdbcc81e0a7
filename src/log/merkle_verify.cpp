#include "hash/tree.h"
#include "log/merkle.h"

namespace zkp {
namespace {

Error bad_proof(const char* why) { return Error(CryptoError::kBadProof, why); }

}  // namespace

// RFC 9162 section 2.1.3.2. fn is the node that the path has reached, sn the last node of the same level; both lose one
// bit per hash. Where fn is a right child, or the last node without a sibling, the hash of the proof lies on the left.
Result<Digest> root_from_inclusion_proof(uint64_t index, uint64_t size, const Digest& leaf_hash,
                                         std::span<const Digest> proof) {
  if (index >= size) return bad_proof("inclusion proof: the index lies beyond the tree");
  uint64_t fn = index, sn = size - 1;
  Digest r = leaf_hash;
  for (const Digest& p : proof) {
    if (sn == 0) return bad_proof("inclusion proof: too many hashes");
    if (fn % 2 == 1 || fn == sn) {
      r = node_hash(p, r);
      while (fn % 2 == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      r = node_hash(r, p);
    }
    fn >>= 1;
    sn >>= 1;
  }
  if (sn != 0) return bad_proof("inclusion proof: too few hashes");
  return r;
}

Result<void> verify_inclusion(uint64_t index, uint64_t size, const Digest& leaf_hash, std::span<const Digest> proof,
                              const Digest& root) {
  ZKP_TRY(const Digest computed, root_from_inclusion_proof(index, size, leaf_hash, proof));
  if (computed != root) return bad_proof("inclusion proof: it does not lead to the root");
  return {};
}

// RFC 9162 section 2.1.4.2. fr and sr grow together from the last complete subtree of the old tree; hashes on the left
// belong to both trees, hashes on the right only to the new one.
Result<void> verify_consistency(uint64_t size1, const Digest& root1, uint64_t size2, const Digest& root2,
                                std::span<const Digest> proof) {
  if (size1 > size2) return bad_proof("consistency proof: the old tree is larger than the new one");
  if (size1 == 0 && root1 != empty_root())
    return bad_proof("consistency proof: the old tree is empty, its root is not");
  if (size1 == size2 && root1 != root2) return bad_proof("consistency proof: two roots for one size");
  if (size1 == 0 || size1 == size2) {
    if (!proof.empty()) return bad_proof("consistency proof: too many hashes");
    return {};
  }

  uint64_t fn = size1 - 1, sn = size2 - 1;
  while (fn % 2 == 1) {
    fn >>= 1;
    sn >>= 1;
  }
  // When size1 is a power of two the old root is itself a node of the new tree, and the proof does not repeat it.
  Digest fr = root1;
  if (fn != 0) {
    if (proof.empty()) return bad_proof("consistency proof: too few hashes");
    fr = proof.front();
    proof = proof.subspan(1);
  }
  Digest sr = fr;
  for (const Digest& c : proof) {
    if (sn == 0) return bad_proof("consistency proof: too many hashes");
    if (fn % 2 == 1 || fn == sn) {
      fr = node_hash(c, fr);
      sr = node_hash(c, sr);
      while (fn % 2 == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      sr = node_hash(sr, c);
    }
    fn >>= 1;
    sn >>= 1;
  }
  if (sn != 0) return bad_proof("consistency proof: too few hashes");
  if (fr != root1) return bad_proof("consistency proof: it does not lead to the old root");
  if (sr != root2) return bad_proof("consistency proof: it does not lead to the new root");
  return {};
}

}  // namespace zkp
