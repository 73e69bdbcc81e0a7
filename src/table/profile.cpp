#include "table/profile.h"

#include <algorithm>

#include "base/utf8.h"
#include "table/format_text.h"

namespace zkp {
namespace {

// What version 1 leaves no choice about.
constexpr std::string_view kCsvConstants = ";quote=\";header=1";

Error bad_profile(std::string_view text) { return Error(GeneralError::kParse, excerpt(text) + " is no file profile"); }

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Percent-encoding keeps the separators and what one cannot see out of a value.
void append_escaped(std::string& out, std::string_view value) {
  constexpr char kHex[] = "0123456789ABCDEF";
  for (char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == 0x7f || c == '%' || c == ';' || c == ',' || c == '=') {
      out += {'%', kHex[byte >> 4], kHex[byte & 15]};
    } else {
      out += c;
    }
  }
}

std::optional<std::string> unescape(std::string_view value) {
  std::string out;
  for (size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '%') {
      out += value[i];
      continue;
    }
    if (value.size() - i < 3) return std::nullopt;
    const int high = hex_value(value[i + 1]);
    const int low = hex_value(value[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

// Every token is followed by a comma, so that the empty token differs from no token.
std::string null_list(const std::vector<std::string>& tokens) {
  std::string out;
  for (const std::string& token : tokens) {
    append_escaped(out, token);
    out += ',';
  }
  return out;
}

std::optional<std::vector<std::string>> parse_null_list(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const size_t comma = text.find(',');
    if (comma == std::string_view::npos || out.size() == kMaxNullTokens) return std::nullopt;
    auto token = unescape(text.substr(0, comma));
    if (!token) return std::nullopt;
    out.push_back(std::move(*token));
    text.remove_prefix(comma + 1);
  }
  return out;
}

// Takes `key=value` off the front; the value ends at a semicolon or the end.
std::optional<std::string_view> take_member(std::string_view& rest, std::string_view key) {
  if (!rest.starts_with(key)) return std::nullopt;
  rest.remove_prefix(key.size());
  const size_t end = std::min(rest.find(';'), rest.size());
  const std::string_view value = rest.substr(0, end);
  rest.remove_prefix(end);
  return value;
}

}  // namespace

std::string to_string(const Profile& profile) {
  std::string out;
  switch (profile.format) {
    case FileFormat::kCsv:
      out = "csv/1;delim=";
      if (profile.delimiter == ',') {
        out += ',';
      } else {
        append_escaped(out, {&profile.delimiter, 1});
      }
      out += kCsvConstants;
      break;
    case FileFormat::kParquet:
      out = "parquet/1";
      break;
    case FileFormat::kJsonLines:
      out = "json/1;form=lines";
      break;
    case FileFormat::kJsonArray:
      out = "json/1;form=array";
      break;
  }
  return out + ";null=" + null_list(profile.null_tokens) + ";zone=" + (profile.assume_utc ? "UTC" : "");
}

Result<Profile> parse_profile(std::string_view text) {
  Profile out;
  std::string_view rest = text;
  if (rest.starts_with("csv/1;delim=")) {
    rest.remove_prefix(std::string_view("csv/1;").size());
    const auto value = take_member(rest, "delim=");
    if (!value || !rest.starts_with(kCsvConstants)) return bad_profile(text);
    rest.remove_prefix(kCsvConstants.size());
    if (*value == ",")
      out.delimiter = ',';
    else if (*value == "%3B")
      out.delimiter = ';';
    else if (*value == "%09")
      out.delimiter = '\t';
    else if (*value == "|")
      out.delimiter = '|';
    else
      return bad_profile(text);
  } else if (take_member(rest, "json/1;form=lines")) {
    out.format = FileFormat::kJsonLines;
  } else if (rest = text; take_member(rest, "json/1;form=array")) {
    out.format = FileFormat::kJsonArray;
  } else if (rest = text; take_member(rest, "parquet/1")) {
    out.format = FileFormat::kParquet;
  } else {
    const bool other_version = text.starts_with("csv/") || text.starts_with("json/") || text.starts_with("parquet/");
    if (!other_version) return bad_profile(text);
    return Error(GeneralError::kUnsupported, "the file profile " + excerpt(text) + " has an unknown version");
  }
  const auto nulls = take_member(rest, ";null=");
  if (!nulls) return bad_profile(text);
  const auto zone = take_member(rest, ";zone=");
  if (!zone || (*zone != "" && *zone != "UTC")) return bad_profile(text);
  out.assume_utc = *zone == "UTC";
  auto tokens = parse_null_list(*nulls);
  if (!tokens) return bad_profile(text);
  auto normal = normalised_null_tokens(std::move(*tokens));
  if (!normal.ok()) return bad_profile(text);
  out.null_tokens = std::move(*normal);
  if (to_string(out) != text) return bad_profile(text);
  return out;
}

Result<std::vector<std::string>> normalised_null_tokens(std::vector<std::string> tokens) {
  std::sort(tokens.begin(), tokens.end());
  tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
  if (tokens.size() > kMaxNullTokens)
    return Error(GeneralError::kInvalidArgument, "more than " + std::to_string(kMaxNullTokens) + " null tokens");
  for (const std::string& token : tokens) {
    const bool readable = is_valid_utf8(token) && token.find('\0') == std::string::npos;
    if (!readable || token.size() > kMaxNullTokenBytes)
      return Error(GeneralError::kInvalidArgument,
                   "a null token is UTF-8 text of at most " + std::to_string(kMaxNullTokenBytes) + " bytes");
  }
  return tokens;
}

}  // namespace zkp
