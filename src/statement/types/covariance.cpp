#include "statement/types/covariance.h"

namespace zkp {

Result<std::unique_ptr<Statement>> CovarianceStatement::read(const SizeClass&, StatementReader& in) {
  auto out = std::make_unique<CovarianceStatement>();
  ZKP_TRY(out->x, in.column(0, TypeGroup::kArith, StatementReader::Nulls::kRefused));
  ZKP_TRY(out->y, in.column(0, TypeGroup::kArith, StatementReader::Nulls::kRefused));
  ZKP_TRY(out->sum_x, in.i256());
  ZKP_TRY(out->sum_y, in.i256());
  ZKP_TRY(out->sum_xy, in.i256());
  ZKP_TRY_VOID(in.end());
  if (out->x.name() == out->y.name()) return refuse("the column is named twice");
  const Int256 n = Int256::from_u64(in.rows(0)), of_x = magnitude_of(out->x), of_y = magnitude_of(out->y);
  ZKP_TRY_VOID(check_published(out->sum_x, n * of_x));
  ZKP_TRY_VOID(check_published(out->sum_y, n * of_y));
  ZKP_TRY_VOID(check_published(out->sum_xy, n * of_x * of_y));
  return std::unique_ptr<Statement>(std::move(out));
}

void CovarianceStatement::build(Program& program) const {
  const AffineForm rows1(VirtualColumn::kRows1), one = AffineForm::one();
  const AffineForm of_x = program.notarised(x, 1).value, of_y = program.notarised(y, 1).value;
  program.sum(rows1, of_x, one, to_field(sum_x));
  program.sum(rows1, of_y, one, to_field(sum_y));
  program.sum(rows1, of_x, of_y, to_field(sum_xy));
}

}  // namespace zkp
