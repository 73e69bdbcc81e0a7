#include "r1cs/gadgets/poseidon.h"

#include "transcript/poseidon.h"
#include "transcript/poseidon_constants.h"

namespace zkp::gadgets {
namespace {

// x^5 in three constraints: x^2 = x x, x^4 = x^2 x^2, x^5 = x^4 x.
LinearCombination fifth_power(ConstraintSystem& cs, const LinearCombination& x, size_t word) {
  const Variable square = cs.mul(x, x, {"square", word});
  const Variable fourth = cs.mul(square, square, {"fourth", word});
  return cs.mul(fourth, x, {"fifth", word});
}

}  // namespace

PoseidonState poseidon_permute(ConstraintSystem& cs, PoseidonState state, Label label) {
  using detail::kPoseidonMatrix;
  using detail::kPoseidonRoundConstants;
  auto scope = cs.scope(label);
  for (size_t round = 0; round < Poseidon::kRounds; ++round) {
    auto round_scope = cs.scope({"round", round});
    for (size_t i = 0; i < 3; ++i) state[i] += kPoseidonRoundConstants[3 * round + i];
    for (size_t i = 0; i < (Poseidon::is_full_round(round) ? 3u : 1u); ++i) state[i] = fifth_power(cs, state[i], i);
    PoseidonState out;
    for (size_t i = 0; i < 3; ++i) {
      for (size_t j = 0; j < 3; ++j) out[i].add_scaled(state[j], kPoseidonMatrix[i][j]);
      out[i] = cs.shortened(std::move(out[i]));
    }
    state = std::move(out);
  }
  return state;
}

PoseidonSponge::PoseidonSponge(std::string_view tag) : state_{poseidon_tag(tag), {}, {}} {}

PoseidonSponge& PoseidonSponge::absorb2(ConstraintSystem& cs, const LinearCombination& a, const LinearCombination& b,
                                        Label label) {
  state_[1] += a;
  state_[2] += b;
  state_ = poseidon_permute(cs, std::move(state_), label);
  return *this;
}

LinearCombination poseidon_hash_list(ConstraintSystem& cs, std::string_view tag,
                                     std::span<const LinearCombination> values, Label label) {
  auto scope = cs.scope(label);
  PoseidonSponge sponge(tag);
  for (size_t i = 0; i < values.size(); i += 2)
    sponge.absorb2(cs, values[i], i + 1 < values.size() ? values[i + 1] : LinearCombination(), {"permutation", i / 2});
  return sponge.s1();
}

}  // namespace zkp::gadgets
