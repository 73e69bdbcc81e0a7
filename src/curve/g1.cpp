#include "curve/g1.h"

#include "curve/parameter.h"
#include "curve/point_impl.h"

namespace zkp {

template class AffinePoint<G1Curve>;
template class JacobianPoint<G1Curve>;

namespace {
constexpr Fp kBeta = Fp::from_hex("0x5f19672fdf76ce51ba69c6076a0f77eaddb3a93be6f89688de17d813620a00022e01fffffffefffe");
}  // namespace

G1Affine phi(const G1Affine& p) { return G1Affine::from_xy_unchecked(p.x() * kBeta, p.y()); }

// phi multiplies by -x^2.
Fp G1Curve::image_x(const Fp& x) { return x * kBeta; }

// Scott, "A note on group membership tests for G1, G2 and GT on BLS pairing-friendly curves", ePrint 2021/1130, section
// 6: P is in G1 exactly if phi(P) = -x^2 P. Two multiplications by the 64-bit |x| instead of one by the 255-bit r.
bool G1Curve::in_subgroup_var(const G1Affine& p) {
  const std::array<uint64_t, 1> x = {kBlsXAbsolute};
  return -G1(p).mul_integer_var(x).mul_integer_var(x) == G1(phi(p));
}

std::vector<G1Affine> batch_to_affine(std::span<const G1> points) { return batch_to_affine_points(points); }

}  // namespace zkp
