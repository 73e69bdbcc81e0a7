#include "curve/g2.h"

#include "curve/parameter.h"
#include "curve/point_impl.h"

namespace zkp {

template class AffinePoint<G2Curve>;
template class JacobianPoint<G2Curve>;

namespace {
constexpr Fp2 kPsiX = Fp2::from_hex(
    "0x0", "0x1a0111ea397fe699ec02408663d4de85aa0d857d89759ad4897d29650fb85f9b409427eb4f49fffd8bfd00000000aaad");
constexpr Fp2 kPsiY =
    Fp2::from_hex("0x135203e60180a68ee2e9c448d77a2cd91c3dedd930b1cf60ef396489f61eb45e304466cf3e67fa0af1ee7b04121bdea2",
                  "0x06af0e0437ff400b6831e36d6bd17ffe48395dabc2d3435e77f76e17009241c5ee67992f72ec05f4c81084fbede3cc09");
}  // namespace

G2Affine psi(const G2Affine& p) {
  return G2Affine::from_xy_unchecked(p.x().conjugate() * kPsiX, p.y().conjugate() * kPsiY);
}

// Conjugation commutes with the division by powers of Z.
G2 psi(const G2& p) {
  return G2::from_xyz_unchecked(p.x().conjugate() * kPsiX, p.y().conjugate() * kPsiY, p.z().conjugate());
}

// psi^2(x, y) = (norm(kPsiX) x, norm(kPsiY) y) multiplies by x^2, and norm(kPsiY) = -1.
Fp2 G2Curve::image_x(const Fp2& x) {
  static const Fp kNorm = kPsiX.norm();
  return x * kNorm;
}

// Scott, "A note on group membership tests for G1, G2 and GT on BLS pairing-friendly curves", ePrint 2021/1130, section
// 4: Q is in G2 exactly if psi(Q) = x Q.
bool G2Curve::in_subgroup_var(const G2Affine& p) {
  const std::array<uint64_t, 1> x = {kBlsXAbsolute};
  return -G2(p).mul_integer_var(x) == G2(psi(p));
}

std::vector<G2Affine> batch_to_affine(std::span<const G2> points) { return batch_to_affine_points(points); }

}  // namespace zkp
