#include "statement/types/count_equal.h"
#include "statement/types/witnesses.h"
#include "statement/witness_blocks.h"

namespace zkp {

Result<FreshColumns> witness(const CountEqualStatement& statement, const SizeClass&,
                             std::span<const PrivateTable> tables) {
  FreshColumns out;
  const Integers v = integers_of(tables[0], statement.column);
  const std::vector<uint8_t> nulls = nulls_of(tables[0], statement.column);
  for (size_t i = 0; i < statement.classes.size(); ++i) {
    add_equal(out, std::to_string(i), v, nulls, statement.classes[i]);
  }
  return out;
}

}  // namespace zkp
