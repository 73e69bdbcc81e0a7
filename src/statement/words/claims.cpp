// Claims about the values of columns: RANGE, WELLTYPED, COMPOSITE, KNOWLEDGE.
#include "statement/types/composite.h"
#include "statement/types/knowledge.h"
#include "statement/types/range.h"
#include "statement/types/well_typed.h"
#include "statement/units.h"
#include "statement/words/describe.h"

namespace zkp {
namespace {

std::string every_value(const ColumnRef& column, DatasetViews datasets) {
  return "every value of " + column_words(column, datasets) + (column.nullable() ? " that is not NULL" : "");
}

// What WELLTYPED and a TYPE claim say.
std::string type_words(const ColumnRef& column, DatasetViews datasets) {
  const std::optional<Interval> bounds = interval(column.type());
  if (!bounds) return "the prover knows a text code for every row of " + column_words(column, datasets);
  return every_value(column, datasets) + " is valid for its type " + name(column.type()) + ", " +
         between_words(column, datasets, *bounds);
}

void add_type(Description& out, const ColumnRef& column) {
  if (const std::optional<Interval> bounds = interval(column.type())) return add_range(out, column, *bounds, true);
  mark_typed(out, column);
  out.view.not_shown.push_back("that the codes of " + quoted(column.name()) +
                               " are those of texts: a text has no interval that could be shown");
}

void add_bounds(Description& out, const ColumnRef& column, DatasetViews datasets, const TypePlan& plan) {
  add_range(out, column, {plan.lo, plan.hi}, false);
  disclose(out, column_of(column), "min", shown(column, datasets, plan.lo));
  disclose(out, column_of(column), "max", shown(column, datasets, plan.hi));
  out.view.not_shown.push_back("that a value of " + quoted(column.name()) + " reaches either bound");
}

}  // namespace

void describe_range(const DescribeInput& in, Description& out) {
  const auto& s = in.as<RangeStatement>();
  const Interval bounds{s.plan.lo, s.plan.hi};
  out.text = StatementText{
      "range",
      {s.column.name()},
      {{"min", value_text(s.column, in.datasets, bounds.lo)}, {"max", value_text(s.column, in.datasets, bounds.hi)}}};
  out.view.words = every_value(s.column, in.datasets) + " is " + between_words(s.column, in.datasets, bounds);
  add_bounds(out, s.column, in.datasets, s.plan);
  add_null_warning(out, s.column);
}

void describe_well_typed(const DescribeInput& in, Description& out) {
  const auto& s = in.as<WellTypedStatement>();
  std::vector<std::string> names, parts;
  size_t publishing = 0;
  for (const WellTypedStatement::Item& item : s.items) {
    names.push_back(item.column.name());
    parts.push_back(type_words(item.column, in.datasets));
    add_type(out, item.column);
    if (!item.publishes_nulls) {
      add_null_warning(out, item.column);
      continue;
    }
    ++publishing;
    parts.back() += ", and exactly " + rows_words(item.null_count) + " of it are NULL";
    out.view.figures.push_back({column_of(item.column), "nulls", std::to_string(item.null_count)});
    out.view.outputs[s.items.size() == 1 ? "nulls" : "nulls of " + item.column.name()] =
        std::to_string(item.null_count);
  }
  out.view.words = clauses_words(parts);
  if (publishing == s.items.size()) out.text = StatementText{"nulls", names, {}};
  if (publishing == 0 && s.items.size() == 1) out.text = StatementText{"well-typed", names, {}};
}

void describe_composite(const DescribeInput& in, Description& out) {
  const auto& s = in.as<CompositeStatement>();
  using Kind = CompositeStatement::Kind;
  std::vector<std::string> names, claims, parts;
  bool only_types = true;
  for (const CompositeStatement::Claim& claim : s.claims) {
    const ColumnRef& column = claim.column;
    names.push_back(column.name());
    only_types &= claim.kind == Kind::kType;
    switch (claim.kind) {
      case Kind::kRange: {
        const Interval bounds{claim.plan.lo, claim.plan.hi};
        claims.push_back(interval_text(column, in.datasets, bounds));
        parts.push_back(every_value(column, in.datasets) + " is " + between_words(column, in.datasets, bounds));
        add_range(out, column, bounds, false);
        out.view.outputs["min of " + column.name()] = shown(column, in.datasets, bounds.lo);
        out.view.outputs["max of " + column.name()] = shown(column, in.datasets, bounds.hi);
        out.view.figures.push_back({column_of(column), "min", shown(column, in.datasets, bounds.lo)});
        out.view.figures.push_back({column_of(column), "max", shown(column, in.datasets, bounds.hi)});
        add_null_warning(out, column);
        break;
      }
      case Kind::kType:
        claims.emplace_back("type");
        parts.push_back(type_words(column, in.datasets));
        add_type(out, column);
        add_null_warning(out, column);
        break;
      case Kind::kSum: {
        const std::string sum = format_scaled(claim.sum, scale_of(column));
        claims.emplace_back("sum");
        parts.push_back("the sum of the " + rows_words(column.body->rows) + " of " + column_words(column, in.datasets) +
                        " is " + sum + unit_words(column.type()));
        out.view.outputs["sum of " + column.name()] = sum;
        out.view.figures.push_back({column_of(column), "sum", sum});
        rely_on(out, column);
        mark_exact_sum(out, column);
        break;
      }
    }
  }
  std::string list;
  for (const std::string& each : claims) list += (list.empty() ? "" : ",") + each;
  out.text =
      only_types ? StatementText{"well-typed", names, {}} : StatementText{"composite", names, {{"claims", list}}};
  out.view.words = clauses_words(parts);
}

void describe_knowledge(const DescribeInput& in, Description& out) {
  const auto& s = in.as<KnowledgeStatement>();
  out.text = StatementText{"knowledge", columns_text(names_of(s.columns), *s.columns[0].body), {}};
  out.view.words = "the prover knows " + columns_words(s.columns) + " of " + dataset_words(in.datasets, 0) +
                   ": values for " + rows_words(s.columns[0].body->rows) + " of each";
  out.view.not_shown.push_back(
      "anything about the values: not that they are valid for their types, nor that null flags "
      "are 0 or 1");
}

}  // namespace zkp
