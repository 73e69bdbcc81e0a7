/// RANGE (type 2): lo <= v <= hi on every row that is not NULL.
///
///   fields   str column, i128 lo, i128 hi
///   looks    the limbs of v - lo and of hi - v; both are then integers below 2^(w L) whose sum is hi - lo
///
/// No proof that the column is well typed is needed. Specification 11.3.
#pragma once

#include "statement/blocks.h"
#include "statement/statement.h"

namespace zkp {

struct RangeStatement : Statement {
  ColumnRef column;
  TypePlan plan;  ///< lo, hi and the number of limbs

  static Result<std::unique_ptr<Statement>> read(const SizeClass& size_class, StatementReader& in);
  StatementType type() const override { return StatementType::kRange; }
  RowCounts rows() const override { return {column.body->rows}; }
  void build(Program& program) const override;
};

}  // namespace zkp
