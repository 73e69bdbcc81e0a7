/// COUNT_CMP (type 3): how many values are at most c, at least c, or between two bounds: exactly, at least or at most
/// T.
///
///   fields   str column, u8 op (1 v <= c1, 2 v >= c1, 3 c1 <= v <= c2), i128 c1, i128 c2 (0 unless op 3), u8 mode, u64
///   T,
///            u8 L
///
/// Values must lie within 2^(w L) of the bounds: L is the owner's choice and shows how far the values reach at most.
/// NULL rows never count. Specification 11.5.
#pragma once

#include "statement/blocks.h"
#include "statement/statement.h"

namespace zkp {

struct CountCompareStatement : Statement {
  enum class Op : uint8_t { kAtMost = 1, kAtLeast = 2, kBetween = 3 };

  ColumnRef column;
  Op op = Op::kAtMost;
  __int128 c1 = 0, c2 = 0;
  CountMode mode = CountMode::kExactly;
  uint64_t target = 0;
  int limbs = 0;

  /// The bounds c of the selectors [v <= c].
  std::vector<__int128> cuts() const;

  static Result<std::unique_ptr<Statement>> read(const SizeClass& size_class, StatementReader& in);
  StatementType type() const override { return StatementType::kCountCompare; }
  RowCounts rows() const override { return {column.body->rows}; }
  void build(Program& program) const override;
};

}  // namespace zkp
