#include "statement/types/affine.h"
#include "statement/types/witnesses.h"
#include "statement/witness_blocks.h"

namespace zkp {

Result<FreshColumns> witness(const AffineStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables) {
  const int w = size_class.limb_bits;
  FreshColumns out;
  const Integers x = integers_of(tables[0], statement.input), y = integers_of(tables[1], statement.output);
  Integers remainder(x.size()), above(x.size());
  for (size_t i = 0; i < x.size(); ++i) {
    // Up to 2^127 for a false statement: more than __int128 holds.
    const Int256 rest = Int256(statement.a) * Int256(x[i]) + Int256(statement.c) - Int256(statement.d) * Int256(y[i]);
    if (rest.is_negative() || rest >= Int256(statement.d)) return not_true(i);
    remainder[i] = static_cast<__int128>(rest.limbs()[0]);
    above[i] = statement.d - 1 - remainder[i];
  }
  if (statement.d == 1) return out;
  add_derived(out, "lo", remainder, statement.limbs, w);
  add_derived(out, "hi", above, statement.limbs, w);
  return out;
}

}  // namespace zkp
