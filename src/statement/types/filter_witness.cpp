#include "statement/types/filter.h"
#include "statement/types/witnesses.h"
#include "statement/witness_blocks.h"

namespace zkp {

Result<FreshColumns> witness(const FilterStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables) {
  const int w = size_class.limb_bits;
  FreshColumns out;
  const Integers v = integers_of(tables[0], statement.source[statement.predicate]);
  if (statement.op == FilterStatement::Op::kEqual) {
    add_equal(out, "", v, {}, statement.c);
  } else {
    ZKP_TRY_VOID(add_at_most(out, "", v, statement.cut(), statement.limbs, w));
  }
  return out;
}

}  // namespace zkp
