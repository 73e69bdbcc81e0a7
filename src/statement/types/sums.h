/// SUMS (type 1): sum, sum of squares and number of non-null rows of one column; with them mean and variance.
///
///   fields   str column, i256 S1, i256 S2, u64 M
///   sums     sum v = S1, sum v^2 = S2; nullable: number of rows that are not NULL = M
///
/// The equalities hold modulo r; they are statements about integers where the column is well typed
/// (specification 11.1). NULL rows count as 0. M = 0 says nothing and is refused (errata E8).
#pragma once

#include "statement/blocks.h"
#include "statement/statement.h"

namespace zkp {

struct SumsStatement : Statement {
  ColumnRef column;
  Int256 sum, sum_of_squares;
  uint64_t count = 0;  ///< rows that are not NULL

  static Result<std::unique_ptr<Statement>> read(const SizeClass& size_class, StatementReader& in);
  StatementType type() const override { return StatementType::kSums; }
  RowCounts rows() const override { return {column.body->rows}; }
  void build(Program& program) const override;
};

}  // namespace zkp
