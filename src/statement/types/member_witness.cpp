#include "statement/types/member.h"
#include "statement/types/witnesses.h"
#include "statement/witness_blocks.h"

namespace zkp {

Result<FreshColumns> witness(const MemberStatement& statement, const SizeClass&, std::span<const PrivateTable> tables) {
  FreshColumns out;
  ZKP_TRY(std::vector<uint32_t> counts,
          count_rows(row_keys(statement.listed.records), row_keys(tables[0], statement.listed.columns),
                     "a record is not in the table"));
  out.emplace("M", std::move(counts));
  return out;
}

}  // namespace zkp
