#include "statement/types/mean_floor.h"

namespace zkp {
namespace {

uint64_t power_of_ten(int exponent) {
  uint64_t out = 1;
  for (int i = 0; i < exponent; ++i) out *= 10;
  return out;
}

}  // namespace

Result<std::unique_ptr<Statement>> MeanFloorStatement::read(const SizeClass&, StatementReader& in) {
  auto out = std::make_unique<MeanFloorStatement>();
  ZKP_TRY(out->column, in.column(0, TypeGroup::kArith, StatementReader::Nulls::kRefused));
  ZKP_TRY(out->digits, in.u8());
  ZKP_TRY(out->q, in.i128());
  ZKP_TRY_VOID(in.end());
  if (out->digits > 18) return refuse("at most 18 digits");
  ZKP_TRY_VOID(
      check_published(Int256(out->q), Int256::from_u64(power_of_ten(out->digits)) * magnitude_of(out->column)));
  return std::unique_ptr<Statement>(std::move(out));
}

void MeanFloorStatement::build(Program& program) const {
  const AffineForm rows1(VirtualColumn::kRows1), one = AffineForm::one();
  const AffineForm v = program.notarised(column, 1).value;
  const Fr scale = Fr::from_u64(power_of_ten(digits));
  const Int256 n = Int256::from_u64(program.rows_of(1)), low = n * Int256(q);
  program.sum(rows1, scale * v, one, to_field(low), SumMode::kAtLeast);
  program.sum(rows1, -scale * v, one, to_field(-(low + n - Int256(1))), SumMode::kAtLeast);
}

}  // namespace zkp
