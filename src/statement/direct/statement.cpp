#include "statement/direct/statement.h"

#include <algorithm>

#include "base/utf8.h"
#include "statement/statement_text.h"
#include "statement/units.h"

namespace zkp {
namespace {

// A name may not end its own quotes: the rest of it would read as part of the claim.
std::string quoted(const std::string& name) {
  std::string escaped;
  for (char c : name) escaped += c == '"' || c == '\\' ? std::string{'\\', c} : std::string(1, c);
  return "\"" + printable(escaped) + "\"";
}

std::string interval_words(ColumnType type, const Interval& bounds) {
  return "between " + format_value(type, bounds.lo) + " and " + format_value(type, bounds.hi);
}

const BodyColumn& column_of(const DirectStatement& statement, const DatasetBody& body) {
  const BodyColumn* column = body.find(statement.column);
  ZKP_CHECK(column != nullptr);
  return *column;
}

}  // namespace

Result<const BodyColumn*> first_committed_column(const DatasetBody& body) {
  auto it = std::ranges::find_if(body.columns, [](const BodyColumn& c) { return c.commitment.has_value(); });
  if (it == body.columns.end())
    return Error(StatementError::kNotCommitted,
                 "no column of this dataset is committed, so nothing can be proved about it")
        .with_hint("columns are committed in tables of at most 1,024 rows, when they are not nullable and not text");
  return &*it;
}

Interval bounds_limit(ColumnType type) {
  // How wide an INT column is was chosen by the program, so bounds beyond it are no mistake.
  return type.code == TypeCode::kInt ? Interval{INT64_MIN, INT64_MAX} : *interval(type);
}

Result<const BodyColumn*> check_direct(const DirectStatement& statement, const DatasetBody& body) {
  const BodyColumn* column = body.find(statement.column);
  if (column == nullptr)
    return Error(StatementError::kUnknownColumn, "the dataset has no such column").with_column(statement.column);
  if (!column->commitment)
    return Error(StatementError::kNotCommitted, "the column is not committed, so nothing can be proved about it")
        .with_hint("columns are committed in tables of at most 1,024 rows, when they are not nullable and not text")
        .with_column(statement.column);
  const ColumnType type = column->type;
  if (statement.has_sum() && !in_group(type, TypeGroup::kArith)) {
    Error error(StatementError::kWrongType, "a column of type " + name(type) + " has no sum");
    const std::string hint = type.code == TypeCode::kF64Ord
                                 ? "notarize it with --type " + statement.column + "=decimal(6)"
                                 : "categories are not numbers";
    return std::move(error).with_hint(hint).with_column(statement.column);
  }
  if (statement.kind == DirectKind::kRows) {
    ZKP_TRY(const BodyColumn* first, first_committed_column(body));
    if (first != column)
      return Error(StatementError::kSyntax, "the number of rows is shown on the first committed column")
          .with_column(statement.column);
  }
  if (statement.has_bounds()) {
    const Interval limit = bounds_limit(type);
    if (statement.bounds.lo > statement.bounds.hi)
      return Error(StatementError::kSyntax, "min is greater than max").with_column(statement.column);
    if (!limit.contains(statement.bounds.lo) || !limit.contains(statement.bounds.hi))
      return Error(StatementError::kSyntax, "a bound is outside what the type " + name(type) + " can hold")
          .with_hint("values of this type are " + interval_words(type, limit))
          .with_column(statement.column);
  }
  return column;
}

Interval proved_bounds(const DirectStatement& statement, ColumnType type) {
  return statement.has_bounds() ? statement.bounds : *interval(type);
}

std::string direct_text(const DirectStatement& statement, const DatasetBody& body) {
  const ColumnType type = column_of(statement, body).type;
  StatementText text;
  switch (statement.kind) {
    case DirectKind::kRows:
      text.name = "rows";
      return format_statement_text(text);
    case DirectKind::kSum:
      text.name = "sum";
      break;
    case DirectKind::kRange:
      text.name = "range";
      break;
    case DirectKind::kSummary:
      text.name = "summary";
      break;
    case DirectKind::kWellTyped:
      text.name = "well-typed";
      break;
  }
  text.columns = {statement.column};
  if (statement.has_bounds())
    text.params = {{"min", format_value(type, statement.bounds.lo)}, {"max", format_value(type, statement.bounds.hi)}};
  return format_statement_text(text);
}

std::string direct_words(const DirectStatement& statement, const DirectDisclosure& disclosure,
                         const DatasetBody& body) {
  const ColumnType type = column_of(statement, body).type;
  const std::string rows = format_count(disclosure.rows) + (disclosure.rows == 1 ? " row" : " rows");
  const std::string has_rows = "column " + quoted(statement.column) + " has " + rows;
  const std::string sum = disclosure.sum ? format_sum(type, *disclosure.sum) : "";
  switch (statement.kind) {
    case DirectKind::kRows:
      return "the dataset has " + rows;
    case DirectKind::kSum:
      return has_rows + " whose sum is " + sum;
    case DirectKind::kRange:
      return has_rows + ", every value " + interval_words(type, statement.bounds);
    case DirectKind::kSummary:
      return has_rows + " whose sum is " + sum + ", every value " + interval_words(type, statement.bounds);
    case DirectKind::kWellTyped:
      return has_rows + ", every value of type " + name(type) + ": " + interval_words(type, *interval(type));
  }
  return "";
}

std::map<std::string, std::string> direct_outputs(const DirectStatement& statement, const DirectDisclosure& disclosure,
                                                  const DatasetBody& body) {
  const ColumnType type = column_of(statement, body).type;
  std::map<std::string, std::string> out = {{"rows", std::to_string(disclosure.rows)}};
  if (disclosure.sum) out["sum"] = format_sum(type, *disclosure.sum);
  if (statement.has_bounds()) {
    out["min"] = format_value(type, statement.bounds.lo);
    out["max"] = format_value(type, statement.bounds.hi);
  }
  if (statement.kind == DirectKind::kWellTyped) out["type"] = name(type);
  return out;
}

}  // namespace zkp
