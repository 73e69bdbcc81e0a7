#include "groth16/setup.h"

#include "curve/fixed_base.h"
#include "groth16/insecure_dev.h"
#include "groth16/qap.h"

namespace zkp {
namespace {

// Scalars that determine the trapdoor.
struct SecretScalars {
  std::vector<Fr> values;

  explicit SecretScalars(size_t count) : values(count) {}
  SecretScalars(const SecretScalars&) = delete;
  SecretScalars& operator=(const SecretScalars&) = delete;
  ~SecretScalars() { wipe(values.data(), values.size() * sizeof(Fr)); }
};

// out[i] = (beta u_i + alpha v_i + w_i) divisor_inverse  for i in [begin, end)
void combine(const QapValues& qap, const Trapdoor& trapdoor, const Fr& divisor_inverse, size_t begin, size_t end,
             std::vector<Fr>& out) {
  for (size_t i = begin; i < end; ++i)
    out[i - begin] = (trapdoor.beta * qap.u[i] + trapdoor.alpha * qap.v[i] + qap.w[i]) * divisor_inverse;
}

Fr vanishing(const NttDomain& domain, const Fr& x) {
  Fr power = x;
  for (int i = 0; i < domain.log_size(); ++i) power = power.square();
  return power - Fr::one();
}

// out[i] = tau^i Z(tau) / delta
void monomial_h(const NttDomain& domain, const Fr& tau, const Fr& delta_inverse, std::vector<Fr>& out) {
  Fr power = vanishing(domain, tau) * delta_inverse;
  for (Fr& scalar : out) {
    scalar = power;
    power *= tau;
  }
}

// out[i] = L_(2i+1)(tau) / delta,  L_j(X) = w^j (X^(2n) - 1) / (2n (X - w^j)),  w of order 2n
void odd_coset_h(const NttDomain& domain, const Fr& tau, const Fr& delta_inverse, std::vector<Fr>& out) {
  const Fr z = vanishing(domain, tau);
  const Fr factor = z * (z + Fr::from_u64(2)) * Fr::from_u64(2 * domain.size()).inverse() * delta_inverse;
  const Fr first = Fr::root_of_unity(domain.log_size() + 1);
  Fr root = first;
  for (Fr& scalar : out) {
    scalar = tau - root;
    root *= domain.root();
  }
  batch_inverse_var<Fr>(out);
  root = first * factor;
  for (Fr& scalar : out) {
    scalar *= root;
    root *= domain.root();
  }
}

Result<void> check_trapdoor(const Trapdoor& trapdoor, const NttDomain& domain) {
  const bool zero = trapdoor.tau.is_zero() || trapdoor.alpha.is_zero() || trapdoor.beta.is_zero() ||
                    trapdoor.gamma.is_zero() || trapdoor.delta.is_zero();
  const Fr z = vanishing(domain, trapdoor.tau);  // z + 2 = tau^n + 1 vanishes on the odd coset
  if (zero || z.is_zero() || (z + Fr::from_u64(2)).is_zero())
    return Error(CryptoError::kBadKey, "set-up: a scalar of the trapdoor is zero, or tau lies in the domain");
  return {};
}

Result<VerifyingKey> verifying_key(const R1cs& system, const QapValues& qap, const Trapdoor& trapdoor) {
  VerifyingKey out;
  out.alpha = G1::generator().mul(trapdoor.alpha).to_affine();
  out.beta = G2::generator().mul(trapdoor.beta).to_affine();
  out.gamma = G2::generator().mul(trapdoor.gamma).to_affine();
  out.delta = G2::generator().mul(trapdoor.delta).to_affine();
  SecretScalars ic(size_t{system.public_count} + 1);
  combine(qap, trapdoor, trapdoor.gamma.inverse(), 0, ic.values.size(), ic.values);
  for (const Fr& scalar : ic.values) out.ic.push_back(G1::generator().mul(scalar).to_affine());
  ZKP_TRY_VOID(check_verifying_key(out));
  return out;
}

}  // namespace

Trapdoor::Trapdoor(Trapdoor&& other) noexcept
    : tau(other.tau), alpha(other.alpha), beta(other.beta), gamma(other.gamma), delta(other.delta) {
  for (Fr* scalar : {&other.tau, &other.alpha, &other.beta, &other.gamma, &other.delta}) wipe(scalar, sizeof(Fr));
}

Trapdoor::~Trapdoor() {
  for (Fr* scalar : {&tau, &alpha, &beta, &gamma, &delta}) wipe(scalar, sizeof(Fr));
}

Result<Trapdoor> random_trapdoor(Random& random) {
  Trapdoor out;
  for (Fr* scalar : {&out.tau, &out.alpha, &out.beta, &out.gamma, &out.delta}) { ZKP_TRY(*scalar, Fr::random(random)); }
  return out;
}

Trapdoor insecure_dev_trapdoor(const Digest& circuit_id) {
  Trapdoor out;
  out.tau = insecure_dev_scalar(circuit_id, InsecureDevScalar::kTau);
  out.alpha = insecure_dev_scalar(circuit_id, InsecureDevScalar::kAlpha);
  out.beta = insecure_dev_scalar(circuit_id, InsecureDevScalar::kBeta);
  out.gamma = insecure_dev_scalar(circuit_id, InsecureDevScalar::kGamma);
  out.delta = insecure_dev_scalar(circuit_id, InsecureDevScalar::kDelta);
  return out;
}

Result<VerifyingKey> groth16_setup_verifying_key(const R1cs& system, const Trapdoor& trapdoor, TaskPool* pool) {
  ZKP_TRY(NttDomain domain, qap_domain(system.constraint_count(), system.public_count));
  ZKP_TRY_VOID(check_trapdoor(trapdoor, domain));
  return verifying_key(system, evaluate_qap(system, domain, trapdoor.tau, pool), trapdoor);
}

Result<ProvingKey> groth16_setup(const R1cs& system, const Trapdoor& trapdoor, const SetupLabel& label, TaskPool* pool,
                                 const KeyForm& form) {
  ZKP_TRY(NttDomain domain, qap_domain(system.constraint_count(), system.public_count));
  ZKP_TRY_VOID(check_trapdoor(trapdoor, domain));
  const QapValues qap = evaluate_qap(system, domain, trapdoor.tau, pool, form.row_order);
  const Fr delta_inverse = trapdoor.delta.inverse();

  ProvingKey out;
  out.label = label;
  out.circuit_id = circuit_id(system);
  out.log_domain = domain.log_size();
  out.row_order = form.row_order;
  out.h_basis = form.h_basis;
  ZKP_TRY(out.vk, verifying_key(system, qap, trapdoor));

  const size_t variables = system.variable_count;
  const FixedBase<G1> g1(G1Affine::generator(), 3 * variables + domain.size(), pool);
  const FixedBase<G2> g2(G2Affine::generator(), variables, pool);
  out.beta_g1 = G1::generator().mul(trapdoor.beta).to_affine();
  out.delta_g1 = G1::generator().mul(trapdoor.delta).to_affine();
  out.a = g1.mul_batch_var(qap.u, pool);
  out.b_g1 = g1.mul_batch_var(qap.v, pool);
  out.b_g2 = g2.mul_batch_var(qap.v, pool);
  {
    SecretScalars l(system.variable_count - system.public_count - 1);
    combine(qap, trapdoor, delta_inverse, size_t{system.public_count} + 1, system.variable_count, l.values);
    out.l = g1.mul_batch_var(l.values, pool);
  }
  {
    SecretScalars h(h_point_count(form.h_basis, domain.size()));
    if (form.h_basis == HBasis::kMonomial)
      monomial_h(domain, trapdoor.tau, delta_inverse, h.values);
    else
      odd_coset_h(domain, trapdoor.tau, delta_inverse, h.values);
    out.h = g1.mul_batch_var(h.values, pool);
  }
  return out;
}

}  // namespace zkp
