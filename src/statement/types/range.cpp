#include "statement/types/range.h"

namespace zkp {

Result<std::unique_ptr<Statement>> RangeStatement::read(const SizeClass& size_class, StatementReader& in) {
  auto out = std::make_unique<RangeStatement>();
  ZKP_TRY(out->column, in.column(0, TypeGroup::kOrd, StatementReader::Nulls::kAllowed));
  ZKP_TRY(const __int128 lo, in.i128());
  ZKP_TRY(const __int128 hi, in.i128());
  ZKP_TRY_VOID(in.end());
  ZKP_TRY_VOID(check_constant(lo));
  ZKP_TRY_VOID(check_constant(hi));
  ZKP_TRY(out->plan, plan_range(lo, hi, size_class.limb_bits));
  return std::unique_ptr<Statement>(std::move(out));
}

void RangeStatement::build(Program& program) const {
  const NotarisedForms v = program.notarised(column, 1);
  const std::vector<AffineForm> limbs = type_limbs(program, "", v.value, plan);
  enforce_null_safety(program, 1, v);
  look_all(program, VirtualColumn::kRows1, v.live(), limbs);
}

}  // namespace zkp
