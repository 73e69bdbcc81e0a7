#include "statement/types/sums.h"

namespace zkp {

Result<std::unique_ptr<Statement>> SumsStatement::read(const SizeClass&, StatementReader& in) {
  auto out = std::make_unique<SumsStatement>();
  ZKP_TRY(out->column, in.column(0, TypeGroup::kArith, StatementReader::Nulls::kAllowed));
  ZKP_TRY(out->sum, in.i256());
  ZKP_TRY(out->sum_of_squares, in.i256());
  ZKP_TRY(out->count, in.u64());
  ZKP_TRY_VOID(in.end());
  const uint64_t rows = in.rows(0);
  if (out->count == 0) return refuse("a sum over no rows says nothing");
  if (out->column.nullable() ? out->count > rows : out->count != rows) {
    return refuse("the number of values is not one that the table can have");
  }
  const Int256 count = Int256::from_u64(out->count), bound = magnitude_of(out->column);
  ZKP_TRY_VOID(check_published(out->sum, count * bound));
  ZKP_TRY_VOID(check_published(out->sum_of_squares, count * bound * bound));
  if (out->sum_of_squares.is_negative()) return refuse("a sum of squares is negative");
  return std::unique_ptr<Statement>(std::move(out));
}

void SumsStatement::build(Program& program) const {
  const AffineForm rows1(VirtualColumn::kRows1), one = AffineForm::one();
  const NotarisedForms v = program.notarised(column, 1);
  enforce_null_safety(program, 1, v);
  program.sum(rows1, v.value, one, to_field(sum));
  program.sum(rows1, v.value, v.value, to_field(sum_of_squares));
  if (v.is_null) program.sum(rows1, v.live(), one, Fr::from_u64(count));
}

}  // namespace zkp
