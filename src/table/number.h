/// Numbers as text: one grammar, exact decimal arithmetic, and the binary64 order code.
///
///   number = "-"? digit+ ( "." digit+ )? ( [eE] [+-]? digit{1,4} )?      ASCII, at most 256 bytes
///
/// Nothing rounds except to_binary64, which rounds to nearest even. Not constant-time. Safe for concurrent use.
/// Source: dataset_proof specification, section 4.1 (DECIMAL, F64ORD).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace zkp {

inline constexpr size_t kMaxNumberBytes = 256;

/// The parts of a text that matches the grammar; the views point into it.
struct NumberParts {
  bool negative = false;
  std::string_view integer;
  std::string_view fraction;
  int exponent = 0;
  bool has_exponent = false;

  /// Digits only: neither a fraction nor an exponent.
  bool is_integer() const { return fraction.empty() && !has_exponent; }
  /// "007", "00.5": more likely an identifier than a quantity.
  bool has_leading_zero() const { return integer.size() > 1 && integer[0] == '0'; }
};

/// The quick way for nearly every integer there is: 1 to 18 digits with an optional minus and no leading zero. nullopt
/// says nothing about other texts.
inline std::optional<int64_t> small_integer(std::string_view text) {
  const bool negative = !text.empty() && text[0] == '-';
  const std::string_view digits = text.substr(negative ? 1 : 0);
  if (digits.empty() || digits.size() > 18 || (digits[0] == '0' && digits.size() > 1)) return std::nullopt;
  int64_t value = 0;
  for (char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = 10 * value + (c - '0');
  }
  return negative ? -value : value;
}

/// nullopt when the text does not match the grammar.
std::optional<NumberParts> split_number(std::string_view text);

enum class NumberFault : uint8_t {
  kNone,
  kSyntax,   ///< not a number
  kInexact,  ///< not a whole number of units at this scale
  kRange,    ///< 10^20 units or more, or not a finite double
};

struct ScaledInteger {
  __int128 value = 0;
  NumberFault fault = NumberFault::kNone;
};

/// value * 10^scale, exactly, for |result| < 10^20. "1.5", "1.50" and "15e-1" give the same. REQUIRES: 0 <= scale
/// <= 18.
ScaledInteger to_scaled_integer(std::string_view text, int scale);
ScaledInteger to_scaled_integer(const NumberParts& number, int scale);

/// The nearest double; values too small to tell from zero become zero. nullopt when the text does not match the grammar
/// or the value is not finite.
std::optional<double> to_binary64(std::string_view text);

/// Order-preserving image of a finite double; -0.0 and 0.0 are both 0. With u = the bits of x: u if u < 2^63, else
/// 2^63 - u. REQUIRES: x is finite.
int64_t f64_order_code(double x);

}  // namespace zkp
