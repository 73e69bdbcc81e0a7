#include "transcript/poseidon.h"

#include "transcript/poseidon_constants.h"

namespace zkp {
namespace {

Fr fifth_power(const Fr& x) {
  const Fr x4 = x.square().square();
  return x4 * x;
}

}  // namespace

Fr poseidon_tag(std::string_view tag) {
  ZKP_CHECK(tag.size() <= 31);
  return Fr::from_bytes_reduce(as_bytes(tag));
}

void poseidon_permute(std::array<Fr, 3>& state) {
  using detail::kPoseidonMatrix;
  using detail::kPoseidonRoundConstants;
  for (size_t round = 0; round < Poseidon::kRounds; ++round) {
    for (size_t i = 0; i < 3; ++i) state[i] += kPoseidonRoundConstants[3 * round + i];
    state[0] = fifth_power(state[0]);
    if (Poseidon::is_full_round(round)) {
      state[1] = fifth_power(state[1]);
      state[2] = fifth_power(state[2]);
    }
    const std::array<Fr, 3> in = state;
    for (size_t i = 0; i < 3; ++i)
      state[i] = kPoseidonMatrix[i][0] * in[0] + kPoseidonMatrix[i][1] * in[1] + kPoseidonMatrix[i][2] * in[2];
  }
}

PoseidonSponge& PoseidonSponge::absorb2(const Fr& a, const Fr& b) {
  state_[1] += a;
  state_[2] += b;
  poseidon_permute(state_);
  return *this;
}

PoseidonSponge& PoseidonSponge::absorb_list(std::span<const Fr> values) {
  for (size_t i = 0; i < values.size(); i += 2) absorb2(values[i], i + 1 < values.size() ? values[i + 1] : Fr::zero());
  return *this;
}

Fr poseidon_hash_list(std::string_view tag, std::span<const Fr> values) {
  return PoseidonSponge(tag).absorb_list(values).s1();
}

}  // namespace zkp
