#include "statement/types/quantile.h"
#include "statement/types/witnesses.h"
#include "statement/witness_blocks.h"

namespace zkp {

Result<FreshColumns> witness(const QuantileStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables) {
  const int w = size_class.limb_bits;
  FreshColumns out;
  const Integers v = integers_of(tables[0], statement.column);
  ZKP_TRY_VOID(add_at_most(out, "0", v, statement.value, statement.limbs, w));
  ZKP_TRY_VOID(add_at_most(out, "1", v, statement.value - 1, statement.limbs, w));
  return out;
}

}  // namespace zkp
