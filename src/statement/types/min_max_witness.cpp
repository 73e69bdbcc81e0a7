#include "statement/types/min_max.h"
#include "statement/types/witnesses.h"
#include "statement/witness_blocks.h"

namespace zkp {

Result<FreshColumns> witness(const MinMaxStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables) {
  const int w = size_class.limb_bits;
  FreshColumns out;
  const Integers v = integers_of(tables[0], statement.column);
  const std::vector<uint8_t> nulls = nulls_of(tables[0], statement.column);
  Integers beyond(v.size());
  std::vector<uint32_t> is_witness(v.size());
  const __int128 limit = static_cast<__int128>(1) << (w * statement.limbs);
  bool found = false;
  for (size_t i = 0; i < v.size(); ++i) {
    beyond[i] = statement.is_max ? statement.value - v[i] : v[i] - statement.value;
    if (!nulls.empty() && nulls[i] != 0) continue;
    if (beyond[i] < 0 || beyond[i] >= limit) return not_true(i);
    if (!found && beyond[i] == 0) {
      is_witness[i] = 1;
      found = true;
    }
  }
  if (!found) return Error(StatementError::kFalse, "no row has this value");
  add_derived(out, "lo", beyond, statement.limbs, w);
  out.emplace("M", std::move(is_witness));
  return out;
}

}  // namespace zkp
