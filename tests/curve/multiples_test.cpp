#include "curve/multiples.h"

#include <gtest/gtest.h>

#include "base/sim.h"
#include "curve/multiples_backends.h"
#include "curve/parameter.h"
#include "curve/projective.h"

namespace zkp {
namespace {

const Fr kXSquared = Fr::from_u64(kBlsXAbsolute) * Fr::from_u64(kBlsXAbsolute);

std::vector<Fr> scalars_with_edges(size_t random_count) {
  SimRandom random(7);
  std::vector<Fr> out = {Fr::zero(),
                         Fr::one(),
                         -Fr::one(),
                         Fr::from_u64(2),
                         Fr::from_u64(8),
                         Fr::from_u64(9),
                         Fr::from_u64(0x8888888888888888),
                         kXSquared,
                         kXSquared - Fr::one(),
                         kXSquared + Fr::one(),
                         kXSquared * Fr::from_u64(0x7777777777777777),
                         -kXSquared};
  for (size_t i = 0; i < random_count; ++i) out.push_back(Fr::random(random).value());
  return out;
}

Fr from_half(const LimbArray<2>& v) { return Fr::from_limbs_reduce({v[0], v[1], 0, 0}); }

TEST(Multiples, HalvesAddUpToTheScalarAndAreShort) {
  const uint128_t bound = static_cast<uint128_t>(kBlsXAbsolute) * kBlsXAbsolute;
  for (const Fr& s : scalars_with_edges(200)) {
    const ScalarHalves halves = split_by_x_squared(s);
    EXPECT_EQ(from_half(halves.low) + from_half(halves.high) * kXSquared, s);
    const uint128_t low = static_cast<uint128_t>(halves.low[1]) << 64 | halves.low[0];
    const uint128_t high = static_cast<uint128_t>(halves.high[1]) << 64 | halves.high[0];
    EXPECT_TRUE(low < bound);
    EXPECT_TRUE(high <= bound);
  }
}

template <class Point>
void check_against_mul() {
  const std::vector<Fr> scalars = scalars_with_edges(70);
  std::vector<typename Point::Affine> points, expected;
  for (size_t i = 0; i < scalars.size(); ++i) {
    points.push_back(i % 10 == 3 ? Point::Affine::identity()
                                 : Point::generator().mul(Fr::from_u64(1000 + i).inverse()).to_affine());
    expected.push_back(points.back().mul(scalars[i]).to_affine());
  }
  multiply_each(points, scalars, nullptr);
  EXPECT_EQ(points, expected);
}

TEST(Multiples, AreThoseOfMulForBothGroups) {
  check_against_mul<G1>();
  check_against_mul<G2>();
}

template <class Curve>
void check_portable() {
  for (const Fr& s : scalars_with_edges(10)) {
    const auto p = JacobianPoint<Curve>::generator().mul(Fr::from_u64(77));
    const ScalarHalves halves = split_by_x_squared(s);
    EXPECT_EQ(ProjectivePoint<Curve>::from_jacobian(p).mul_halves(halves.low, halves.high).to_jacobian(), p.mul(s));
  }
}

template <class Curve, class Multiply>
void check_eight(Multiply multiply) {
  const std::vector<Fr> scalars = scalars_with_edges(4);
  for (size_t first = 0; first + 8 <= scalars.size(); first += 8) {
    AffinePoint<Curve> points[8];
    const AffinePoint<Curve>* pointers[8];
    ScalarHalves halves[8];
    for (size_t i = 0; i < 8; ++i) {
      points[i] = JacobianPoint<Curve>::generator().mul(Fr::from_u64(i + 1)).to_affine();
      pointers[i] = &points[i];
      halves[i] = split_by_x_squared(scalars[first + i]);
    }
    JacobianPoint<Curve> out[8];
    multiply(out, pointers, halves);
    for (size_t i = 0; i < 8; ++i) EXPECT_EQ(out[i], points[i].mul(scalars[first + i])) << first + i;
  }
}

TEST(Multiples, EmulatedLanesComputeTheSamePoints) {
  check_eight<G1Curve>(emulated_multiples_kernels().multiply_g1);
  check_eight<G2Curve>(emulated_multiples_kernels().multiply_g2);
}

TEST(Multiples, PortableCodeComputesTheSamePoints) {
  check_portable<G1Curve>();
  check_portable<G2Curve>();
}

}  // namespace
}  // namespace zkp
