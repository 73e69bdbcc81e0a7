/// Many logical public inputs behind one: the circuit side of transcript/public_digest.h.
///
///   const std::array<Fr, 2> values = {in.price, in.total};
///   const Variable digest = alloc_poseidon_digest(cs, "shop.v1", values);   // the only public input
///   const std::array<LinearCombination, 2> inputs = {cs.alloc(in.price), cs.alloc(in.total)};
///   enforce_poseidon_digest(cs, digest, "shop.v1", inputs, "inputs");
///
/// The verifier verifies with the single input poseidon_public_digest("shop.v1", values).
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

/// The same with SHA-256, for verifiers that have it and no Poseidon. Each input costs 388 constraints for its bits, of
/// which there must be one reading only (to_bits_canonical: a value and the value plus r would have two digests), and
/// half a block of at most 17,640 (sha256.h).
Variable alloc_sha256_digest(ConstraintSystem& cs, std::string_view domain, std::span<const Fr> inputs);
LinearCombination sha256_digest(ConstraintSystem& cs, std::string_view domain,
                                std::span<const LinearCombination> inputs, Label label);
void enforce_sha256_digest(ConstraintSystem& cs, const LinearCombination& digest, std::string_view domain,
                           std::span<const LinearCombination> inputs, Label label);

}  // namespace zkp::gadgets
