#include "groth16/rerandomize.h"

namespace zkp {
namespace {

struct Factors {
  Fr r1, r2;

  Factors() = default;
  Factors(const Factors&) = delete;
  Factors& operator=(const Factors&) = delete;
  ~Factors() {
    wipe(&r1, sizeof r1);
    wipe(&r2, sizeof r2);
  }
};

}  // namespace

Result<Groth16Proof> groth16_rerandomize(const VerifyingKey& key, const Groth16Proof& proof, Random& random) {
  if (proof.a.is_identity() || proof.b.is_identity() || proof.c.is_identity())
    return Error(CryptoError::kIdentity, "a proof with a point at infinity");
  Factors f;
  do { ZKP_TRY(f.r1, Fr::random(random)); } while (f.r1.is_zero());
  ZKP_TRY(f.r2, Fr::random(random));
  // One multiplication for both terms: r1 (B + r2 delta).
  const G2 b = key.delta.mul(f.r2).add_mixed(proof.b).mul(f.r1);
  return Groth16Proof{proof.a.mul(f.r1.inverse()).to_affine(), b.to_affine(),
                      proof.a.mul(f.r2).add_mixed(proof.c).to_affine()};
}

}  // namespace zkp
