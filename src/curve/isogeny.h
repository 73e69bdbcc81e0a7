/// The isogenies that bring points from the curves on which the simplified SWU map works to E and E': RFC 9380,
/// sections 8.8.1 and 8.8.2, constants from appendices E.2 and E.3.
///
/// Constant-time. Safe for concurrent use. Internal to curve/.
#pragma once

#include "curve/g1.h"
#include "curve/g2.h"

namespace zkp {

/// The curve y^2 = x^3 + A x + B that is 11-isogenous to E (Fp) or 3-isogenous to E' (Fp2), and SSWU's non-square Z.
template <class Field>
struct SswuCurve;

template <>
struct SswuCurve<Fp> {
  static constexpr Fp a() {
    return Fp::from_hex(
        "0x144698a3b8e9433d693a02c96d4982b0ea985383ee66a8d8e8981aefd881ac98936f8da0e0f97f5cf428082d584c1d");
  }
  static constexpr Fp b() {
    return Fp::from_hex(
        "0x12e2908d11688030018b12e8753eee3b2016c1f0f24f4070a0b9c14fcef35ef55a23215a316ceaa5d1cc48e98e172be0");
  }
  static constexpr Fp z() { return Fp::from_u64(11); }
};

template <>
struct SswuCurve<Fp2> {
  static constexpr Fp2 a() { return {Fp::zero(), Fp::from_u64(240)}; }
  static constexpr Fp2 b() { return {Fp::from_u64(1012), Fp::from_u64(1012)}; }
  static constexpr Fp2 z() { return {-Fp::from_u64(2), -Fp::one()}; }
};

/// The image of (x_numerator / x_denominator, y) on E or E'; the identity for a point of the kernel. The result is on
/// the curve, but in general not in the prime-order subgroup. REQUIRES: the point is on SswuCurve.
G1 isogeny_map(const Fp& x_numerator, const Fp& x_denominator, const Fp& y);
G2 isogeny_map(const Fp2& x_numerator, const Fp2& x_denominator, const Fp2& y);

}  // namespace zkp
