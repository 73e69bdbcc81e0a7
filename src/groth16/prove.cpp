#include "groth16/prove.h"

#include "curve/msm.h"
#include "groth16/qap.h"

namespace zkp {
namespace {

Result<void> check_sizes(const ProvingKeyView& key, const ConstraintSystem& witness, const NttDomain& domain) {
  const bool same = key.public_count() == witness.public_count() && key.variable_count() == witness.variable_count() &&
                    key.b_g1.size() == key.a.size() && key.b_g2.size() == key.a.size() &&
                    key.l.size() == key.a.size() - key.public_count() - 1 && key.log_domain == domain.log_size() &&
                    key.h.size() == h_point_count(key.h_basis, domain.size());
  if (!same) return Error(CryptoError::kBadKey, "the proving key is for a circuit of another size");
  return {};
}

}  // namespace

Result<Groth16Proof> groth16_prove(const ProvingKeyView& key, const ConstraintSystem& witness, Random& random,
                                   TaskPool* pool) {
  ZKP_TRY(NttDomain domain, qap_domain(witness.constraint_count(), witness.public_count()));
  ZKP_TRY_VOID(check_sizes(key, witness, domain));
  ZKP_TRY_VOID(witness.is_satisfied());
  ZKP_TRY(Fr r, Fr::random(random));
  ZKP_TRY(Fr s, Fr::random(random));

  const MsmOptions options{.pool = pool};
  const std::span<const Fr> z = witness.assignment();
  ZKP_TRY(G1 a, msm(key.a, z, options));
  ZKP_TRY(G1 b_g1, msm(key.b_g1, z, options));
  ZKP_TRY(G2 b, msm(key.b_g2, z, options));
  ZKP_TRY(G1 c, msm(key.l, z.subspan(key.public_count() + 1), options));
  {
    std::vector<Fr> h = qap_quotient(witness, domain, key.h_basis, pool);
    auto h_sum = msm(key.h, h, options);
    wipe(h.data(), h.size() * sizeof(Fr));
    if (!h_sum.ok()) return h_sum.error();
    c += *h_sum;
  }

  a = a.add_mixed(key.vk->alpha) + key.delta_g1.mul(r);
  b = b.add_mixed(key.vk->beta) + key.vk->delta.mul(s);
  b_g1 = b_g1.add_mixed(key.beta_g1) + key.delta_g1.mul(s);
  c = c + a.mul(s) + b_g1.mul(r) - key.delta_g1.mul(r * s);
  wipe(&r, sizeof(r));
  wipe(&s, sizeof(s));
  return Groth16Proof{a.to_affine(), b.to_affine(), c.to_affine()};
}

}  // namespace zkp
