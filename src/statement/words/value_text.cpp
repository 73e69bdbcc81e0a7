#include "statement/words/value_text.h"

#include <algorithm>

#include "statement/units.h"

namespace zkp {
namespace {

constexpr ColumnType kAnyInteger{TypeCode::kInt, 64};

const std::vector<std::string>* dictionary_of(const ColumnRef& column, DatasetViews datasets) {
  const Dictionaries* dictionaries = datasets[column.entry].dictionaries;
  if (column.type().code != TypeCode::kCode || dictionaries == nullptr) return nullptr;
  const auto at = dictionaries->find(column.name());
  return at == dictionaries->end() ? nullptr : &at->second;
}

Error no_value(const ColumnRef& column, std::string_view piece, std::string hint) {
  return Error(StatementError::kSyntax,
               "\"" + std::string(piece.substr(0, 64)) + "\" is not a value of type " + name(column.type()))
      .with_hint(std::move(hint))
      .with_column(column.name());
}

}  // namespace

std::vector<std::string_view> split_quoted(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> out;
  bool in_quotes = false;
  size_t begin = 0;
  for (size_t i = 0; i < text.size();) {
    if (!in_quotes && text.substr(i).starts_with(separator)) {
      out.push_back(text.substr(begin, i - begin));
      i += separator.size();
      begin = i;
      continue;
    }
    in_quotes ^= text[i] == '"';
    ++i;
  }
  out.push_back(text.substr(begin));
  return out;
}

Result<std::string> unquote(std::string_view piece) {
  if (!piece.starts_with('"')) {
    if (piece.find('"') != std::string_view::npos) return refuse("a word with a quote inside must be in quotes");
    return std::string(piece);
  }
  std::string out;
  for (size_t i = 1; i < piece.size(); ++i) {
    if (piece[i] != '"') {
      out += piece[i];
    } else if (i + 1 == piece.size()) {
      return out;
    } else if (piece[++i] == '"') {
      out += '"';
    } else {
      break;
    }
  }
  return refuse("a word in quotes does not end where it should");
}

std::string quote_if_needed(std::string_view word) {
  const bool plain = !word.empty() && word != "NULL" && word.find_first_of(",;|\"") == std::string_view::npos &&
                     word.find("..") == std::string_view::npos && word.front() != '#' && word.front() != ' ' &&
                     word.back() != ' ' && word.front() != '.' && word.back() != '.';
  if (plain) return std::string(word);
  std::string out = "\"";
  for (const char c : word) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

Result<std::vector<std::string>> parse_words(std::string_view list) {
  std::vector<std::string> out;
  if (list.empty()) return out;
  for (const std::string_view piece : split_quoted(list, ",")) {
    ZKP_TRY(std::string word, unquote(piece));
    out.push_back(std::move(word));
  }
  return out;
}

std::string words_text(const std::vector<std::string>& words) {
  std::string out;
  for (size_t i = 0; i < words.size(); ++i) out += (i == 0 ? "" : ",") + quote_if_needed(words[i]);
  return out;
}

Result<__int128> parse_value_text(const ColumnRef& column, DatasetViews datasets, std::string_view piece) {
  if (piece.starts_with('#')) {
    Result<__int128> out = parse_value(kAnyInteger, piece.substr(1));
    if (!out.ok()) return no_value(column, piece, "expected an integer behind the number sign");
    return out;
  }
  ZKP_TRY(const std::string word, unquote(piece));
  if (is_salted(column.type())) {
    return no_value(column, word, "texts are hash codes here: only their numbers, such as #17, can be compared");
  }
  if (column.type().code == TypeCode::kCode) {
    const std::vector<std::string>* dictionary = dictionary_of(column, datasets);
    if (dictionary == nullptr) return no_value(column, word, "the categories are not known; write #0, #1, ...");
    const auto at = std::ranges::find(*dictionary, word);
    if (at == dictionary->end()) return no_value(column, word, "it is none of the categories");
    return static_cast<__int128>(at - dictionary->begin());
  }
  Result<__int128> out = parse_value(column.type(), word);
  if (!out.ok()) return std::move(out).error().with_column(column.name());
  return out;
}

std::string value_text(const ColumnRef& column, DatasetViews datasets, __int128 value) {
  const std::string number = "#" + format_integer(value);
  if (is_salted(column.type())) return number;
  if (column.type().code == TypeCode::kCode) {
    const std::vector<std::string>* dictionary = dictionary_of(column, datasets);
    if (dictionary == nullptr || value < 0 || value >= static_cast<__int128>(dictionary->size())) return number;
    return quote_if_needed((*dictionary)[static_cast<size_t>(value)]);
  }
  const std::string text = format_value(column.type(), value);
  const Result<__int128> back = parse_value(column.type(), text);
  return back.ok() && *back == value ? text : number;
}

Result<Interval> parse_interval_text(const ColumnRef& column, DatasetViews datasets, std::string_view text) {
  const std::vector<std::string_view> ends = split_quoted(text, "..");
  if (ends.size() != 2) return refuse("expected two bounds, such as 18..30").with_column(column.name());
  Interval out;
  ZKP_TRY(out.lo, parse_value_text(column, datasets, ends[0]));
  ZKP_TRY(out.hi, parse_value_text(column, datasets, ends[1]));
  return out;
}

std::string interval_text(const ColumnRef& column, DatasetViews datasets, const Interval& bounds) {
  return value_text(column, datasets, bounds.lo) + ".." + value_text(column, datasets, bounds.hi);
}

Result<Interval> parse_range_bounds(const ColumnRef& column, DatasetViews datasets, const StatementText& text) {
  const std::string *min = text.param("min"), *max = text.param("max");
  if (min == nullptr && max == nullptr) {
    return refuse("range: needs min, max or both").with_hint("for example range:age;min=0;max=130");
  }
  Interval out = *interval(column.type());
  if (min != nullptr) { ZKP_TRY(out.lo, parse_value_text(column, datasets, *min)); }
  if (max != nullptr) { ZKP_TRY(out.hi, parse_value_text(column, datasets, *max)); }
  return out;
}

Result<uint64_t> parse_count(std::string_view text) {
  const Result<__int128> value = parse_value(kAnyInteger, text);
  if (!value.ok() || *value < 0 || *value > static_cast<__int128>(UINT64_MAX)) {
    return refuse("\"" + std::string(text.substr(0, 64)) + "\" is not a number of rows");
  }
  return static_cast<uint64_t>(*value);
}

Result<uint64_t> parse_share(std::string_view text, uint64_t rows, bool round_up) {
  if (!text.ends_with('%')) return parse_count(text);
  constexpr __int128 kWhole = 100'000'000;  // 100 percent with 6 digits after the point
  const Result<__int128> share = parse_value({TypeCode::kDecimal, 6}, text.substr(0, text.size() - 1));
  if (!share.ok() || *share < 0 || *share > kWhole) {
    return refuse("\"" + std::string(text.substr(0, 64)) + "\" is not a share of the rows")
        .with_hint("expected 0% to 100%, with at most 6 digits after the point");
  }
  return static_cast<uint64_t>((*share * rows + (round_up ? kWhole - 1 : 0)) / kWhole);
}

}  // namespace zkp
