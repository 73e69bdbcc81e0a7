#include "groth16/batch_verify.h"

#include <algorithm>
#include <numeric>

#include "curve/few_multiples.h"
#include "curve/msm.h"
#include "groth16/batch_coefficients.h"

namespace zkp {
namespace {

using Verdict = Groth16BatchVerdict;

/// Proofs whose Miller loops run together. More share more squarings, but their lines leave the cache; it is also what
/// is verified one by one when one of them is bad.
constexpr size_t kGroup = 16;

// Claims of the right form, the ones of one key next to each other.
class Batch {
 public:
  Batch(std::vector<const Groth16Claim*> claims, const Digest& seed, TaskPool* pool)
      : claims_(std::move(claims)), coefficients_(claims_.size()), pool_(pool) {
    const size_t threads = pool == nullptr ? 1 : static_cast<size_t>(pool->threads());
    group_ = std::clamp<size_t>((claims_.size() + threads - 1) / threads, 1, kGroup);
    for (size_t i = 0; i < claims_.size(); ++i) coefficients_[i] = batch_coefficient(seed, i);
    products_.resize((claims_.size() + group_ - 1) / group_);
    parallel_for(pool, products_.size(), 1, [&](size_t begin, size_t end) {
      for (size_t group = begin; group < end; ++group) products_[group] = proofs_product(group);
    });
  }

  size_t groups() const { return products_.size(); }
  std::span<const Groth16Claim* const> group(size_t group) const {
    return std::span(claims_).subspan(group * group_, std::min(group_, claims_.size() - group * group_));
  }

  /// Whether the product over some groups is one.
  bool holds(size_t begin, size_t end) const {
    Fp12 product = keys_product(begin * group_, std::min(end * group_, claims_.size()));
    for (size_t group = begin; group < end; ++group) product *= products_[group];
    return final_exponentiation(product).is_one();
  }

  /// Groups that do not hold by themselves, among some that do not hold together. Of two halves one that holds leaves
  /// the other one to blame. The products of the groups are there already, so that this costs little even if all are
  /// bad.
  void find_bad_groups(size_t begin, size_t end, std::vector<size_t>& out) const {
    if (end - begin == 1) return out.push_back(begin);
    const size_t middle = begin + (end - begin) / 2;
    const bool left_holds = holds(begin, middle);
    if (!left_holds) find_bad_groups(begin, middle, out);
    if (left_holds || !holds(middle, end)) find_bad_groups(middle, end, out);
  }

 private:
  // prod_i f(r_i A_i, B_i), f the Miller loop.
  Fp12 proofs_product(size_t group_index) const {
    const auto claims = group(group_index);
    std::vector<G1> multiples;
    std::vector<G2Prepared> b;
    b.reserve(claims.size());
    for (size_t i = 0; i < claims.size(); ++i) {
      multiples.push_back(few_multiples_var({&claims[i]->proof.a, 1}, {&coefficients_[group_index * group_ + i], 1}));
      b.emplace_back(claims[i]->proof.b);
    }
    return miller_loop(batch_to_affine(multiples), b);
  }

  // sum_i r_i C_i
  G1 sum_c(size_t begin, size_t end) const {
    std::vector<G1Affine> points;
    for (size_t i = begin; i < end; ++i) points.push_back(claims_[i]->proof.c);
    const std::span<const Fr> scalars = std::span(coefficients_).subspan(begin, end - begin);
    constexpr size_t kFew = 8;
    if (points.size() <= kFew) return few_multiples_var(points, scalars);
    return msm(points, scalars, {.bits = 255, .pool = pool_}).value();
  }

  // IC_0 sum_i r_i + sum_j IC_j sum_i r_i x_ij; the first scalar comes back as well.
  std::pair<G1, Fr> sum_ic(size_t begin, size_t end) const {
    const PreparedVerifyingKey& key = *claims_[begin]->key;
    std::vector<Fr> scalars(key.key().ic.size());
    for (size_t i = begin; i < end; ++i) scalars[0] += coefficients_[i];
    constexpr size_t kInputsAtOnce = 256;
    parallel_for(pool_, key.key().public_count(), kInputsAtOnce, [&](size_t first, size_t last) {
      for (size_t i = begin; i < end; ++i) {
        const std::span<const Fr> inputs = claims_[i]->public_inputs;
        for (size_t j = first; j < last; ++j) scalars[j + 1] += coefficients_[i] * inputs[j];
      }
    });
    return {key.combine_ic_var(scalars, pool_), scalars[0]};
  }

