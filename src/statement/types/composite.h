/// COMPOSITE (type 23): two to eight claims about one table in one proof, which share the range table.
///
///   fields  u8 m, m * claim; claim = u8 kind, then 1 RANGE: str column, i128 lo, i128 hi; 2 TYPE: str column;
///           3 SUM: str column, i256 S1
///
/// The claims are those of RANGE, WELLTYPED and SUMS. Specification 11.20.
#pragma once

#include "statement/blocks.h"
#include "statement/statement.h"

namespace zkp {

struct CompositeStatement : Statement {
  enum class Kind : uint8_t { kRange = 1, kType = 2, kSum = 3 };
  struct Claim {
    Kind kind;
    ColumnRef column;
    TypePlan plan;  ///< kRange, kType
    Int256 sum;     ///< kSum
  };
  std::vector<Claim> claims;

  static constexpr size_t kMaxClaims = 8;

  static Result<std::unique_ptr<Statement>> read(const SizeClass& size_class, StatementReader& in);
  StatementType type() const override { return StatementType::kComposite; }
  RowCounts rows() const override { return {claims[0].column.body->rows}; }
  void build(Program& program) const override;
};

}  // namespace zkp
