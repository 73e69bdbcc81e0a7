#include "statement/types/count_equal.h"

namespace zkp {

Result<std::unique_ptr<Statement>> CountEqualStatement::read(const SizeClass&, StatementReader& in) {
  auto out = std::make_unique<CountEqualStatement>();
  ZKP_TRY(out->column, in.column(0, TypeGroup::kOrd, StatementReader::Nulls::kAllowed));
  ZKP_TRY(const uint8_t joint, in.u8());
  ZKP_TRY(const uint8_t classes, in.u8());
  const uint8_t most = out->column.nullable() ? 3 : 4;
  if (joint > 1 || classes < 1 || classes > most) {
    return refuse("1 to " + std::to_string(most) + " classes in one proof").with_hint("a histogram has up to 4,096");
  }
  out->joint = joint != 0;
  for (size_t i = 0; i < classes; ++i) {
    ZKP_TRY(const __int128 each, in.i128());
    ZKP_TRY_VOID(check_constant(each));
    if (i > 0 && each <= out->classes.back()) return refuse("the classes are not strictly increasing");
    out->classes.push_back(each);
  }
  for (size_t i = 0; i < (out->joint ? 1u : classes); ++i) {
    ZKP_TRY(const uint8_t mode, in.u8());
    Count each;
    ZKP_TRY(each.mode, count_mode(mode));
    ZKP_TRY(each.target, in.u64());
    if (each.target > in.rows(0)) return refuse("the count is larger than the table");
    out->counts.push_back(each);
  }
  ZKP_TRY_VOID(in.end());
  return std::unique_ptr<Statement>(std::move(out));
}

void CountEqualStatement::build(Program& program) const {
  const NotarisedForms v = program.notarised(column, 1);
  std::vector<AffineForm> selected;
  for (const __int128 each : classes) {
    selected.push_back(select_equal(program, std::to_string(selected.size()), v, each, 1));
  }
  enforce_null_safety(program, 1, v);
  if (joint) {
    AffineForm any;
    for (const AffineForm& each : selected) any += each;
    selected = {any};
  }
  for (size_t i = 0; i < selected.size(); ++i) {
    zkp::count(program, VirtualColumn::kRows1, selected[i], AffineForm::one(), counts[i].mode, counts[i].target);
  }
}

}  // namespace zkp
