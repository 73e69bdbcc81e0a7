#include "sumcheck/product_sumcheck.h"

#include "base/check.h"
#include "poly/multilinear.h"
#include "poly/multilinear_kernels.h"

namespace zkp {
namespace {

/// Pairs of rows that one task sums.
constexpr size_t kBlock = size_t{1} << 10;

/// a0 .. a4
using Coefficients = std::array<Fr, 5>;

Coefficients& operator+=(Coefficients& a, const Coefficients& b) {
  for (size_t k = 0; k < a.size(); ++k) a[k] += b[k];
  return a;
}

Fr small(uint64_t v) { return Fr::from_u64(v); }

const Fr& inverse_of_2() {
  static const Fr kInverse = small(2).inverse();
  return kInverse;
}
const Fr& inverse_of_6() {
  static const Fr kInverse = small(6).inverse();
  return kInverse;
}

/// From s(0), s(1) and the coefficient of X^2.
Coefficients quadratic(const std::array<Fr, 3>& s) { return {s[0], s[1] - s[0] - s[2], s[2]}; }

/// From s(0), s(1), s(2) and the coefficient of X^3: s(2) - 2 s(1) + s(0) = 2 a2 + 6 a3.
Coefficients cubic(const std::array<Fr, 4>& s) {
  const Fr& a3 = s[3];
  const Fr a2 = (s[2] - s[1].doubled() + s[0]) * inverse_of_2() - (a3.doubled() + a3);
  return {s[0], s[1] - s[0] - a2 - a3, a2, a3};
}

/// From s(0), s(1), s(-1), s(2) and the coefficient of X^4.
Coefficients quartic(const std::array<Fr, 5>& s) {
  const Fr &a0 = s[0], &a4 = s[4];
  const Fr even = (s[1] + s[2]) * inverse_of_2() - a0;  // a2 + a4
  const Fr odd = (s[1] - s[2]) * inverse_of_2();        // a1 + a3
  const Fr a2 = even - a4;
  // s(2) = a0 + 2 a1 + 4 a2 + 8 a3 + 16 a4 = a0 + 2 odd + 6 a3 + 4 a2 + 16 a4
  const Fr a3 = (s[3] - a0 - odd.doubled() - small(4) * a2 - small(16) * a4) * inverse_of_6();
  return {a0, odd - a3, a2, a3, a4};
}

class Prover {
 public:
  Prover(std::vector<TailedTable>& tables, std::span<const ProductTerm> terms, std::span<const Fr> z, TaskPool* pool)
      : tables_(tables), terms_(terms), z_(z), pool_(pool) {
    const size_t rows = size_t{1} << z.size();
    size_t dense = 0;
    for (const TailedTable& table : tables_) {
      ZKP_CHECK(table.size() == rows);
      dense = std::max(dense, table.dense());
    }
    eq_.resize(rows);
    eq_table(z, eq_, pool);
    eq_.resize(std::min(rows, (dense + 1) / 2 * 2));
  }

  Coefficients round(size_t variable) const {
    const size_t pairs_of_all = (size_t{1} << (z_.size() - variable)) / 2;
    Coefficients total{};
    for (const ProductTerm& term : terms_) {
      size_t dense = 0;
      Fr tail = term.coefficient;
      for (const size_t f : term.factors) {
        dense = std::max(dense, tables_[f].dense());
        tail *= tables_[f].tail();
      }
      const size_t pairs = (dense + 1) / 2;
      Coefficients of_term = dense_sum(term, pairs);
      for (Fr& c : of_term) c *= term.coefficient;
      total += of_term;
      if (pairs == pairs_of_all || tail.is_zero()) continue;
      if (!term.with_eq) {
        total[0] += tail * small(pairs_of_all - pairs);
        continue;
      }
      // What eq(z, .) sums to behind the dense pairs, at X = 0 and X = 1.
      const Fr at_0 = bound_eq_ * (Fr::one() - z_[variable]) - eq_sum(0, pairs);
      const Fr at_1 = bound_eq_ * z_[variable] - eq_sum(1, pairs);
      total[0] += tail * at_0;
      total[1] += tail * (at_1 - at_0);
    }
    return total;
  }

