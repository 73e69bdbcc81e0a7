#include "statement/truth.h"

#include <algorithm>
#include <map>

#include "statement/make/make.h"
#include "statement/types/composite.h"
#include "statement/types/count_compare.h"
#include "statement/types/count_equal.h"
#include "statement/types/covariance.h"
#include "statement/types/filter.h"
#include "statement/types/group_sums.h"
#include "statement/types/histogram.h"
#include "statement/types/join.h"
#include "statement/types/mean_floor.h"
#include "statement/types/noisy_sum.h"
#include "statement/types/non_member.h"
#include "statement/types/quantile.h"
#include "statement/types/shuffle.h"
#include "statement/types/sort.h"
#include "statement/types/split.h"
#include "statement/types/sums.h"
#include "statement/types/well_typed.h"
#include "statement/witness_blocks.h"

namespace zkp {
namespace {

using Tables = std::span<const PrivateTable>;

Error false_because(std::string sentence) { return Error(StatementError::kFalse, std::move(sentence)); }

Result<void> demand(bool is_true, std::string_view sentence) {
  if (is_true) return {};
  return false_because(std::string(sentence));
}

bool less(const RowKey& a, const RowKey& b) { return a.high != b.high ? a.high < b.high : a.low < b.low; }

// The two are the same multiset; a row of `a` that is not matched is named.
Result<void> same_rows(const std::vector<RowKey>& a, const std::vector<RowKey>& b, std::string_view sentence) {
  std::vector<RowKey> x = a, y = b;
  std::ranges::sort(x, less);
  std::ranges::sort(y, less);
  if (x == y) return {};
  std::vector<RowKey> only_x;
  std::ranges::set_difference(x, y, std::back_inserter(only_x), less);
  Error out = false_because(std::string(sentence));
  if (only_x.empty()) return out;
  const auto row = static_cast<uint64_t>(std::ranges::find(a, only_x[0]) - a.begin());
  return std::move(out).with_row(row + 1);
}

bool reaches(CountMode mode, uint64_t found, uint64_t target) {
  switch (mode) {
    case CountMode::kExactly:
      return found == target;
    case CountMode::kAtLeast:
      return found >= target;
    case CountMode::kAtMost:
      return found <= target;
  }
  return false;
}

std::string count_sentence(uint64_t found) { return "the number of rows is " + std::to_string(found); }

Result<void> check(const SumsStatement& s, Tables tables) {
  const ColumnSums sums = column_sums(tables[0], s.column);
  return demand(sums.sum == s.sum && sums.squares == s.sum_of_squares && sums.count == s.count,
                "the column has other sums");
}

Result<void> check(const MeanFloorStatement& s, Tables tables) {
  Int256 scaled = column_sums(tables[0], s.column).sum;
  for (int i = 0; i < s.digits; ++i) scaled = scaled * Int256(10);
  return demand(floor_quotient(scaled, s.column.body->rows) == Int256(s.q), "the column has another mean");
}

Result<void> check(const CovarianceStatement& s, Tables tables) {
  return demand(column_sums(tables[0], s.x).sum == s.sum_x && column_sums(tables[0], s.y).sum == s.sum_y &&
                    product_sum(tables[0], s.x, s.y) == s.sum_xy,
                "the columns have other sums");
}

Result<void> check(const CompositeStatement& s, Tables tables) {
  for (const CompositeStatement::Claim& claim : s.claims) {
    // Booleans have no limbs whose making would find it out.
    if (claim.plan.kind == TypePlan::Kind::kBool) {
      ZKP_TRY_VOID(check_within(integers_of(tables[0], claim.column), 0, 1));
    }
    if (claim.kind != CompositeStatement::Kind::kSum) continue;
    if (column_sums(tables[0], claim.column).sum != claim.sum) {
      return false_because("the column has another sum").with_column(claim.column.name());
    }
  }
  return {};
}

Result<void> check(const WellTypedStatement& s, Tables tables) {
  for (const WellTypedStatement::Item& item : s.items) {
    const std::vector<uint8_t> nulls = nulls_of(tables[0], item.column);
    const auto found = static_cast<uint64_t>(std::ranges::count(nulls, uint8_t{1}));
    if (item.publishes_nulls && found != item.null_count) return false_because("the column has other NULLs");
    if (item.plan.kind != TypePlan::Kind::kBool) continue;
    ZKP_TRY_VOID(check_within(integers_of(tables[0], item.column), 0, 1));
  }
  return {};
}

Result<void> check(const CountCompareStatement& s, Tables tables) {
  using Op = CountCompareStatement::Op;
  const ColumnRows rows(tables[0], s.column);
  uint64_t found = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows.is_null(i)) continue;
    const __int128 v = rows.value(i);
    found += s.op == Op::kAtMost ? v <= s.c1 : s.op == Op::kAtLeast ? v >= s.c1 : s.c1 <= v && v <= s.c2;
  }
  return demand(reaches(s.mode, found, s.target), count_sentence(found));
}

