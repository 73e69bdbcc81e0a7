#include "statement/types/disjoint.h"

namespace zkp {

Result<std::unique_ptr<Statement>> DisjointStatement::read(const SizeClass&, StatementReader& in) {
  auto out = std::make_unique<DisjointStatement>();
  ZKP_TRY(out->first, in.column(0, TypeGroup::kKeys, StatementReader::Nulls::kRefused));
  ZKP_TRY(out->second, in.column(1, TypeGroup::kKeys, StatementReader::Nulls::kRefused));
  ZKP_TRY_VOID(in.end());
  ZKP_TRY_VOID(check_comparable(out->first, out->second));
  if (in.rows(0) > kClassL.max_rows() || in.rows(1) > kClassL.max_rows()) return refuse("the tables are too large");
  return std::unique_ptr<Statement>(std::move(out));
}

void DisjointStatement::build(Program& program) const {
  const AffineForm a = program.notarised(first, 1).value, b = program.notarised(second, 2).value;
  program.first_row();
  KeyChain chain{1, 2, 3, 4, a, b, program.fresh("u", chain_rows()), {}, {}};
  chain.gaps = gap_columns(program, chain_rows() - 1);
  chain.multiplicities = program.fresh("mT", chain_rows());
  disjoint_keys(program, chain);
}

}  // namespace zkp
