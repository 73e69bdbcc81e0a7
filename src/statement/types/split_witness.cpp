#include "statement/types/split.h"
#include "statement/types/witnesses.h"
#include "statement/witness_blocks.h"

namespace zkp {

Result<FreshColumns> witness(const SplitStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables) {
  const int w = size_class.limb_bits;
  FreshColumns out;
  const ColumnRef &a = statement.first[statement.key], &b = statement.second[statement.key];
  ZKP_TRY_VOID(add_chain(out, integers_of(tables[1], a), integers_of(tables[2], b), statement.source_rows, w));
  return out;
}

}  // namespace zkp
