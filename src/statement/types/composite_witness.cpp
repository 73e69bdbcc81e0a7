#include "statement/types/composite.h"
#include "statement/types/witnesses.h"
#include "statement/witness_blocks.h"

namespace zkp {

Result<FreshColumns> witness(const CompositeStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables) {
  const int w = size_class.limb_bits;
  FreshColumns out;
  for (size_t i = 0; i < statement.claims.size(); ++i) {
    const auto& [kind, column, plan, sum] = statement.claims[i];
    if (plan.kind != TypePlan::Kind::kOneSided && plan.kind != TypePlan::Kind::kTwoSided) continue;
    const Integers v = live_integers(tables[0], column, plan.lo);
    ZKP_TRY_VOID(check_within(v, plan.lo, plan.hi));
    add_type_limbs(out, std::to_string(i) + "_", v, plan, w);
  }
  return out;
}

}  // namespace zkp
