/// SHUFFLE (type 20): two tables have the same rows, in any order.
///
///   entries  two with the same number of rows
///   fields   strs columns
///
/// Specification 11.11.
#pragma once

#include "statement/blocks.h"
#include "statement/statement.h"

namespace zkp {

struct ShuffleStatement : Statement {
  std::vector<ColumnRef> first, second;

  static Result<std::unique_ptr<Statement>> read(const SizeClass& size_class, StatementReader& in);
  StatementType type() const override { return StatementType::kShuffle; }
  RowCounts rows() const override { return {first[0].body->rows}; }
  void build(Program& program) const override;
};

}  // namespace zkp
