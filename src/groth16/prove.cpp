#include "groth16/prove.h"

#include <algorithm>

#include "curve/msm.h"
#include "groth16/qap.h"
#include "groth16/verify.h"

namespace zkp {
namespace {

/// What a unit of work takes, about: one point of G1 with a long scalar.
constexpr uint64_t kUnitsPerG2Point = 3;

/// What a proof is blinded with.
struct Blinding {
  Fr r, s;

  Blinding() = default;
  Blinding(const Blinding&) = delete;
  Blinding& operator=(const Blinding&) = delete;
  ~Blinding() {
    wipe(&r, sizeof r);
    wipe(&s, sizeof s);
  }
};

Result<void> check_sizes(const ProvingKeyView& key, size_t variables, size_t public_inputs, const NttDomain& domain) {
  ZKP_TRY_VOID(check_list_sizes(key));
  if (key.public_count() != public_inputs || key.variable_count() != variables || key.log_domain != domain.log_size())
    return Error(CryptoError::kBadKey, "the proving key is for a circuit of another size");
  return {};
}

Error wrong_assignment(size_t variable_count) {
  return Error(GeneralError::kInvalidArgument,
               "the assignment must have " + std::to_string(variable_count) + " values, the first of them one");
}

/// One proof on its way.
class Prover {
 public:
  Prover(const ProvingKeyView& key, const ProveOptions& options) : key_(key), options_(options) {
    ZKP_CHECK(options.chunk_points > 0);
    total_ = key.h.size() + key.a.size() + key.b_g1.size() + kUnitsPerG2Point * key.b_g2.size() + key.l.size() +
             quotient_units();
  }

  // The domain and the rows are freed when they have been used.
  Result<Groth16Proof> prove(NttDomain domain, QapRows rows, std::span<const Fr> z, Random& random) {
    Blinding blinding;
    const Fr &r = blinding.r, &s = blinding.s;
    ZKP_TRY(blinding.r, Fr::random(random));
    ZKP_TRY(blinding.s, Fr::random(random));
    ZKP_TRY(G1 c, quotient_sum(std::move(domain), std::move(rows)));
    ZKP_TRY(G1 a, sum<G1>("a", key_.a, z));
    ZKP_TRY(G1 b_g1, sum<G1>("b", key_.b_g1, z));
    ZKP_TRY(G2 b, sum<G2>("b", key_.b_g2, z));
    ZKP_TRY(const G1 l, sum<G1>("l", key_.l, z.subspan(key_.public_count() + 1)));

    a = a.add_mixed(key_.vk->alpha) + key_.delta_g1.mul(r);
    b = b.add_mixed(key_.vk->beta) + key_.vk->delta.mul(s);
    b_g1 = b_g1.add_mixed(key_.beta_g1) + key_.delta_g1.mul(s);
    c = c + l + a.mul(s) + b_g1.mul(r) - key_.delta_g1.mul(r * s);
    const Groth16Proof proof{a.to_affine(), b.to_affine(), c.to_affine()};
    // A component of small order would be the witness's, which r and s do not blind.
    if (!proof.a.is_in_subgroup() || !proof.b.is_in_subgroup() || !proof.c.is_in_subgroup())
      return Error(CryptoError::kBadKey, "the proving key has a point outside the prime-order subgroup");
    // That the rows were satisfied does not say that they are those of the key's circuit.
    ZKP_TRY(const PreparedVerifyingKey verifier, PreparedVerifyingKey::make(*key_.vk));
    ZKP_TRY_VOID(verifier.verify(z.subspan(1, key_.public_count()), proof, options_.pool));
    return proof;
  }

 private:
  // Six or seven transforms cost about as much as the multiplication of a quarter of the points.
  uint64_t quotient_units() const { return key_.h.size() / 4; }

  Result<G1> quotient_sum(NttDomain domain, QapRows rows) {
    qap_quotient(rows, domain, key_.h_basis, options_.pool, key_.row_order);
    ZKP_TRY_VOID(advance("quotient", quotient_units()));
    return sum<G1>("h", key_.h, rows.a);
  }

