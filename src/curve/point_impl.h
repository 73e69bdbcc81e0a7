/// The members of the point classes that are not inline. Included by g1.cpp and g2.cpp only, which instantiate them.
#pragma once

#include <bit>
#include <vector>

#include "curve/point.h"
#include "curve/projective.h"
#include "field/batch_inverse.h"

namespace zkp {

// EFD add-2007-bl:  U_i = X_i Z_j^2, S_i = Y_i Z_j^3, H = U2 - U1, r = 2 (S2 - S1), I = (2H)^2, J = H I, V = U1 I
//   X3 = r^2 - J - 2V,  Y3 = r (V - X3) - 2 S1 J,  Z3 = ((Z1 + Z2)^2 - Z1^2 - Z2^2) H.
template <class C>
JacobianPoint<C> JacobianPoint<C>::operator+(const JacobianPoint& b) const {
  if (is_identity()) return b;
  if (b.is_identity()) return *this;
  const Field z1z1 = z_.square();
  const Field z2z2 = b.z_.square();
  const Field u1 = x_ * z2z2;
  const Field s1 = y_ * b.z_ * z2z2;
  const Field h = b.x_ * z1z1 - u1;
  const Field r = (b.y_ * z_ * z1z1 - s1).doubled();
  if (h.is_zero()) return r.is_zero() ? doubled() : identity();
  const Field i = h.doubled().square();
  const Field j = h * i;
  const Field v = u1 * i;
  const Field x3 = r.square() - j - v.doubled();
  return from_xyz_unchecked(x3, r * (v - x3) - (s1 * j).doubled(), ((z_ + b.z_).square() - z1z1 - z2z2) * h);
}

// EFD madd-2007-bl: the same with Z2 = 1 and I = 4 H^2.
template <class C>
JacobianPoint<C> JacobianPoint<C>::add_mixed(const Affine& b) const {
  if (b.is_identity()) return *this;
  if (is_identity()) return JacobianPoint(b);
  const Field z1z1 = z_.square();
  const Field h = b.x() * z1z1 - x_;
  const Field r = (b.y() * z_ * z1z1 - y_).doubled();
  if (h.is_zero()) return r.is_zero() ? doubled() : identity();
  const Field hh = h.square();
  const Field i = hh.doubled().doubled();
  const Field j = h * i;
  const Field v = x_ * i;
  const Field x3 = r.square() - j - v.doubled();
  return from_xyz_unchecked(x3, r * (v - x3) - (y_ * j).doubled(), (z_ + h).square() - z1z1 - hh);
}

// EFD dbl-2009-l:  A = X^2, B = Y^2, C = B^2, D = 2 ((X + B)^2 - A - C), E = 3A
//   X3 = E^2 - 2D,  Y3 = E (D - X3) - 8C,  Z3 = 2 Y Z.
// Z = 0 gives Z3 = 0, and no point has Y = 0, so there is no exceptional case.
template <class C>
JacobianPoint<C> JacobianPoint<C>::doubled() const {
  const Field a = x_.square();
  const Field b = y_.square();
  const Field c = b.square();
  const Field d = ((x_ + b).square() - a - c).doubled();
  const Field e = a.doubled() + a;
  const Field x3 = e.square() - d.doubled();
  return from_xyz_unchecked(x3, e * (d - x3) - c.doubled().doubled().doubled(), (y_ * z_).doubled());
}

template <class C>
bool JacobianPoint<C>::equals(const JacobianPoint& b) const {
  const Field z1z1 = z_.square();
  const Field z2z2 = b.z_.square();
  const uint64_t same_x = equal_mask(x_ * z2z2, b.x_ * z1z1);
  const uint64_t same_y = equal_mask(y_ * b.z_ * z2z2, b.y_ * z_ * z1z1);
  const uint64_t a_identity = z_.is_zero_mask();
  const uint64_t b_identity = b.z_.is_zero_mask();
  return ((a_identity & b_identity) | (~(a_identity | b_identity) & same_x & same_y)) != 0;
}

template <class C>
JacobianPoint<C> JacobianPoint<C>::mul(const Fr& scalar) const {
  return ProjectivePoint<C>::from_jacobian(*this).mul(scalar.to_limbs()).to_jacobian();
}

namespace point_detail {
/// The width-w non-adjacent form, least significant digit first: digits 0 or odd in (-2^(w-1), 2^(w-1)), at least w - 1
/// zeros between two that are not 0, the last one positive.
inline std::vector<int8_t> non_adjacent_form_var(std::span<const uint64_t> integer_le_limbs, int width) {
  std::vector<int8_t> digits;
  const size_t bits = limbs::bit_length_var(integer_le_limbs);
  digits.reserve(bits + 1);
  int carry = 0;
  for (size_t i = 0; i < bits || carry != 0;) {
    if ((static_cast<int>(limbs::bit(integer_le_limbs, i)) + carry) % 2 == 0) {
      digits.push_back(0);  // bit and carry are both 0, or both 1: the carry travels on
      ++i;
      continue;
    }
    int digit = carry;
    for (int k = 0; k < width; ++k)
      digit += static_cast<int>(limbs::bit(integer_le_limbs, i + static_cast<size_t>(k))) << k;
    carry = digit >> (width - 1);
    digits.push_back(static_cast<int8_t>(digit - (carry << width)));
    digits.insert(digits.end(), static_cast<size_t>(width - 1), 0);
    i += static_cast<size_t>(width);
  }
  while (!digits.empty() && digits.back() == 0) digits.pop_back();
  return digits;
}
}  // namespace point_detail

// Width 5 needs a table of eight points and a sixth of the bits in additions; width 2 needs no table and a third of the
// bits, but far fewer for the sparse parameter of the curve, which is what most short integers here are.
template <class C>
JacobianPoint<C> JacobianPoint<C>::mul_integer_var(std::span<const uint64_t> integer_le_limbs) const {
  const size_t bits = limbs::bit_length_var(integer_le_limbs);
  if (bits == 0) return identity();
  const int width = bits <= 64 && std::popcount(integer_le_limbs[0]) <= 12 ? 2 : 5;
  const std::vector<int8_t> digits = point_detail::non_adjacent_form_var(integer_le_limbs, width);
  std::array<JacobianPoint, 8> odd_multiples{*this};
  if (width == 5) {
    const JacobianPoint twice = doubled();
    for (size_t i = 1; i < odd_multiples.size(); ++i) odd_multiples[i] = odd_multiples[i - 1] + twice;
  }
  JacobianPoint acc = odd_multiples[static_cast<size_t>(digits.back() / 2)];
  for (size_t i = digits.size() - 1; i-- > 0;) {
    acc = acc.doubled();
    if (digits[i] > 0) acc += odd_multiples[static_cast<size_t>(digits[i] / 2)];
    if (digits[i] < 0) acc -= odd_multiples[static_cast<size_t>(-digits[i] / 2)];
  }
  return acc;
}

namespace point_detail {
// z_inverse = 0 for the identity, which gives (0, 0), its affine form.
template <class C>
AffinePoint<C> scale(const JacobianPoint<C>& p, const typename C::Field& z_inverse) {
  const typename C::Field squared = z_inverse.square();
  return AffinePoint<C>::from_xy_unchecked(p.x() * squared, p.y() * squared * z_inverse);
}
}  // namespace point_detail

template <class C>
AffinePoint<C> JacobianPoint<C>::to_affine() const {
  return point_detail::scale(*this, z_.inverse());
}

template <class C>
AffinePoint<C> JacobianPoint<C>::to_affine_var() const {
  return point_detail::scale(*this, z_.inverse_var());
}

// (Y/Z^3)^2 = (X/Z^2)^3 + b, times Z^6.
template <class C>
bool JacobianPoint<C>::is_on_curve() const {
  const Field z2 = z_.square();
  return is_identity() || y_.square() == x_.square() * x_ + C::b() * (z2.square() * z2);
}

template <class C>
std::vector<AffinePoint<C>> batch_to_affine_points(std::span<const JacobianPoint<C>> points) {
  std::vector<typename C::Field> inverses;
  inverses.reserve(points.size());
  for (const JacobianPoint<C>& p : points) inverses.push_back(p.z());
  batch_inverse_var<typename C::Field>(inverses);
  std::vector<AffinePoint<C>> out;
  out.reserve(points.size());
  for (size_t i = 0; i < points.size(); ++i) out.push_back(point_detail::scale(points[i], inverses[i]));
  return out;
}

}  // namespace zkp
