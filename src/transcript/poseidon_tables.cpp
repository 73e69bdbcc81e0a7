#include "transcript/poseidon_tables.h"

#include "transcript/poseidon.h"
#include "transcript/poseidon_constants.h"

namespace zkp::detail {
namespace {

using Tables = PoseidonTables<Fr>;
using Pair = std::array<Fr, 2>;
using Square = std::array<Pair, 2>;

Fr fifth_power(const Fr& x) { return x.square().square() * x; }

/// A word x that is held as s x.
struct Scale {
  Fr s = Fr::one(), inverse = Fr::one();

  /// Of the word after the S-box.
  Scale raised() const { return {fifth_power(s), fifth_power(inverse)}; }
  Scale over(const Fr& coefficient) const { return {s * coefficient.inverse(), inverse * coefficient}; }
};
using Scales = std::array<Scale, 3>;

const Fr& matrix(size_t i, size_t j) { return kPoseidonMatrix[i][j]; }
const Fr& round_constant(size_t round, size_t word) { return kPoseidonRoundConstants[3 * round + word]; }

Fr product(const Pair& row, const Pair& column) { return row[0] * column[0] + row[1] * column[1]; }
Pair product(const Square& a, const Pair& column) { return {product(a[0], column), product(a[1], column)}; }
Pair product(const Pair& row, const Square& a) {
  return {row[0] * a[0][0] + row[1] * a[1][0], row[0] * a[0][1] + row[1] * a[1][1]};
}
Square product(const Square& a, const Square& b) { return {product(a[0], b), product(a[1], b)}; }
Pair sum(const Pair& a, const Pair& b) { return {a[0] + b[0], a[1] + b[1]}; }

/// From full round `round` to the next one, with coefficient 1 for the first word. Changes the scales of the words.
std::array<Tables::Row, 3> normalised_rows(size_t round, Scales& scales) {
  const Scales raised = {scales[0].raised(), scales[1].raised(), scales[2].raised()};
  std::array<Tables::Row, 3> out;
  for (size_t i = 0; i < 3; ++i) {
    scales[i] = raised[0].over(matrix(i, 0));
    out[i] = {scales[i].s * matrix(i, 1) * raised[1].inverse, scales[i].s * matrix(i, 2) * raised[2].inverse,
              scales[i].s * round_constant(round + 1, i)};
  }
  return out;
}

Tables make_tables() {
  constexpr size_t kBegin = Poseidon::kFullRounds / 2, kPartial = Poseidon::kPartialRounds, kEnd = kBegin + kPartial;
  Tables out;

  Scales scales;
  for (size_t i = 0; i < 3; ++i) out.first[i] = round_constant(0, i);
  for (size_t round = 0; round + 1 < kBegin; ++round) out.head[round] = normalised_rows(round, scales);

  // The matrix in blocks, and what the recurrence is made of.
  const Fr m = matrix(0, 0);
  const Pair w = {matrix(0, 1), matrix(0, 2)}, v = {matrix(1, 0), matrix(2, 0)};
  const Square inner = {Pair{matrix(1, 1), matrix(1, 2)}, Pair{matrix(2, 1), matrix(2, 2)}};
  const Fr trace = inner[0][0] + inner[1][1], determinant = inner[0][0] * inner[1][1] - inner[0][1] * inner[1][0];
  const Pair w_inner = product(w, inner), inner_v = product(inner, v);
  const Fr wv = product(w, v);

  // e[k]: what the constants add to y_k. They reach words 1 and 2 as `carried`, which the matrix moves on.
  std::array<Fr, kPartial + 1> e;
  Pair carried{};
  for (size_t k = 0; k <= kPartial; ++k) {
    e[k] = round_constant(kBegin + k, 0);
    if (k == 0) continue;
    const size_t before = kBegin + k - 1;
    const Pair with_constants = sum(carried, {round_constant(before, 1), round_constant(before, 2)});
    e[k] += product(w, with_constants);
    carried = product(inner, with_constants);
  }

  // y_k is held as scale[k] y_k, so that m z_k has coefficient 1 in the next.
  std::array<Scale, kPartial + 1> scale;
  for (size_t k = 0; k < kPartial; ++k) scale[k + 1] = scale[k].raised().over(m);

  // y_0;  y_1 - m z_0 = w u;  y_2 - m z_1 - w v z_0 = w W u, where u are words 1 and 2 after round 3.
  const Scales raised = {scales[0].raised(), scales[1].raised(), scales[2].raised()};
  const auto enter_row = [&](const std::array<Fr, 3>& row, size_t k) {
    return Tables::FullRow{scale[k].s * row[0] * raised[0].inverse, scale[k].s * row[1] * raised[1].inverse,
                           scale[k].s * row[2] * raised[2].inverse, scale[k].s * e[k]};
  };
  const auto through_inner = [&](const Pair& row) {
    std::array<Fr, 3> result;
    for (size_t j = 0; j < 3; ++j) result[j] = product(row, Pair{matrix(1, j), matrix(2, j)});
    return result;
  };
  out.enter = {enter_row(kPoseidonMatrix[0], 0), enter_row(through_inner(w), 1), enter_row(through_inner(w_inner), 2)};
  out.second = scale[2].s * wv * scale[0].raised().inverse;

  for (size_t k = 0; k < out.steps.size(); ++k) {
    const Fr& s = scale[k + 3].s;
    out.steps[k] = {s * trace * scale[k + 2].inverse, -s * determinant * scale[k + 1].inverse,
                    s * (wv - trace * m) * scale[k + 1].raised().inverse,
                    s * (product(w, inner_v) - trace * wv + determinant * m) * scale[k].raised().inverse,
                    s * (e[k + 3] - trace * e[k + 2] + determinant * e[k + 1])};
  }

  // Words 1 and 2 from what the recurrence holds: with o_k = w u_k = y_(k+1) - e_(k+1) - m z_k for u without constants,
  //   [w; w W] u_54 = (o_54, o_55 - w v z_54),   u_56 = W^2 u_54 + W v z_54 + v z_55.
  const Fr inverse = (w[0] * w_inner[1] - w[1] * w_inner[0]).inverse();
  const Square solve = {Pair{w_inner[1] * inverse, -w[1] * inverse}, Pair{-w_inner[0] * inverse, w[0] * inverse}};
  const Square from_o = product(product(inner, inner), solve);
  constexpr size_t kLast = kPartial - 1;
  for (size_t i = 0; i < 2; ++i) {
    const Fr& o54 = from_o[i][0];
    const Fr& o55 = from_o[i][1];
    out.leave[i] = {o55 * scale[kLast + 1].inverse, o54 * scale[kLast].inverse,
                    (v[i] - m * o55) * scale[kLast].raised().inverse,
                    (inner_v[i] - m * o54 - wv * o55) * scale[kLast - 1].raised().inverse,
                    carried[i] + round_constant(kEnd, i + 1) - o54 * e[kLast] - o55 * e[kLast + 1]};
  }

  scales = {scale[kPartial], Scale{}, Scale{}};
  for (size_t i = 0; i < out.tail.size(); ++i) out.tail[i] = normalised_rows(kEnd + i, scales);
  for (size_t i = 0; i < 3; ++i) {
    for (size_t j = 0; j < 3; ++j) out.last[i][j] = matrix(i, j) * scales[j].raised().inverse;
  }
  return out;
}

}  // namespace

const PoseidonTables<Fr>& poseidon_tables() {
  static const PoseidonTables<Fr> tables = make_tables();
  return tables;
}

}  // namespace zkp::detail
