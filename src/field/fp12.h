/// Fp12 = Fp6[w] / (w^2 - v), the field that the pairing takes its values in. An element is c0 + c1 w.
///
/// As powers of w over Fp2: c0 = (1, w^2, w^4), c1 = (w, w^3, w^5), w^6 = xi = 1 + u.
/// Constant-time except where a name ends in `_var` or a comment says otherwise. Trivially copyable; the default value
/// is zero. Safe for concurrent use as any plain value.
#pragma once

#include "field/fp6.h"

namespace zkp {

struct Fp12 {
  Fp6 c0;
  Fp6 c1;

  static constexpr Fp12 zero() { return {}; }
  static constexpr Fp12 one() { return {Fp6::one(), {}}; }
  static constexpr Fp12 from_u64(uint64_t v) { return {Fp6::from_u64(v), {}}; }
  /// Errors: those of `random`.
  static Result<Fp12> random(Random& random);

  constexpr Fp12 operator+(const Fp12& b) const { return {c0 + b.c0, c1 + b.c1}; }
  constexpr Fp12 operator-(const Fp12& b) const { return {c0 - b.c0, c1 - b.c1}; }
  constexpr Fp12 operator-() const { return {-c0, -c1}; }
  Fp12 operator*(const Fp12& b) const;
  Fp12& operator+=(const Fp12& b) { return *this = *this + b; }
  Fp12& operator-=(const Fp12& b) { return *this = *this - b; }
  Fp12& operator*=(const Fp12& b) { return *this = *this * b; }
  Fp12 square() const;
  constexpr Fp12 doubled() const { return {c0.doubled(), c1.doubled()}; }

  constexpr bool is_zero() const { return is_zero_mask() != 0; }
  constexpr bool is_one() const { return *this == one(); }
  friend constexpr bool operator==(const Fp12& a, const Fp12& b) { return equal_mask(a, b) != 0; }
  /// ~0 for yes, 0 for no: for constant-time selections.
  constexpr uint64_t is_zero_mask() const { return c0.is_zero_mask() & c1.is_zero_mask(); }
  friend constexpr uint64_t equal_mask(const Fp12& a, const Fp12& b) {
    return equal_mask(a.c0, b.c0) & equal_mask(a.c1, b.c1);
  }

  /// mask == 0: a. mask == ~0: b. REQUIRES: no other mask.
  static constexpr Fp12 conditional_select(const Fp12& a, const Fp12& b, uint64_t mask) {
    return {Fp6::conditional_select(a.c0, b.c0, mask), Fp6::conditional_select(a.c1, b.c1, mask)};
  }

  /// c0 - c1 w = this^(q^6). The inverse of an element whose norm to Fp6 is 1.
  constexpr Fp12 conjugate() const { return {c0, -c1}; }
  /// The product with b0 + b1 w^2 + b4 w^3, the shape of a Miller line (13 multiplications in Fp2 instead of 18).
  Fp12 mul_by_014(const Fp2& b0, const Fp2& b1, const Fp2& b4) const;

  /// The product with both of two such lines, which are multiplied first (23 multiplications instead of 26, and two
  /// reductions less).
  Fp12 mul_by_two_014(const Fp2 (&b)[3], const Fp2 (&c)[3]) const;

  /// x -> x^(q^power).
  Fp12 frobenius(unsigned power = 1) const;
  /// The square in the cyclotomic subgroup. REQUIRES: this^(q^4 - q^2 + 1) = 1, for example after the easy part of the
  /// final exponentiation; the result is meaningless otherwise.
  Fp12 cyclotomic_square() const;
  /// this^exponent; 0^0 = 1. Constant-time in the base, the exponent is public.
  Fp12 pow(std::span<const uint64_t> exponent_le_limbs) const;
  /// 1/this; 0 for 0.
  Fp12 inverse() const;
  Fp12 inverse_var() const;
};

}  // namespace zkp
