// Values by rank: MIN, MAX, QUANTILE.
#include "statement/types/min_max.h"
#include "statement/types/quantile.h"
#include "statement/units.h"
#include "statement/words/describe.h"

namespace zkp {

void describe_min_max(const DescribeInput& in, Description& out) {
  const auto& s = in.as<MinMaxStatement>();
  const std::string name = s.is_max ? "max" : "min", value = shown(s.column, in.datasets, s.value);
  out.text = StatementText{name, {s.column.name()}, {}};
  out.view.words = std::string("the ") + (s.is_max ? "largest" : "smallest") + " value of " +
                   column_words(s.column, in.datasets) + (s.column.nullable() ? " that is not NULL" : "") + " is " +
                   value + order_words(s.column);
  disclose(out, column_of(s.column), name, value);
  const int by_default = default_limbs_of_extreme(s.column.type(), s.value, s.is_max);
  tell_limbs(out, s.column, s.limbs, by_default, s.limbs >= by_default, "it");
  out.view.not_shown.emplace_back("how many rows have this value");
  add_null_warning(out, s.column);
}

void describe_quantile(const DescribeInput& in, Description& out) {
  const auto& s = in.as<QuantileStatement>();
  const uint64_t n = s.column.body->rows;
  const std::string value = shown(s.column, in.datasets, s.value);
  const bool is_median = s.rank == n / 2 + n % 2;
  out.text = StatementText{is_median ? "median" : "quantile", {s.column.name()}, {}};
  if (!is_median) out.text->params.emplace_back("rank", std::to_string(s.rank));
  out.view.words = "of the " + format_count(n) + " values of " + column_words(s.column, in.datasets) +
                   " in ascending order, number " + format_count(s.rank) + " is " + value + order_words(s.column);
  if (is_median) {
    out.view.words += n % 2 == 0 ? ": the lower median, the lower one of the two middle values" : ": the median";
  }
  disclose(out, column_of(s.column), is_median ? "median" : "quantile", value);
  out.view.outputs["rank"] = std::to_string(s.rank);
  const __int128 cuts[] = {s.value, s.value - 1};
  const bool covers = s.limbs >= default_limbs_of_cuts(s.column.type(), cuts, kMaxLimbs);
  tell_limbs(out, s.column, s.limbs, default_limbs_of_cuts(s.column.type(), cuts, 2), covers, "it");
  out.view.not_shown.emplace_back("how many rows have this value");
}

}  // namespace zkp
