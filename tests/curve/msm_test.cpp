#include "curve/msm.h"

#include <random>

#include "curve/msm_samples.h"
#include "curve/vectors.h"
#include "support/test_pool.h"

namespace zkp {
namespace {

template <class Group>
class Msm : public testing::Test {
 protected:
  using Affine = typename Group::Affine;
  using Point = typename Group::Point;

  void expect_naive(const std::vector<Affine>& points, const std::vector<Fr>& scalars) {
    const auto sum = msm(points, scalars);
    ASSERT_TRUE(sum.ok());
    EXPECT_EQ(*sum, naive<Group>(points, scalars));
  }
};
TYPED_TEST_SUITE(Msm, BothGroups);

TYPED_TEST(Msm, EverySmallSizeEqualsTheNaiveSum) {
  const size_t all = std::is_same_v<TypeParam, GroupG1> ? 300 : 80;
  const auto points = multiples<TypeParam>(300, 1000);
  const auto scalars = random_scalars(300, 1);
  typename TypeParam::Point sum;
  for (size_t n = 0; n <= 300; ++n) {
    if (n <= all || n % 37 == 0 || n == 300) {
      const auto result = msm(std::span(points).first(n), std::span(scalars).first(n));
      ASSERT_TRUE(result.ok());
      ASSERT_EQ(*result, sum) << n;
    }
    if (n < 300) sum += points[n].mul_var(scalars[n]);
  }
}

TYPED_TEST(Msm, LargeInputEqualsOneMultiplicationOfTheGenerator) {
  const size_t n = size_t{1} << 16;  // large enough for buckets that are filled in the order of the points
  const auto points = multiples<TypeParam>(n);
  const auto scalars = random_scalars(n, 2);
  Fr sum;  // sum_i s_i (i + 1) G
  for (size_t i = 0; i < n; ++i) sum += scalars[i] * Fr::from_u64(i + 1);
  TestPool pool(3);
  const auto serial = msm(points, scalars).value(), parallel = msm(points, scalars, {.pool = &pool}).value();
  EXPECT_EQ(serial, TypeParam::Point::generator().mul_var(sum));
  EXPECT_EQ(serial.x(), parallel.x());
  EXPECT_EQ(serial.y(), parallel.y());
  EXPECT_EQ(serial.z(), parallel.z());
}

// All of a window's digits are the same, or are of a few kinds, and points come back: nearly every addition conflicts.
TYPED_TEST(Msm, LargeInputsWithFewDifferentScalarsAndPoints) {
  const size_t n = size_t{1} << 16;
  const auto few_points = multiples<TypeParam>(5);
  const auto few_scalars = random_scalars(3, 13);
  const auto some_scalars = random_scalars(n / 16, 14);
  for (const bool many_scalars : {false, true}) {
    std::vector<typename TypeParam::Affine> points;
    std::vector<Fr> scalars;
    Fr sum;
    for (size_t i = 0; i < n; ++i) {
      points.push_back(i % 7 == 0 ? -few_points[i % 5] : few_points[i % 5]);
      scalars.push_back(many_scalars ? some_scalars[i / 16] : few_scalars[i / 5 % 3]);
      const Fr times = Fr::from_u64(i % 5 + 1);
      sum += scalars.back() * (i % 7 == 0 ? -times : times);
    }
    EXPECT_EQ(msm(points, scalars).value(), TypeParam::Point::generator().mul_var(sum));
  }
}

TYPED_TEST(Msm, ScalarsAtEveryPowerOfTwo) {
  const auto scalars = edge_scalars();
  const auto points = multiples<TypeParam>(scalars.size());
  Fr sum;
  for (size_t i = 0; i < scalars.size(); ++i) sum += scalars[i] * Fr::from_u64(i + 1);
  EXPECT_EQ(msm(points, scalars).value(), TypeParam::Point::generator().mul_var(sum));
  for (size_t i = 0; i < scalars.size(); ++i) {  // and each alone, six times, so that it goes through buckets
    if (i % 7 != 0 && !std::is_same_v<TypeParam, GroupG1>) continue;
    const std::vector<typename TypeParam::Affine> same(6, points[0]);
    ASSERT_EQ(msm(same, std::vector<Fr>(6, scalars[i])).value(), points[0].mul_var(scalars[i] * Fr::from_u64(6))) << i;
  }
}

TYPED_TEST(Msm, EqualPointsAndEqualScalars) {
  const size_t n = 200;
  const std::vector<typename TypeParam::Affine> same(n, multiples<TypeParam>(1, 77)[0]);
  const auto scalars = random_scalars(n, 3);
  this->expect_naive(same, scalars);
  this->expect_naive(multiples<TypeParam>(n), std::vector<Fr>(n, scalars[0]));
  this->expect_naive(same, std::vector<Fr>(n, scalars[0]));
  this->expect_naive(same, std::vector<Fr>(n, Fr::one()));
}

TYPED_TEST(Msm, OppositePointsCancel) {
  const size_t n = 200;
  auto points = multiples<TypeParam>(n);
  auto scalars = random_scalars(n, 4);
  for (size_t i = 0; i < n; i += 2) {
    points[i + 1] = -points[i];
    scalars[i + 1] = scalars[i];
  }
  EXPECT_TRUE(msm(points, scalars).value().is_identity());
  EXPECT_TRUE(msm(points, std::vector<Fr>(n, Fr::one())).value().is_identity());
  std::vector<typename TypeParam::Affine> same(n, points[0]);
  for (size_t i = 0; i < n; i += 2) scalars[i + 1] = -scalars[i];
  EXPECT_TRUE(msm(same, scalars).value().is_identity());
  scalars[0] += Fr::one();
  EXPECT_EQ(msm(same, scalars).value(), typename TypeParam::Point(points[0]));
  // Half P, half -P: every bucket meets both signs.
  for (size_t i = 0; i < n; i += 3) same[i] = -same[i];
  this->expect_naive(same, random_scalars(n, 5));
}

// Partial sums of related points meet again: every set of four of the first multiples, with units and with equal
// scalars.
TYPED_TEST(Msm, RelatedPoints) {
  const auto points = multiples<TypeParam>(9);
  const Fr scalar = random_scalars(1, 12)[0];
  for (size_t i = 0; i < 6561; ++i) {
    if (!std::is_same_v<TypeParam, GroupG1> && i % 7 != 0) continue;
    std::vector<typename TypeParam::Affine> four;
    uint64_t sum = 0;
    for (size_t k = 0, rest = i; k < 4; ++k, rest /= 9) {
      four.push_back(points[rest % 9]);
      sum += rest % 9 + 1;
    }
    four.insert(four.end(), four.begin(), four.end());  // more than what is added one by one
    four.push_back(points[i % 9]);
    sum = 2 * sum + i % 9 + 1;
    ASSERT_EQ(msm(four, std::vector<Fr>(9, Fr::one())).value(),
              TypeParam::Point::generator().mul_var(Fr::from_u64(sum)))
        << i;
    if (i % 40 == 0) {
      ASSERT_EQ(msm(four, std::vector<Fr>(9, scalar)).value(),
                TypeParam::Point::generator().mul_var(scalar * Fr::from_u64(sum)));
    }
  }
}

TYPED_TEST(Msm, IdentitiesAmongThePointsCountNothing) {
  const size_t n = 150;
  auto points = multiples<TypeParam>(n);
  for (size_t i = 0; i < n; i += 4) points[i] = TypeParam::Affine::identity();
  this->expect_naive(points, random_scalars(n, 6));
  const std::vector<typename TypeParam::Affine> nothing(n);
  EXPECT_TRUE(msm(nothing, random_scalars(n, 7)).value().is_identity());
}

TYPED_TEST(Msm, MixturesOfZerosUnitsSmallAndFullScalars) {
  const size_t n = 400;
  const auto points = multiples<TypeParam>(n, 5);
  const auto full = random_scalars(n, 8);
  std::mt19937_64 random(9);
  for (int mixture = 0; mixture < 4; ++mixture) {
    std::vector<Fr> scalars;
    Fr sum;
    for (size_t i = 0; i < n; ++i) {
      const uint64_t kind = random() % 10;
      Fr s = Fr::from_u64(random() & 1);
      if (kind < static_cast<uint64_t>(2 * mixture)) s = Fr::from_u64(random() >> random() % 64);
      if (kind == 8) s = full[i];
      if (random() % 3 == 0) s = -s;
      scalars.push_back(s);
      sum += s * Fr::from_u64(i + 5);
    }
    EXPECT_EQ(msm(points, scalars).value(), TypeParam::Point::generator().mul_var(sum)) << mixture;
  }
  EXPECT_TRUE(msm(points, std::vector<Fr>(n)).value().is_identity());
}

TYPED_TEST(Msm, PoolsOfAnySizeGiveTheSameBits) {
  const size_t n = std::is_same_v<TypeParam, GroupG1> ? 18000 : 2000;  // beyond 2 * 2^13 terms are split for 16 threads
  const auto points = multiples<TypeParam>(n);
  auto scalars = random_scalars(n, 10);
  for (size_t i = 0; i < n; i += 16) scalars[i] = Fr::from_u64(i % 3);
  const auto serial = msm(points, scalars).value();
  for (int threads : {1, 2, 16}) {
    TestPool pool(threads);
    const auto parallel = msm(points, scalars, {.pool = &pool}).value();
    EXPECT_EQ(serial.x(), parallel.x()) << threads;
    EXPECT_EQ(serial.y(), parallel.y()) << threads;
    EXPECT_EQ(serial.z(), parallel.z()) << threads;
  }
}

// Short scalars have so few windows that the terms themselves are shared among the threads.
TYPED_TEST(Msm, ShortScalarsInManyThreadsGiveTheSameSum) {
  const size_t n = 20000;
  const std::vector<typename TypeParam::Affine> points(n, TypeParam::Affine::generator());
  std::vector<Fr> scalars;
  Fr sum;
  for (size_t i = 0; i < n; ++i) {
    scalars.push_back(Fr::from_u64(i * 40503 % 65536));
    sum += scalars.back();
  }
  const auto expected = TypeParam::Point::generator().mul_var(sum);
  for (int threads : {2, 16}) {
    TestPool pool(threads);
    EXPECT_EQ(msm(points, scalars, {.bits = 16, .pool = &pool}).value(), expected) << threads;
  }
}

TYPED_TEST(Msm, TheBoundOnScalarsIsChecked) {
  const auto points = multiples<TypeParam>(40);
  for (int bits : {1, 2, 63, 64, 65, 128, 254}) {
    LimbArray<4> limit{};
    limit[static_cast<size_t>(bits) / 64] = uint64_t{1} << bits % 64;
    const Fr too_large = Fr::from_limbs_reduce(limit);
    std::vector<Fr> scalars(40, too_large - Fr::one());
    EXPECT_EQ(msm(points, scalars, {.bits = bits}).value(), naive<TypeParam>(points, scalars)) << bits;
    scalars[17] = too_large;
    auto refused = msm(points, scalars, {.bits = bits});
    ASSERT_FALSE(refused.ok()) << bits;
    EXPECT_EQ(refused.error().code(), GeneralError::kInvalidArgument);
  }
  EXPECT_FALSE(msm(points, std::vector<Fr>(40, -Fr::one()), {.bits = 64}).ok());  // small only up to its sign
  for (int bits : {0, -1, 256}) EXPECT_FALSE(msm(points, std::vector<Fr>(40), {.bits = bits}).ok());
}

TYPED_TEST(Msm, DifferentSizesAreRefused) {
  const auto points = multiples<TypeParam>(3);
  for (size_t n : {0, 2, 4}) {
    auto result = msm(points, random_scalars(n, 11));
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code(), GeneralError::kInvalidArgument);
  }
}

// EIP-2537: pairs of a point and a 32-byte big-endian integer; a coordinate in Fp is 16 zero bytes, then 48, one in Fp2
// is c0 then c1.
Fp read_coordinate(ByteView in, const GroupG1&) { return Fp::from_bytes(in.subspan(16, 48)).value(); }
Fp2 read_coordinate(ByteView in, const GroupG2&) {
  return {read_coordinate(in.first(64), GroupG1()), read_coordinate(in.subspan(64), GroupG1())};
}

TYPED_TEST(Msm, Eip2537Vectors) {
  const bool g1 = std::is_same_v<TypeParam, GroupG1>;
  const auto text = third_party_file(g1 ? "eip2537/blsG1MultiExp.json" : "eip2537/blsG2MultiExp.json");
  if (!text) GTEST_SKIP() << "no eip2537 vectors (set ZKP_VECTORS)";
  const size_t half = g1 ? 64 : 128;
  auto read_point = [&](ByteView in) {
    return TypeParam::Affine::from_xy_unchecked(read_coordinate(in.first(half), TypeParam()),
                                                read_coordinate(in.subspan(half, half), TypeParam()));
  };
  size_t count = 0;
  for (const auto& v : nlohmann::json::parse(*text)) {
    std::vector<typename TypeParam::Affine> points;
    std::vector<Fr> scalars;
    const Bytes input = unhex(v["Input"]), expected = unhex(v["Expected"]);
    for (ByteView in = input; !in.empty(); in = in.subspan(2 * half + 32)) {
      points.push_back(read_point(in));
      ASSERT_TRUE(points.back().is_on_curve());
      scalars.push_back(Fr::from_bytes_reduce(in.subspan(2 * half, 32)));
    }
    EXPECT_EQ(msm(points, scalars).value(), typename TypeParam::Point(read_point(expected))) << v["Name"];
    ++count;
  }
  EXPECT_GT(count, 0u);
}

}  // namespace
}  // namespace zkp
