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
    remainder[i] = statement.a * x[i] + statement.c - statement.d * y[i];
    above[i] = statement.d - 1 - remainder[i];
    if (remainder[i] < 0 || above[i] < 0) return not_true(i);
  }
  if (statement.d == 1) return out;
  add_derived(out, "lo", remainder, statement.limbs, w);
  add_derived(out, "hi", above, statement.limbs, w);
  return out;
}

}  // namespace zkp
