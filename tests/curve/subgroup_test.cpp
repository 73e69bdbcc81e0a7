/// Membership in the curve and in the subgroup of prime order; the endomorphisms behind the fast check.
#include "curve/groups.h"
#include "curve/parameter.h"

namespace zkp {
namespace {

template <class Group>
class Subgroup : public testing::Test {};
TYPED_TEST_SUITE(Subgroup, BothGroups);

template <class Group>
bool killed_by_r(const typename Group::Affine& p) {
  return typename Group::Point(p).mul_integer_var(Fr::kModulus).is_identity();
}

TYPED_TEST(Subgroup, FastCheckEqualsMultiplicationByR) {
  using Point = typename TypeParam::Point;
  const auto outside = points_of_the_whole_curve<TypeParam>(12);
  const auto inside = sample_points<TypeParam>(4);
  for (const auto& p : outside) {
    ASSERT_TRUE(p.is_on_curve());
    ASSERT_FALSE(killed_by_r<TypeParam>(p));
    ASSERT_FALSE(p.is_in_subgroup());
    ASSERT_FALSE((Point(p) + Point::generator()).is_in_subgroup());
    // r P has an order that divides the cofactor: as far from the subgroup as a point can be.
    const Point cofactor_part = Point(p).mul_integer_var(Fr::kModulus);
    ASSERT_FALSE(cofactor_part.is_identity());
    ASSERT_FALSE(cofactor_part.is_in_subgroup());
  }
  for (const Point& p : inside) {
    ASSERT_TRUE(killed_by_r<TypeParam>(p.to_affine()));
    ASSERT_TRUE(p.is_in_subgroup());
  }
}

TYPED_TEST(Subgroup, PointsOffTheCurveAreSeen) {
  using Affine = typename TypeParam::Affine;
  using Field = typename TypeParam::Field;
  const Affine g = Affine::generator();
  EXPECT_TRUE(g.is_on_curve());
  EXPECT_TRUE(Affine::identity().is_on_curve());
  EXPECT_FALSE(Affine::from_xy_unchecked(g.x() + Field::one(), g.y()).is_on_curve());
  EXPECT_FALSE(Affine::from_xy_unchecked(g.x(), g.y() + Field::one()).is_on_curve());
  EXPECT_FALSE(Affine::from_xy_unchecked(g.y(), g.x()).is_on_curve());
  EXPECT_FALSE(Affine::from_xy_unchecked(Field::zero(), Field::one()).is_on_curve());
  const auto scaled = TypeParam::Point::generator().doubled();
  EXPECT_TRUE(scaled.is_on_curve());
  EXPECT_FALSE(TypeParam::Point::from_xyz_unchecked(scaled.x(), scaled.y(), Field::one()).is_on_curve());
}

// The complete formulas behind mul() promise to be right on the whole curve.
TYPED_TEST(Subgroup, ConstantTimeMultiplicationIsRightOutsideToo) {
  using Point = typename TypeParam::Point;
  SimRandom random(5);
  for (const auto& p : points_of_the_whole_curve<TypeParam>(3)) {
    const Fr s = Fr::random(random).value();
    ASSERT_EQ(p.mul(s), p.mul_var(s));
    ASSERT_EQ(p.mul(s), Point(p).mul_integer_var(s.to_limbs()));
  }
}

TEST(Endomorphisms, PhiIsMinusXSquaredOnG1AndHasOrderThree) {
  const Fr x_squared = Fr::from_u64(kBlsXAbsolute).square();
  for (const G1& p : sample_points<GroupG1>(3)) { EXPECT_EQ(G1(phi(p.to_affine())), p.mul(-x_squared)); }
  for (const G1Affine& p : points_of_the_whole_curve<GroupG1>(3)) {
    EXPECT_TRUE(phi(p).is_on_curve());
    EXPECT_NE(phi(p), p);
    EXPECT_EQ(phi(phi(phi(p))), p);
  }
}

TEST(Endomorphisms, PsiIsXOnG2AndSatisfiesItsCharacteristicEquation) {
  const Fr x = -Fr::from_u64(kBlsXAbsolute);
  for (const G2& p : sample_points<GroupG2>(3)) {
    EXPECT_EQ(psi(p), p.mul(x));
    EXPECT_EQ(G2(psi(p.to_affine())), psi(p));
  }
  // psi^2 - t psi + q = 0 on the whole curve, t = x + 1 the trace of Frobenius.
  const std::array<uint64_t, 1> minus_t = {kBlsXAbsolute - 1};
  for (const G2Affine& p : points_of_the_whole_curve<GroupG2>(3)) {
    EXPECT_TRUE(psi(p).is_on_curve());
    const G2 image = psi(G2(p));
    const G2 sum = psi(image) + image.mul_integer_var(minus_t) + G2(p).mul_integer_var(Fp::kModulus);
    EXPECT_TRUE(sum.is_identity());
  }
}

}  // namespace
}  // namespace zkp
