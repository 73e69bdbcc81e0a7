/// UNIQUE_KEY (type 10): no two rows have the same key, in whatever order they come.
///
///   fields  str key
///
/// A fresh column is a rearrangement of the keys and strictly increasing. Specification 11.11.
#pragma once

#include "statement/blocks.h"
#include "statement/statement.h"

namespace zkp {

struct UniqueKeyStatement : Statement {
  ColumnRef key;
  uint64_t count = 0;  ///< rows

  static Result<std::unique_ptr<Statement>> read(const SizeClass& size_class, StatementReader& in);
  StatementType type() const override { return StatementType::kUniqueKey; }
  RowCounts rows() const override { return {count, count - 1}; }
  void build(Program& program) const override;
};

}  // namespace zkp
