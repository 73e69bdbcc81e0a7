// Counts of rows: COUNT_CMP, COUNT_EQ.
#include "statement/types/count_compare.h"
#include "statement/types/count_equal.h"
#include "statement/units.h"
#include "statement/words/describe.h"

namespace zkp {
namespace {

std::string mode_words(CountMode mode) {
  switch (mode) {
    case CountMode::kExactly:
      return "exactly ";
    case CountMode::kAtLeast:
      return "at least ";
    case CountMode::kAtMost:
      return "at most ";
  }
  return "";
}

// The name of the output, and of the parameter that asks for it.
std::string_view mode_name(CountMode mode) {
  return mode == CountMode::kAtLeast ? "at-least" : mode == CountMode::kAtMost ? "at-most" : "count";
}

void tell_mode(Description& out, CountMode mode, uint64_t target) {
  if (mode != CountMode::kExactly) out.text->params.emplace_back(mode_name(mode), std::to_string(target));
}

void add_mode_warning(Description& out, CountMode mode) {
  if (mode != CountMode::kExactly) out.view.not_shown.emplace_back("how many rows there are exactly");
}

void add_null_note(Description& out, const ColumnRef& column) {
  if (column.nullable())
    out.view.not_shown.push_back("how many rows of " + quoted(column.name()) +
                                 " are NULL: those "
                                 "never count");
}

// How many rows are true is the sum of them.
void add_count_of_bool(Description& out, const ColumnRef& column) {
  if (column.type().code == TypeCode::kBool) mark_exact_sum(out, column);
}

}  // namespace

void describe_count_compare(const DescribeInput& in, Description& out) {
  const auto& s = in.as<CountCompareStatement>();
  using Op = CountCompareStatement::Op;
  const std::string c1 = value_text(s.column, in.datasets, s.c1), from = shown(s.column, in.datasets, s.c1);
  out.text = StatementText{"count-where", {s.column.name()}, {}};
  std::string condition;
  if (s.op == Op::kAtMost) {
    out.text->params.emplace_back("le", c1);
    condition = "of at most " + from + order_words(s.column);
  } else if (s.op == Op::kAtLeast) {
    out.text->params.emplace_back("ge", c1);
    condition = "of at least " + from + order_words(s.column);
  } else {
    out.text->params.emplace_back("between", interval_text(s.column, in.datasets, {s.c1, s.c2}));
    condition = between_words(s.column, in.datasets, {s.c1, s.c2});
  }
  tell_mode(out, s.mode, s.target);
  out.view.words =
      mode_words(s.mode) + rows_have(s.target) + " a value " + condition + " in " + column_words(s.column, in.datasets);
  disclose(out, column_of(s.column), std::string(mode_name(s.mode)), std::to_string(s.target));
  const std::vector<__int128> cuts = s.cuts();
  const int most = s.op == Op::kBetween ? 2 : kMaxLimbs;
  const bool covers = s.limbs >= default_limbs_of_cuts(s.column.type(), cuts, kMaxLimbs);
  tell_limbs(out, s.column, s.limbs, default_limbs_of_cuts(s.column.type(), cuts, most), covers,
             s.op == Op::kBetween ? "the bounds" : from);
  add_mode_warning(out, s.mode);
  add_null_note(out, s.column);
  add_count_of_bool(out, s.column);
}

void describe_count_equal(const DescribeInput& in, Description& out) {
  const auto& s = in.as<CountEqualStatement>();
  std::vector<std::string> values;
  std::string list;
  for (const __int128 each : s.classes) {
    values.push_back(shown(s.column, in.datasets, each));
    list += (list.empty() ? "" : ",") + value_text(s.column, in.datasets, each);
  }
  const ColumnOf about = column_of(s.column);
  if (s.joint || s.classes.size() == 1) {
    const CountEqualStatement::Count& count = s.counts[0];
    out.text = StatementText{"count-where", {s.column.name()}, {{s.joint ? "in" : "eq", list}}};
    tell_mode(out, count.mode, count.target);
    disclose(out, about, std::string(mode_name(count.mode)), std::to_string(count.target));
    out.view.words = mode_words(count.mode) + rows_have(count.target) + " " +
                     (s.classes.size() == 1 ? "the value " + values[0] : "one of the values " + list_words(values)) +
                     " in " + column_words(s.column, in.datasets);
    add_mode_warning(out, count.mode);
  } else {
    std::vector<std::string> parts;
    std::string counts;
    bool all_exact = true;
    for (size_t i = 0; i < values.size(); ++i) {
      const auto& [mode, target] = s.counts[i];
      all_exact &= mode == CountMode::kExactly;
      counts += i == 0 ? "" : ",";
      counts +=
          mode == CountMode::kExactly ? "=" : (mode == CountMode::kAtLeast ? ">=" : "<=") + std::to_string(target);
      parts.push_back(values[i] + " is in " + mode_words(mode) + rows_words(target));
      disclose(out, about, std::string(mode_name(mode)) + " of " + values[i], std::to_string(target));
    }
    out.text = StatementText{"balance", {s.column.name()}, {{"classes", list}}};
    if (!all_exact) {
      out.text->params.emplace_back("counts", counts);
      out.view.not_shown.emplace_back("how many rows there are exactly where only a bound is said");
    }
    out.view.words = "in " + column_words(s.column, in.datasets) + ", " + list_words(parts);
  }
  out.view.not_shown.emplace_back("what the other rows hold");
  add_null_note(out, s.column);
  add_count_of_bool(out, s.column);
}

}  // namespace zkp
