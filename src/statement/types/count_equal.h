/// COUNT_EQ, IN-SET and class balance (type 17): how many rows have each of up to four values, or any of them: exactly,
/// at least or at most T.
///
///   fields  str column, u8 joint, u8 m, m * i128 class (strictly increasing), (joint ? 1 : m) * (u8 mode, u64 T)
///
/// A row with the value that is not selected makes a denominator 0. NULL rows never count: a nullable column has the
/// constraints of 6.5 and at most three classes (errata E2). Specification 11.6.
#pragma once

#include "statement/blocks.h"
#include "statement/statement.h"

namespace zkp {

struct CountEqualStatement : Statement {
  struct Count {
    CountMode mode = CountMode::kExactly;
    uint64_t target = 0;
  };
  ColumnRef column;
  bool joint = false;
  std::vector<__int128> classes;
  std::vector<Count> counts;  ///< one if joint, else one a class

  static Result<std::unique_ptr<Statement>> read(const SizeClass& size_class, StatementReader& in);
  StatementType type() const override { return StatementType::kCountEqual; }
  RowCounts rows() const override { return {column.body->rows}; }
  void build(Program& program) const override;
};

}  // namespace zkp
