/// SPLIT (type 5): the rows of two parts are together those of the source, and no key is in both.
///
///   entries    source, first part, second part
///   fields     strs columns, str key (one of them)
///   fractions  rows: source = part + part as multisets; keys: 3 k of the first part and 3 k + 1 of the second lie in a
///   chain
///              that grows by at least 2, so that no k can be in both
///
/// Equality of keys is equality of codes: a dishonest encoder defeats it, and near duplicates are not found.
/// Neighbouring keys must be less than about 2^64 / 3 apart. Specification 11.12.
#pragma once

#include "statement/blocks.h"
#include "statement/statement.h"

namespace zkp {

struct SplitStatement : Statement {
  std::vector<ColumnRef> source, first, second;
  size_t key = 0;  ///< number among the columns
  uint64_t source_rows = 0, first_rows = 0, second_rows = 0;

  const std::string& key_name() const { return source[key].name(); }

  static Result<std::unique_ptr<Statement>> read(const SizeClass& size_class, StatementReader& in);
  StatementType type() const override { return StatementType::kSplit; }
  RowCounts rows() const override { return {source_rows, first_rows, second_rows, source_rows - 1}; }
  void build(Program& program) const override;
};

}  // namespace zkp
