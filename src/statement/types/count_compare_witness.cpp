#include "statement/types/count_compare.h"
#include "statement/types/witnesses.h"
#include "statement/witness_blocks.h"

namespace zkp {

Result<FreshColumns> witness(const CountCompareStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables) {
  const int w = size_class.limb_bits;
  FreshColumns out;
  const Integers v = integers_of(tables[0], statement.column);
  size_t number = 0;
  for (const __int128 cut : statement.cuts()) {
    ZKP_TRY_VOID(add_at_most(out, std::to_string(number++), v, cut, statement.limbs, w));
  }
  return out;
}

}  // namespace zkp
