#include "statement/types/quantile.h"

namespace zkp {

Result<std::unique_ptr<Statement>> QuantileStatement::read(const SizeClass&, StatementReader& in) {
  auto out = std::make_unique<QuantileStatement>();
  ZKP_TRY(out->column, in.column(0, TypeGroup::kOrd, StatementReader::Nulls::kRefused));
  ZKP_TRY(out->rank, in.u64());
  ZKP_TRY(out->value, in.i128());
  ZKP_TRY(out->limbs, in.u8());
  ZKP_TRY_VOID(in.end());
  ZKP_TRY_VOID(check_constant(out->value));
  if (out->rank < 1 || out->rank > in.rows(0)) return refuse("the rank is not one of the table");
  if (out->limbs < 1 || out->limbs > 2) return refuse("1 or 2 limbs");
  return std::unique_ptr<Statement>(std::move(out));
}

void QuantileStatement::build(Program& program) const {
  const AffineForm rows1(VirtualColumn::kRows1), one = AffineForm::one();
  const AffineForm v = program.notarised(column, 1).value;
  const AtMost at_most = select_at_most(program, "0", v, value, limbs, 1);
  const AtMost below = select_at_most(program, "1", v, value - 1, limbs, 1);
  look_all(program, rows1, one, at_most.limbs);
  look_all(program, rows1, one, below.limbs);
  program.sum(rows1, at_most.selected, one, Fr::from_u64(rank), SumMode::kAtLeast);
  program.sum(rows1, one - below.selected, one, Fr::from_u64(program.rows_of(1) - rank + 1), SumMode::kAtLeast);
}

}  // namespace zkp
