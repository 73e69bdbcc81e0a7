#include "statement/witness.h"

#include "statement/types/affine.h"
#include "statement/types/composite.h"
#include "statement/types/count_compare.h"
#include "statement/types/count_equal.h"
#include "statement/types/dedupe.h"
#include "statement/types/disjoint.h"
#include "statement/types/filter.h"
#include "statement/types/join.h"
#include "statement/types/member.h"
#include "statement/types/min_max.h"
#include "statement/types/noisy_sum.h"
#include "statement/types/quantile.h"
#include "statement/types/range.h"
#include "statement/types/sort.h"
#include "statement/types/split.h"
#include "statement/types/unique_key.h"
#include "statement/types/well_typed.h"
#include "statement/types/witnesses.h"

namespace zkp {

const PrivateColumn& PrivateTable::column(std::string_view name) const {
  const auto at = columns.find(name);
  ZKP_CHECK(at != columns.end());
  return *at->second;
}

Result<FreshColumns> make_witness(const Statement& statement, const SizeClass& size_class,
                                  std::span<const PrivateTable> tables) {
  switch (statement.type()) {
    case StatementType::kRange:
      return witness(static_cast<const RangeStatement&>(statement), size_class, tables);
    case StatementType::kCountCompare:
      return witness(static_cast<const CountCompareStatement&>(statement), size_class, tables);
    case StatementType::kSplit:
      return witness(static_cast<const SplitStatement&>(statement), size_class, tables);
    case StatementType::kDisjoint:
      return witness(static_cast<const DisjointStatement&>(statement), size_class, tables);
    case StatementType::kWellTyped:
      return witness(static_cast<const WellTypedStatement&>(statement), size_class, tables);
    case StatementType::kAffine:
      return witness(static_cast<const AffineStatement&>(statement), size_class, tables);
    case StatementType::kFilter:
      return witness(static_cast<const FilterStatement&>(statement), size_class, tables);
    case StatementType::kSort:
      return witness(static_cast<const SortStatement&>(statement), size_class, tables);
    case StatementType::kUniqueKey:
      return witness(static_cast<const UniqueKeyStatement&>(statement), size_class, tables);
    case StatementType::kDedupe:
      return witness(static_cast<const DedupeStatement&>(statement), size_class, tables);
    case StatementType::kJoin:
      return witness(static_cast<const JoinStatement&>(statement), size_class, tables);
    case StatementType::kMember:
      return witness(static_cast<const MemberStatement&>(statement), size_class, tables);
    case StatementType::kNoisySum:
      return witness(static_cast<const NoisySumStatement&>(statement), size_class, tables);
    case StatementType::kCountEqual:
      return witness(static_cast<const CountEqualStatement&>(statement), size_class, tables);
    case StatementType::kMinMax:
      return witness(static_cast<const MinMaxStatement&>(statement), size_class, tables);
    case StatementType::kQuantile:
      return witness(static_cast<const QuantileStatement&>(statement), size_class, tables);
    case StatementType::kComposite:
      return witness(static_cast<const CompositeStatement&>(statement), size_class, tables);
    case StatementType::kSums:
    case StatementType::kHistogram:
    case StatementType::kNonMember:
    case StatementType::kGroupSums:
    case StatementType::kShuffle:
    case StatementType::kMeanFloor:
    case StatementType::kCovariance:
    case StatementType::kKnowledge:
      break;
  }
  return FreshColumns();
}

}  // namespace zkp
