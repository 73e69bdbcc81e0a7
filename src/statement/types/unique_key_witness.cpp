#include "statement/types/unique_key.h"
#include "statement/types/witnesses.h"
#include "statement/witness_blocks.h"

namespace zkp {

Result<FreshColumns> witness(const UniqueKeyStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables) {
  const int w = size_class.limb_bits;
  FreshColumns out;
  ZKP_TRY_VOID(add_unique(out, integers_of(tables[0], statement.key), w));
  return out;
}

}  // namespace zkp
