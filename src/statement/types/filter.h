/// FILTER (type 8): the second table is the multiset of the rows of the first whose predicate column is <=, >= or = c.
///
///   entries  source, result
///   fields   strs columns, str predicate column (one of them), u8 op (1 <=, 2 >=, 3 =), i128 c, u8 L (0 for op 3)
///
/// Specification 11.11.
#pragma once

#include "statement/blocks.h"
#include "statement/statement.h"

namespace zkp {

struct FilterStatement : Statement {
  enum class Op : uint8_t { kAtMost = 1, kAtLeast = 2, kEqual = 3 };

  std::vector<ColumnRef> source, result;
  size_t predicate = 0;  ///< number among the columns
  Op op = Op::kAtMost;
  __int128 c = 0;
  int limbs = 0;
  uint64_t source_rows = 0, result_rows = 0;

  /// The bound of the selector [v <= cut], for kAtMost and kAtLeast.
  __int128 cut() const { return op == Op::kAtMost ? c : c - 1; }

  static Result<std::unique_ptr<Statement>> read(const SizeClass& size_class, StatementReader& in);
  StatementType type() const override { return StatementType::kFilter; }
  RowCounts rows() const override { return {source_rows, result_rows}; }
  void build(Program& program) const override;
};

}  // namespace zkp
