#include "statement/types/well_typed.h"
#include "statement/types/witnesses.h"
#include "statement/witness_blocks.h"

namespace zkp {

Result<FreshColumns> witness(const WellTypedStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables) {
  const int w = size_class.limb_bits;
  FreshColumns out;
  for (size_t i = 0; i < statement.items.size(); ++i) {
    const auto& [column, plan, publishes, count] = statement.items[i];
    if (plan.kind == TypePlan::Kind::kNothing || plan.kind == TypePlan::Kind::kBool) continue;
    const Integers v = live_integers(tables[0], column, plan.lo);
    ZKP_TRY_VOID(check_within(v, plan.lo, plan.hi));
    add_type_limbs(out, std::to_string(i), v, plan, w);
  }
  return out;
}

}  // namespace zkp
