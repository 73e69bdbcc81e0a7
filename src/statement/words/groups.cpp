// Figures of each of several values: HISTOGRAM, GROUP_SUMS.
#include <algorithm>

#include "statement/types/group_sums.h"
#include "statement/types/histogram.h"
#include "statement/units.h"
#include "statement/words/describe.h"

namespace zkp {
namespace {

constexpr size_t kListed = 20;  ///< in a sentence; the outputs have all

// The first ones, and how many more there are.
std::string some_words(std::vector<std::string> parts, const std::string& what) {
  if (parts.size() > kListed + 1) {
    const size_t more = parts.size() - kListed;
    parts.resize(kListed);
    parts.push_back(format_count(more) + " more " + what + " as in the outputs");
  }
  return list_words(parts);
}

}  // namespace

void describe_histogram(const DescribeInput& in, Description& out) {
  const auto& s = in.as<HistogramStatement>();
  const ColumnOf about = column_of(s.column);
  std::vector<std::string> parts;
  std::string list;
  for (size_t i = 0; i < s.bins.size(); ++i) {
    const std::string value = shown(s.column, in.datasets, s.bins[i]);
    parts.push_back(value + " in " + rows_words(s.counts[i]));
    disclose(out, about, "count of " + value, std::to_string(s.counts[i]));
    list += (i == 0 ? "" : ",") + value_text(s.column, in.datasets, s.bins[i]);
  }
  if (s.column.nullable()) {
    parts.insert(parts.begin(), "NULL in " + rows_words(s.null_count));
    disclose(out, about, "nulls", std::to_string(s.null_count));
  }
  out.text = StatementText{"histogram", {s.column.name()}, {}};
  if (std::ranges::count(s.counts, 0u) > 0) out.text->params.emplace_back("bins", list);
  mark_exact_sum(out, s.column);
  out.view.words = "the " + rows_words(s.column.body->rows) + " of " + column_words(s.column, in.datasets) + " hold " +
                   some_words(std::move(parts), "values") + ", and nothing else";
}

void describe_group_sums(const DescribeInput& in, Description& out) {
  const auto& s = in.as<GroupSumsStatement>();
  std::vector<std::string> parts;
  std::string list;
  bool has_empty = false;
  for (const GroupSumsStatement::Group& each : s.groups) {
    const std::string group = shown(s.group, in.datasets, each.group);
    const std::string sum = format_scaled(each.sum, scale_of(s.value));
    parts.push_back(sum + " in the " + rows_words(each.count) + " of " + group);
    disclose(out, column_of(s.value), "sum of " + group, sum);
    disclose(out, column_of(s.group), "count of " + group, std::to_string(each.count));
    list += (list.empty() ? "" : ",") + value_text(s.group, in.datasets, each.group);
    has_empty |= each.count == 0;
  }
  out.text = StatementText{"group-sums", {s.value.name(), s.group.name()}, {}};
  if (has_empty) out.text->params.emplace_back("groups", list);
  out.view.words = column_words(s.value, in.datasets) + " sums, by " + quoted(s.group.name()) + ", to " +
                   some_words(std::move(parts), "groups") + unit_words(s.value.type()) + "; these are all rows";
  rely_on(out, s.value);
  mark_exact_sum(out, s.value);
  mark_exact_sum(out, s.group);  // its histogram
}

}  // namespace zkp
