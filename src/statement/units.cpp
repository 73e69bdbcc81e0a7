#include "statement/units.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstring>
#include <optional>

namespace zkp {
namespace {

constexpr size_t kMaxValueBytes = 256;
constexpr int64_t kMicrosPerSecond = 1'000'000;
constexpr int64_t kSecondsPerDay = 86'400;
constexpr int64_t kMicrosPerDay = kSecondsPerDay * kMicrosPerSecond;
constexpr int64_t kFirstDay = -719'528;  ///< 0000-01-01
constexpr int64_t kLastDay = 2'932'896;  ///< 9999-12-31
constexpr std::string_view kDayPrefix = "day ";
constexpr std::string_view kMicrosecondPrefix = "microsecond ";

Error expected(ColumnType type, std::string_view text, std::string hint) {
  return Error(StatementError::kSyntax,
               "\"" + std::string(text.substr(0, 64)) + "\" is not a value of type " + name(type))
      .with_hint(std::move(hint));
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// -?[0-9]+ of at most 39 digits (the magnitude of an __int128 below 10^38).
std::optional<__int128> parse_integer(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (!all_digits(text)) return std::nullopt;
  while (text.size() > 1 && text[0] == '0') text.remove_prefix(1);
  if (text.size() > 38) return std::nullopt;
  __int128 value = 0;
  for (char c : text) value = 10 * value + (c - '0');
  return negative ? -value : value;
}

std::optional<int> parse_small(std::string_view digits) {
  if (!all_digits(digits) || digits.size() > 6) return std::nullopt;
  int out = 0;
  for (char c : digits) out = 10 * out + (c - '0');
  return out;
}

// -?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,4})?  times 10^scale, if that is an integer of at most 38 digits.
std::optional<__int128> parse_decimal(std::string_view text, uint32_t scale) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  int exponent = static_cast<int>(scale);
  if (const size_t e = text.find_first_of("eE"); e != std::string_view::npos) {
    std::string_view digits = text.substr(e + 1);
    const bool down = digits.starts_with('-');
    if (down || digits.starts_with('+')) digits.remove_prefix(1);
    const auto power = digits.size() <= 4 ? parse_small(digits) : std::nullopt;
    if (!power) return std::nullopt;
    exponent += down ? -*power : *power;
    text = text.substr(0, e);
  }
  const size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = point == std::string_view::npos ? "" : text.substr(point + 1);
  if (!all_digits(whole) || (point != std::string_view::npos && !all_digits(fraction))) return std::nullopt;
  exponent -= static_cast<int>(fraction.size());

  std::string digits = std::string(whole) + std::string(fraction);
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.empty()) return 0;
  for (; exponent < 0; ++exponent) {
    if (digits.back() != '0') return std::nullopt;  // not exact at this scale
    digits.pop_back();
  }
  if (digits.size() + static_cast<size_t>(exponent) > 38) return std::nullopt;
  digits.append(static_cast<size_t>(exponent), '0');
  return parse_integer((negative ? "-" : "") + digits);
}

// "YYYY-MM-DD" as days since 1970-01-01, in the proleptic Gregorian calendar.
std::optional<int64_t> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = parse_small(text.substr(0, 4)), month = parse_small(text.substr(5, 2)),
             day = parse_small(text.substr(8));
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count();
}

// "hh:mm:ss[.f{1,6}]Z" as microseconds since midnight.
std::optional<int64_t> parse_time_of_day(std::string_view text) {
  if (text.size() < 9 || text[2] != ':' || text[5] != ':' || text.back() != 'Z') return std::nullopt;
  const auto hours = parse_small(text.substr(0, 2)), minutes = parse_small(text.substr(3, 2)),
             seconds = parse_small(text.substr(6, 2));
  if (!hours || !minutes || !seconds || *hours > 23 || *minutes > 59 || *seconds > 59) return std::nullopt;
  int64_t micros = ((*hours * 60 + *minutes) * 60 + *seconds) * kMicrosPerSecond;
  const std::string_view rest = text.substr(8, text.size() - 9);
  if (rest.empty()) return micros;
  if (rest[0] != '.' || rest.size() > 7) return std::nullopt;
  const auto fraction = parse_small(rest.substr(1));
  if (!fraction) return std::nullopt;
  int64_t scaled = *fraction;
  for (size_t digits = rest.size() - 1; digits < 6; ++digits) scaled *= 10;
  return micros + scaled;
}

std::optional<int64_t> parse_timestamp(std::string_view text) {
  const auto day = parse_date(text.substr(0, 10));
  if (!day) return std::nullopt;
  if (text.size() == 10) return *day * kMicrosPerDay;
  if (text[10] != 'T') return std::nullopt;
  const auto time = parse_time_of_day(text.substr(11));
  if (!time) return std::nullopt;
  return *day * kMicrosPerDay + *time;
}

std::string two_digits(int64_t value) { return (value < 10 ? "0" : "") + std::to_string(value); }

std::string format_date(int64_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
  const int year = static_cast<int>(date.year());
  const std::string digits = std::to_string(year);
  return std::string(4 - digits.size(), '0') + digits + "-" + two_digits(static_cast<unsigned>(date.month())) + "-" +
         two_digits(static_cast<unsigned>(date.day()));
}

