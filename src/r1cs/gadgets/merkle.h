/// Membership in a binary Merkle tree of Poseidon hashes.
///
/// A node is poseidon_hash_list("zkp.merkle.v1", (left, right)). Leaves are field elements and are not hashed again;
/// the depth is fixed by the circuit, so a node cannot pass for a leaf.
#pragma once

#include <span>
#include <vector>

#include "r1cs/gadgets/boolean.h"

namespace zkp::gadgets {

/// Bit i of `index` says that the node at height i is a right child. REQUIRES: siblings.size() <= 64, index <
/// 2^siblings.size().
Fr merkle_root(const Fr& leaf, uint64_t index, std::span<const Fr> siblings);

/// The same inside a circuit: 241 constraints per level ("level[i].swap" and 240 of Poseidon) beneath `label`.
/// REQUIRES: index_bits.size() == siblings.size().
LinearCombination merkle_root(ConstraintSystem& cs, const LinearCombination& leaf, std::span<const Bit> index_bits,
                              std::span<const LinearCombination> siblings, Label label);

}  // namespace zkp::gadgets
