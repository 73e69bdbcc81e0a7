/// Many logical public inputs behind one: the circuit side of transcript/public_digest.h.
///
///   const Variable digest = alloc_poseidon_digest(cs, "shop.v1", {in.price, in.total});   // the only public input
///   const Variable price = cs.alloc(in.price), total = cs.alloc(in.total);
///   enforce_poseidon_digest(cs, digest, "shop.v1", {{price, total}}, "inputs");
///
/// The verifier verifies with the single input poseidon_public_digest("shop.v1", {price, total}).
#pragma once

#include <span>
#include <string_view>

#include "r1cs/constraint_system.h"

namespace zkp::gadgets {

/// The public input. REQUIRES: no private variable was allocated before; domain.size() <= 31.
Variable alloc_poseidon_digest(ConstraintSystem& cs, std::string_view domain, std::span<const Fr> inputs);

/// The digest of the inputs: 240 constraints "permutation[i]" beneath `label` for every two of them.
/// REQUIRES: domain.size() <= 31.
LinearCombination poseidon_digest(ConstraintSystem& cs, std::string_view domain,
                                  std::span<const LinearCombination> inputs, Label label);

/// digest = poseidon_digest(inputs), 1 constraint "digest" more.
void enforce_poseidon_digest(ConstraintSystem& cs, const LinearCombination& digest, std::string_view domain,
                             std::span<const LinearCombination> inputs, Label label);

}  // namespace zkp::gadgets
