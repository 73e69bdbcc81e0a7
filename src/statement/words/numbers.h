/// Exact quotients of 256-bit integers for people. Pure, part of the verifier.
#pragma once

#include <string>

#include "base/int256.h"
#include "statement/units.h"

namespace zkp {

/// floor(a / b). REQUIRES: b > 0; |a| < 2^255.
Int256 floor_quotient(const Int256& a, uint64_t b);

/// a / b 10^-scale in decimals.
struct Quotient {
  std::string text;
  uint32_t digits = 0;   ///< after the point, where it is rounded: half to even
  bool is_exact = true;  ///< nothing was rounded
};
/// Digits that a quotient has more than its numerator.
inline constexpr uint32_t kQuotientDigits = 6;
/// REQUIRES: b > 0; |a| < 2^230.
Quotient quotient(const Int256& a, uint64_t b, uint32_t scale);

/// "rounded half to even at 8 digits after the point"; nothing where none is rounded.
std::string rounding_words(std::initializer_list<const Quotient*> quotients);

}  // namespace zkp