Result<void> check(const CountEqualStatement& s, Tables tables) {
  const ColumnRows rows(tables[0], s.column);
  std::vector<uint64_t> found(s.counts.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows.is_null(i)) continue;
    const auto at = std::ranges::find(s.classes, rows.value(i));
    if (at != s.classes.end()) ++found[s.joint ? 0 : static_cast<size_t>(at - s.classes.begin())];
  }
  for (size_t i = 0; i < found.size(); ++i) {
    if (!reaches(s.counts[i].mode, found[i], s.counts[i].target)) return false_because(count_sentence(found[i]));
  }
  return {};
}

Result<void> check(const QuantileStatement& s, Tables tables) {
  const ColumnRows rows(tables[0], s.column);
  uint64_t below = 0, at_most = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    below += rows.value(i) < s.value;
    at_most += rows.value(i) <= s.value;
  }
  return demand(below < s.rank && s.rank <= at_most, "another value has this rank");
}

Result<void> check(const HistogramStatement& s, Tables tables) {
  const ColumnRows rows(tables[0], s.column);
  std::map<__int128, uint64_t> found;
  for (const __int128 bin : s.bins) found[bin] = 0;
  uint64_t nulls = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows.is_null(i)) {
      ++nulls;
      continue;
    }
    const auto at = found.find(rows.value(i));
    if (at == found.end()) return not_true(i);
    ++at->second;
  }
  bool same = nulls == s.null_count;
  for (size_t i = 0; i < s.bins.size(); ++i) same &= found[s.bins[i]] == s.counts[i];
  return demand(same, "the values occur in other numbers");
}

Result<void> check(const GroupSumsStatement& s, Tables tables) {
  const ColumnRows values(tables[0], s.value), groups(tables[0], s.group);
  std::map<__int128, std::pair<Int256, uint64_t>> found;
  for (const GroupSumsStatement::Group& each : s.groups) found[each.group] = {};
  for (size_t i = 0; i < values.size(); ++i) {
    const auto at = found.find(groups.value(i));
    if (at == found.end()) return not_true(i);
    at->second.first = at->second.first + Int256(values.value(i));
    ++at->second.second;
  }
  for (const GroupSumsStatement::Group& each : s.groups) {
    const auto& [sum, count] = found[each.group];
    if (sum != each.sum || count != each.count)
      return false_because("a group has another sum or another number of rows");
  }
  return {};
}

Result<void> check(const NonMemberStatement& s, Tables tables) {
  const std::vector<RowKey> records = row_keys(s.listed.records), rows = row_keys(tables[0], s.listed.columns);
  for (size_t i = 0; i < rows.size(); ++i) {
    if (std::ranges::count(records, rows[i]) > 0) return false_because("a record is in the table").with_row(i + 1);
  }
  return {};
}

