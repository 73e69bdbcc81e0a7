/// Poseidon inside a circuit: exactly transcript/poseidon.h, 240 constraints and 240 variables per permutation (three
/// for each of the 80 S-boxes; the linear layer is free).
///
/// In the partial rounds words 1 and 2 are never constrained, so combinations grow to about 60 terms. Helper variables
/// would shorten them and change the matrices, hence every key: there are none. Source: dataset_proof
/// specification 3.1.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "r1cs/constraint_system.h"

namespace zkp::gadgets {

using PoseidonState = std::array<LinearCombination, 3>;

inline constexpr uint32_t kPoseidonConstraints = 240;

/// Constraints "round[r].square[i]", "round[r].fourth[i]", "round[r].fifth[i]" beneath `label`.
PoseidonState poseidon_permute(ConstraintSystem& cs, PoseidonState state, Label label);

/// The sponge of transcript/poseidon.h.
class PoseidonSponge {
 public:
  /// REQUIRES: tag.size() <= 31.
  explicit PoseidonSponge(std::string_view tag);

  PoseidonSponge& absorb2(ConstraintSystem& cs, const LinearCombination& a, const LinearCombination& b, Label label);
  const LinearCombination& s1() const { return state_[1]; }
  const LinearCombination& s2() const { return state_[2]; }

 private:
  PoseidonState state_;
};

/// In pairs, an odd tail with 0; s1 at the end.
LinearCombination poseidon_hash_list(ConstraintSystem& cs, std::string_view tag,
                                     std::span<const LinearCombination> values, Label label);

}  // namespace zkp::gadgets
