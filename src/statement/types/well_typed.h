/// WELLTYPED (type 6): every value of one or two columns is one that its declared type allows; NULL rows hold 0.
///
///   fields  u8 k (1-2), k * str column, k * (u8 publish_nulls, u64 null_count)
///
/// The interval follows from the type. Text has none: there the proof shows knowledge of the column.
/// Specification 11.9.
#pragma once

#include "statement/blocks.h"
#include "statement/statement.h"

namespace zkp {

struct WellTypedStatement : Statement {
  struct Item {
    ColumnRef column;
    TypePlan plan;
    bool publishes_nulls = false;
    uint64_t null_count = 0;
  };
  std::vector<Item> items;

  static Result<std::unique_ptr<Statement>> read(const SizeClass& size_class, StatementReader& in);
  StatementType type() const override { return StatementType::kWellTyped; }
  RowCounts rows() const override { return {items[0].column.body->rows}; }
  void build(Program& program) const override;
};

}  // namespace zkp
