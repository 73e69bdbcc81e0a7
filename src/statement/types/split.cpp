#include "statement/types/split.h"

#include <algorithm>

namespace zkp {

Result<std::unique_ptr<Statement>> SplitStatement::read(const SizeClass&, StatementReader& in) {
  auto out = std::make_unique<SplitStatement>();
  ZKP_TRY(const std::vector<std::string> names, in.names());
  ZKP_TRY(const std::string key, in.name());
  ZKP_TRY_VOID(in.end());
  if (std::ranges::find(names, key) == names.end()) return refuse("the key is not one of the columns").with_column(key);
  const std::array<size_t, 3> positions = {0, 1, 2};
  ZKP_TRY(auto columns, in.same_columns(names, positions));
  ZKP_TRY_VOID(check_text_keys(columns[0]));
  ZKP_TRY_VOID(in.find(0, key, TypeGroup::kKeys, StatementReader::Nulls::kRefused));
  out->key = static_cast<size_t>(std::ranges::find(names, key) - names.begin());
  out->source = std::move(columns[0]);
  out->first = std::move(columns[1]);
  out->second = std::move(columns[2]);
  out->source_rows = in.rows(0);
  out->first_rows = in.rows(1);
  out->second_rows = in.rows(2);
  if (out->first_rows >= out->source_rows || out->source_rows - out->first_rows != out->second_rows) {
    return refuse("the rows of the parts do not add up to those of the source");
  }
  return std::unique_ptr<Statement>(std::move(out));
}

void SplitStatement::build(Program& program) const {
  const AffineForm one = AffineForm::one();
  const std::vector<NotarisedForms> s = notarised_all(program, source, 1), a = notarised_all(program, first, 2),
                                    b = notarised_all(program, second, 3);
  program.first_row();
  KeyChain chain{2, 3, 1, 4, a[key].value, b[key].value, program.fresh("u", source_rows), {}, {}};
  chain.gaps = gap_columns(program, source_rows - 1);
  chain.multiplicities = program.fresh("mT", source_rows);
  program.fraction(VirtualColumn::kRows1, one, fingerprint(program, ArgumentTag::kRow, row_tuple(s)));
  program.fraction(-AffineForm(VirtualColumn::kRows2), one, fingerprint(program, ArgumentTag::kRow, row_tuple(a)));
  program.fraction(-AffineForm(VirtualColumn::kRows3), one, fingerprint(program, ArgumentTag::kRow, row_tuple(b)));
  disjoint_keys(program, chain);
}

}  // namespace zkp