  // sum_i scalars_i points_i, a chunk at a time.
  template <class Point>
  Result<Point> sum(std::string_view stage, std::span<const typename Point::Affine> points,
                    std::span<const Fr> scalars) {
    Point out;
    for (size_t begin = 0; begin < points.size(); begin += options_.chunk_points) {
      const size_t count = std::min(options_.chunk_points, points.size() - begin);
      const auto chunk = points.subspan(begin, count);
      ZKP_TRY(const Point part, msm(chunk, scalars.subspan(begin, count), {.pool = options_.pool}));
      out += part;
      key_.forget(chunk);
      ZKP_TRY_VOID(advance(stage, count * (std::is_same_v<Point, G2> ? kUnitsPerG2Point : 1)));
    }
    return out;
  }

  Result<void> advance(std::string_view stage, uint64_t units) {
    done_ += units;
    if (options_.progress && !options_.progress({stage, done_, total_}))
      return Error(GeneralError::kCancelled, "the proof was cancelled");
    return {};
  }

  const ProvingKeyView& key_;
  const ProveOptions& options_;
  uint64_t done_ = 0, total_;
};

/// Says what it means that a finished proof does not verify.
Result<Groth16Proof> explained(Result<Groth16Proof> proof, CryptoError code, const char* meaning) {
  if (!proof.ok() && proof.error().code() == CryptoError::kBadProof)
    return Error(code, std::string("the finished proof does not verify: ") + meaning);
  return proof;
}

}  // namespace

Result<Groth16Proof> groth16_prove(const ProvingKeyView& key, const ConstraintSystem& witness, Random& random,
                                   const ProveOptions& options) {
  ZKP_TRY(NttDomain domain, qap_domain(witness.constraint_count(), witness.public_count()));
  ZKP_TRY_VOID(check_sizes(key, witness.variable_count(), witness.public_count(), domain));
  QapRows rows = qap_rows(witness, domain, options.pool);
  if (first_violation(rows, options.pool)) { ZKP_TRY_VOID(witness.is_satisfied()); }
  return explained(Prover(key, options).prove(std::move(domain), std::move(rows), witness.assignment(), random),
                   CryptoError::kBadKey,
                   "the key is for another circuit or damaged, or the circuit's constraints depend on values");
}

Result<Groth16Proof> groth16_prove(const ProvingKeyView& key, const ConstraintSystem& witness, Random& random,
                                   TaskPool* pool) {
  return groth16_prove(key, witness, random, ProveOptions{.pool = pool});
}

Result<Groth16Proof> groth16_prove(const ProvingKeyView& key, const R1cs& system, std::span<const Fr> assignment,
                                   Random& random, const ProveOptions& options) {
  if (assignment.size() != system.variable_count || !assignment[0].is_one())
    return wrong_assignment(system.variable_count);
  ZKP_TRY(NttDomain domain, qap_domain(system.constraint_count(), system.public_count));
  ZKP_TRY_VOID(check_sizes(key, system.variable_count, system.public_count, domain));
  QapRows rows = qap_rows(system, assignment, domain, options.pool);
  if (auto row = first_violation(rows, options.pool))
    return Error(CryptoError::kUnsatisfied, "constraint " + std::to_string(*row) + " does not hold");
  return explained(Prover(key, options).prove(std::move(domain), std::move(rows), assignment, random),
                   CryptoError::kBadKey, "the key is for another circuit or damaged");
}

Result<Groth16Proof> groth16_prove_without_c(const ProvingKeyView& key, const SparseMatrix& a, const SparseMatrix& b,
                                             std::span<const Fr> assignment, Random& random,
                                             const ProveOptions& options) {
  if (assignment.size() != key.variable_count() || !assignment[0].is_one())
    return wrong_assignment(key.variable_count());
  ZKP_CHECK(a.rows() == b.rows());
  const auto public_count = static_cast<uint32_t>(key.public_count());
  ZKP_TRY(NttDomain domain, qap_domain(static_cast<uint32_t>(a.rows()), public_count));
  ZKP_TRY_VOID(check_sizes(key, assignment.size(), public_count, domain));
  QapRows rows = qap_rows(a, b, public_count, assignment, domain, options.pool);
  return explained(Prover(key, options).prove(std::move(domain), std::move(rows), assignment, random),
                   CryptoError::kUnsatisfied,
                   "the witness does not satisfy the circuit of the key, or the key is damaged");
}

}  // namespace zkp