std::string format_timestamp(int64_t micros) {
  int64_t day = micros / kMicrosPerDay;
  if (micros % kMicrosPerDay < 0) --day;
  if (day < kFirstDay || day > kLastDay) return std::string(kMicrosecondPrefix) + std::to_string(micros);
  const int64_t in_day = micros - day * kMicrosPerDay;
  const int64_t seconds = in_day / kMicrosPerSecond, fraction = in_day % kMicrosPerSecond;
  std::string out = format_date(day) + "T" + two_digits(seconds / 3600) + ":" + two_digits(seconds / 60 % 60) + ":" +
                    two_digits(seconds % 60);
  if (fraction != 0) {
    const std::string digits = std::to_string(fraction);
    out += "." + std::string(6 - digits.size(), '0') + digits;
  }
  return out + "Z";
}

// u = bits of the double;  i = u if u < 2^63, else 2^63 - u:  order-preserving, and -0.0 becomes 0.
std::optional<int64_t> parse_double(std::string_view text) {
  double value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || stop != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof(bits));
  constexpr uint64_t kSign = uint64_t{1} << 63;
  return bits < kSign ? static_cast<int64_t>(bits) : -static_cast<int64_t>(bits - kSign);
}

std::string format_double(int64_t ordered) {
  constexpr uint64_t kSign = uint64_t{1} << 63;
  const uint64_t bits = ordered >= 0 ? static_cast<uint64_t>(ordered) : kSign + (0 - static_cast<uint64_t>(ordered));
  double value = 0;
  std::memcpy(&value, &bits, sizeof(value));
  char text[64];
  const auto [end, error] = std::to_chars(text, text + sizeof(text), value);
  ZKP_CHECK(error == std::errc());
  return std::string(text, end);
}

std::optional<__int128> parse_counted(std::string_view text, std::string_view prefix) {
  return text.starts_with(prefix) ? parse_integer(text.substr(prefix.size())) : std::nullopt;
}

template <class T>
std::optional<__int128> widen(const std::optional<T>& value) {
  return value ? std::optional<__int128>(*value) : std::nullopt;
}

}  // namespace

std::string format_scaled(const Int256& value, uint32_t scale) {
  const bool negative = value.is_negative();
  std::string digits = Int256::from_limbs(value.magnitude()).to_string();
  if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
  if (scale > 0) {
    digits.insert(digits.size() - scale, ".");
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.') digits.pop_back();
  }
  return (negative ? "-" : "") + digits;
}

Result<__int128> parse_value(ColumnType type, std::string_view text) {
  std::optional<__int128> value;
  std::string hint;
  if (text.size() <= kMaxValueBytes) {
    switch (type.code) {
      case TypeCode::kInt:
      case TypeCode::kUint64:
      case TypeCode::kCode:
        value = parse_integer(text);
        hint = "expected an integer";
        break;
      case TypeCode::kDecimal:
        value = parse_decimal(text, type.param);
        hint = "expected a decimal number with at most " + std::to_string(type.param) + " digits after the point";
        break;
      case TypeCode::kBool:
        if (text == "true" || text == "1") value = 1;
        if (text == "false" || text == "0") value = 0;
        hint = "expected true or false";
        break;
      case TypeCode::kDate:
        value = parse_counted(text, kDayPrefix);
        if (!value) value = widen(parse_date(text));
        hint = "expected a date such as 2026-11-21";
        break;
      case TypeCode::kTimestamp:
        value = parse_counted(text, kMicrosecondPrefix);
        if (!value) value = widen(parse_timestamp(text));
        hint = "expected a time in UTC such as 2026-11-21T12:00:00Z";
        break;
      case TypeCode::kF64Ord:
        value = widen(parse_double(text));
        hint = "expected a finite number such as 0.25";
        break;
      case TypeCode::kStr248:
      case TypeCode::kKey62:
        hint = "values of this type have no order that people know";
        break;
    }
  }
  if (!value) return expected(type, text, std::move(hint));
  return *value;
}

std::string format_value(ColumnType type, __int128 value) {
  const int64_t small = static_cast<int64_t>(value);
  switch (type.code) {
    case TypeCode::kDecimal:
      return format_scaled(value, type.param);
    case TypeCode::kBool:
      if (value == 0 || value == 1) return value == 1 ? "true" : "false";
      break;
    case TypeCode::kDate:
      if (value < kFirstDay || value > kLastDay) return std::string(kDayPrefix) + format_integer(value);
      return format_date(small);
    case TypeCode::kTimestamp:
      if (value == small) return format_timestamp(small);
      break;
    case TypeCode::kF64Ord:
      if (interval(type)->contains(value)) return format_double(small);
      break;
    case TypeCode::kInt:
    case TypeCode::kUint64:
    case TypeCode::kCode:
    case TypeCode::kStr248:
    case TypeCode::kKey62:
      break;
  }
  return format_integer(value);
}

std::string format_integer(__int128 value) {
  // The magnitude of the smallest __int128 does not fit in one.
  unsigned __int128 magnitude =
      value < 0 ? 0 - static_cast<unsigned __int128>(value) : static_cast<unsigned __int128>(value);
  std::string digits;
  do {
    digits += static_cast<char>('0' + static_cast<int>(magnitude % 10));
    magnitude /= 10;
  } while (magnitude != 0);
  if (value < 0) digits += '-';
  return std::string(digits.rbegin(), digits.rend());
}

std::string format_count(uint64_t count) {
  std::string out = std::to_string(count);
  for (size_t i = out.size(); i > 3; i -= 3) out.insert(i - 3, ",");
  return out;
}

}  // namespace zkp
