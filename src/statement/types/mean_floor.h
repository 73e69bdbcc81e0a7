/// MEAN_FLOOR (type 21): q = floor(10^k mean), without the sum.
///
///   fields  str column, u8 k (0 .. 18), i128 q
///   sums    10^k sum v >= n q and 10^k sum v <= n q + n - 1
///
/// Specification 11.2.
#pragma once

#include "statement/blocks.h"
#include "statement/statement.h"

namespace zkp {

struct MeanFloorStatement : Statement {
  ColumnRef column;
  int digits = 0;
  __int128 q = 0;

  static Result<std::unique_ptr<Statement>> read(const SizeClass& size_class, StatementReader& in);
  StatementType type() const override { return StatementType::kMeanFloor; }
  RowCounts rows() const override { return {column.body->rows}; }
  void build(Program& program) const override;
};

}  // namespace zkp
