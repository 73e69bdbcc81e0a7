/// Little-endian vectors of 64-bit limbs: the carry steps that the field arithmetic is made of, and a few whole-number
/// operations for constants and exponents.
///
/// Everything is constexpr and constant-time unless its name ends in `_var`.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/check.h"

namespace zkp {

__extension__ using uint128_t = unsigned __int128;

template <size_t N>
using LimbArray = std::array<uint64_t, N>;

namespace limbs {

/// Calls f(integral_constant<size_t, 0>) ... f(integral_constant<size_t, N-1>): a loop that is unrolled for certain.
template <size_t N, class F>
[[gnu::always_inline]] constexpr void unroll(F&& f) {
  [&]<size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
    (f(std::integral_constant<size_t, I>{}), ...);
  }
  (std::make_index_sequence<N>{});
}

/// a + b + carry, carry out in `carry`. REQUIRES: carry in {0, 1}.
[[gnu::always_inline]] constexpr uint64_t add_carry(uint64_t a, uint64_t b, uint64_t& carry) {
  uint128_t t = static_cast<uint128_t>(a) + b + carry;
  carry = static_cast<uint64_t>(t >> 64);
  return static_cast<uint64_t>(t);
}

/// a - b - borrow, borrow out in `borrow`. REQUIRES: borrow in {0, 1}.
[[gnu::always_inline]] constexpr uint64_t sub_borrow(uint64_t a, uint64_t b, uint64_t& borrow) {
  uint128_t t = static_cast<uint128_t>(a) - b - borrow;
  borrow = static_cast<uint64_t>(t >> 64) & 1;
  return static_cast<uint64_t>(t);
}

/// The low word of x + a*b + carry; the high word in `carry`. Cannot overflow: (2^64-1)^2 + 2(2^64-1) = 2^128 - 1.
[[gnu::always_inline]] constexpr uint64_t mul_add(uint64_t x, uint64_t a, uint64_t b, uint64_t& carry) {
  uint128_t t = static_cast<uint128_t>(a) * b + x + carry;
  carry = static_cast<uint64_t>(t >> 64);
  return static_cast<uint64_t>(t);
}

/// out = a + b, returns the carry. `out` may be an operand.
template <size_t N>
[[gnu::always_inline]] constexpr uint64_t add(LimbArray<N>& out, const LimbArray<N>& a, const LimbArray<N>& b) {
  uint64_t carry = 0;
  unroll<N>([&](auto i) __attribute__((always_inline)) { out[i] = add_carry(a[i], b[i], carry); });
  return carry;
}

/// out = a - b, returns the borrow. `out` may be an operand.
template <size_t N>
[[gnu::always_inline]] constexpr uint64_t sub(LimbArray<N>& out, const LimbArray<N>& a, const LimbArray<N>& b) {
  uint64_t borrow = 0;
  unroll<N>([&](auto i) __attribute__((always_inline)) { out[i] = sub_borrow(a[i], b[i], borrow); });
  return borrow;
}

/// Hides from the optimiser that `mask` has two possible values, so that it does not turn a selection into a branch.
[[gnu::always_inline]] constexpr uint64_t opaque(uint64_t mask) {
  if (!std::is_constant_evaluated()) __asm__("" : "+r"(mask));
  return mask;
}

/// mask == 0: a. mask == ~0: b. No other mask is allowed.
template <size_t N>
[[gnu::always_inline]] constexpr LimbArray<N> select(const LimbArray<N>& a, const LimbArray<N>& b, uint64_t mask) {
  LimbArray<N> out{};
  mask = opaque(mask);
  unroll<N>([&](auto i) __attribute__((always_inline)) { out[i] = a[i] ^ (mask & (a[i] ^ b[i])); });
  return out;
}

/// ~0 if every limb is zero, else 0.
template <size_t N>
constexpr uint64_t is_zero_mask(const LimbArray<N>& a) {
  uint64_t any = 0;
  for (uint64_t limb : a) any |= limb;
  return ((any | (0 - any)) >> 63) - 1;
}

/// a < b.
template <size_t N>
constexpr bool less(const LimbArray<N>& a, const LimbArray<N>& b) {
  LimbArray<N> ignored{};
  return sub(ignored, a, b) != 0;
}

template <size_t N>
constexpr LimbArray<N> shift_right(const LimbArray<N>& a, unsigned bits /* 1..63 */) {
  LimbArray<N> out{};
  for (size_t i = 0; i < N; ++i) out[i] = a[i] >> bits | (i + 1 < N ? a[i + 1] << (64 - bits) : 0);
  return out;
}

/// Bit `index` of a number of any length; bits beyond it are 0. Constant-time in the number, not in the index.
constexpr uint64_t bit(std::span<const uint64_t> a, size_t index) {
  return index / 64 < a.size() ? a[index / 64] >> (index % 64) & 1 : 0;
}

/// Position of the highest set bit plus one; 0 for zero.
constexpr size_t bit_length_var(std::span<const uint64_t> a) {
  for (size_t i = a.size(); i-- > 0;) {
    if (a[i] == 0) continue;
    size_t bits = 64 * i;
    for (uint64_t top = a[i]; top != 0; top >>= 1) ++bits;
    return bits;
  }
  return 0;
}

/// The number written in lower-case hexadecimal after "0x", for constants. REQUIRES: well formed, at most 16 N digits.
template <size_t N>
constexpr LimbArray<N> from_hex(std::string_view text) {
  ZKP_CHECK(text.size() >= 3 && text.size() <= 2 + 16 * N && text[0] == '0' && text[1] == 'x');
  LimbArray<N> out{};
  for (size_t i = 0; i < text.size() - 2; ++i) {
    const char c = text[text.size() - 1 - i];
    ZKP_CHECK((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    const uint64_t digit = static_cast<uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10);
    out[i / 16] |= digit << (4 * (i % 16));
  }
  return out;
}

}  // namespace limbs
}  // namespace zkp
