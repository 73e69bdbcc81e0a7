#include "statement/types/filter.h"

#include <algorithm>

namespace zkp {

Result<std::unique_ptr<Statement>> FilterStatement::read(const SizeClass&, StatementReader& in) {
  auto out = std::make_unique<FilterStatement>();
  ZKP_TRY(const std::vector<std::string> names, in.names());
  ZKP_TRY(const std::string key, in.name());
  ZKP_TRY(const uint8_t op, in.u8());
  ZKP_TRY(out->c, in.i128());
  ZKP_TRY(out->limbs, in.u8());
  ZKP_TRY_VOID(in.end());
  if (std::ranges::find(names, key) == names.end()) {
    return refuse("the predicate column is not one of the columns").with_column(key);
  }
  const std::array<size_t, 2> positions = {0, 1};
  ZKP_TRY(auto columns, in.same_columns(names, positions));
  ZKP_TRY_VOID(check_text_keys(columns[0]));
  ZKP_TRY_VOID(in.find(0, key, TypeGroup::kOrd, StatementReader::Nulls::kRefused));
  ZKP_TRY_VOID(check_constant(out->c));
  if (op < 1 || op > 3) return refuse("comparison " + std::to_string(op) + " is unknown");
  out->op = static_cast<Op>(op);
  if (out->op == Op::kEqual ? out->limbs != 0 : out->limbs < 1 || out->limbs > kMaxLimbs) {
    return refuse("1 to 4 limbs, and none for an equality");
  }
  out->predicate = static_cast<size_t>(std::ranges::find(names, key) - names.begin());
  out->source = std::move(columns[0]);
  out->result = std::move(columns[1]);
  out->source_rows = in.rows(0);
  out->result_rows = in.rows(1);
  return std::unique_ptr<Statement>(std::move(out));
}

void FilterStatement::build(Program& program) const {
  const AffineForm one = AffineForm::one();
  const std::vector<NotarisedForms> a = notarised_all(program, source, 1), b = notarised_all(program, result, 2);
  AffineForm selected;
  if (op == Op::kEqual) {
    selected = select_equal(program, "", a[predicate], c, 1);
  } else {
    const AtMost at_most = select_at_most(program, "", a[predicate].value, cut(), limbs, 1);
    look_all(program, VirtualColumn::kRows1, one, at_most.limbs);
    selected = op == Op::kAtMost ? at_most.selected : one - at_most.selected;
  }
  program.fraction(VirtualColumn::kRows1, selected, fingerprint(program, ArgumentTag::kRow, row_tuple(a)));
  program.fraction(-AffineForm(VirtualColumn::kRows2), one, fingerprint(program, ArgumentTag::kRow, row_tuple(b)));
}

}  // namespace zkp
