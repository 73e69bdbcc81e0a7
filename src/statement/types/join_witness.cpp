#include "statement/types/join.h"
#include "statement/types/witnesses.h"
#include "statement/witness_blocks.h"

namespace zkp {

Result<FreshColumns> witness(const JoinStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables) {
  const int w = size_class.limb_bits;
  FreshColumns out;
  std::vector<ColumnRef> joined(statement.result.begin(),
                                statement.result.begin() + static_cast<std::ptrdiff_t>(statement.keys));
  joined.insert(joined.end(),
                statement.result.begin() + static_cast<std::ptrdiff_t>(statement.keys + statement.left_columns),
                statement.result.end());
  ZKP_TRY(std::vector<uint32_t> counts, count_rows(row_keys(tables[2], joined), row_keys(tables[1], statement.right),
                                                   "a row of the result has no row in the right table"));
  out.emplace("M", std::move(counts));
  ZKP_TRY_VOID(add_unique(out, integers_of(tables[1], statement.right[0]), w));
  return out;
}

}  // namespace zkp
