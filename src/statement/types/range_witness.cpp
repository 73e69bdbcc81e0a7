#include "statement/types/range.h"
#include "statement/types/witnesses.h"
#include "statement/witness_blocks.h"

namespace zkp {

Result<FreshColumns> witness(const RangeStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables) {
  const int w = size_class.limb_bits;
  FreshColumns out;
  const Integers v = integers_of(tables[0], statement.column);
  const std::vector<uint8_t> nulls = nulls_of(tables[0], statement.column);
  for (size_t i = 0; i < v.size(); ++i) {
    const bool live = nulls.empty() || nulls[i] == 0;
    if (live && (v[i] < statement.plan.lo || v[i] > statement.plan.hi)) return not_true(i);
  }
  // The limbs of a NULL row are free.
  add_two_sided(out, "", v, statement.plan, w);
  return out;
}

}  // namespace zkp
