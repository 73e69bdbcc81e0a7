#include "statement/types/sort.h"
#include "statement/types/witnesses.h"
#include "statement/witness_blocks.h"

namespace zkp {

Result<FreshColumns> witness(const SortStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables) {
  const int w = size_class.limb_bits;
  FreshColumns out;
  ZKP_TRY_VOID(add_gaps(out, integers_of(tables[1], statement.result[statement.key]), 0, statement.limbs, w,
                        "the second table is not sorted by the key"));
  return out;
}

}  // namespace zkp
