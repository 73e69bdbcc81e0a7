/// JOIN (type 12): the third table is the many-to-one join of the first two: each row of the first with the one row of
/// the second that has its keys.
///
///   entries  left, right, result, with as many rows as the left one
///   fields   strs keys, strs left columns, strs right columns, all different
///
/// The first key identifies the rows of the right table. A KEY62 key needs the STR248 column of the same strings beside
/// it (errata E9). Specification 11.13.
#pragma once

#include "statement/blocks.h"
#include "statement/statement.h"

namespace zkp {

struct JoinStatement : Statement {
  std::vector<ColumnRef> left;    ///< keys, then columns
  std::vector<ColumnRef> right;   ///< keys, then columns
  std::vector<ColumnRef> result;  ///< keys, left columns, right columns
  size_t keys = 0;
  size_t left_columns = 0;
  uint64_t left_rows = 0, right_rows = 0;

  static Result<std::unique_ptr<Statement>> read(const SizeClass& size_class, StatementReader& in);
  StatementType type() const override { return StatementType::kJoin; }
  RowCounts rows() const override { return {left_rows, right_rows, right_rows - 1}; }
  void build(Program& program) const override;
};

}  // namespace zkp
