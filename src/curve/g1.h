/// G1: the subgroup of prime order r of E: y^2 = x^3 + 4 over Fp. See point.h for the contract of the point types.
///
/// E(Fp) has r * 0x396c8c005555e1568c00aaab0000aaab points.
#pragma once

#include <vector>

#include "curve/point.h"
#include "field/fp.h"

namespace zkp {

struct G1Curve {
  using Field = Fp;
  static constexpr std::string_view kName = "G1";

  static constexpr Fp b() { return Fp::from_u64(4); }
  static constexpr Fp mul_by_3b(const Fp& x) {
    const Fp x4 = x.doubled().doubled();
    return x4.doubled() + x4;
  }
  static constexpr Fp generator_x() {
    return Fp::from_hex(
        "0x17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb");
  }
  static constexpr Fp generator_y() {
    return Fp::from_hex(
        "0x08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1");
  }
  /// x^2 P = (image_x(x_P), -y_P) on the subgroup, x^2 the square of the curve's parameter.
  static Fp image_x(const Fp& x);
  static bool in_subgroup_var(const AffinePoint<G1Curve>& p);
};

extern template class AffinePoint<G1Curve>;
extern template class JacobianPoint<G1Curve>;
using G1Affine = AffinePoint<G1Curve>;
using G1 = JacobianPoint<G1Curve>;

/// The endomorphism phi(x, y) = (beta x, y) of E, beta a cube root of 1. On G1 it is the multiplication by -x^2, x the
/// curve's parameter.
G1Affine phi(const G1Affine& p);

/// All points with one field inversion and 6 multiplications each. The identity is allowed. Not constant-time.
std::vector<G1Affine> batch_to_affine(std::span<const G1> points);

}  // namespace zkp
