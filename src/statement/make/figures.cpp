// Figures that are computed from columns: sums, extremes, ranks, histograms.
#include <algorithm>
#include <map>

#include "statement/make/make.h"
#include "statement/types/group_sums.h"
#include "statement/types/histogram.h"
#include "statement/units.h"

namespace zkp {
namespace {

using Nulls = MakeInput::Nulls;

Error no_values(const ColumnRef& column) {
  return Error(StatementError::kFalse, "every row of the column is NULL").with_column(column.name());
}

Result<Bytes> make_extreme(const MakeInput& in, bool is_max) {
  ZKP_TRY(const ColumnRef column, in.column(0, TypeGroup::kOrd, Nulls::kAllowed));
  const ColumnRows rows(in.tables[0], column);
  std::optional<__int128> found;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows.is_null(i)) continue;
    const __int128 value = rows.value(i);
    if (!found || (is_max ? value > *found : value < *found)) found = value;
  }
  if (!found) return no_values(column);
  ZKP_TRY(const uint8_t limbs, in.limbs(default_limbs_of_extreme(column.type(), *found, is_max)));
  ByteWriter out = start_statement(StatementType::kMinMax);
  out.str(column.name()).u8(is_max ? 1 : 0).raw(encode_i128(*found)).u8(limbs);
  return std::move(out).bytes();
}

Result<Bytes> make_rank(const MakeInput& in, const ColumnRef& column, uint64_t rank) {
  const ColumnRows rows(in.tables[0], column);
  if (rank < 1 || rank > rows.size()) return usage(in.name, "the rank is between 1 and the number of rows");
  std::vector<__int128> values(rows.size());
  for (size_t i = 0; i < values.size(); ++i) values[i] = rows.value(i);
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(rank - 1);
  std::ranges::nth_element(values, at);
  const __int128 cuts[] = {*at, *at - 1};
  ZKP_TRY(const uint8_t limbs, in.limbs(default_limbs_of_cuts(column.type(), cuts, 2)));
  ByteWriter out = start_statement(StatementType::kQuantile);
  out.str(column.name()).u64(rank).raw(encode_i128(*at)).u8(limbs);
  return std::move(out).bytes();
}

// ceil(p n) of a decimal p in (0, 1].
Result<uint64_t> rank_of_share(const MakeInput& in, std::string_view text, uint64_t rows) {
  constexpr __int128 kWhole = 1'000'000'000;
  const Result<__int128> p = parse_value({TypeCode::kDecimal, 9}, text);
  if (!p.ok() || *p <= 0 || *p > kWhole) {
    return usage(in.name, "p is a number above 0, at most 1, with at most 9 digits after the point");
  }
  return static_cast<uint64_t>((*p * rows + kWhole - 1) / kWhole);
}

struct Tally {
  std::map<__int128, uint64_t> counts;
  uint64_t nulls = 0;
};

/// Starts with the values that the text lists, which are then all that may occur.
Result<Tally> tally(const MakeInput& in, const ColumnRef& column, std::string_view key, size_t most) {
  Tally out;
  const std::string* listed = in.param(key);
  if (listed != nullptr) {
    for (const std::string_view piece : split_quoted(*listed, ",")) {
      ZKP_TRY(const __int128 value, parse_value_text(column, in.datasets, piece));
      out.counts.emplace(value, 0);
    }
  }
  const ColumnRows rows(in.tables[0], column);
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows.is_null(i)) {
      ++out.nulls;
      continue;
    }
    const __int128 value = rows.value(i);
    if (listed != nullptr && !out.counts.contains(value)) {
      return Error(StatementError::kFalse,
                   "the value " + shown(column, in.datasets, value) + " is none of those listed")
          .with_row(i + 1)
          .with_column(column.name());
    }
    ++out.counts[value];
    if (out.counts.size() > most) {
      return Error(GeneralError::kLimit, "the column has more than 4,096 different values").with_column(column.name());
    }
  }
  if (out.counts.empty()) out.counts.emplace(0, 0);  // all NULL: one value that does not occur
  return out;
}

}  // namespace

Result<Bytes> make_sums(const MakeInput& in) {
  ZKP_TRY(const ColumnRef column, in.column(0, TypeGroup::kArith, Nulls::kAllowed));
  const ColumnSums sums = column_sums(in.tables[0], column);
  if (sums.count == 0) return no_values(column);
  ByteWriter out = start_statement(StatementType::kSums);
  out.str(column.name()).raw(sums.sum.to_bytes()).raw(sums.squares.to_bytes()).u64(sums.count);
  return std::move(out).bytes();
}

