#include "statement/types/shuffle.h"

namespace zkp {

Result<std::unique_ptr<Statement>> ShuffleStatement::read(const SizeClass&, StatementReader& in) {
  auto out = std::make_unique<ShuffleStatement>();
  ZKP_TRY(const std::vector<std::string> names, in.names());
  ZKP_TRY_VOID(in.end());
  if (names.empty()) return refuse("no column is named");
  const std::array<size_t, 2> positions = {0, 1};
  ZKP_TRY(auto columns, in.same_columns(names, positions));
  ZKP_TRY_VOID(check_text_keys(columns[0]));
  if (in.rows(0) != in.rows(1)) return refuse("the tables do not have the same number of rows");
  out->first = std::move(columns[0]);
  out->second = std::move(columns[1]);
  return std::unique_ptr<Statement>(std::move(out));
}

void ShuffleStatement::build(Program& program) const {
  const AffineForm one = AffineForm::one(), rows1(VirtualColumn::kRows1);
  const std::vector<NotarisedForms> a = notarised_all(program, first, 1), b = notarised_all(program, second, 1);
  program.fraction(rows1, one, fingerprint(program, ArgumentTag::kRow, row_tuple(a)));
  program.fraction(-rows1, one, fingerprint(program, ArgumentTag::kRow, row_tuple(b)));
}

}  // namespace zkp