  void bind(size_t variable, const Fr& r) {
    for (TailedTable& table : tables_) table.bind(r, pool_);
    const size_t half = (eq_.size() + 1) / 2;
    bind_lowest(eq_, r, std::span(eq_).first(half), pool_);
    eq_.resize(half);
    bound_eq_ *= Fr::one() - z_[variable] - r + (z_[variable] * r).doubled();
    const size_t left = z_.size() - variable - 1;
    if (half % 2 != 0 && left > 0) eq_.push_back(eq_row(half, variable + 1));
  }

 private:
  /// Over the first pairs of rows, without the coefficient.
  Coefficients dense_sum(const ProductTerm& term, size_t pairs) const {
    const MultilinearKernels& kernels = multilinear_kernels();
    std::vector<TailedView> factors;
    if (term.with_eq) factors.push_back({eq_.data(), eq_.size(), eq_.size(), Fr::zero()});
    for (const size_t f : term.factors) factors.push_back(tables_[f].view());
    ZKP_CHECK(factors.size() <= 4);
    const size_t count = (pairs + kBlock - 1) / kBlock;
    std::vector<Coefficients> parts(count);
    parallel_for(pool_, count, 1, [&](size_t begin, size_t end) {
      std::vector<Fr> scratch(4 * 2 * kBlock);
      for (size_t b = begin; b < end; ++b) {
        const size_t first = b * kBlock, in_block = std::min(kBlock, pairs - first);
        const Fr* rows[4] = {};
        for (size_t f = 0; f < factors.size(); ++f) {
          rows[f] = factors[f].block(2 * first, 2 * in_block, scratch.data() + f * 2 * kBlock);
        }
        switch (factors.size()) {
          case 0:
            parts[b][0] = small(in_block);
            break;
          case 1:
            for (size_t i = 0; i < 2 * in_block; i += 2) {
              parts[b][0] += rows[0][i];
              parts[b][1] += rows[0][i + 1] - rows[0][i];
            }
            break;
          case 2:
            parts[b] = quadratic(kernels.round2(rows[0], rows[1], in_block));
            break;
          case 3:
            parts[b] = cubic(kernels.round3(rows[0], rows[1], rows[2], in_block));
            break;
          default:
            parts[b] = quartic(kernels.round4(rows[0], rows[1], rows[2], rows[3], in_block));
        }
      }
    });
    Coefficients out{};
    for (const Coefficients& part : parts) out += part;
    return out;
  }

  /// Row `row` of eq(z, .) when the variables before `first` are bound.
  Fr eq_row(size_t row, size_t first) const {
    Fr out = bound_eq_;
    for (size_t k = first; k < z_.size(); ++k) out *= (row >> (k - first) & 1) != 0 ? z_[k] : Fr::one() - z_[k];
    return out;
  }

  /// sum over i < pairs of eq[2 i + x].
  Fr eq_sum(size_t x, size_t pairs) const {
    Fr out;
    for (size_t i = 0; i < pairs; ++i) out += eq_[2 * i + x];
    return out;
  }

  std::vector<TailedTable>& tables_;
  std::span<const ProductTerm> terms_;
  std::span<const Fr> z_;
  TaskPool* pool_;
  LargeVector<Fr> eq_;  ///< of as many rows as any table has dense ones, an even number
  Fr bound_eq_ = Fr::one();
};

}  // namespace

ProductProof prove_products(std::vector<TailedTable>& tables, std::span<const ProductTerm> terms, std::span<const Fr> z,
                            PoseidonSponge& transcript, TaskPool* pool) {
  Prover prover(tables, terms, z, pool);
  ProductProof out{};
  for (size_t variable = 0; variable < z.size(); ++variable) {
    const Coefficients a = prover.round(variable);
    if (variable == 0) out.sum = a[0].doubled() + a[1] + a[2] + a[3] + a[4];
    out.rounds.push_back({a[1], a[2], a[3], a[4]});
    transcript.absorb2(a[1], a[2]).absorb2(a[3], a[4]);
    out.point.push_back(transcript.s1());
    prover.bind(variable, out.point.back());
  }
  return out;
}

}  // namespace zkp
