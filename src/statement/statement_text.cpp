#include "statement/statement_text.h"

#include <algorithm>

#include "base/utf8.h"

namespace zkp {
namespace {

constexpr size_t kMaxBytes = 65536;
constexpr size_t kMaxColumns = 64;
constexpr size_t kMaxParams = 16;
constexpr std::string_view kNeedsQuotes = ",;\"";

Error syntax(std::string sentence) {
  return Error(StatementError::kSyntax, "statement: " + std::move(sentence))
      .with_hint("a statement is NAME[:COLUMN[,COLUMN...]][;key=value...], for example range:age;min=0;max=130");
}

bool is_word(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
}

// Reads one column name off the front of `rest`.
Result<std::string> take_column(std::string_view& rest) {
  std::string out;
  if (!rest.starts_with('"')) {
    const size_t end = std::min(rest.find_first_of(",;"), rest.size());
    out = rest.substr(0, end);
    rest.remove_prefix(end);
    if (out.find('"') != std::string::npos) return syntax("a column name with a quote inside must be in quotes");
  } else {
    for (size_t at = 1;; ++at) {
      if (at >= rest.size()) return syntax("a quoted column name does not end");
      if (rest[at] != '"') {
        out += rest[at];
      } else if (rest.substr(at + 1).starts_with('"')) {
        out += '"';
        ++at;
      } else {
        rest.remove_prefix(at + 1);
        break;
      }
    }
    if (!rest.empty() && rest[0] != ',' && rest[0] != ';') return syntax("unexpected text after a quoted column name");
  }
  if (out.empty()) return syntax("a column name is empty");
  return out;
}

Result<void> take_columns(std::string_view& rest, StatementText& out) {
  do {
    rest.remove_prefix(1);  // ':' or ','
    ZKP_TRY(std::string column, take_column(rest));
    out.columns.push_back(std::move(column));
    if (out.columns.size() > kMaxColumns) return syntax("too many columns");
  } while (rest.starts_with(','));
  return {};
}

// key=value up to a semicolon that is not between double quotes.
Result<std::string_view> next_param(std::string_view rest) {
  bool in_quotes = false;
  size_t end = 0;
  for (; end < rest.size() && (in_quotes || rest[end] != ';'); ++end) in_quotes ^= rest[end] == '"';
  if (in_quotes) return syntax("a quote in a value does not end");
  return rest.substr(0, end);
}

Result<void> take_params(std::string_view& rest, StatementText& out) {
  while (rest.starts_with(';')) {
    rest.remove_prefix(1);
    ZKP_TRY(const std::string_view pair, next_param(rest));
    rest.remove_prefix(pair.size());
    const size_t equals = pair.find('=');
    if (equals == std::string_view::npos || !is_word(pair.substr(0, equals)))
      return syntax("expected key=value after the semicolon");
    std::string key(pair.substr(0, equals));
    if (out.param(key) != nullptr) return syntax("\"" + key + "\" is given twice");
    out.params.emplace_back(std::move(key), pair.substr(equals + 1));
    if (out.params.size() > kMaxParams) return syntax("too many parameters");
  }
  return {};
}

}  // namespace

const std::string* StatementText::param(std::string_view key) const {
  auto it = std::ranges::find(params, key, &std::pair<std::string, std::string>::first);
  return it == params.end() ? nullptr : &it->second;
}

Result<StatementText> parse_statement_text(std::string_view text) {
  if (text.size() > kMaxBytes) return syntax("longer than 65,536 bytes");
  if (!is_valid_utf8(text)) return syntax("not UTF-8");
  StatementText out;
  out.name = text.substr(0, text.find_first_of(":;"));
  if (!is_word(out.name)) return syntax("no statement name at the beginning");
  std::string_view rest = text.substr(out.name.size());
  if (rest.starts_with(':')) ZKP_TRY_VOID(take_columns(rest, out));
  ZKP_TRY_VOID(take_params(rest, out));
  if (!rest.empty()) return syntax("unexpected text at the end");
  return out;
}

std::string format_statement_text(const StatementText& text) {
  std::string out = text.name;
  for (size_t i = 0; i < text.columns.size(); ++i) {
    out += i == 0 ? ':' : ',';
    const std::string& column = text.columns[i];
    if (column.find_first_of(kNeedsQuotes) == std::string::npos) {
      out += column;
      continue;
    }
    out += '"';
    for (char c : column) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    out += '"';
  }
  for (const auto& [key, value] : text.params) out += ";" + key + "=" + value;
  return out;
}

}  // namespace zkp
