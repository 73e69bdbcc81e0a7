#include "statement/types/affine.h"

namespace zkp {

Result<std::unique_ptr<Statement>> AffineStatement::read(const SizeClass& size_class, StatementReader& in) {
  auto out = std::make_unique<AffineStatement>();
  ZKP_TRY(out->input, in.column(0, TypeGroup::kKeys, StatementReader::Nulls::kRefused));
  ZKP_TRY(out->output, in.column(1, TypeGroup::kKeys, StatementReader::Nulls::kRefused));
  ZKP_TRY(out->a, in.i128());
  ZKP_TRY(out->c, in.i128());
  ZKP_TRY(out->d, in.i128());
  ZKP_TRY_VOID(in.end());
  for (const ColumnRef* each : {&out->input, &out->output}) {
    const TypeCode code = each->type().code;
    if (code == TypeCode::kKey62 || code == TypeCode::kCode) {
      return Error(StatementError::kWrongType, "codes are not numbers").with_column(each->name());
    }
  }
  if (in.rows(0) != in.rows(1)) return refuse("the tables do not have the same number of rows");
  constexpr __int128 kBound = static_cast<__int128>(1) << 63;
  if (out->d < 1 || out->d >= static_cast<__int128>(1) << 32 || out->a <= -kBound || out->a >= kBound ||
      out->c <= -kBound || out->c >= kBound) {
    return refuse("a constant is out of range");
  }
  out->limbs = limb_count(static_cast<unsigned __int128>(out->d - 1), size_class.limb_bits);
  if (out->limbs > 2) return refuse("the divisor is too large");
  return std::unique_ptr<Statement>(std::move(out));
}

void AffineStatement::build(Program& program) const {
  const AffineForm x = program.notarised(input, 1).value, y = program.notarised(output, 1).value;
  const AffineForm remainder = to_field(a) * x + to_field(c) - to_field(d) * y;
  if (d == 1) {
    program.constraint(VirtualColumn::kRows1, AffineForm::zero(), AffineForm::zero(), remainder);
    return;
  }
  const uint64_t count = program.rows_of(1);
  std::vector<AffineForm> looks = derived_limbs(program, "lo", remainder, limbs, count);
  const std::vector<AffineForm> above = derived_limbs(program, "hi", to_field(d - 1) - remainder, limbs, count);
  looks.insert(looks.end(), above.begin(), above.end());
  look_all(program, VirtualColumn::kRows1, AffineForm::one(), looks);
}

}  // namespace zkp
