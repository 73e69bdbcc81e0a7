/// The axioms of a group and of its scalar multiplication, for G1 and G2.
#include "base/encoding.h"
#include "curve/groups.h"

namespace zkp {
namespace {

template <class Group>
class GroupAxioms : public testing::Test {};
TYPED_TEST_SUITE(GroupAxioms, BothGroups);

TYPED_TEST(GroupAxioms, AdditionIsAnAbelianGroup) {
  using Point = typename TypeParam::Point;
  const auto points = sample_points<TypeParam>(4);
  size_t third = 0;
  for (const Point& a : points) {
    ASSERT_EQ(a + Point::identity(), a);
    ASSERT_EQ(Point::identity() + a, a);
    ASSERT_TRUE((a + (-a)).is_identity());
    ASSERT_TRUE((a - a).is_identity());
    ASSERT_EQ(a + a, a.doubled());
    ASSERT_EQ(-(-a), a);
    for (const Point& b : points) {
      const Point& c = points[third++ % points.size()];
      ASSERT_EQ(a + b, b + a);
      ASSERT_EQ((a + b) + c, a + (b + c));
      ASSERT_EQ((a - b) + b, a);
      ASSERT_EQ(-(a + b), (-a) + (-b));
      ASSERT_TRUE((a + b).is_on_curve());
      Point sum = a, difference = a;
      sum += b;
      difference -= b;
      ASSERT_EQ(sum, a + b);
      ASSERT_EQ(difference, a - b);
    }
  }
}

TYPED_TEST(GroupAxioms, MixedAdditionEqualsAddition) {
  using Point = typename TypeParam::Point;
  const auto points = sample_points<TypeParam>(4);
  for (const Point& a : points) {
    for (const Point& b : points) ASSERT_EQ(a.add_mixed(b.to_affine()), a + b);
  }
}

TYPED_TEST(GroupAxioms, EqualityIgnoresTheRepresentationAndNothingElse) {
  using Point = typename TypeParam::Point;
  const auto points = sample_points<TypeParam>(3);
  SimRandom random(3);
  for (const Point& a : points) {
    const auto s = TypeParam::Field::random(random).value();
    const Point scaled = Point::from_xyz_unchecked(a.x() * s.square(), a.y() * s.square() * s, a.z() * s);
    ASSERT_EQ(scaled, a);
    ASSERT_EQ(a == Point::identity(), a.is_identity());
    ASSERT_EQ(Point::identity() == a, a.is_identity());
    ASSERT_NE(a, a + Point::generator());
    if (!a.is_identity()) { ASSERT_NE(a, -a); }
  }
}

TYPED_TEST(GroupAxioms, ScalarMultiplicationIsAModuleOverFr) {
  using Point = typename TypeParam::Point;
  SimRandom random(13);
  const Point g = Point::generator();
  for (int round = 0; round < 3; ++round) {
    const Fr a = Fr::random(random).value(), b = Fr::random(random).value();
    const Point p = g.mul(Fr::random(random).value()), q = g.mul(b);
    ASSERT_EQ(p.mul(a) + p.mul(b), p.mul(a + b));
    ASSERT_EQ(p.mul(a).mul(b), p.mul(a * b));
    ASSERT_EQ((p + q).mul(a), p.mul(a) + q.mul(a));
    ASSERT_EQ(p.mul(a.inverse()).mul(a), p);
  }
}

TYPED_TEST(GroupAxioms, EveryMultiplicationEqualsRepeatedAddition) {
  using Point = typename TypeParam::Point;
  using Affine = typename TypeParam::Affine;
  const Affine g = Affine::generator();
  Point sum;
  for (uint64_t k = 0; k < 70; ++k) {
    ASSERT_EQ(g.mul(Fr::from_u64(k)), sum) << k;
    ASSERT_EQ(g.mul_var(Fr::from_u64(k)), sum) << k;
    ASSERT_EQ(g.mul(-Fr::from_u64(k)), -sum) << k;
    ASSERT_EQ(g.mul_var(-Fr::from_u64(k)), -sum) << k;
    ASSERT_EQ(Point(g).mul_integer_var(std::array<uint64_t, 2>{k, 0}), sum) << k;
    sum = sum.add_mixed(g);
  }
}

// Digits at both ends of their range, long runs of ones and zeros, and the largest scalar.
TYPED_TEST(GroupAxioms, BothMultiplicationsAgreeOnAwkwardScalars) {
  using Point = typename TypeParam::Point;
  std::vector<Fr> scalars = {-Fr::one(), -Fr::from_u64(2), Fr::from_u64(2).inverse(), -Fr::from_u64(2).inverse()};
  for (const char nibble : {'1', '7', '8', '9', 'f'}) {
    scalars.push_back(Fr::from_bytes_reduce(hex_decode(std::string(62, nibble)).value()));
  }
  for (size_t limb = 0; limb < 4; ++limb) {
    Fr::Limbs power{};
    power[limb] = uint64_t{1} << 62;
    scalars.push_back(Fr::from_limbs_reduce(power));
    scalars.push_back(Fr::from_limbs_reduce(power) - Fr::one());
  }
  const Point g = Point::generator();
  const Point other = g.doubled() + g;
  for (const Fr& s : scalars) {
    ASSERT_EQ(g.mul(s), g.mul_var(s));
    ASSERT_EQ(other.mul(s), g.mul(s * Fr::from_u64(3)));
    ASSERT_TRUE(Point::identity().mul(s).is_identity());
    ASSERT_TRUE(Point::identity().mul_var(s).is_identity());
  }
}

TYPED_TEST(GroupAxioms, IntegersOfAnyLengthMultiply) {
  using Point = typename TypeParam::Point;
  const Point g = Point::generator();
  EXPECT_TRUE(g.mul_integer_var({}).is_identity());
  for (size_t size = 1; size <= 7; ++size) {
    std::vector<uint64_t> ones(size, ~uint64_t{0});  // 2^(64 size) - 1
    Point power = g;
    for (size_t i = 0; i < 64 * size; ++i) power = power.doubled();
    ASSERT_EQ(g.mul_integer_var(ones), power - g) << size;
    ones.push_back(0);
    ASSERT_EQ(g.mul_integer_var(ones), power - g) << size;
  }
  for (int bit = 0; bit < 64; ++bit) {  // few bits set: the width without a table
    for (const uint64_t low : {0, 1, 3, 11}) {
      const uint64_t k = uint64_t{1} << bit | low;
      ASSERT_EQ(g.mul_integer_var(std::array{k}), g.mul(Fr::from_u64(k))) << k;
    }
  }
}

TYPED_TEST(GroupAxioms, TheOrderOfTheGeneratorIsR) {
  using Point = typename TypeParam::Point;
  EXPECT_TRUE(Point::generator().mul_integer_var(Fr::kModulus).is_identity());
  EXPECT_FALSE(Point::generator().is_identity());
  EXPECT_EQ(Point::generator().mul(-Fr::one()), -Point::generator());
}

TYPED_TEST(GroupAxioms, AffineConversionsAgreeAndRoundTrip) {
  using Point = typename TypeParam::Point;
  const auto points = sample_points<TypeParam>(5);
  const auto batch = batch_to_affine(points);
  ASSERT_EQ(batch.size(), points.size());
  for (size_t i = 0; i < points.size(); ++i) {
    ASSERT_EQ(points[i].to_affine(), batch[i]);
    ASSERT_EQ(points[i].to_affine_var(), batch[i]);
    ASSERT_EQ(Point(batch[i]), points[i]);
    ASSERT_EQ(batch[i].is_identity(), points[i].is_identity());
    ASSERT_TRUE(batch[i].is_on_curve());
    ASSERT_EQ(Point(-batch[i]), -points[i]);
  }
  EXPECT_TRUE(batch_to_affine(std::span<const Point>{}).empty());
  EXPECT_EQ(batch_to_affine(std::vector<Point>(3)), std::vector<typename TypeParam::Affine>(3));
}

TYPED_TEST(GroupAxioms, SelectTakesTheFirstForZeroAndTheSecondForOnes) {
  using Point = typename TypeParam::Point;
  using Affine = typename TypeParam::Affine;
  const Point a = Point::generator(), b = a.doubled();
  EXPECT_EQ(Point::conditional_select(a, b, 0), a);
  EXPECT_EQ(Point::conditional_select(a, b, ~uint64_t{0}), b);
  EXPECT_EQ(Affine::conditional_select(a.to_affine(), b.to_affine(), 0), a.to_affine());
  EXPECT_EQ(Affine::conditional_select(a.to_affine(), b.to_affine(), ~uint64_t{0}), b.to_affine());
}

}  // namespace
}  // namespace zkp
