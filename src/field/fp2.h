/// Fp2 = Fp[u] / (u^2 + 1), the quadratic extension over which G2 is defined. An element is c0 + c1 u.
///
/// Constant-time except where a name ends in `_var` or a comment says otherwise. Trivially copyable; the default value
/// is zero. Safe for concurrent use as any plain value.
#pragma once

#include <new>

#include "field/fp.h"

namespace zkp {

struct Fp2 {
  Fp c0;
  Fp c1;

  static constexpr Fp2 zero() { return {}; }
  static constexpr Fp2 one() { return {Fp::one(), Fp::zero()}; }
  static constexpr Fp2 from_u64(uint64_t v) { return {Fp::from_u64(v), Fp::zero()}; }
  /// Constants, see PrimeField::from_hex.
  static constexpr Fp2 from_hex(std::string_view c0, std::string_view c1) {
    return {Fp::from_hex(c0), Fp::from_hex(c1)};
  }
  /// Errors: those of `random`.
  static Result<Fp2> random(Random& random);

  constexpr Fp2 operator+(const Fp2& b) const { return {c0 + b.c0, c1 + b.c1}; }
  constexpr Fp2 operator-(const Fp2& b) const { return {c0 - b.c0, c1 - b.c1}; }
  constexpr Fp2 operator-() const { return {-c0, -c1}; }
  Fp2 operator*(const Fp2& b) const;
  Fp2 operator*(const Fp& b) const { return {c0 * b, c1 * b}; }
  Fp2& operator+=(const Fp2& b) { return *this = *this + b; }
  Fp2& operator-=(const Fp2& b) { return *this = *this - b; }
  Fp2& operator*=(const Fp2& b);
  Fp2& operator*=(const Fp& b) { return *this = *this * b; }
  Fp2 square() const;
  /// *this = square(), without a copy of the result.
  void square_in_place();
  /// As PrimeField's.
  static void multiply_each(Fp2* a, const Fp2* b, size_t count) {
    for (size_t i = 0; i < count; ++i) a[i] *= b[i];
  }
  static void square_each(Fp2* out, const Fp2* a, size_t count) {
    for (size_t i = 0; i < count; ++i) out[i] = a[i].square();
  }
  constexpr Fp2 doubled() const { return {c0.doubled(), c1.doubled()}; }

  constexpr bool is_zero() const { return is_zero_mask() != 0; }
  constexpr bool is_one() const { return *this == one(); }
  friend constexpr bool operator==(const Fp2& a, const Fp2& b) { return equal_mask(a, b) != 0; }
  /// ~0 for yes, 0 for no: for constant-time selections.
  constexpr uint64_t is_zero_mask() const { return c0.is_zero_mask() & c1.is_zero_mask(); }
  friend constexpr uint64_t equal_mask(const Fp2& a, const Fp2& b) {
    return equal_mask(a.c0, b.c0) & equal_mask(a.c1, b.c1);
  }
  /// mask == 0: a. mask == ~0: b. REQUIRES: no other mask.
  static constexpr Fp2 conditional_select(const Fp2& a, const Fp2& b, uint64_t mask) {
    return {Fp::conditional_select(a.c0, b.c0, mask), Fp::conditional_select(a.c1, b.c1, mask)};
  }

  /// c0 - c1 u, which is also the q-power Frobenius map.
  constexpr Fp2 conjugate() const { return {c0, -c1}; }
  /// The product with xi = 1 + u, the non-residue that the tower continues with: (c0 - c1) + (c0 + c1) u.
  constexpr Fp2 mul_by_xi() const { return {c0 - c1, c0 + c1}; }
  /// c0^2 + c1^2, the product of the element and its conjugate.
  Fp norm() const { return c0.square() + c1.square(); }

  /// this^exponent; 0^0 = 1. Constant-time in the base, the exponent is public.
  Fp2 pow(std::span<const uint64_t> exponent_le_limbs) const;
  /// 1/this; 0 for 0.
  Fp2 inverse() const;
  Fp2 inverse_var() const;
  /// 1 for a non-zero square, -1 for a non-square, 0 for 0: the symbol of the norm in Fp.
  int legendre() const { return norm().legendre(); }
  /// One of the two square roots (which one is not specified), or nothing for a non-square.
  std::optional<Fp2> sqrt_var() const;
  /// The larger of {x, -x} when c1, then c0, are compared as integers (the order of the ZCash point encoding).
  /// Not constant-time in whether c1 is zero.
  constexpr bool is_lexicographically_largest() const {
    return Fp::conditional_select(c1, c0, c1.is_zero_mask()).is_lexicographically_largest();
  }
};

}  // namespace zkp
