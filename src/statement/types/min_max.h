/// MIN / MAX (type 18): the smallest (largest) value of a column that is not NULL.
///
///   fields  str column, u8 which (0 min, 1 max), i128 value, u8 L
///
/// No value is beyond it, and one row has it. The values lie within 2^(w L) of it, which L shows. Specification 11.4.
#pragma once

#include "statement/blocks.h"
#include "statement/statement.h"

namespace zkp {

struct MinMaxStatement : Statement {
  ColumnRef column;
  bool is_max = false;
  __int128 value = 0;
  int limbs = 0;

  static Result<std::unique_ptr<Statement>> read(const SizeClass& size_class, StatementReader& in);
  StatementType type() const override { return StatementType::kMinMax; }
  RowCounts rows() const override { return {column.body->rows, 1}; }
  void build(Program& program) const override;
};

}  // namespace zkp
