#include "statement/types/count_compare.h"

namespace zkp {

Result<std::unique_ptr<Statement>> CountCompareStatement::read(const SizeClass&, StatementReader& in) {
  auto out = std::make_unique<CountCompareStatement>();
  ZKP_TRY(out->column, in.column(0, TypeGroup::kOrd, StatementReader::Nulls::kAllowed));
  ZKP_TRY(const uint8_t op, in.u8());
  ZKP_TRY(out->c1, in.i128());
  ZKP_TRY(out->c2, in.i128());
  ZKP_TRY(const uint8_t mode, in.u8());
  ZKP_TRY(out->target, in.u64());
  ZKP_TRY(out->limbs, in.u8());
  ZKP_TRY_VOID(in.end());
  ZKP_TRY_VOID(check_constant(out->c1));
  ZKP_TRY_VOID(check_constant(out->c2));
  if (op < 1 || op > 3) return refuse("comparison " + std::to_string(op) + " is unknown");
  out->op = static_cast<Op>(op);
  if (out->op == Op::kBetween ? out->c1 > out->c2 : out->c2 != 0)
    return refuse("the bounds are not those of the comparison");
  ZKP_TRY(out->mode, count_mode(mode));
  if (out->limbs < 1 || out->limbs > kMaxLimbs) return refuse("1 to 4 limbs");
  if (out->target > in.rows(0)) return refuse("the count is larger than the table");
  return std::unique_ptr<Statement>(std::move(out));
}

std::vector<__int128> CountCompareStatement::cuts() const {
  if (op == Op::kAtMost) return {c1};
  if (op == Op::kAtLeast) return {c1 - 1};
  return {c2, c1 - 1};
}

void CountCompareStatement::build(Program& program) const {
  const AffineForm rows1(VirtualColumn::kRows1), one = AffineForm::one();
  const NotarisedForms v = program.notarised(column, 1);
  std::vector<AtMost> at_most;
  for (const __int128 cut : cuts()) {
    at_most.push_back(select_at_most(program, std::to_string(at_most.size()), v.value, cut, limbs, 1));
  }
  enforce_null_safety(program, 1, v);
  for (const AtMost& each : at_most) look_all(program, rows1, one, each.limbs);
  const AffineForm& first = at_most[0].selected;
  const AffineForm selected = op == Op::kAtMost    ? first
                              : op == Op::kAtLeast ? one - first
                                                   : first - at_most[1].selected;
  zkp::count(program, rows1, selected, v.live(), mode, target);
}

}  // namespace zkp
