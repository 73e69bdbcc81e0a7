#include "sumcheck/fraction_tables.h"

#include "base/check.h"

namespace zkp {

const Fr* ConstantRows::rows(const BlockTable& table, size_t count) {
  if (!table.is_constant()) return table.rows;
  ZKP_CHECK(count <= kMaxRows);
  auto at = std::ranges::find_if(made_, [&](const std::vector<Fr>& each) { return each.front() == table.value; });
  if (at == made_.end()) at = made_.insert(made_.end(), std::vector<Fr>(count, table.value));
  if (at->size() < count) at->assign(count, table.value);
  return at->data();
}

void add_block(const QuadBlock& block, size_t count, ConstantRows& constants, Fr* p, Fr* q) {
  const FractionTables rows = constants.rows(block, count);
  // Nothing is added to most rows of a table that fills little more than half of its cube.
  if (block.p1.is_constant() && block.q1.is_constant() && block.p1.value.is_zero() && block.q1.value.is_one()) {
    std::copy_n(rows.p0, count, p);
    std::copy_n(rows.q0, count, q);
  } else {
    multilinear_kernels().add_fractions(rows, p, q, count);
  }
}

namespace {

/// sum_i weights[i] table[i]
class WeightedSum {
 public:
  WeightedSum(const Fr* weights, size_t count) : weights_(weights), count_(count) {}

  Fr of(const BlockTable& table) {
    if (!table.is_constant()) return multilinear_kernels().inner_product(weights_, table.rows, count_);
    if (table.value.is_zero()) return Fr::zero();
    if (!all_) {
      all_ = Fr::zero();
      for (size_t i = 0; i < count_; ++i) *all_ += weights_[i];
    }
    return table.value * *all_;
  }

 private:
  const Fr* weights_;
  size_t count_;
  std::optional<Fr> all_;
};

}  // namespace

RoundSums pair_sums(const Fr* weights, const QuadBlock& f, const QuadBlock& g, size_t count, ConstantRows& constants) {
  for (const QuadBlock* each : {&f, &g}) {
    if (each->p1.is_constant() && each->q1.is_constant()) continue;
    return multilinear_kernels().fraction_pair(weights, constants.rows(f, count), constants.rows(g, count), count);
  }
  // Behind the rows of the upper halves the sum is linear in the lower ones.
  WeightedSum sum(weights, count);
  const Fr p0 = sum.of(f.p0), q0 = sum.of(f.q0);
  const Fr p1_slope = g.p1.value - f.p1.value, q1_slope = g.q1.value - f.q1.value;
  RoundSums out = {p0 * f.q1.value + q0 * f.p1.value, Fr::zero()};
  if (!q1_slope.is_zero()) out[1] += (sum.of(g.p0) - p0) * q1_slope;
  if (!p1_slope.is_zero()) out[1] += (sum.of(g.q0) - q0) * p1_slope;
  return out;
}

RoundSums tail_sums(const QuadView& f, const QuadView& g) {
  const Fr one = Fr::one();
  return scalar_multilinear_kernels().fraction_pair(&one, {&f.p0.tail, &f.p1.tail, &f.q0.tail, &f.q1.tail},
                                                    {&g.p0.tail, &g.p1.tail, &g.q0.tail, &g.q1.tail}, 1);
}

}  // namespace zkp
