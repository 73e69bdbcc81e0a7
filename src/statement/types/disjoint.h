/// DISJOINT (type 24): two tables have no key in common.
///
///   entries  two
///   fields   str key of entry 0, str key of entry 1
///
/// The chain of SPLIT over the keys of both tables. Equality of keys is equality of codes. Neighbouring keys must be
/// less than about 2^64 / 3 apart. Specification 11.12.
#pragma once

#include "statement/blocks.h"
#include "statement/statement.h"

namespace zkp {

struct DisjointStatement : Statement {
  ColumnRef first, second;

  uint64_t chain_rows() const { return first.body->rows + second.body->rows; }

  static Result<std::unique_ptr<Statement>> read(const SizeClass& size_class, StatementReader& in);
  StatementType type() const override { return StatementType::kDisjoint; }
  RowCounts rows() const override { return {first.body->rows, second.body->rows, chain_rows(), chain_rows() - 1}; }
  void build(Program& program) const override;
};

}  // namespace zkp