  // prod_keys f(-sum r_i C_i, delta) f(-sum r_i IC(x_i), gamma) f(-(sum r_i) alpha, beta) over some claims.
  Fp12 keys_product(size_t begin, size_t end) const {
    std::vector<std::pair<size_t, size_t>> runs;  // claims of one key
    for (size_t i = begin; i < end; ++i) {
      const bool same_key = i > begin && claims_[i]->key->id() == claims_[i - 1]->key->id();
      if (same_key) {
        runs.back().second = i + 1;
      } else {
        runs.emplace_back(i, i + 1);
      }
    }
    constexpr size_t kRunsAtOnce = 8;
    std::vector<Fp12> products((runs.size() + kRunsAtOnce - 1) / kRunsAtOnce);
    parallel_for(pool_, products.size(), 1, [&](size_t first, size_t last) {
      for (size_t k = first; k < last; ++k)
        products[k] = runs_product(
            std::span(runs).subspan(k * kRunsAtOnce, std::min(kRunsAtOnce, runs.size() - k * kRunsAtOnce)));
    });
    return std::accumulate(products.begin(), products.end(), Fp12::one(), std::multiplies<>());
  }

  Fp12 runs_product(std::span<const std::pair<size_t, size_t>> runs) const {
    std::vector<G1> p;
    std::vector<const G2Prepared*> q;
    for (const auto& [begin, end] : runs) {
      const PreparedVerifyingKey& key = *claims_[begin]->key;
      const auto [ic, sum_of_coefficients] = sum_ic(begin, end);
      p.insert(p.end(),
               {-sum_c(begin, end), -ic, -few_multiples_var({&key.key().alpha, 1}, {&sum_of_coefficients, 1})});
      q.insert(q.end(), {&key.delta(), &key.gamma(), &key.beta()});
    }
    return miller_loop(batch_to_affine(p), q);
  }

  std::vector<const Groth16Claim*> claims_;
  std::vector<Fr> coefficients_;
  TaskPool* pool_;
  size_t group_;
  std::vector<Fp12> products_;  // of each group
};

// Each claim by itself; of those that fail the index in `all` is reported.
void verify_each(std::span<const Groth16Claim* const> claims, std::span<const Groth16Claim> all, TaskPool* pool,
                 Verdict& out) {
  std::vector<Result<void>> answers(claims.size());
  parallel_for(pool, claims.size(), 1, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i)
      answers[i] = claims[i]->key->verify(claims[i]->public_inputs, claims[i]->proof);
  });
  for (size_t i = 0; i < claims.size(); ++i) {
    const auto index = static_cast<size_t>(claims[i] - all.data());
    if (!answers[i].ok()) out.rejected.push_back({index, std::move(answers[i]).error()});
  }
}

void sort_by_index(Verdict& verdict) { std::ranges::sort(verdict.rejected, {}, &Verdict::Rejection::index); }

}  // namespace

Result<Verdict> groth16_verify_batch(std::span<const Groth16Claim> claims, const Groth16BatchOptions& options) {
  Verdict out;
  std::vector<const Groth16Claim*> well_formed;
  for (size_t i = 0; i < claims.size(); ++i) {
    ZKP_CHECK(claims[i].key != nullptr);
    Result<void> form = claims[i].key->check_form(claims[i].public_inputs, claims[i].proof);
    if (form.ok()) {
      well_formed.push_back(&claims[i]);
    } else {
      out.rejected.push_back({i, std::move(form).error()});
    }
  }
  if (well_formed.size() > 1) {
    ByteArray<32> fresh{};
    if (options.random != nullptr) ZKP_TRY_VOID(options.random->fill(fresh));
    const Digest seed = batch_seed(claims, fresh);
    std::ranges::stable_sort(well_formed, {}, [](const Groth16Claim* claim) { return claim->key->id(); });
    const Batch batch(std::move(well_formed), seed, options.pool);
    well_formed.clear();
    if (!batch.holds(0, batch.groups())) {
      std::vector<size_t> bad;
      batch.find_bad_groups(0, batch.groups(), bad);
      for (size_t group : bad)
        well_formed.insert(well_formed.end(), batch.group(group).begin(), batch.group(group).end());
    }
  }
  verify_each(well_formed, claims, options.pool, out);
  sort_by_index(out);
  return out;
}

Result<Verdict> groth16_verify_batch(std::span<const Groth16EncodedClaim> claims, const Groth16BatchOptions& options) {
  Verdict out;
  std::vector<ByteView> encodings;
  for (const Groth16EncodedClaim& claim : claims) encodings.push_back(claim.proof);
  std::vector<Result<Groth16Proof>> proofs = decode_proofs(encodings, options.pool);
  std::vector<Groth16Claim> decoded;
  std::vector<size_t> index;
  for (size_t i = 0; i < claims.size(); ++i) {
    if (!proofs[i].ok()) {
      out.rejected.push_back({i, std::move(proofs[i]).error()});
      continue;
    }
    decoded.push_back({claims[i].key, claims[i].public_inputs, *proofs[i]});
    index.push_back(i);
  }
  ZKP_TRY(Verdict verdict, groth16_verify_batch(decoded, options));
  for (Verdict::Rejection& rejection : verdict.rejected)
    out.rejected.push_back({index[rejection.index], std::move(rejection.why)});
  sort_by_index(out);
  return out;
}

}  // namespace zkp
