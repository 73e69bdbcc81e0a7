#include "curve/fixed_base.h"

#include "curve/groups.h"
#include "support/test_pool.h"

namespace zkp {
namespace {

std::vector<Fr> mixed_scalars(size_t n, uint64_t seed) {
  SimRandom random(seed);
  std::vector<Fr> out;
  for (size_t i = 0; i < n; ++i) {
    switch (i % 8) {
      case 0:
        out.push_back(Fr::from_u64(i / 8));
        break;
      case 1:
        out.push_back(-Fr::from_u64(i / 8));
        break;
      case 2: {
        LimbArray<4> power{};
        power[i % 255 / 64] = uint64_t{1} << i % 255 % 64;
        out.push_back(Fr::from_limbs_reduce(power));
        break;
      }
      default:
        out.push_back(Fr::random(random).value());
    }
  }
  return out;
}

template <class Group>
class FixedBaseTest : public testing::Test {};
TYPED_TEST_SUITE(FixedBaseTest, BothGroups);

TYPED_TEST(FixedBaseTest, EqualsOneMultiplicationAfterTheOther) {
  using Point = typename TypeParam::Point;
  const auto base = Point::generator().mul_var(Fr::from_u64(987654321)).to_affine();
  const auto scalars = mixed_scalars(300, 1);
  for (size_t expected_scalars : {size_t{0}, size_t{1}, size_t{50}, size_t{3000}}) {  // tables of different windows
    const FixedBase<Point> table(base, expected_scalars);
    const auto products = table.mul_batch_var(scalars);
    ASSERT_EQ(products.size(), scalars.size());
    for (size_t i = 0; i < scalars.size(); ++i) ASSERT_EQ(Point(products[i]), base.mul_var(scalars[i])) << i;
  }
}

TYPED_TEST(FixedBaseTest, LargeTablesStayWithinTheLimitAndAreRight) {
  using Point = typename TypeParam::Point;
  const auto base = TypeParam::Affine::generator();
  TestPool pool(2);
  const FixedBase<Point> table(base, 100000, &pool);
  EXPECT_LE(table.table_bytes(), FixedBase<Point>::kMaxTableBytes);
  EXPECT_LE(FixedBase<Point>(base, 0).table_bytes(), size_t{1} << 17);
  const auto scalars = mixed_scalars(2500, 2);
  const auto products = table.mul_batch_var(scalars);
  for (size_t i = 0; i < scalars.size(); i += 19) ASSERT_EQ(Point(products[i]), base.mul_var(scalars[i])) << i;
  // All of them at once: sum_i rho^i (s_i B) = (sum_i rho^i s_i) B, rho = 3.
  Point sum;
  Fr expected;
  for (size_t i = scalars.size(); i-- > 0;) {
    sum = (sum.doubled() + sum).add_mixed(products[i]);
    expected = expected * Fr::from_u64(3) + scalars[i];
  }
  EXPECT_EQ(sum, base.mul_var(expected));
}

TYPED_TEST(FixedBaseTest, PoolAndOneThreadGiveTheSamePoints) {
  using Point = typename TypeParam::Point;
  TestPool pool(3);
  const auto base = TypeParam::Affine::generator();
  const FixedBase<Point> serial(base, 500), parallel(base, 500, &pool);
  const auto scalars = mixed_scalars(2100, 3);
  const auto expected = serial.mul_batch_var(scalars);
  EXPECT_EQ(parallel.mul_batch_var(scalars), expected);
  EXPECT_EQ(serial.mul_batch_var(scalars, &pool), expected);
}

TYPED_TEST(FixedBaseTest, ZeroScalarsIdentityBaseAndEmptyBatches) {
  using Point = typename TypeParam::Point;
  const FixedBase<Point> table(TypeParam::Affine::generator(), 10);
  EXPECT_TRUE(table.mul_batch_var({}).empty());
  EXPECT_TRUE(table.mul_batch_var(std::vector<Fr>(3))[2].is_identity());
  const FixedBase<Point> nothing(TypeParam::Affine::identity(), 10);
  for (const auto& p : nothing.mul_batch_var(mixed_scalars(20, 4))) EXPECT_TRUE(p.is_identity());
}

}  // namespace
}  // namespace zkp
