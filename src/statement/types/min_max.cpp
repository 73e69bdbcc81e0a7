#include "statement/types/min_max.h"

namespace zkp {

Result<std::unique_ptr<Statement>> MinMaxStatement::read(const SizeClass&, StatementReader& in) {
  auto out = std::make_unique<MinMaxStatement>();
  ZKP_TRY(out->column, in.column(0, TypeGroup::kOrd, StatementReader::Nulls::kAllowed));
  ZKP_TRY(const uint8_t which, in.u8());
  ZKP_TRY(out->value, in.i128());
  ZKP_TRY(out->limbs, in.u8());
  ZKP_TRY_VOID(in.end());
  ZKP_TRY_VOID(check_constant(out->value));
  if (which > 1) return refuse("neither the minimum nor the maximum");
  if (out->limbs < 1 || out->limbs > kMaxLimbs) return refuse("1 to 4 limbs");
  out->is_max = which != 0;
  return std::unique_ptr<Statement>(std::move(out));
}

void MinMaxStatement::build(Program& program) const {
  const NotarisedForms v = program.notarised(column, 1);
  const AffineForm record = program.public_column("rec", {to_field(value)});
  const AffineForm beyond = is_max ? to_field(value) - v.value : v.value - to_field(value);
  const std::vector<AffineForm> of_beyond = derived_limbs(program, "lo", beyond, limbs, program.rows_of(1));
  const AffineForm m = program.fresh("M", program.rows_of(1));
  enforce_null_safety(program, 1, v);
  look_all(program, VirtualColumn::kRows1, v.live(), of_beyond);
  const NotarisedForms as_row{record, v.is_null ? std::optional(AffineForm::zero()) : std::nullopt};
  program.fraction(VirtualColumn::kRows2, AffineForm::one(),
                   fingerprint(program, ArgumentTag::kMember, row_tuple({&as_row, 1})));
  program.fraction(-m, VirtualColumn::kRows1, fingerprint(program, ArgumentTag::kMember, row_tuple({&v, 1})));
}

}  // namespace zkp
