#include "statement/types/unique_key.h"

namespace zkp {

Result<std::unique_ptr<Statement>> UniqueKeyStatement::read(const SizeClass&, StatementReader& in) {
  auto out = std::make_unique<UniqueKeyStatement>();
  ZKP_TRY(out->key, in.column(0, TypeGroup::kKeys, StatementReader::Nulls::kRefused));
  ZKP_TRY_VOID(in.end());
  out->count = in.rows(0);
  return std::unique_ptr<Statement>(std::move(out));
}

void UniqueKeyStatement::build(Program& program) const {
  const AffineForm k = program.notarised(key, 1).value;
  program.first_row();
  const AffineForm sorted = program.fresh("u", count);
  const std::vector<AffineForm> gaps = gap_columns(program, count - 1);
  unique_keys(program, 1, 2, k, sorted, gaps);
}

}  // namespace zkp
