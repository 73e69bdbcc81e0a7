#include "statement/types/knowledge.h"

namespace zkp {

Result<std::unique_ptr<Statement>> KnowledgeStatement::read(const SizeClass&, StatementReader& in) {
  auto out = std::make_unique<KnowledgeStatement>();
  ZKP_TRY(const std::vector<std::string> names, in.names());
  ZKP_TRY_VOID(in.end());
  if (names.empty()) return refuse("no column is named");
  const std::array<size_t, 1> position = {0};
  ZKP_TRY(auto columns, in.same_columns(names, position));
  out->columns = std::move(columns[0]);
  return std::unique_ptr<Statement>(std::move(out));
}

void KnowledgeStatement::build(Program& program) const { notarised_all(program, columns, 1); }

}  // namespace zkp
