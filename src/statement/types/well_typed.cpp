#include "statement/types/well_typed.h"

namespace zkp {

Result<std::unique_ptr<Statement>> WellTypedStatement::read(const SizeClass& size_class, StatementReader& in) {
  auto out = std::make_unique<WellTypedStatement>();
  ZKP_TRY(const uint8_t count, in.u8());
  if (count < 1 || count > 2) return refuse("1 or 2 columns");
  for (size_t i = 0; i < count; ++i) {
    Item item;
    ZKP_TRY(item.column, in.column(0, TypeGroup::kAny, StatementReader::Nulls::kAllowed));
    ZKP_TRY(item.plan, plan_type(item.column.type(), size_class.limb_bits));
    out->items.push_back(item);
  }
  for (Item& item : out->items) {
    ZKP_TRY(const uint8_t publishes, in.u8());
    ZKP_TRY(item.null_count, in.u64());
    item.publishes_nulls = publishes != 0;
    if (publishes > 1 || (item.publishes_nulls && !item.column.nullable()) ||
        item.null_count > (item.publishes_nulls ? in.rows(0) : 0)) {
      return refuse("the number of NULLs is not one that the column can have").with_column(item.column.name());
    }
  }
  ZKP_TRY_VOID(in.end());
  if (count == 2 && out->items[0].column.name() == out->items[1].column.name())
    return refuse("the column is named twice");
  return std::unique_ptr<Statement>(std::move(out));
}

void WellTypedStatement::build(Program& program) const {
  const AffineForm rows1(VirtualColumn::kRows1), one = AffineForm::one();
  std::vector<NotarisedForms> columns;
  for (const Item& item : items) columns.push_back(program.notarised(item.column, 1));
  std::vector<std::vector<AffineForm>> limbs;
  for (size_t i = 0; i < items.size(); ++i) {
    limbs.push_back(type_limbs(program, std::to_string(i), columns[i].value, items[i].plan));
  }
  for (size_t i = 0; i < items.size(); ++i) {
    const NotarisedForms& v = columns[i];
    enforce_null_safety(program, 1, v);
    if (items[i].plan.kind == TypePlan::Kind::kBool) {
      program.constraint(rows1, v.value, v.value - one, AffineForm::zero());
    }
    if (items[i].publishes_nulls) program.sum(rows1, *v.is_null, one, Fr::from_u64(items[i].null_count));
    look_all(program, rows1, v.live(), limbs[i]);
  }
}

}  // namespace zkp
