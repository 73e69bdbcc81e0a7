/// Homogeneous projective coordinates (X : Y : Z), x = X/Z, y = Y/Z, with addition formulas that have no exceptional
/// case at all: what a constant-time scalar multiplication needs. The identity is (0 : 1 : 0).
///
/// Source: Renes, Costello, Batina, "Complete addition formulas for prime order elliptic curves", ePrint 2015/1060,
/// algorithms 7 and 9 (a = 0). They are complete on a curve without points of order 2, which is the only property of a
/// prime order that the proof uses; G1's and G2's full curves have odd order.
/// Everything is constant-time. Internal to curve/.
#pragma once

#include <array>

#include "curve/point.h"

namespace zkp {

/// Signed radix-16 digits in [-7, 8] of a 128-bit integer, the lowest first; the last is the carry. Constant-time.
using HalfDigits = std::array<int8_t, 33>;
inline HalfDigits half_digits(const LimbArray<2>& integer) {
  HalfDigits out;
  int carry = 0;
  for (size_t i = 0; i < 32; ++i) {
    const int nibble = static_cast<int>(integer[i / 16] >> (4 * (i % 16)) & 15) + carry;
    carry = (nibble + 7) >> 4;  // 1 exactly for nibble > 8
    out[i] = static_cast<int8_t>(nibble - 16 * carry);
  }
  out[32] = static_cast<int8_t>(carry);
  return out;
}

template <class Curve>
class ProjectivePoint {
 public:
  using Field = typename Curve::Field;

  constexpr ProjectivePoint() : y_(Field::one()) {}

  // (X/Z^2, Y/Z^3) = (X Z / Z^3, Y / Z^3). Z = 0 gives (0 : Y : 0), the identity.
  static ProjectivePoint from_jacobian(const JacobianPoint<Curve>& p) {
    return ProjectivePoint(p.x() * p.z(), p.y(), p.z().square() * p.z());
  }
  // (X/Z, Y/Z) = (X Z / Z^2, Y Z^2 / Z^3).
  JacobianPoint<Curve> to_jacobian() const {
    return JacobianPoint<Curve>::from_xyz_unchecked(x_ * z_, y_ * z_.square(), z_);
  }

  // X3 = (X1 Y2 + X2 Y1)(Y1 Y2 - 3b Z1 Z2) - 3b (Y1 Z2 + Y2 Z1)(X1 Z2 + X2 Z1)
  // Y3 = (Y1 Y2 + 3b Z1 Z2)(Y1 Y2 - 3b Z1 Z2) + 9b X1 X2 (X1 Z2 + X2 Z1)
  // Z3 = (Y1 Z2 + Y2 Z1)(Y1 Y2 + 3b Z1 Z2) + 3 X1 X2 (X1 Y2 + X2 Y1)
  ProjectivePoint operator+(const ProjectivePoint& b) const {
    const Field xx = x_ * b.x_;
    const Field yy = y_ * b.y_;
    const Field zz = z_ * b.z_;
    const Field xy = (x_ + y_) * (b.x_ + b.y_) - xx - yy;
    const Field yz = (y_ + z_) * (b.y_ + b.z_) - yy - zz;
    const Field xz_3b = Curve::mul_by_3b((x_ + z_) * (b.x_ + b.z_) - xx - zz);
    const Field xx_3 = xx.doubled() + xx;
    const Field zz_3b = Curve::mul_by_3b(zz);
    const Field minus = yy - zz_3b;
    const Field plus = yy + zz_3b;
    return ProjectivePoint(xy * minus - yz * xz_3b, plus * minus + xx_3 * xz_3b, yz * plus + xx_3 * xy);
  }

  // X3 = 2 X Y (Y^2 - 9b Z^2),  Y3 = (Y^2 - 9b Z^2)(Y^2 + 3b Z^2) + 24b Y^2 Z^2,  Z3 = 8 Y^3 Z
  ProjectivePoint doubled() const {
    const Field yy = y_.square();
    const Field zz_3b = Curve::mul_by_3b(z_.square());
    const Field minus = yy - zz_3b - zz_3b.doubled();
    const Field yy_8 = yy.doubled().doubled().doubled();
    return ProjectivePoint((x_ * y_ * minus).doubled(), minus * (yy + zz_3b) + yy_8 * zz_3b, yy_8 * (y_ * z_));
  }

