#include "statement/types/member.h"

#include "statement/blocks.h"

namespace zkp {

Result<std::unique_ptr<Statement>> MemberStatement::read(const SizeClass&, StatementReader& in) {
  auto out = std::make_unique<MemberStatement>();
  ZKP_TRY(out->listed, read_records(in));
  return std::unique_ptr<Statement>(std::move(out));
}

void MemberStatement::build(Program& program) const {
  const std::vector<AffineForm> row = row_tuple(notarised_all(program, listed.columns, 1));
  std::vector<AffineForm> record;
  for (size_t i = 0; i < listed.records[0].size(); ++i) {
    std::vector<Fr> values;
    for (const std::vector<Fr>& each : listed.records) values.push_back(each[i]);
    record.push_back(program.public_column("rec" + std::to_string(i), std::move(values)));
  }
  const AffineForm m = program.fresh("M", program.rows_of(1));
  program.fraction(VirtualColumn::kRows2, AffineForm::one(), fingerprint(program, ArgumentTag::kMember, record));
  program.fraction(-m, VirtualColumn::kRows1, fingerprint(program, ArgumentTag::kMember, row));
}

}  // namespace zkp
