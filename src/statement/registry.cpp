#include "statement/registry.h"

#include <algorithm>
#include <array>

#include "statement/direct/statement.h"
#include "statement/direct/verify.h"
#include "statement/statement_text.h"
#include "statement/units.h"

namespace zkp {
inline namespace interim {
namespace {

struct Entry {
  StatementInfo info;
  DirectKind kind;
};

constexpr std::array<Entry, 5> kEntries = {{
    {{"rows", "rows", "how many rows the dataset has"}, DirectKind::kRows},
    {{"sum", "sum:amount", "the sum of a column of numbers"}, DirectKind::kSum},
    {{"range", "range:age;min=0;max=130", "every value of a column is between two bounds"}, DirectKind::kRange},
    {{"summary", "summary:amount;min=0;max=5000", "sum and range of a column in one proof"}, DirectKind::kSummary},
    {{"well-typed", "well-typed:amount", "every value of a column is valid for the column's type"},
     DirectKind::kWellTyped},
}};

Error unknown_statement(const std::string& name) {
  std::string names;
  for (const Entry& entry : kEntries) names += (names.empty() ? "" : ", ") + std::string(entry.info.example);
  return Error(StatementError::kUnknownStatement, "unknown statement \"" + name + "\"")
      .with_hint("statements are " + names);
}

Error usage(const Entry& entry, std::string sentence) {
  return Error(StatementError::kSyntax, std::string(entry.info.name) + ": " + std::move(sentence))
      .with_hint("for example " + std::string(entry.info.example));
}

Result<Interval> parse_bounds(const Entry& entry, const StatementText& text, ColumnType type) {
  const std::string* min = text.param("min");
  const std::string* max = text.param("max");
  if (min == nullptr && max == nullptr) return usage(entry, "needs min, max or both");
  Interval out = *interval(type);
  if (min != nullptr) { ZKP_TRY(out.lo, parse_value(type, *min)); }
  if (max != nullptr) { ZKP_TRY(out.hi, parse_value(type, *max)); }
  return out;
}

Result<void> check_params(const Entry& entry, const StatementText& text, bool has_bounds) {
  for (const auto& [key, value] : text.params)
    if (!has_bounds || (key != "min" && key != "max")) return usage(entry, "has no parameter \"" + key + "\"");
  return {};
}

Result<DirectStatement> resolve(const StatementText& text, const DatasetBody& body) {
  auto entry = std::ranges::find_if(kEntries, [&](const Entry& e) { return e.info.name == text.name; });
  if (entry == kEntries.end()) return unknown_statement(text.name);
  DirectStatement out;
  out.kind = entry->kind;
  ZKP_TRY_VOID(check_params(*entry, text, out.has_bounds()));
  if (out.kind == DirectKind::kRows) {
    if (!text.columns.empty()) return usage(*entry, "is about the whole dataset, not about a column");
    ZKP_TRY(const BodyColumn* first, first_committed_column(body));
    out.column = first->name;
    return out;
  }
  if (text.columns.size() != 1) return usage(*entry, "needs exactly one column");
  out.column = text.columns[0];
  if (!out.has_bounds()) return out;
  // Bounds have the units of the column, so that it must be right before they can be read.
  DirectStatement without_bounds = out;
  without_bounds.kind = DirectKind::kWellTyped;
  ZKP_TRY(const BodyColumn* column, check_direct(without_bounds, body));
  ZKP_TRY(out.bounds, parse_bounds(*entry, text, column->type));
  return out;
}

std::vector<std::string> not_shown(const DirectStatement& statement, ColumnType type) {
  std::vector<std::string> out = {
      "that these values are the content of some file: only recomputation from the file shows that",
      "that the data is true, complete or lawfully owned"};
  const Interval of_type = *interval(type), proved = proved_bounds(statement, type);
  if (!of_type.contains(proved.lo) || !of_type.contains(proved.hi))
    out.push_back("that every value is valid for the type " + name(type));
  return out;
}

}  // namespace

std::span<const StatementInfo> statement_list() {
  static constexpr auto infos = [] {
    std::array<StatementInfo, kEntries.size()> out;
    for (size_t i = 0; i < out.size(); ++i) out[i] = kEntries[i].info;
    return out;
  }();
  return infos;
}

Result<ParsedStatement> parse_statement(std::string_view text, const DatasetBody& body) {
  ZKP_TRY(StatementText parsed, parse_statement_text(text));
  ZKP_TRY(DirectStatement statement, resolve(parsed, body));
  ZKP_TRY_VOID(check_direct(statement, body));
  return ParsedStatement{direct_text(statement, body), statement.column, encode_direct(statement)};
}

std::vector<std::string> default_statements(const DatasetBody& body) {
  std::vector<std::string> out;
  for (const BodyColumn& column : body.columns)
    if (column.commitment) out.push_back(direct_text({DirectKind::kWellTyped, column.name, {}}, body));
  return out;
}

Result<StatementView> describe_statement(ByteView statement, ByteView disclosed, const DatasetBody& body) {
  ZKP_TRY(DirectStatement decoded, decode_direct(statement));
  ZKP_TRY(DirectDisclosure disclosure, decode_disclosure(decoded, disclosed));
  ZKP_TRY(const BodyColumn* column, check_direct(decoded, body));
  return StatementView{direct_text(decoded, body), direct_words(decoded, disclosure, body),
                       direct_outputs(decoded, disclosure, body), decoded.column, not_shown(decoded, column->type)};
}

Result<std::string> statement_column(ByteView statement) {
  ZKP_TRY(DirectStatement decoded, decode_direct(statement));
  return decoded.column;
}

Result<void> verify_statement(ByteView statement, ByteView disclosed, const DatasetBody& body,
                              const ProofContext& context, ByteView proof, const StatementKey& key) {
  ZKP_TRY(DirectStatement decoded, decode_direct(statement));
  ZKP_TRY(DirectDisclosure disclosure, decode_disclosure(decoded, disclosed));
  return verify_direct(decoded, disclosure, body, context, proof, key);
}

}  // namespace interim
}  // namespace zkp