  /// scalar * this, for any 256-bit integer below 2^255 + 2^254 (the top digit then fits).
  ///
  /// Signed radix-16 digits d_i in [-7, 8]; acc <- 16 acc + d_i this. Digits are computed without branches, |d_i| this
  /// is read by scanning the table 0..8, the sign is applied by selection.
  ProjectivePoint mul(const LimbArray<4>& scalar) const {
    std::array<ProjectivePoint, 9> table;
    table[1] = *this;
    for (size_t i = 2; i < table.size(); ++i) table[i] = i % 2 == 0 ? table[i / 2].doubled() : table[i - 1] + *this;

    std::array<int8_t, 64> digits;
    int carry = 0;
    for (size_t i = 0; i < digits.size(); ++i) {
      const int nibble = static_cast<int>(scalar[i / 16] >> (4 * (i % 16)) & 15) + carry;
      carry = (nibble + 7) >> 4;  // 1 exactly for nibble > 8
      digits[i] = static_cast<int8_t>(nibble - 16 * carry);
    }

    ProjectivePoint acc;
    for (size_t i = digits.size(); i-- > 0;) {
      for (int k = 0; k < 4; ++k) acc = acc.doubled();
      acc = acc + pick(table, digits[i]);
    }
    wipe(digits.data(), digits.size());
    return acc;
  }

  /// (low + high x^2) * this, x the curve's parameter: half the doublings of mul(), because x^2 acts on the subgroup as
  /// (X : Y : Z) -> (image_x(X) : -Y : Z). REQUIRES: this is in the subgroup; low, high < 2^128.
  ProjectivePoint mul_halves(const LimbArray<2>& low, const LimbArray<2>& high) const {
    std::array<ProjectivePoint, 9> table, image;
    table[1] = *this;
    for (size_t i = 2; i < table.size(); ++i) table[i] = i % 2 == 0 ? table[i / 2].doubled() : table[i - 1] + *this;
    for (size_t i = 1; i < table.size(); ++i)
      image[i] = ProjectivePoint(Curve::image_x(table[i].x_), -table[i].y_, table[i].z_);
    HalfDigits low_digits = half_digits(low), high_digits = half_digits(high);
    ProjectivePoint acc;
    for (size_t i = low_digits.size(); i-- > 0;) {
      for (int k = 0; k < 4; ++k) acc = acc.doubled();
      acc = acc + pick(table, low_digits[i]);
      acc = acc + pick(image, high_digits[i]);
    }
    wipe(low_digits.data(), low_digits.size());
    wipe(high_digits.data(), high_digits.size());
    return acc;
  }

 private:
  ProjectivePoint(const Field& x, const Field& y, const Field& z) : x_(x), y_(y), z_(z) {}
  /// digit * (the point of the table): reads every entry.
  static ProjectivePoint pick(const std::array<ProjectivePoint, 9>& table, int8_t digit) {
    const int sign = digit >> 7;  // 0 or -1
    const uint64_t magnitude = static_cast<uint64_t>((digit ^ sign) - sign);
    ProjectivePoint term;
    for (size_t entry = 1; entry < table.size(); ++entry) {
      const uint64_t difference = magnitude ^ entry;
      term = select(term, table[entry], ((difference | (0 - difference)) >> 63) - 1);
    }
    term.y_ = Field::conditional_select(term.y_, -term.y_, static_cast<uint64_t>(static_cast<int64_t>(sign)));
    return term;
  }
  static ProjectivePoint select(const ProjectivePoint& a, const ProjectivePoint& b, uint64_t mask) {
    return ProjectivePoint(Field::conditional_select(a.x_, b.x_, mask), Field::conditional_select(a.y_, b.y_, mask),
                           Field::conditional_select(a.z_, b.z_, mask));
  }

  Field x_;
  Field y_;
  Field z_;
};

}  // namespace zkp
