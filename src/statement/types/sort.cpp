#include "statement/types/sort.h"

#include <algorithm>

namespace zkp {

Result<std::unique_ptr<Statement>> SortStatement::read(const SizeClass&, StatementReader& in) {
  auto out = std::make_unique<SortStatement>();
  ZKP_TRY(const std::vector<std::string> names, in.names());
  ZKP_TRY(const std::string key, in.name());
  ZKP_TRY(out->limbs, in.u8());
  ZKP_TRY_VOID(in.end());
  if (std::ranges::find(names, key) == names.end()) return refuse("the key is not one of the columns").with_column(key);
  const std::array<size_t, 2> positions = {0, 1};
  ZKP_TRY(auto columns, in.same_columns(names, positions));
  ZKP_TRY_VOID(check_text_keys(columns[0]));
  ZKP_TRY(const ColumnRef found, in.find(0, key, TypeGroup::kOrd, StatementReader::Nulls::kRefused));
  if (found.type().code == TypeCode::kBool) {
    return Error(StatementError::kWrongType, "a table is not sorted by a column of type BOOL").with_column(key);
  }
  if (in.rows(0) != in.rows(1)) return refuse("the tables do not have the same number of rows");
  if (out->limbs < 1 || out->limbs > kMaxLimbs) return refuse("1 to 4 limbs");
  out->key = static_cast<size_t>(std::ranges::find(names, key) - names.begin());
  out->source = std::move(columns[0]);
  out->result = std::move(columns[1]);
  out->count = in.rows(0);
  return std::unique_ptr<Statement>(std::move(out));
}

void SortStatement::build(Program& program) const {
  const AffineForm one = AffineForm::one(), rows1(VirtualColumn::kRows1);
  const std::vector<NotarisedForms> a = notarised_all(program, source, 1), b = notarised_all(program, result, 1);
  program.first_row();
  const std::vector<AffineForm> gaps = gap_columns(program, count - 1, limbs);
  program.fraction(rows1, one, fingerprint(program, ArgumentTag::kRow, row_tuple(a)));
  program.fraction(-rows1, one, fingerprint(program, ArgumentTag::kRow, row_tuple(b)));
  adjacency(program, 1, 2, b[key].value, 0, gaps);
}

}  // namespace zkp
