/// The tables of one slot in a layer of a tree of fractions: p and q of the layer below it, each in two halves, as a
/// whole or block by block; and the sums over them that a round of the layer's sumcheck sends.
#pragma once

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <span>
#include <vector>

#include "poly/multilinear_kernels.h"
#include "sumcheck/tailed_table.h"

namespace zkp {

/// Rows of tables in memory that one task takes at a time.
inline constexpr size_t kFractionBlock = size_t{1} << 11;

inline size_t block_count(size_t rows, size_t block) { return (rows + block - 1) / block; }

template <class Table>
struct Quad {
  Table p0, p1, q0, q1;

  /// Rows from which on all four are constant. REQUIRES: tables with such rows.
  size_t dense() const { return std::max(std::max(p0.dense, p1.dense), std::max(q0.dense, q1.dense)); }
};
using QuadView = Quad<TailedView>;
using QuadRows = Quad<TailedRows>;

inline QuadView view_of(const QuadRows& t) { return {t.p0.view(), t.p1.view(), t.q0.view(), t.q1.view()}; }

/// A block of a table: its rows, or the value of all of them.
struct BlockTable {
  const Fr* rows = nullptr;
  Fr value;  ///< without rows

  bool is_constant() const { return rows == nullptr; }
};
using QuadBlock = Quad<BlockTable>;

/// Blocks of equal rows, for loops that want rows. One thread.
class ConstantRows {
 public:
  /// REQUIRES: count <= kMaxRows. The memory is the object's.
  const Fr* rows(const BlockTable& table, size_t count);
  FractionTables rows(const QuadBlock& quad, size_t count) {
    return {rows(quad.p0, count), rows(quad.p1, count), rows(quad.q0, count), rows(quad.q1, count)};
  }
  static constexpr size_t kMaxRows = 2 * kFractionBlock;

 private:
  std::deque<std::vector<Fr>> made_;
};

/// Room for the blocks of a quad that are in part dense. One thread.
class QuadScratch {
 public:
  /// Rows [begin, begin + count) of the four. REQUIRES: count <= ConstantRows::kMaxRows.
  QuadBlock block(const QuadView& quad, size_t begin, size_t count) {
    return {block(quad.p0, 0, begin, count), block(quad.p1, 1, begin, count), block(quad.q0, 2, begin, count),
            block(quad.q1, 3, begin, count)};
  }

 private:
  BlockTable block(const TailedView& table, size_t at, size_t begin, size_t count) {
    if (begin >= table.dense) return {nullptr, table.tail};
    if (begin + count > table.dense) mixed_[at].resize(ConstantRows::kMaxRows);
    return {table.block(begin, count, mixed_[at].data()), {}};
  }
  std::array<std::vector<Fr>, 4> mixed_;
};

/// p <- p0 q1 + p1 q0, q <- q0 q1.
void add_block(const QuadBlock& block, size_t count, ConstantRows& constants, Fr* p, Fr* q);

/// The value at X = 0, and the coefficient of X^2, of a polynomial of degree 2. The rest follows from the claim.
using RoundSums = std::array<Fr, 2>;

inline RoundSums& operator+=(RoundSums& a, const RoundSums& b) {
  for (size_t k = 0; k < a.size(); ++k) a[k] += b[k];
  return a;
}
inline RoundSums operator*(const RoundSums& a, const Fr& factor) { return {a[0] * factor, a[1] * factor}; }

/// sum_i weights[i] (p0 q1 + p1 q0)_i(X), where X = 0 is `f` and X = 1 is `g`.
RoundSums pair_sums(const Fr* weights, const QuadBlock& f, const QuadBlock& g, size_t count, ConstantRows& constants);

/// The same for rows on which all tables of both quads have the values of their tails, for weights of 1 in all.
RoundSums tail_sums(const QuadView& f, const QuadView& g);

}  // namespace zkp
