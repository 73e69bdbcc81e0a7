/// COVARIANCE (type 22): the sums of two columns and of their products; with the sums of squares of two SUMS proofs,
/// the correlation.
///
///   fields  str x, str y, i256 S_x, i256 S_y, i256 S_xy
///
/// Integers where both columns are well typed. Specification 11.19.
#pragma once

#include "statement/blocks.h"
#include "statement/statement.h"

namespace zkp {

struct CovarianceStatement : Statement {
  ColumnRef x, y;
  Int256 sum_x, sum_y, sum_xy;

  static Result<std::unique_ptr<Statement>> read(const SizeClass& size_class, StatementReader& in);
  StatementType type() const override { return StatementType::kCovariance; }
  RowCounts rows() const override { return {x.body->rows}; }
  void build(Program& program) const override;
};

}  // namespace zkp
