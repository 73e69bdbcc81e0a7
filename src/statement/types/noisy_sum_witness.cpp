#include "statement/types/noisy_sum.h"
#include "statement/types/witnesses.h"
#include "statement/witness_blocks.h"

namespace zkp {

Result<FreshColumns> witness(const NoisySumStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables) {
  const int w = size_class.limb_bits;
  FreshColumns out;
  const Integers v = integers_of(tables[0], statement.value);
  ZKP_TRY_VOID(check_within(v, statement.plan.lo, statement.plan.hi));
  add_two_sided(out, "", v, statement.plan, w);
  return out;
}

}  // namespace zkp
