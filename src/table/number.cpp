#include "table/number.h"

#include <bit>
#include <charconv>
#include <cmath>

#include "base/check.h"

namespace zkp {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes the longest run of digits off the front of `rest`.
std::string_view take_digits(std::string_view& rest) {
  size_t n = 0;
  while (n < rest.size() && is_digit(rest[n])) ++n;
  std::string_view digits = rest.substr(0, n);
  rest.remove_prefix(n);
  return digits;
}

// The power of ten of the first digit that is not zero; nullopt when all are zero.
std::optional<int> leading_exponent(const NumberParts& number) {
  for (size_t i = 0; i < number.integer.size(); ++i)
    if (number.integer[i] != '0') return static_cast<int>(number.integer.size() - 1 - i) + number.exponent;
  for (size_t i = 0; i < number.fraction.size(); ++i)
    if (number.fraction[i] != '0') return -static_cast<int>(i + 1) + number.exponent;
  return std::nullopt;
}

}  // namespace

std::optional<NumberParts> split_number(std::string_view text) {
  if (text.empty() || text.size() > kMaxNumberBytes) return std::nullopt;
  NumberParts out;
  std::string_view rest = text;
  if (rest[0] == '-') {
    out.negative = true;
    rest.remove_prefix(1);
  }
  out.integer = take_digits(rest);
  if (out.integer.empty()) return std::nullopt;
  if (!rest.empty() && rest[0] == '.') {
    rest.remove_prefix(1);
    out.fraction = take_digits(rest);
    if (out.fraction.empty()) return std::nullopt;
  }
  if (!rest.empty() && (rest[0] == 'e' || rest[0] == 'E')) {
    rest.remove_prefix(1);
    const bool negative = !rest.empty() && rest[0] == '-';
    if (!rest.empty() && (rest[0] == '-' || rest[0] == '+')) rest.remove_prefix(1);
    const std::string_view digits = take_digits(rest);
    if (digits.empty() || digits.size() > 4) return std::nullopt;
    for (char c : digits) out.exponent = 10 * out.exponent + (c - '0');
    if (negative) out.exponent = -out.exponent;
    out.has_exponent = true;
  }
  if (!rest.empty()) return std::nullopt;
  return out;
}

// value * 10^scale = 0.d_0 d_1 ... d_{k-1} * 10^point  with all digits d of integer and fraction in one row,
// point = |integer| + exponent + scale. It is whole when no digit behind the point differs from zero.
ScaledInteger to_scaled_integer(const NumberParts& number, int scale) {
  ZKP_CHECK(scale >= 0 && scale <= 18);
  const auto first = leading_exponent(number);
  if (!first) return {};
  if (*first + scale >= 20) return {0, NumberFault::kRange};

  const int count = static_cast<int>(number.integer.size() + number.fraction.size());
  const int point = static_cast<int>(number.integer.size()) + number.exponent + scale;
  const auto digit = [&](int i) {
    const size_t at = static_cast<size_t>(i);
    return (at < number.integer.size() ? number.integer[at] : number.fraction[at - number.integer.size()]) - '0';
  };
  __int128 value = 0;
  for (int i = 0; i < count; ++i) {
    const int d = digit(i);
    if (i >= point && d != 0) return {0, NumberFault::kInexact};
    if (i < point) value = 10 * value + d;
  }
  // The first digit that is not zero stands for less than 10^20, so these are fewer than 20 steps.
  for (int i = count; i < point; ++i) value *= 10;
  return {number.negative ? -value : value, NumberFault::kNone};
}

ScaledInteger to_scaled_integer(std::string_view text, int scale) {
  const auto number = split_number(text);
  if (!number) return {0, NumberFault::kSyntax};
  return to_scaled_integer(*number, scale);
}

std::optional<double> to_binary64(std::string_view text) {
  const auto number = split_number(text);
  if (!number) return std::nullopt;
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault == std::errc::result_out_of_range) {
    if (leading_exponent(*number).value_or(-1) > 0) return std::nullopt;
    return 0.0;
  }
  ZKP_CHECK(fault == std::errc() && end == text.data() + text.size());
  if (!std::isfinite(value)) return std::nullopt;
  return value;
}

int64_t f64_order_code(double x) {
  ZKP_CHECK(std::isfinite(x));
  const uint64_t u = std::bit_cast<uint64_t>(x);
  if (u >> 63 == 0) return static_cast<int64_t>(u);
  return -static_cast<int64_t>(u & ~(uint64_t{1} << 63));  // 2^63 - u
}

}  // namespace zkp
