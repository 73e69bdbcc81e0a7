/// QUANTILE (type 19): the value of a rank (nearest rank; the median of an even number of rows is the lower one).
///
///   fields  str column, u64 rank (1 .. n), i128 value, u8 L (1 or 2)
///   sums    at least `rank` values are <= value, and at least n - rank + 1 are >= value
///
/// Values lie within 2^(w L) of it. Specification 11.16.
#pragma once

#include "statement/blocks.h"
#include "statement/statement.h"

namespace zkp {

struct QuantileStatement : Statement {
  ColumnRef column;
  uint64_t rank = 0;
  __int128 value = 0;
  int limbs = 0;

  static Result<std::unique_ptr<Statement>> read(const SizeClass& size_class, StatementReader& in);
  StatementType type() const override { return StatementType::kQuantile; }
  RowCounts rows() const override { return {column.body->rows}; }
  void build(Program& program) const override;
};

}  // namespace zkp
