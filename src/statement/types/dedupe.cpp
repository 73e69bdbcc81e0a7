#include "statement/types/dedupe.h"

#include <algorithm>

namespace zkp {

Result<std::unique_ptr<Statement>> DedupeStatement::read(const SizeClass&, StatementReader& in) {
  auto out = std::make_unique<DedupeStatement>();
  ZKP_TRY(const std::vector<std::string> names, in.names());
  ZKP_TRY(const std::string key, in.name());
  ZKP_TRY_VOID(in.end());
  if (std::ranges::find(names, key) == names.end()) return refuse("the key is not one of the columns").with_column(key);
  const std::array<size_t, 2> positions = {0, 1};
  ZKP_TRY(auto columns, in.same_columns(names, positions));
  ZKP_TRY_VOID(check_text_keys(columns[0]));
  ZKP_TRY_VOID(in.find(0, key, TypeGroup::kKeys, StatementReader::Nulls::kRefused));
  out->key = static_cast<size_t>(std::ranges::find(names, key) - names.begin());
  out->source = std::move(columns[0]);
  out->result = std::move(columns[1]);
  out->source_rows = in.rows(0);
  out->result_rows = in.rows(1);
  return std::unique_ptr<Statement>(std::move(out));
}

void DedupeStatement::build(Program& program) const {
  const AffineForm one = AffineForm::one(), rows2(VirtualColumn::kRows2);
  const std::vector<NotarisedForms> a = notarised_all(program, source, 1), b = notarised_all(program, result, 2);
  program.first_row();
  const AffineForm m = program.fresh("M", result_rows);
  const std::vector<AffineForm> limbs = derived_limbs(program, "ml", m - one, kMultiplicityLimbs, result_rows);
  const AffineForm sorted = program.fresh("u", result_rows);
  const std::vector<AffineForm> gaps = gap_columns(program, result_rows - 1);
  program.fraction(VirtualColumn::kRows1, one, fingerprint(program, ArgumentTag::kRow, row_tuple(a)));
  program.fraction(-m, rows2, fingerprint(program, ArgumentTag::kRow, row_tuple(b)));
  look_all(program, rows2, one, limbs);
  unique_keys(program, 2, 3, b[key].value, sorted, gaps);
}

}  // namespace zkp
