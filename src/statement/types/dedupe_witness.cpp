#include "statement/types/dedupe.h"
#include "statement/types/witnesses.h"
#include "statement/witness_blocks.h"

namespace zkp {

Result<FreshColumns> witness(const DedupeStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables) {
  const int w = size_class.limb_bits;
  FreshColumns out;
  ZKP_TRY(std::vector<uint32_t> counts,
          count_rows(row_keys(tables[0], statement.source), row_keys(tables[1], statement.result),
                     "a row of the first table is not in the second"));
  Integers above_one;
  for (const uint32_t count : counts) {
    if (count == 0)
      return Error(StatementError::kFalse, "a row of the second table is not in the first, or is there twice");
    above_one.push_back(static_cast<__int128>(count) - 1);
  }
  out.emplace("M", std::move(counts));
  add_derived(out, "ml", above_one, DedupeStatement::kMultiplicityLimbs, w);
  ZKP_TRY_VOID(add_unique(out, integers_of(tables[1], statement.result[statement.key]), w));
  return out;
}

}  // namespace zkp