Result<void> check(const NoisySumStatement& s, Tables tables) {
  const ColumnRows bits(tables[1], s.bits);
  __int128 ones = 0;
  for (size_t i = 0; i < bits.size(); ++i) ones += (bits.value(i) != 0) != (s.beacon[i] != 0) ? 1 : 0;
  const Int256 twice =
      Int256(2) * (column_sums(tables[0], s.value).sum + Int256(ones)) - Int256(static_cast<__int128>(bits.size()));
  return demand(twice == s.twice_answer, "the column and the noise have another sum");
}

Result<void> check(const ShuffleStatement& s, Tables tables) {
  return same_rows(row_keys(tables[0], s.first), row_keys(tables[1], s.second),
                   "a row of the first table is not in the second as often");
}

Result<void> check(const SortStatement& s, Tables tables) {
  return same_rows(row_keys(tables[0], s.source), row_keys(tables[1], s.result),
                   "a row of the first table is not in the second as often");
}

Result<void> check(const FilterStatement& s, Tables tables) {
  using Op = FilterStatement::Op;
  const ColumnRows predicate(tables[0], s.source[s.predicate]);
  std::vector<RowKey> selected;
  const std::vector<RowKey> rows = row_keys(tables[0], s.source);
  for (size_t i = 0; i < rows.size(); ++i) {
    const __int128 v = predicate.value(i);
    if (s.op == Op::kAtMost ? v <= s.c : s.op == Op::kAtLeast ? v >= s.c : v == s.c) selected.push_back(rows[i]);
  }
  return same_rows(row_keys(tables[1], s.result), selected, "the second table is not what the condition selects");
}

Result<void> check(const SplitStatement& s, Tables tables) {
  std::vector<RowKey> parts = row_keys(tables[1], s.first);
  const std::vector<RowKey> second = row_keys(tables[2], s.second);
  parts.insert(parts.end(), second.begin(), second.end());
  return same_rows(row_keys(tables[0], s.source), parts, "a row of the source is not in the parts as often");
}

Result<void> check(const JoinStatement& s, Tables tables) {
  const std::vector<ColumnRef> of_left(s.result.begin(),
                                       s.result.begin() + static_cast<std::ptrdiff_t>(s.keys + s.left_columns));
  return same_rows(row_keys(tables[0], s.left), row_keys(tables[2], of_left),
                   "a row of the left table is not in the result as often");
}

template <class S>
Result<void> check_as(const Statement& statement, Tables tables) {
  return check(static_cast<const S&>(statement), tables);
}

struct CheckEntry {
  StatementType type;
  Result<void> (*check)(const Statement&, Tables);
};

constexpr CheckEntry kChecks[] = {
    {StatementType::kSums, check_as<SumsStatement>},
    {StatementType::kMeanFloor, check_as<MeanFloorStatement>},
    {StatementType::kCovariance, check_as<CovarianceStatement>},
    {StatementType::kComposite, check_as<CompositeStatement>},
    {StatementType::kWellTyped, check_as<WellTypedStatement>},
    {StatementType::kCountCompare, check_as<CountCompareStatement>},
    {StatementType::kCountEqual, check_as<CountEqualStatement>},
    {StatementType::kQuantile, check_as<QuantileStatement>},
    {StatementType::kHistogram, check_as<HistogramStatement>},
    {StatementType::kGroupSums, check_as<GroupSumsStatement>},
    {StatementType::kNonMember, check_as<NonMemberStatement>},
    {StatementType::kNoisySum, check_as<NoisySumStatement>},
    {StatementType::kShuffle, check_as<ShuffleStatement>},
    {StatementType::kSort, check_as<SortStatement>},
    {StatementType::kFilter, check_as<FilterStatement>},
    {StatementType::kSplit, check_as<SplitStatement>},
    {StatementType::kJoin, check_as<JoinStatement>},
};

}  // namespace

Result<void> check_truth(const Statement& statement, std::span<const PrivateTable> tables) {
  const auto found = std::ranges::find(kChecks, statement.type(), &CheckEntry::type);
  return found == std::end(kChecks) ? Result<void>() : found->check(statement, tables);
}

}  // namespace zkp
