/// KNOWLEDGE (type 25): the prover knows the columns, under this entry's digest, and nothing else.
///
///   fields  strs columns
///
/// No slot is used: the knowledge form alone is opened. What an entry with many columns is accepted by.
/// Specification 11.21.
#pragma once

#include "statement/blocks.h"
#include "statement/statement.h"

namespace zkp {

struct KnowledgeStatement : Statement {
  std::vector<ColumnRef> columns;

  static Result<std::unique_ptr<Statement>> read(const SizeClass& size_class, StatementReader& in);
  StatementType type() const override { return StatementType::kKnowledge; }
  RowCounts rows() const override { return {columns[0].body->rows}; }
  void build(Program& program) const override;
};

}  // namespace zkp
