/// x^e for a public exponent, over any type with one(), *, *= and square().
#pragma once

#include <array>

#include "field/limbs.h"

namespace zkp {

/// Fixed windows of 4 bits from the top. Constant-time in the base as far as F is; the exponent's length and digits
/// show. x^0 = 1, also for x = 0.
template <class F>
constexpr F pow_public_exponent(const F& x, std::span<const uint64_t> exponent_le_limbs) {
  constexpr size_t kWindow = 4;
  const size_t digits = (limbs::bit_length_var(exponent_le_limbs) + kWindow - 1) / kWindow;
  if (digits == 0) return F::one();
  std::array<F, 1 << kWindow> table{F::one(), x};
  for (size_t i = 2; i < table.size(); ++i) table[i] = i % 2 == 0 ? table[i / 2].square() : table[i - 1] * x;
  auto digit_at = [&](size_t i) {
    return exponent_le_limbs[i * kWindow / 64] >> (i * kWindow % 64) & (table.size() - 1);
  };
  F acc = table[digit_at(digits - 1)];
  for (size_t i = digits - 1; i-- > 0;) {
    for (size_t k = 0; k < kWindow; ++k) {
      if constexpr (requires { acc.square_in_place(); }) {
        acc.square_in_place();
      } else {
        acc = acc.square();
      }
    }
    if (const size_t digit = digit_at(i); digit != 0) acc *= table[digit];
  }
  return acc;
}

}  // namespace zkp
