#include "r1cs/gadgets/public_digest.h"

#include "r1cs/gadgets/poseidon.h"
#include "transcript/poseidon.h"
#include "transcript/public_digest.h"

namespace zkp::gadgets {

Variable alloc_poseidon_digest(ConstraintSystem& cs, std::string_view domain, std::span<const Fr> inputs) {
  return cs.alloc_public(cs.has_values() ? poseidon_public_digest(domain, inputs) : Fr::zero());
}

LinearCombination poseidon_digest(ConstraintSystem& cs, std::string_view domain,
                                  std::span<const LinearCombination> inputs, Label label) {
  auto scope = cs.scope(label);
  // Lengths and domain are constants, and so is what the sponge makes of them.
  zkp::PoseidonSponge start(kPublicDigestTag);
  start.absorb2(public_digest_lengths(domain, inputs.size()), poseidon_tag(domain));
  PoseidonState state = {start.state()[0], start.state()[1], start.state()[2]};
  for (size_t i = 0; i < inputs.size(); i += 2) {
    state[1] += inputs[i];
    if (i + 1 < inputs.size()) state[2] += inputs[i + 1];
    state = poseidon_permute(cs, std::move(state), {"permutation", i / 2});
  }
  return state[1];
}

void enforce_poseidon_digest(ConstraintSystem& cs, const LinearCombination& digest, std::string_view domain,
                             std::span<const LinearCombination> inputs, Label label) {
  auto scope = cs.scope(label);
  cs.enforce_zero(poseidon_digest(cs, domain, inputs, "hash") - digest, "digest");
}

}  // namespace zkp::gadgets
