#include "statement/words/numbers.h"

#include <algorithm>

namespace zkp {
namespace {

struct Division {
  Int256 quotient;
  uint64_t remainder = 0;
};

// Of magnitudes.
Division divide(const Int256::Limbs& a, uint64_t b) {
  Int256::Limbs out{};
  unsigned __int128 rest = 0;
  for (size_t i = 4; i-- > 0;) {
    rest = rest << 64 | a[i];
    out[i] = static_cast<uint64_t>(rest / b);
    rest %= b;
  }
  return {Int256::from_limbs(out), static_cast<uint64_t>(rest)};
}

}  // namespace

Int256 floor_quotient(const Int256& a, uint64_t b) {
  const Division magnitude = divide(a.magnitude(), b);
  if (!a.is_negative()) return magnitude.quotient;
  return magnitude.remainder == 0 ? -magnitude.quotient : -(magnitude.quotient + Int256(1));
}

Quotient quotient(const Int256& a, uint64_t b, uint32_t scale) {
  Int256 power(1);
  for (uint32_t i = 0; i < kQuotientDigits; ++i) power = power * Int256(10);
  const Int256 numerator = a * power;
  Division magnitude = divide(numerator.magnitude(), b);
  const uint64_t rest = magnitude.remainder, other = b - rest;
  const bool is_odd = (magnitude.quotient.limbs()[0] & 1) != 0;
  if (rest > other || (rest == other && is_odd)) magnitude.quotient = magnitude.quotient + Int256(1);
  const Int256 rounded = numerator.is_negative() ? -magnitude.quotient : magnitude.quotient;
  return {format_scaled(rounded, scale + kQuotientDigits), scale + kQuotientDigits, rest == 0};
}

std::string rounding_words(std::initializer_list<const Quotient*> quotients) {
  std::string out;
  uint32_t last = 0;
  for (const Quotient* each : quotients) {
    if (each->is_exact || each->digits == last) continue;
    last = each->digits;
    out += (out.empty() ? "" : " and ") + std::to_string(last);
  }
  return out.empty() ? out : "rounded half to even at " + out + " digits after the point";
}

}  // namespace zkp
