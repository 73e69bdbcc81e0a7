#include "dataset_proof/opening.h"

#include <algorithm>

#include "commit/commit.h"
#include "poly/multilinear.h"
#include "poly/multilinear_kernels.h"

namespace zkp {
namespace {

/// f = (X^block - alpha) q + g with deg g < block, by q[k] = f[k + block] + alpha q[k + block] from the top: the first
/// block of f becomes g, and the rest q. REQUIRES: f is a whole number of blocks.
void divide(std::span<Fr> f, size_t block, const Fr& alpha, TaskPool* pool) {
  const MultilinearKernels& kernels = multilinear_kernels();
  const size_t blocks = f.size() / block;
  ZKP_CHECK(blocks > 0 && f.size() % block == 0);
  constexpr size_t kGrain = 128;
  parallel_for(pool, (block + kGrain - 1) / kGrain, 1, [&](size_t begin, size_t end) {
    const size_t from = begin * kGrain, to = std::min(block, end * kGrain);
    for (size_t k = blocks - 1; k-- > 0;) {
      kernels.add_scaled(f.data() + (k + 1) * block + from, alpha, f.data() + k * block + from, to - from);
    }
  });
}

Fr evaluate(std::span<const Fr> coefficients, const Fr& x) {
  Fr out;
  for (size_t i = coefficients.size(); i-- > 0;) out = out * x + coefficients[i];
  return out;
}

/// kappa V = sum_i g_i eq(u1, i) + h_i (kappa eq(u2, i) - alpha^i): rounds of degree 2 over vectors of length b.
std::vector<Fr> block_sumcheck(std::vector<Fr> g, std::vector<Fr> h, std::vector<Fr> of_g, std::vector<Fr> of_h,
                               PoseidonSponge& transcript, std::vector<std::array<Fr, 2>>& rounds) {
  std::vector<Fr> point;
  for (size_t rows = g.size(); rows > 1; rows /= 2) {
    const auto s = scalar_multilinear_kernels().round2(g.data(), of_g.data(), rows / 2);
    const auto t = scalar_multilinear_kernels().round2(h.data(), of_h.data(), rows / 2);
    const Fr a2 = s[2] + t[2], a1 = s[1] + t[1] - s[0] - t[0] - a2;
    rounds.push_back({a1, a2});
    transcript.absorb2(a1, a2);
    point.push_back(transcript.s1());
    for (std::vector<Fr>* table : {&g, &h, &of_g, &of_h}) {
      bind_lowest(std::span(*table).first(rows), point.back(), std::span(*table).first(rows / 2));
    }
  }
  return point;
}

}  // namespace

OpeningPolynomials::OpeningPolynomials(const SizeClass& size, LargeVector<Fr> f, std::span<const Fr> eq_u1,
                                       TaskPool* pool)
    : size_(size), f_(std::move(f)) {
  const size_t block = size_.block(), length = f_.size(), blocks = (length + block - 1) / block;
  ZKP_CHECK(eq_u1.size() == block && blocks <= block);
  h_.resize(blocks);
  row_products(f_, eq_u1, h_, pool);
  h_.resize(block);
  f_.resize(blocks * block);
  std::fill(f_.begin() + static_cast<std::ptrdiff_t>(length), f_.end(), Fr::zero());
}

OpeningPolynomials::~OpeningPolynomials() { forget_q(); }

void OpeningPolynomials::divide(const Fr& alpha, TaskPool* pool) {
  zkp::divide(f_, size_.block(), alpha, pool);
  g_.assign(f_.begin(), f_.begin() + static_cast<std::ptrdiff_t>(size_.block()));
}

void OpeningPolynomials::forget_q() {
  wipe(f_.data(), f_.size() * sizeof(Fr));
  f_ = {};
}

void OpeningPolynomials::divide_inner(const Fr& gamma2, const Fr& alpha2) {
  alpha2_ = alpha2;
  f2_ = g_;
  for (size_t i = 0; i < f2_.size(); ++i) f2_[i] += gamma2 * h_[i];
  inner_ = f2_;
  zkp::divide(inner_, size_.inner_block(), alpha2, nullptr);
}

std::span<const Fr> OpeningPolynomials::q() const { return std::span<const Fr>(f_).subspan(size_.block()); }
std::span<const Fr> OpeningPolynomials::q2() const { return std::span<const Fr>(inner_).subspan(size_.inner_block()); }
std::span<const Fr> OpeningPolynomials::remainder() const {
  return std::span<const Fr>(inner_).first(size_.inner_block());
}
Fr OpeningPolynomials::remainder_at(const Fr& z) const { return evaluate(remainder(), z); }

std::vector<Fr> OpeningPolynomials::evaluation_quotient(const Fr& z) const {
  const uint64_t exponent = size_.inner_block();
  const Fr factor = z.pow({&exponent, 1}) - alpha2_;
  std::vector<Fr> f2 = f2_;
  for (size_t i = 0; i < q2().size(); ++i) f2[i] -= factor * q2()[i];
  f2[0] -= remainder_at(z);
  std::vector<Fr> out(f2.size() - 1);
  Fr carry;
  for (size_t i = f2.size(); i-- > 1;) {
    carry = f2[i] + z * carry;
    out[i - 1] = carry;
  }
  ZKP_CHECK((f2[0] + z * carry).is_zero());
  return out;
}

LargeVector<Fr> combine_columns(const FormTables& tables, std::span<const Fr> weights, TaskPool* pool) {
  const MultilinearKernels& kernels = multilinear_kernels();
  constexpr size_t kRows = FormTables::Block::kRows;
  size_t length = 0;
  for (size_t c = 0; c < weights.size(); ++c) {
    if (!weights[c].is_zero()) length = std::max(length, tables.column(c).length());
  }
  LargeVector<Fr> out(length);
  parallel_for(pool, (length + kRows - 1) / kRows, 1, [&](size_t begin, size_t end) {
    std::vector<Fr> rows(kRows);
    for (size_t b = begin; b < end; ++b) {
      const size_t first = b * kRows, count = std::min(kRows, length - first);
      std::fill_n(out.data() + first, count, Fr::zero());
      for (size_t c = 0; c < weights.size(); ++c) {
        const PrivateColumn& column = tables.column(c);
        if (weights[c].is_zero() || first >= column.length()) continue;
        column.load(first, std::span(rows).first(count));
        kernels.add_scaled(rows.data(), weights[c] * column.scale(), out.data() + first, count);
      }
    }
  });
  return out;
}

Result<OpeningMessages> prove_opening(const SizeClass& size, std::span<const G1Affine> powers, LargeVector<Fr> f,
                                      std::span<const Fr> r, OuterProtocol& outer, const ElementSource& random,
                                      WrapPublic<Fr>& pub, OpeningProof& proof, TaskPool* pool) {
  const size_t block = size.block(), log_block = static_cast<size_t>(size.log_block);
  const size_t inner_block = size.inner_block(), log_inner = static_cast<size_t>(size.log_inner_block);
  const std::span<const Fr> u1 = r.first(log_block);
  std::vector<Fr> u2(r.begin() + size.log_block, r.end());
  u2.resize(log_block);

  // h folds the low variables; F~(r) = h~(u2).
  std::vector<Fr> of_g(block), of_h(block);
  eq_table(u1, of_g);
  OpeningPolynomials of(size, std::move(f), of_g, pool);
  ZKP_TRY(proof.c_h, commit(powers, of.h(), pool));
  pub.alpha = outer.after_folded(proof.c_h);

  of.divide(pub.alpha, pool);
  ZKP_TRY(proof.c_g, commit(powers, of.g(), pool));
  ZKP_TRY(proof.c_q, commit(powers, of.q(), pool));
  of.forget_q();
  pub.s1 = outer.after_quotient(proof.c_g, proof.c_q);

  OpeningMessages out;
  PoseidonSponge b(kTagB);
  b.absorb2(pub.s1, Fr::zero());
  const Fr kappa = b.s1();
  eq_table(u2, of_h);
  Fr power = Fr::one();
  for (Fr& weight : of_h) {
    weight = kappa * weight - power;
    power *= pub.alpha;
  }
  const std::vector<Fr> u = block_sumcheck(of.g(), of.h(), std::move(of_g), std::move(of_h), b, out.block_rounds);
  std::vector<Fr> eq_low(inner_block);
  eq_table(std::span(u).first(log_inner), eq_low);
  out.partial_g.resize(size.inner_count());
  out.partial_h.resize(size.inner_count());
  row_products(of.g(), eq_low, out.partial_g);
  row_products(of.h(), eq_low, out.partial_h);
  for (size_t j = 0; j < out.partial_g.size(); ++j) b.absorb2(out.partial_g[j], out.partial_h[j]);
  ZKP_TRY(out.salt2, random());
  b.absorb2(out.salt2, Fr::zero());
  proof.h_2 = pub.h_2 = b.s1();
  const auto [gamma2, alpha2] = outer.after_partial(pub.h_2);
  pub.gamma2 = gamma2;
  pub.alpha2 = alpha2;

  of.divide_inner(pub.gamma2, pub.alpha2);
  out.remainder.assign(of.remainder().begin(), of.remainder().end());
  ZKP_TRY(proof.c_q2, commit(powers, of.q2(), pool));
  PoseidonSponge c(kTagC);
  c.absorb_list(out.remainder);
  ZKP_TRY(out.salt3, random());
  c.absorb2(out.salt3, Fr::zero());
  proof.h_3 = pub.h_3 = c.s1();
  pub.z = outer.after_remainder(proof.c_q2, pub.h_3);
  proof.w = pub.w = of.remainder_at(pub.z);
  ZKP_TRY(proof.c_w, commit(powers, of.evaluation_quotient(pub.z), pool));
  return out;
}

}  // namespace zkp
