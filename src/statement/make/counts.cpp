// Counts of rows.
#include <algorithm>
#include <array>

#include "statement/make/make.h"
#include "statement/types/count_compare.h"
#include "statement/types/count_equal.h"

namespace zkp {
namespace {

using Nulls = MakeInput::Nulls;
using Op = CountCompareStatement::Op;

struct Wanted {
  CountMode mode = CountMode::kExactly;
  uint64_t target = 0;  ///< unless kExactly
};

void write_count(ByteWriter& out, const Wanted& wanted, uint64_t found) {
  out.u8(static_cast<uint8_t>(wanted.mode)).u64(wanted.mode == CountMode::kExactly ? found : wanted.target);
}

// at-least=, at-most= or neither: as many as there are.
Result<Wanted> wanted_count(const MakeInput& in) {
  const std::string *least = in.param("at-least"), *most = in.param("at-most");
  if (least != nullptr && most != nullptr) return usage(in.name, "takes at-least= or at-most=, not both");
  const uint64_t rows = in.entries[0]->rows;
  Wanted out;
  if (least != nullptr) {
    out.mode = CountMode::kAtLeast;
    ZKP_TRY(out.target, parse_share(*least, rows, true));
  } else if (most != nullptr) {
    out.mode = CountMode::kAtMost;
    ZKP_TRY(out.target, parse_share(*most, rows, false));
  }
  return out;
}

// "=", ">=400", "<=40%"
Result<Wanted> parse_wanted(const MakeInput& in, std::string_view text) {
  if (text == "=") return Wanted();
  const bool is_least = text.starts_with(">=");
  if (!is_least && !text.starts_with("<="))
    return usage(in.name, "counts are =, >=N or <=N, N rows or a share such as 40%");
  Wanted out{is_least ? CountMode::kAtLeast : CountMode::kAtMost, 0};
  ZKP_TRY(out.target, parse_share(text.substr(2), in.entries[0]->rows, is_least));
  return out;
}

Result<std::vector<__int128>> parse_values(const MakeInput& in, const ColumnRef& column, std::string_view list) {
  std::vector<__int128> out;
  for (const std::string_view piece : split_quoted(list, ",")) {
    ZKP_TRY(const __int128 value, parse_value_text(column, in.datasets, piece));
    if (std::ranges::count(out, value) > 0) return usage(in.name, "a value is listed twice");
    out.push_back(value);
  }
  return out;
}

template <class Selects>
uint64_t count_rows_where(const MakeInput& in, const ColumnRef& column, const Selects& selects) {
  const ColumnRows rows(in.tables[0], column);
  uint64_t out = 0;
  for (size_t i = 0; i < rows.size(); ++i) out += !rows.is_null(i) && selects(rows.value(i)) ? 1 : 0;
  return out;
}

uint64_t count_value(const MakeInput& in, const ColumnRef& column, __int128 value) {
  return count_rows_where(in, column, [&](__int128 v) { return v == value; });
}

Result<Bytes> make_compare(const MakeInput& in, const ColumnRef& column, Op op, const std::string& bound) {
  CountCompareStatement statement;
  statement.op = op;
  if (op == Op::kBetween) {
    ZKP_TRY(const Interval bounds, parse_interval_text(column, in.datasets, bound));
    statement.c1 = bounds.lo;
    statement.c2 = bounds.hi;
  } else {
    ZKP_TRY(statement.c1, parse_value_text(column, in.datasets, bound));
  }
  const __int128 c1 = statement.c1, c2 = statement.c2;
  ZKP_TRY_VOID(check_constant(c1));
  ZKP_TRY_VOID(check_constant(c2));
  ZKP_TRY(const Wanted wanted, wanted_count(in));
  const std::vector<__int128> cuts = statement.cuts();
  const int most = op == Op::kBetween ? 2 : kMaxLimbs;
  ZKP_TRY(const uint8_t limbs, in.limbs(default_limbs_of_cuts(column.type(), cuts, most)));
  const uint64_t found = count_rows_where(in, column, [&](__int128 v) {
    return op == Op::kAtMost ? v <= c1 : op == Op::kAtLeast ? v >= c1 : c1 <= v && v <= c2;
  });
  ByteWriter out = start_statement(StatementType::kCountCompare);
  out.str(column.name()).u8(static_cast<uint8_t>(op)).raw(encode_i128(c1)).raw(encode_i128(c2));
  write_count(out, wanted, found);
  out.u8(limbs);
  return std::move(out).bytes();
}

Result<Bytes> make_equal(const MakeInput& in, const ColumnRef& column, bool joint, const std::string& list) {
  if (in.param("limbs") != nullptr) return usage(in.name, "equality needs no limbs");
  ZKP_TRY(std::vector<__int128> values, parse_values(in, column, list));
  if (!joint && values.size() != 1) return usage(in.name, "eq= takes one value, in= several");
  if (values.size() > UINT8_MAX) return usage(in.name, "too many values");
  std::ranges::sort(values);
  ZKP_TRY(const Wanted wanted, wanted_count(in));
  ByteWriter out = start_statement(StatementType::kCountEqual);
  out.str(column.name()).u8(joint ? 1 : 0).u8(static_cast<uint8_t>(values.size()));
  for (const __int128 each : values) out.raw(encode_i128(each));
  write_count(out, wanted,
              count_rows_where(in, column, [&](__int128 v) { return std::ranges::binary_search(values, v); }));
  return std::move(out).bytes();
}

// All categories of a CODE column, when the text lists none.
Result<std::vector<__int128>> classes_of(const MakeInput& in, const ColumnRef& column) {
  if (const std::string* list = in.param("classes")) return parse_values(in, column, *list);
  if (column.type().code != TypeCode::kCode || column.type().param > UINT8_MAX) {
    return usage(in.name, "needs classes= for this column");
  }
  std::vector<__int128> out;
  for (uint32_t i = 0; i < column.type().param; ++i) out.push_back(i);
  return out;
}

}  // namespace

Result<Bytes> make_count_where(const MakeInput& in) {
  ZKP_TRY(const ColumnRef column, in.column(0, TypeGroup::kOrd, Nulls::kAllowed));
  constexpr std::array<std::string_view, 5> kConditions = {"le", "ge", "between", "eq", "in"};
  std::string_view condition;
  for (const std::string_view each : kConditions) {
    if (in.param(each) == nullptr) continue;
    if (!condition.empty()) return usage(in.name, "takes one condition of le, ge, between, eq and in");
    condition = each;
  }
  if (condition.empty()) return usage(in.name, "needs a condition: le=, ge=, between=A..B, eq= or in=A,B");
  const std::string& value = *in.param(condition);
  if (condition == "eq" || condition == "in") return make_equal(in, column, condition == "in", value);
  return make_compare(in, column,
                      condition == "le"   ? Op::kAtMost
                      : condition == "ge" ? Op::kAtLeast
                                          : Op::kBetween,
                      value);
}

Result<Bytes> make_balance(const MakeInput& in) {
  ZKP_TRY(const ColumnRef column, in.column(0, TypeGroup::kOrd, Nulls::kAllowed));
  ZKP_TRY(const std::vector<__int128> values, classes_of(in, column));
  ZKP_TRY(const Wanted for_all, wanted_count(in));
  std::vector<std::pair<__int128, Wanted>> classes;
  for (const __int128 each : values) classes.emplace_back(each, for_all);
  if (const std::string* counts = in.param("counts")) {
    const std::vector<std::string_view> pieces = split_quoted(*counts, ",");
    if (pieces.size() != classes.size() || for_all.mode != CountMode::kExactly) {
      return usage(in.name, "needs one count for each class, and then no at-least= or at-most=");
    }
    for (size_t i = 0; i < pieces.size(); ++i) { ZKP_TRY(classes[i].second, parse_wanted(in, pieces[i])); }
  }
  if (classes.size() > UINT8_MAX) return usage(in.name, "too many classes");
  std::ranges::sort(classes, {}, &std::pair<__int128, Wanted>::first);
  ByteWriter out = start_statement(StatementType::kCountEqual);
  out.str(column.name()).u8(0).u8(static_cast<uint8_t>(classes.size()));
  for (const auto& [value, wanted] : classes) out.raw(encode_i128(value));
  for (const auto& [value, wanted] : classes) write_count(out, wanted, count_value(in, column, value));
  return std::move(out).bytes();
}

}  // namespace zkp
