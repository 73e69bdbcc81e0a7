// Keys, and columns row by row: UNIQUE_KEY, DISJOINT, AFFINE.
#include "statement/types/affine.h"
#include "statement/types/disjoint.h"
#include "statement/types/unique_key.h"
#include "statement/units.h"
#include "statement/words/describe.h"

namespace zkp {
namespace {

std::string encoding_words(const ColumnRef& column) {
  switch (column.type().code) {
    case TypeCode::kDecimal:
      return column.type().param == 0 ? "" : ", counted in units of 10^-" + std::to_string(column.type().param);
    case TypeCode::kDate:
      return ", counted in days since 1970-01-01";
    case TypeCode::kTimestamp:
      return ", counted in microseconds since 1970-01-01";
    default:
      return "";
  }
}

}  // namespace

void describe_unique_key(const DescribeInput& in, Description& out) {
  const auto& s = in.as<UniqueKeyStatement>();
  out.text = StatementText{"unique", {s.key.name()}, {}};
  out.view.words = "no value occurs twice in the " + rows_words(s.count) + " of " + column_words(s.key, in.datasets);
  add_text_warning(out, {&s.key, 1});
}

void describe_disjoint(const DescribeInput& in, Description& out) {
  const auto& s = in.as<DisjointStatement>();
  out.text = StatementText{"disjoint", {s.first.name()}, {{"with", quote_if_needed(in.datasets[1].name)}}};
  if (s.second.name() != s.first.name()) out.text->params.emplace_back("key", quote_if_needed(s.second.name()));
  out.view.words =
      "no value of " + column_words(s.first, in.datasets) + " occurs in " + column_words(s.second, in.datasets);
  add_encoder_warning(out);
  out.view.not_shown.emplace_back("that values are not near duplicates: equal are those with equal codes");
}

void describe_affine(const DescribeInput& in, Description& out) {
  const auto& s = in.as<AffineStatement>();
  out.text = StatementText{"affine",
                           {s.input.name(), s.output.name()},
                           {{"a", format_integer(s.a)}, {"c", format_integer(s.c)}, {"d", format_integer(s.d)}}};
  const DatasetView &first = in.datasets[0], &second = in.datasets[1];
  const bool is_same = first.name == second.name && *first.entry == *second.entry;
  if (!is_same) out.text->params.emplace_back("with", quote_if_needed(second.name));
  const std::string constant = s.c == 0 ? "" : (s.c < 0 ? " - " : " + ") + format_integer(s.c < 0 ? -s.c : s.c);
  const std::string sum = format_integer(s.a) + " x" + constant;
  const std::string formula = s.d == 1 ? sum : "(" + sum + ") / " + format_integer(s.d) + ", rounded down";
  const std::string counted = encoding_words(s.output);
  out.view.words = "in each of the " + rows_words(s.input.body->rows) + ", the value in " +
                   column_words(s.output, in.datasets) + counted + (counted.empty() ? " is " : ", is ") + formula +
                   ", x being the value in " + column_words(s.input, in.datasets) + encoding_words(s.input);
  rely_on(out, s.input);
  rely_on(out, s.output);
}

}  // namespace zkp
