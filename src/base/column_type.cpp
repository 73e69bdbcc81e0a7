#include "base/column_type.h"

#include <algorithm>
#include <array>

namespace zkp {
namespace {

constexpr __int128 kOne = 1;
constexpr int64_t kLargestFiniteDouble = 0x7fefffffffffffff;

struct Spelling {
  std::string_view text;
  ColumnType type;
};

// Spellings without a parameter in brackets, in lower case.
constexpr std::array<Spelling, 22> kSpellings = {{
    {"int", {TypeCode::kInt, 0}},          {"int16", {TypeCode::kInt, 16}},    {"int32", {TypeCode::kInt, 32}},
    {"int48", {TypeCode::kInt, 48}},       {"int64", {TypeCode::kInt, 64}},    {"uint64", {TypeCode::kUint64, 0}},
    {"bool", {TypeCode::kBool, 0}},        {"boolean", {TypeCode::kBool, 0}},  {"timestamp", {TypeCode::kTimestamp, 0}},
    {"date", {TypeCode::kDate, 0}},        {"float", {TypeCode::kF64Ord, 0}},  {"f64", {TypeCode::kF64Ord, 0}},
    {"double", {TypeCode::kF64Ord, 0}},    {"f64ord", {TypeCode::kF64Ord, 0}}, {"utf8", {TypeCode::kStr248, 0}},
    {"text", {TypeCode::kStr248, 0}},      {"string", {TypeCode::kStr248, 0}}, {"str248", {TypeCode::kStr248, 0}},
    {"key62", {TypeCode::kKey62, 0}},      {"category", {TypeCode::kCode, 0}}, {"code", {TypeCode::kCode, 0}},
    {"categorical", {TypeCode::kCode, 0}},
}};

// The base of a spelling with a parameter in brackets.
constexpr std::array<std::pair<std::string_view, TypeCode>, 3> kWithParam = {{
    {"int", TypeCode::kInt},
    {"decimal", TypeCode::kDecimal},
    {"code", TypeCode::kCode},
}};

Error unknown_type(std::string_view text) {
  return Error(TableError::kBadSchema, "unknown column type \"" + std::string(text) + "\"")
      .with_hint(
          "types are int, int(16|32|48|64), uint64, decimal(0..18), bool, timestamp, date, float, utf8, category");
}

// Decimal digits only, no leading zero, fits 32 bits.
std::optional<uint32_t> parse_param(std::string_view digits) {
  if (digits.empty() || digits.size() > 10 || (digits.size() > 1 && digits[0] == '0')) return std::nullopt;
  uint64_t value = 0;
  for (char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = 10 * value + static_cast<uint64_t>(c - '0');
  }
  if (value > UINT32_MAX) return std::nullopt;
  return static_cast<uint32_t>(value);
}

}  // namespace

std::optional<TypeCode> type_code_from_u8(uint8_t code) {
  if (code < 1 || code > 10) return std::nullopt;
  return static_cast<TypeCode>(code);
}

bool is_valid(ColumnType type) {
  switch (type.code) {
    case TypeCode::kInt:
      return type.param >= 1 && type.param <= 64;
    case TypeCode::kDecimal:
      return type.param <= 18;
    case TypeCode::kCode:
      return type.param >= 1;
    case TypeCode::kUint64:
    case TypeCode::kBool:
    case TypeCode::kTimestamp:
    case TypeCode::kDate:
    case TypeCode::kF64Ord:
    case TypeCode::kStr248:
    case TypeCode::kKey62:
      return type.param == 0;
  }
  return false;
}

std::optional<Interval> interval(ColumnType type) {
  ZKP_CHECK(is_valid(type));
  switch (type.code) {
    case TypeCode::kInt:
      return Interval{-(kOne << (type.param - 1)), (kOne << (type.param - 1)) - 1};
    case TypeCode::kUint64:
      return Interval{0, (kOne << 64) - 1};
    case TypeCode::kDecimal:
    case TypeCode::kTimestamp:
      return Interval{INT64_MIN, INT64_MAX};
    case TypeCode::kBool:
      return Interval{0, 1};
    case TypeCode::kDate:
      return Interval{INT32_MIN, INT32_MAX};
    case TypeCode::kF64Ord:
      return Interval{-kLargestFiniteDouble, kLargestFiniteDouble};
    case TypeCode::kStr248:
      return std::nullopt;
    case TypeCode::kKey62:
      return Interval{0, (kOne << 62) - 1};
    case TypeCode::kCode:
      return Interval{0, static_cast<__int128>(type.param) - 1};
  }
  return std::nullopt;
}

std::optional<__int128> magnitude(ColumnType type) {
  auto range = interval(type);
  if (!range) return std::nullopt;
  return std::max(-range->lo, range->hi);
}

bool in_group(ColumnType type, TypeGroup group) {
  const bool arith = type.code >= TypeCode::kInt && type.code <= TypeCode::kDate;
  switch (group) {
    case TypeGroup::kArith:
      return arith;
    case TypeGroup::kOrd:
      return arith || type.code == TypeCode::kF64Ord || type.code == TypeCode::kKey62 || type.code == TypeCode::kCode;
    case TypeGroup::kKeys:
      return (arith && type.code != TypeCode::kBool) || type.code == TypeCode::kKey62 || type.code == TypeCode::kCode;
    case TypeGroup::kAny:
      return true;
  }
  return false;
}

bool is_salted(ColumnType type) { return type.code == TypeCode::kStr248 || type.code == TypeCode::kKey62; }

std::string name(ColumnType type) {
  const std::string brackets = "(" + std::to_string(type.param) + ")";
  switch (type.code) {
    case TypeCode::kInt:
      return type.param == 0 ? "INT" : "INT" + brackets;
    case TypeCode::kUint64:
      return "UINT64";
    case TypeCode::kDecimal:
      return "DECIMAL" + brackets;
    case TypeCode::kBool:
      return "BOOL";
    case TypeCode::kTimestamp:
      return "TIMESTAMP";
    case TypeCode::kDate:
      return "DATE";
    case TypeCode::kF64Ord:
      return "F64ORD";
    case TypeCode::kStr248:
      return "STR248";
    case TypeCode::kKey62:
      return "KEY62";
    case TypeCode::kCode:
      return type.param == 0 ? "CODE" : "CODE" + brackets;
  }
  return "?";
}

Result<ColumnType> parse_column_type(std::string_view text) {
  if (text.size() > 32) return unknown_type(text.substr(0, 32));
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  for (const Spelling& spelling : kSpellings)
    if (lower == spelling.text) return spelling.type;

  const size_t open = lower.find('(');
  if (open == std::string::npos || lower.back() != ')') return unknown_type(text);
  const std::string_view base = std::string_view(lower).substr(0, open);
  const auto param = parse_param(std::string_view(lower).substr(open + 1, lower.size() - open - 2));
  for (const auto& [word, code] : kWithParam) {
    if (base != word || !param) continue;
    const ColumnType type{code, *param};
    if (is_valid(type)) return type;
  }
  return unknown_type(text);
}

}  // namespace zkp
