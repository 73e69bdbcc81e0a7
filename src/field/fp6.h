/// Fp6 = Fp2[v] / (v^3 - xi), xi = 1 + u. An element is c0 + c1 v + c2 v^2.
///
/// Constant-time except where a name ends in `_var` or a comment says otherwise. Trivially copyable; the default value
/// is zero. Safe for concurrent use as any plain value.
#pragma once

#include "field/fp2.h"

namespace zkp {

struct Fp6 {
  Fp2 c0;
  Fp2 c1;
  Fp2 c2;

  static constexpr Fp6 zero() { return {}; }
  static constexpr Fp6 one() { return {Fp2::one(), {}, {}}; }
  static constexpr Fp6 from_u64(uint64_t v) { return {Fp2::from_u64(v), {}, {}}; }
  /// Errors: those of `random`.
  static Result<Fp6> random(Random& random);

  constexpr Fp6 operator+(const Fp6& b) const { return {c0 + b.c0, c1 + b.c1, c2 + b.c2}; }
  constexpr Fp6 operator-(const Fp6& b) const { return {c0 - b.c0, c1 - b.c1, c2 - b.c2}; }
  constexpr Fp6 operator-() const { return {-c0, -c1, -c2}; }
  Fp6 operator*(const Fp6& b) const;
  Fp6& operator+=(const Fp6& b) { return *this = *this + b; }
  Fp6& operator-=(const Fp6& b) { return *this = *this - b; }
  Fp6& operator*=(const Fp6& b) { return *this = *this * b; }
  Fp6 square() const;
  constexpr Fp6 doubled() const { return {c0.doubled(), c1.doubled(), c2.doubled()}; }

  constexpr bool is_zero() const { return is_zero_mask() != 0; }
  constexpr bool is_one() const { return *this == one(); }
  friend constexpr bool operator==(const Fp6& a, const Fp6& b) { return equal_mask(a, b) != 0; }
  /// ~0 for yes, 0 for no: for constant-time selections.
  constexpr uint64_t is_zero_mask() const { return c0.is_zero_mask() & c1.is_zero_mask() & c2.is_zero_mask(); }
  friend constexpr uint64_t equal_mask(const Fp6& a, const Fp6& b) {
    return equal_mask(a.c0, b.c0) & equal_mask(a.c1, b.c1) & equal_mask(a.c2, b.c2);
  }

  /// mask == 0: a. mask == ~0: b. REQUIRES: no other mask.
  static constexpr Fp6 conditional_select(const Fp6& a, const Fp6& b, uint64_t mask) {
    return {Fp2::conditional_select(a.c0, b.c0, mask), Fp2::conditional_select(a.c1, b.c1, mask),
            Fp2::conditional_select(a.c2, b.c2, mask)};
  }

  /// The product with v: xi c2 + c0 v + c1 v^2.
  constexpr Fp6 mul_by_v() const { return {c2.mul_by_xi(), c0, c1}; }
  Fp6 mul_by_fp2(const Fp2& b) const { return {c0 * b, c1 * b, c2 * b}; }
  /// The product with b1 v (3 multiplications in Fp2 instead of 6).
  Fp6 mul_by_1(const Fp2& b1) const { return {(c2 * b1).mul_by_xi(), c0 * b1, c1 * b1}; }
  /// The product with b0 + b1 v (5 multiplications in Fp2).
  Fp6 mul_by_01(const Fp2& b0, const Fp2& b1) const;

  /// x -> x^(q^power).
  Fp6 frobenius(unsigned power = 1) const;
  /// 1/this; 0 for 0.
  Fp6 inverse() const;
  Fp6 inverse_var() const;
};

}  // namespace zkp
