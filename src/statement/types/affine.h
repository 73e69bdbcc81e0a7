/// AFFINE (type 7): out = floor((a in + c) / d), row by row, in the same order.
///
///   entries  that of `in`, that of `out` (the same one may be given twice)
///   fields   str in, str out, i128 a, i128 c, i128 d
///   looks    rem = a in + c - d out and d - 1 - rem, for d > 1; else the constraint a in + c = out
///
/// Sound where both columns are well typed: then nothing wraps modulo r. Specification 11.10.
#pragma once

#include "statement/blocks.h"
#include "statement/statement.h"

namespace zkp {

struct AffineStatement : Statement {
  ColumnRef input, output;
  __int128 a = 0, c = 0, d = 1;
  int limbs = 0;

  static Result<std::unique_ptr<Statement>> read(const SizeClass& size_class, StatementReader& in);
  StatementType type() const override { return StatementType::kAffine; }
  RowCounts rows() const override { return {input.body->rows}; }
  void build(Program& program) const override;
};

}  // namespace zkp
