/// Membership in the Merkle tree of a log (RFC 6962, SHA-256), inside a circuit; log/merkle.h is the same outside.
///
///   leaf hash  SHA-256(0x00 || entry)            node  SHA-256(0x01 || left || right)
/// The prefixes keep a node from passing for a leaf. A path has the length that the circuit fixes. In a complete tree
/// of 2^d leaves the bits are those of the leaf's index; in other trees they are the directions of the path, and paths
/// of different lengths need different circuits.
///
/// A level is 256 constraints for the exchange of the two digests, and two blocks of SHA-256 of which the second is
/// nearly all padding: kRfc6962LevelConstraints. Source: RFC 6962, section 2.1.
#pragma once

#include <span>
#include <vector>

#include "r1cs/gadgets/sha256.h"

namespace zkp::gadgets {

inline constexpr uint32_t kRfc6962LevelConstraints = 34506;

/// 256 bits. REQUIRES: entry.size() is a multiple of 8.
std::vector<Bit> rfc6962_leaf(ConstraintSystem& cs, std::span<const Bit> entry, Label label);
/// 256 bits. REQUIRES: 256 bits each.
std::vector<Bit> rfc6962_node(ConstraintSystem& cs, std::span<const Bit> left, std::span<const Bit> right, Label label);

/// The root that the path leads to, 256 bits; directions[i] = 1: the node at height i is a right child. Constraints
/// "level[i].swap[j]" and "level[i].hash...". REQUIRES: 256 bits each; as many siblings as directions.
std::vector<Bit> rfc6962_root(ConstraintSystem& cs, std::span<const Bit> leaf_hash, std::span<const Bit> directions,
                              std::span<const std::vector<Bit>> siblings, Label label);

}  // namespace zkp::gadgets
