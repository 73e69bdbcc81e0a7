#include "r1cs/gadgets/public_digest.h"

#include "r1cs/gadgets/poseidon.h"
#include "r1cs/gadgets/range.h"
#include "r1cs/gadgets/sha256.h"
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

Variable alloc_sha256_digest(ConstraintSystem& cs, std::string_view domain, std::span<const Fr> inputs) {
  return cs.alloc_public(cs.has_values() ? sha256_public_digest(domain, inputs) : Fr::zero());
}

LinearCombination sha256_digest(ConstraintSystem& cs, std::string_view domain,
                                std::span<const LinearCombination> inputs, Label label) {
  auto scope = cs.scope(label);
  std::vector<Bit> message = constant_bytes(public_digest_prefix(domain, inputs.size()));
  for (size_t i = 0; i < inputs.size(); ++i) {
    // 256 bits, the most significant one first.
    const std::vector<Bit> bits = to_bits_canonical(cs, inputs[i], {"input", i});
    message.push_back(Bit::constant(false));
    message.insert(message.end(), bits.rbegin(), bits.rend());
  }
  const std::vector<Bit> digest = sha256(cs, message, "sha256");
  LinearCombination out;  // of all bits but the three highest
  Fr weight = Fr::one();
  for (size_t i = digest.size(); i-- > 3; weight = weight.doubled()) out.add_scaled(digest[i].lc(), weight);
  return out;
}

void enforce_sha256_digest(ConstraintSystem& cs, const LinearCombination& digest, std::string_view domain,
                           std::span<const LinearCombination> inputs, Label label) {
  auto scope = cs.scope(label);
  cs.enforce_zero(sha256_digest(cs, domain, inputs, "hash") - digest, "digest");
}

}  // namespace zkp::gadgets
