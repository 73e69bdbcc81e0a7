// Sums: SUMS, MEAN_FLOOR, COVARIANCE.
#include "statement/types/sums.h"

#include "statement/types/covariance.h"
#include "statement/types/mean_floor.h"
#include "statement/units.h"
#include "statement/words/describe.h"

namespace zkp {
namespace {

std::string in_brackets(const std::string& words) { return words.empty() ? words : " (" + words + ")"; }

}  // namespace

// mean = S1 / M, variance = (M S2 - S1^2) / M^2 of the values as a population, / (M (M - 1)) as a sample.
void describe_sums(const DescribeInput& in, Description& out) {
  const auto& s = in.as<SumsStatement>();
  const uint32_t scale = scale_of(s.column);
  const ColumnOf about = column_of(s.column);
  const Int256 count = Int256::from_u64(s.count), spread = count * s.sum_of_squares - s.sum * s.sum;
  const std::string sum = format_scaled(s.sum, scale), squares = format_scaled(s.sum_of_squares, 2 * scale);
  const Quotient mean = quotient(s.sum, s.count, scale);
  const Quotient population = quotient(spread, s.count * s.count, 2 * scale);
  const Quotient sample = s.count == 1 ? Quotient() : quotient(spread, s.count * (s.count - 1), 2 * scale);

  out.text = StatementText{"sums", {s.column.name()}, {}};
  disclose(out, about, "count", std::to_string(s.count));
  disclose(out, about, "sum", sum);
  disclose(out, about, "sum of squares", squares);
  disclose(out, about, "mean", mean.text);
  disclose(out, about, "variance of the population", population.text);
  if (s.count > 1) disclose(out, about, "variance of a sample", sample.text);
  out.view.words = column_words(s.column, in.datasets) + " has " + format_count(s.count) +
                   (s.count == 1 ? " value" : " values") + live_words(s.column) + ", with sum " + sum +
                   " and sum of squares " + squares + unit_words(s.column.type()) + ": mean " + mean.text +
                   ", variance " + population.text + " as a population" +
                   (s.count > 1 ? ", " + sample.text + " as a sample" : "") +
                   in_brackets(rounding_words({&mean, &population, &sample}));
  if (spread.is_negative()) out.view.words += "; no integers have these sums";
  rely_on(out, s.column);
  mark_exact_sum(out, s.column);
  if (s.column.nullable()) out.view.typed.push_back({about.dataset, about.column + std::string(kNullSuffix)});
}

void describe_mean_floor(const DescribeInput& in, Description& out) {
  const auto& s = in.as<MeanFloorStatement>();
  const uint32_t digits = scale_of(s.column) + static_cast<uint32_t>(s.digits);
  const Int256 q(s.q);
  const std::string low = format_scaled(q, digits), high = format_scaled(q + Int256(1), digits);
  out.text = StatementText{"mean-floor", {s.column.name()}, {{"digits", std::to_string(digits)}}};
  disclose(out, column_of(s.column), "mean rounded down", low);
  out.view.words = "the mean of " + column_words(s.column, in.datasets) + " over its " +
                   rows_words(s.column.body->rows) + " is at least " + low + " and less than " + high +
                   unit_words(s.column.type());
  out.view.not_shown.push_back("the sum of the values, beyond what the rounded mean says about it");
  rely_on(out, s.column);
  mark_exact_sum(out, s.column);
}

// covariance of a sample = (n S_xy - S_x S_y) / (n (n - 1))
void describe_covariance(const DescribeInput& in, Description& out) {
  const auto& s = in.as<CovarianceStatement>();
  const uint64_t n = s.x.body->rows;
  const uint32_t of_x = scale_of(s.x), of_y = scale_of(s.y);
  const std::string sum_x = format_scaled(s.sum_x, of_x), sum_y = format_scaled(s.sum_y, of_y),
                    products = format_scaled(s.sum_xy, of_x + of_y);
  out.text = StatementText{"covariance", {s.x.name(), s.y.name()}, {}};
  disclose(out, column_of(s.x), "sum of the first", sum_x);
  disclose(out, column_of(s.y), "sum of the second", sum_y);
  disclose(out, {s.x.entry, ""}, "sum of products", products);
  out.view.words = "the " + rows_words(n) + " of columns " + quoted(s.x.name()) + " and " + quoted(s.y.name()) +
                   " of " + dataset_words(in.datasets, 0) + " have the sums " + sum_x + " and " + sum_y +
                   ", and their products the sum " + products + unit_words(s.x.type()) +
                   (s.x.type().code == s.y.type().code ? "" : unit_words(s.y.type()));
  if (n > 1) {
    const Int256 joint = Int256::from_u64(n) * s.sum_xy - s.sum_x * s.sum_y;
    const Quotient covariance = quotient(joint, n * (n - 1), of_x + of_y);
    disclose(out, {s.x.entry, ""}, "covariance of a sample", covariance.text);
    out.view.words += ": covariance " + covariance.text + " as a sample" + in_brackets(rounding_words({&covariance}));
  }
  out.view.not_shown.push_back("the correlation: it takes the sums of squares of both columns (sums) besides");
  for (const ColumnRef& column : {s.x, s.y}) {
    rely_on(out, column);
    mark_exact_sum(out, column);
  }
}

}  // namespace zkp
