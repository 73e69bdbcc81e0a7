#include "groth16/verify.h"

#include "curve/msm.h"

namespace zkp {

PreparedVerifyingKey::PreparedVerifyingKey(VerifyingKey key)
    : key_(std::move(key)),
      id_(verifying_key_id(key_)),
      alpha_beta_(pairing(key_.alpha, key_.beta)),
      gamma_(key_.gamma),
      delta_(key_.delta) {}

Result<PreparedVerifyingKey> PreparedVerifyingKey::make(VerifyingKey key) {
  ZKP_TRY_VOID(check_verifying_key(key));
  return PreparedVerifyingKey(std::move(key));
}

Result<void> PreparedVerifyingKey::verify(std::span<const Fr> public_inputs, const Groth16Proof& proof) const {
  if (public_inputs.size() != key_.public_count())
    return Error(CryptoError::kBadProof, "the key is for " + std::to_string(key_.public_count()) +
                                             " public inputs, found " + std::to_string(public_inputs.size()));
  ZKP_TRY(G1 inputs, msm(std::span(key_.ic).subspan(1), public_inputs));
  const G1 combination = inputs.add_mixed(key_.ic[0]);
  // e(A, B) e(-IC(x), gamma) e(-C, delta) = e(alpha, beta)
  const std::array<G1Affine, 3> p = {proof.a, -combination.to_affine_var(), -proof.c};
  const G2Prepared b(proof.b);
  const std::array<const G2Prepared*, 3> q = {&b, &gamma_, &delta_};
  if (!(multi_pairing(p, q) == alpha_beta_))
    return Error(CryptoError::kBadProof, "the proof does not verify: the pairing equation does not hold");
  return {};
}

}  // namespace zkp
