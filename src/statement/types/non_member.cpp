#include "statement/types/non_member.h"

#include <algorithm>

#include "statement/blocks.h"

namespace zkp {

Result<std::unique_ptr<Statement>> NonMemberStatement::read(const SizeClass&, StatementReader& in) {
  auto out = std::make_unique<NonMemberStatement>();
  ZKP_TRY(out->listed, read_records(in));
  if (out->listed.records.size() > kMaxRecords) {
    return refuse("at most 16 records in one proof")
        .with_hint("notarise the list and prove that it is disjoint from the table");
  }
  const auto nullable = std::ranges::count_if(out->listed.columns, [](const ColumnRef& c) { return c.nullable(); });
  if (static_cast<size_t>(nullable) > kMaxNullable) return refuse("at most 4 nullable columns");
  return std::unique_ptr<Statement>(std::move(out));
}

void NonMemberStatement::build(Program& program) const {
  const std::vector<NotarisedForms> columns = notarised_all(program, listed.columns, 1);
  const std::vector<AffineForm> row = row_tuple(columns);
  for (const NotarisedForms& column : columns) enforce_null_safety(program, 1, column);
  const AffineForm outside = AffineForm::one() - AffineForm(VirtualColumn::kRows1);
  for (const std::vector<Fr>& record : listed.records) {
    AffineForm difference;
    Fr power = Fr::one();
    for (size_t k = 0; k < row.size(); ++k, power *= program.beta()) {
      difference.add_scaled(row[k] - record[k], power);
    }
    program.fraction(AffineForm::zero(), AffineForm::zero(), difference + program.gamma() * outside);
  }
}

}  // namespace zkp
