#include "groth16/verify.h"

#include "curve/few_multiples.h"
#include "curve/msm.h"

namespace zkp {

PreparedVerifyingKey::PreparedVerifyingKey(VerifyingKey key)
    : key_(std::move(key)),
      id_(verifying_key_id(key_)),
      beta_(key_.beta),
      gamma_(key_.gamma),
      delta_(key_.delta),
      alpha_beta_(pairing(key_.alpha, beta_)) {}

Result<PreparedVerifyingKey> PreparedVerifyingKey::make(VerifyingKey key) {
  ZKP_TRY_VOID(check_verifying_key(key));
  return PreparedVerifyingKey(std::move(key));
}

Result<void> PreparedVerifyingKey::check_form(std::span<const Fr> public_inputs, const Groth16Proof& proof) const {
  if (public_inputs.size() != key_.public_count())
    return Error(CryptoError::kBadProof, "the key is for " + std::to_string(key_.public_count()) +
                                             " public inputs, found " + std::to_string(public_inputs.size()));
  if (proof.a.is_identity() || proof.b.is_identity() || proof.c.is_identity())
    return Error(CryptoError::kIdentity, "a point of the proof is at infinity");
  return {};
}

G1 PreparedVerifyingKey::combine_ic_var(std::span<const Fr> scalars, TaskPool* pool) const {
  ZKP_CHECK(scalars.size() == key_.ic.size());
  constexpr size_t kFew = 6;  // more are added sooner in buckets
  if (scalars.size() <= kFew) return few_multiples_var(key_.ic, scalars);
  return msm(key_.ic, scalars, {.bits = 255, .pool = pool}).value();
}

Result<void> PreparedVerifyingKey::verify(std::span<const Fr> public_inputs, const Groth16Proof& proof,
                                          TaskPool* pool) const {
  ZKP_TRY_VOID(check_form(public_inputs, proof));
  std::vector<Fr> scalars{Fr::one()};
  scalars.insert(scalars.end(), public_inputs.begin(), public_inputs.end());
  const G1 inputs = combine_ic_var(scalars, pool);
  // e(A, B) e(-IC(x), gamma) e(-C, delta) = e(alpha, beta)
  const std::array<G1Affine, 3> p = {proof.a, -inputs.to_affine_var(), -proof.c};
  const G2Prepared b(proof.b);
  const std::array<const G2Prepared*, 3> q = {&b, &gamma_, &delta_};
  if (!(multi_pairing(p, q) == alpha_beta_))
    return Error(CryptoError::kBadProof, "the proof does not verify: the pairing equation does not hold");
  return {};
}

}  // namespace zkp
