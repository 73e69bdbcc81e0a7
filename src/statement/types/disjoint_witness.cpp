#include "statement/types/disjoint.h"
#include "statement/types/witnesses.h"
#include "statement/witness_blocks.h"

namespace zkp {

Result<FreshColumns> witness(const DisjointStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables) {
  const int w = size_class.limb_bits;
  FreshColumns out;
  ZKP_TRY_VOID(add_chain(out, integers_of(tables[0], statement.first), integers_of(tables[1], statement.second),
                         statement.chain_rows(), w));
  return out;
}

}  // namespace zkp
