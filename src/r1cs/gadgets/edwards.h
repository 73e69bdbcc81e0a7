/// Points of Jubjub and Bandersnatch inside a circuit.
///
/// Every EdwardsPoint is on the curve **and in its prime-order subgroup**: the functions that make one prove it, and
/// sums of such points stay there. So the addition law has no exceptional case for either curve (edwards_curve.h),
/// every denominator is non-zero, and every coordinate is determined. There is no way to make a point that is only on
/// the curve: small-order components have broken protocols, and on Bandersnatch they would leave coordinates free.
///
/// How membership is proved: with a point Q on the curve and P = 2^k Q, k the logarithm of the cofactor. Every 2^k Q is
/// in the subgroup, as the whole group has 2^k s points, and every P of the subgroup is such a multiple. Doublings are
/// complete on the whole of both curves: a x^2 + y^2 = 0 needs -a to be a square or x = y = 0, 2 - a x^2 - y^2 = 0
/// needs d x^2 y^2 = 1; of Bandersnatch neither -a nor d is a square; Jubjub's law is complete. Its identity (0, 1) is
/// a point like any other: require_not_identity() where a protocol needs it.
///
///   on the curve      x^2, y^2, (x^2) (d y^2) = a x^2 + y^2 - 1                              3 constraints
///   2 (x, y)          x^2, y^2, t = x y, x' (a x^2 + y^2) = 2 t, y' (2 - a x^2 - y^2) = y^2 - a x^2            5
///   (x1, y1) + (x2, y2)   A = x1 y2, B = y1 x2, T = A B, U = (y1 - a x1) (x2 + y2),
///                     x3 (1 + d T) = A + B,  y3 (1 - d T) = U + a A - B                      6
///   alloc             Jubjub 16, Bandersnatch 11;  of given coordinates 2 more
///   select            2
///   n-bit multiple of a point        13 n - 11    double and add from the top
///   n-bit multiple of a constant     windows of three bits: 9 per window, less 6;  of n = 3 m + 1 bits 6 more, 3 m +
///   2: 7
/// Multiples are by the integer that the bits stand for, which may exceed the order s: whether a scalar has to be below
/// s is up to the protocol (to_bits_at_most, range.h).
///
/// Sources: Bernstein, Birkner, Joye, Lange, Peters, "Twisted Edwards Curves" (2008), section 6.
#pragma once

#include "r1cs/gadgets/boolean.h"
#include "r1cs/gadgets/edwards_curve.h"

namespace zkp::gadgets {

template <class Curve>
class EdwardsPoint {
 public:
  using Affine = EdwardsAffine<Curve>;

  /// A new point. A value outside the subgroup gives a witness that stands for another point.
  static EdwardsPoint alloc(ConstraintSystem& cs, const Affine& value, Label label);
  /// The point with these coordinates, which is proved to be one of the subgroup.
  static EdwardsPoint enforce(ConstraintSystem& cs, const LinearCombination& x, const LinearCombination& y,
                              Label label);
  /// 2^k (x, y) for any point (x, y) of the curve, which is proved to be one: the cofactor cleared, for protocols that
  /// take points from anywhere. As many constraints as alloc.
  static EdwardsPoint clear_cofactor(ConstraintSystem& cs, const LinearCombination& x, const LinearCombination& y,
                                     Label label);
  /// A part of the circuit. REQUIRES: on the curve and in the subgroup.
  static EdwardsPoint constant(const Affine& value);

  const LinearCombination& x() const { return x_; }
  const LinearCombination& y() const { return y_; }
  /// REQUIRES: cs.has_values().
  Affine value(const ConstraintSystem& cs) const { return {cs.value(x_), cs.value(y_)}; }

  EdwardsPoint operator-() const { return EdwardsPoint(LinearCombination() - x_, y_); }
  static EdwardsPoint add(ConstraintSystem& cs, const EdwardsPoint& p, const EdwardsPoint& q, Label label);
  EdwardsPoint doubled(ConstraintSystem& cs, Label label) const;
  static EdwardsPoint select(ConstraintSystem& cs, const Bit& bit, const EdwardsPoint& when_one,
                             const EdwardsPoint& when_zero, Label label);
  /// bits, least significant first. REQUIRES: at least one.
  EdwardsPoint mul(ConstraintSystem& cs, std::span<const Bit> bits, Label label) const;
  static EdwardsPoint mul_constant(ConstraintSystem& cs, const Affine& base, std::span<const Bit> bits, Label label);

  /// 2 constraints.
  static void enforce_equal(ConstraintSystem& cs, const EdwardsPoint& p, const EdwardsPoint& q, Label label);
  /// x has an inverse: 1 variable, 1 constraint. (Of the points with x = 0 only the identity is in the subgroup.)
  void require_not_identity(ConstraintSystem& cs, Label label) const;

 private:
  EdwardsPoint(LinearCombination x, LinearCombination y) : x_(std::move(x)), y_(std::move(y)) {}
  LinearCombination x_, y_;
};

extern template class EdwardsPoint<Jubjub>;
extern template class EdwardsPoint<Bandersnatch>;
using JubjubPoint = EdwardsPoint<Jubjub>;
using BandersnatchPoint = EdwardsPoint<Bandersnatch>;

}  // namespace zkp::gadgets
