/// G2: the subgroup of prime order r of the sextic twist E': y^2 = x^3 + 4 (1 + u) over Fp2. See point.h for the
/// contract of the point types.
///
/// E'(Fp2) has r * 0x5d543a95414e7f1091d50792876a202cd91de4547085abaa68a205b2e5a7ddfa628f1cb4d9e82ef21537e293a6691ae16
/// 16ec6e786f0c70cf1c38e31c7238e5 points.
#pragma once

#include <vector>

#include "curve/point.h"
#include "field/fp2.h"

namespace zkp {

struct G2Curve {
  using Field = Fp2;
  static constexpr std::string_view kName = "G2";

  static constexpr Fp2 b() { return {Fp::from_u64(4), Fp::from_u64(4)}; }
  static constexpr Fp2 mul_by_3b(const Fp2& x) {
    const Fp2 x4 = x.doubled().doubled();
    return (x4.doubled() + x4).mul_by_xi();
  }
  static constexpr Fp2 generator_x() {
    return Fp2::from_hex(
        "0x024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8",
        "0x13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e");
  }
  static constexpr Fp2 generator_y() {
    return Fp2::from_hex(
        "0x0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548608b82801",
        "0x0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab3f370d275cec1da1aaa9075ff05f79be");
  }
  /// x^2 P = (image_x(x_P), -y_P) on the subgroup, x^2 the square of the curve's parameter.
  static Fp2 image_x(const Fp2& x);
  static bool in_subgroup_var(const AffinePoint<G2Curve>& p);
};

extern template class AffinePoint<G2Curve>;
extern template class JacobianPoint<G2Curve>;
using G2Affine = AffinePoint<G2Curve>;
using G2 = JacobianPoint<G2Curve>;

/// The untwist-Frobenius-twist endomorphism of E': psi(x, y) = (conj(x) / xi^((q-1)/3), conj(y) / xi^((q-1)/2)). On G2
/// it is the multiplication by q, which is the curve's parameter x modulo r.
G2Affine psi(const G2Affine& p);
G2 psi(const G2& p);

/// All points with one field inversion and 6 multiplications each. The identity is allowed. Not constant-time.
std::vector<G2Affine> batch_to_affine(std::span<const G2> points);

}  // namespace zkp
