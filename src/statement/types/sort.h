/// SORT (type 9): the second table has the rows of the first, in non-decreasing order of the key.
///
///   entries  source, result
///   fields   strs columns, str key (one of them), u8 L
///
/// Ties come in any order. The order of integers needs |key| < 2^64, which a proof that the column is well typed gives.
/// Specification 11.11.
#pragma once

#include "statement/blocks.h"
#include "statement/statement.h"

namespace zkp {

struct SortStatement : Statement {
  std::vector<ColumnRef> source, result;
  size_t key = 0;  ///< number among the columns
  int limbs = 0;
  uint64_t count = 0;  ///< rows

  static Result<std::unique_ptr<Statement>> read(const SizeClass& size_class, StatementReader& in);
  StatementType type() const override { return StatementType::kSort; }
  RowCounts rows() const override { return {count, count - 1}; }
  void build(Program& program) const override;
};

}  // namespace zkp
