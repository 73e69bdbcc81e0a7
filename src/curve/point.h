/// Points of a curve y^2 = x^3 + b without points of order 2, in affine and in Jacobian coordinates.
///
/// AffinePoint: (x, y); the identity is stored as (0, 0), which no curve with b != 0 contains.
/// JacobianPoint: (X : Y : Z) with x = X/Z^2, y = Y/Z^3; the identity has Z = 0.
/// Every operation is correct for all inputs, also P + P, P + (-P) and the identity, and for points outside the
/// prime-order subgroup unless a comment says otherwise.
///
/// What is constant-time: mul(), to_affine(), negation, doubled(), conditional_select() and comparison. operator+ and
/// add_mixed() branch on the exceptional cases (an operand is the identity, the operands are equal or opposite), so
/// their time shows whether one occurred. Everything that ends in `_var`, batch_to_affine() and the subgroup checks are
/// not constant-time. Trivially copyable; the default value is the identity. Safe for concurrent use as plain values.
///
/// Sources: Bernstein, Lange, Explicit-Formulas Database (short Weierstrass, a = 0); Renes, Costello, Batina, "Complete
/// addition formulas for prime order elliptic curves", ePrint 2015/1060.
#pragma once

#include <span>

#include "field/fr.h"

namespace zkp {

template <class Curve>
class JacobianPoint;

/// Curve: `Field`, `b()`, `mul_by_3b(x)`, `generator_x()`, `generator_y()`, `in_subgroup_var(AffinePoint)`, `kName`.
template <class Curve>
class AffinePoint {
 public:
  using CurveType = Curve;
  using Field = typename Curve::Field;

  constexpr AffinePoint() = default;
  static constexpr AffinePoint identity() { return {}; }
  static constexpr AffinePoint generator() { return from_xy_unchecked(Curve::generator_x(), Curve::generator_y()); }
  /// REQUIRES: (x, y) is on the curve, or is (0, 0).
  static constexpr AffinePoint from_xy_unchecked(const Field& x, const Field& y) {
    AffinePoint out;
    out.x_ = x;
    out.y_ = y;
    return out;
  }

  /// Both zero for the identity.
  constexpr const Field& x() const { return x_; }
  constexpr const Field& y() const { return y_; }
  constexpr bool is_identity() const { return is_identity_mask() != 0; }
  constexpr uint64_t is_identity_mask() const { return x_.is_zero_mask() & y_.is_zero_mask(); }
  constexpr AffinePoint operator-() const { return from_xy_unchecked(x_, -y_); }
  friend constexpr bool operator==(const AffinePoint& a, const AffinePoint& b) {
    return (equal_mask(a.x_, b.x_) & equal_mask(a.y_, b.y_)) != 0;
  }
  /// mask == 0: a. mask == ~0: b. REQUIRES: no other mask.
  static constexpr AffinePoint conditional_select(const AffinePoint& a, const AffinePoint& b, uint64_t mask) {
    return from_xy_unchecked(Field::conditional_select(a.x_, b.x_, mask), Field::conditional_select(a.y_, b.y_, mask));
  }

  /// True for the identity.
  bool is_on_curve() const { return is_identity() || y_.square() == x_.square() * x_ + Curve::b(); }
  /// REQUIRES: is_on_curve(). True for the identity.
  bool is_in_subgroup() const { return Curve::in_subgroup_var(*this); }

  JacobianPoint<Curve> mul(const Fr& scalar) const { return JacobianPoint<Curve>(*this).mul(scalar); }
  JacobianPoint<Curve> mul_var(const Fr& scalar) const { return JacobianPoint<Curve>(*this).mul_var(scalar); }

 private:
  Field x_;
  Field y_;
};

template <class Curve>
class JacobianPoint {
 public:
  using CurveType = Curve;
  using Field = typename Curve::Field;
  using Affine = AffinePoint<Curve>;

  constexpr JacobianPoint() : x_(Field::one()), y_(Field::one()) {}
  constexpr explicit JacobianPoint(const Affine& p)
      : x_(Field::conditional_select(p.x(), Field::one(), p.is_identity_mask())),
        y_(Field::conditional_select(p.y(), Field::one(), p.is_identity_mask())),
        z_(Field::conditional_select(Field::one(), Field::zero(), p.is_identity_mask())) {}
  static constexpr JacobianPoint identity() { return {}; }
  static constexpr JacobianPoint generator() { return JacobianPoint(Affine::generator()); }
  /// REQUIRES: Z = 0, or (X/Z^2, Y/Z^3) is on the curve.
  static constexpr JacobianPoint from_xyz_unchecked(const Field& x, const Field& y, const Field& z) {
    JacobianPoint out;
    out.x_ = x;
    out.y_ = y;
    out.z_ = z;
    return out;
  }

  constexpr const Field& x() const { return x_; }
  constexpr const Field& y() const { return y_; }
  constexpr const Field& z() const { return z_; }
  constexpr bool is_identity() const { return z_.is_zero(); }

  JacobianPoint operator+(const JacobianPoint& b) const;
  JacobianPoint operator-(const JacobianPoint& b) const { return *this + (-b); }
  JacobianPoint& operator+=(const JacobianPoint& b) { return *this = *this + b; }
  JacobianPoint& operator-=(const JacobianPoint& b) { return *this = *this - b; }
  constexpr JacobianPoint operator-() const { return from_xyz_unchecked(x_, -y_, z_); }
  JacobianPoint add_mixed(const Affine& b) const;
  JacobianPoint doubled() const;
  /// Same point, whatever the representations.
  friend bool operator==(const JacobianPoint& a, const JacobianPoint& b) { return a.equals(b); }
  static constexpr JacobianPoint conditional_select(const JacobianPoint& a, const JacobianPoint& b, uint64_t mask) {
    return from_xyz_unchecked(Field::conditional_select(a.x_, b.x_, mask), Field::conditional_select(a.y_, b.y_, mask),
                              Field::conditional_select(a.z_, b.z_, mask));
  }

  /// scalar * this. Constant-time in the scalar and the point: a fixed sequence of complete additions and doublings and
  /// of table look-ups that read the whole table.
  JacobianPoint mul(const Fr& scalar) const;
  /// scalar * this for a public scalar and point (width-w non-adjacent form).
  JacobianPoint mul_var(const Fr& scalar) const { return mul_integer_var(scalar.to_limbs()); }
  /// integer * this, for any length: the integer is not reduced, so that it is right outside the subgroup too.
  JacobianPoint mul_integer_var(std::span<const uint64_t> integer_le_limbs) const;

  Affine to_affine() const;
  Affine to_affine_var() const;
  /// True for the identity.
  bool is_on_curve() const;
  /// REQUIRES: is_on_curve(). True for the identity.
  bool is_in_subgroup() const { return to_affine_var().is_in_subgroup(); }

 private:
  bool equals(const JacobianPoint& b) const;

  Field x_;
  Field y_;
  Field z_;
};

}  // namespace zkp