Result<Bytes> make_mean_floor(const MakeInput& in) {
  ZKP_TRY(const ColumnRef column, in.column(0, TypeGroup::kArith));
  const uint64_t scale = scale_of(column);
  uint64_t digits = std::max<uint64_t>(scale, 2);
  if (const std::string* text = in.param("digits")) { ZKP_TRY(digits, parse_count(*text)); }
  if (digits < scale || digits - scale > 18) {
    return usage(in.name, "digits is between " + std::to_string(scale) + " and " + std::to_string(scale + 18) +
                              " for this column");
  }
  Int256 scaled = column_sums(in.tables[0], column).sum;
  for (uint64_t i = scale; i < digits; ++i) scaled = scaled * Int256(10);
  const Int256 q = floor_quotient(scaled, column.body->rows);
  const auto [low, high, sign, same] = q.limbs();
  if (sign != (high >> 63 != 0 ? ~uint64_t{0} : 0) || same != sign) {
    return Error(GeneralError::kLimit, "the mean has too many digits").with_column(column.name());
  }
  const auto value = static_cast<__int128>(static_cast<unsigned __int128>(high) << 64 | low);
  ByteWriter out = start_statement(StatementType::kMeanFloor);
  out.str(column.name()).u8(static_cast<uint8_t>(digits - scale)).raw(encode_i128(value));
  return std::move(out).bytes();
}

Result<Bytes> make_covariance(const MakeInput& in) {
  ZKP_TRY(const ColumnRef x, in.column(0, TypeGroup::kArith));
  ZKP_TRY(const ColumnRef y, in.column(1, TypeGroup::kArith));
  ByteWriter out = start_statement(StatementType::kCovariance);
  out.str(x.name()).str(y.name());
  out.raw(column_sums(in.tables[0], x).sum.to_bytes()).raw(column_sums(in.tables[0], y).sum.to_bytes());
  out.raw(product_sum(in.tables[0], x, y).to_bytes());
  return std::move(out).bytes();
}

Result<Bytes> make_min(const MakeInput& in) { return make_extreme(in, false); }
Result<Bytes> make_max(const MakeInput& in) { return make_extreme(in, true); }

Result<Bytes> make_median(const MakeInput& in) {
  ZKP_TRY(const ColumnRef column, in.column(0, TypeGroup::kOrd));
  return make_rank(in, column, column.body->rows / 2 + column.body->rows % 2);
}

Result<Bytes> make_quantile(const MakeInput& in) {
  ZKP_TRY(const ColumnRef column, in.column(0, TypeGroup::kOrd));
  const std::string *p = in.param("p"), *rank = in.param("rank");
  if ((p == nullptr) == (rank == nullptr)) return usage(in.name, "needs either p= or rank=");
  uint64_t number = 0;
  if (rank != nullptr) {
    ZKP_TRY(number, parse_count(*rank));
  } else {
    ZKP_TRY(number, rank_of_share(in, *p, column.body->rows));
  }
  return make_rank(in, column, number);
}

Result<Bytes> make_histogram(const MakeInput& in) {
  ZKP_TRY(const ColumnRef column, in.column(0, TypeGroup::kOrd, Nulls::kAllowed));
  ZKP_TRY(const Tally found, tally(in, column, "bins", HistogramStatement::kMaxBins));
  ByteWriter out = start_statement(StatementType::kHistogram);
  out.str(column.name()).u64(found.nulls).u32(static_cast<uint32_t>(found.counts.size()));
  for (const auto& [value, count] : found.counts) out.raw(encode_i128(value)).u64(count);
  return std::move(out).bytes();
}

Result<Bytes> make_group_sums(const MakeInput& in) {
  ZKP_TRY(const ColumnRef value, in.column(0, TypeGroup::kArith));
  ZKP_TRY(const ColumnRef group, in.column(1, TypeGroup::kOrd));
  ZKP_TRY(const Tally found, tally(in, group, "groups", GroupSumsStatement::kMaxGroups));
  std::map<__int128, __int128> sums;
  const ColumnRows values(in.tables[0], value), groups(in.tables[0], group);
  for (size_t i = 0; i < values.size(); ++i) sums[groups.value(i)] += values.value(i);
  ByteWriter out = start_statement(StatementType::kGroupSums);
  out.str(value.name()).str(group.name()).u32(static_cast<uint32_t>(found.counts.size()));
  for (const auto& [key, count] : found.counts) {
    out.raw(encode_i128(key)).raw(Int256(sums[key]).to_bytes()).u64(count);
  }
  return std::move(out).bytes();
}

}  // namespace zkp
