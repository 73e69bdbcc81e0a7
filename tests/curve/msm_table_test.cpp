/// Tables of multiples, and many columns at once: the same sums as one multiplication after the other.
#include "curve/msm_table.h"

#include <random>
#include <utility>

#include "curve/msm.h"
#include "curve/msm_samples.h"
#include "support/test_pool.h"

namespace zkp {
namespace {

template <class Group>
class MsmTables : public testing::Test {
 protected:
  using Affine = typename Group::Affine;
  using Point = typename Group::Point;
  using Table = MsmTable<Point>;

  static Table table_of(const std::vector<Affine>& points, size_t levels, TaskPool* pool = nullptr) {
    return Table::make(points, {.max_bytes = levels * points.size() * sizeof(Affine), .pool = pool}).value();
  }
};
TYPED_TEST_SUITE(MsmTables, BothGroups);

TYPED_TEST(MsmTables, EveryMemoryBoundGivesTheSameSum) {
  const bool g1 = std::is_same_v<TypeParam, GroupG1>;
  for (size_t n : {1, 2, 9, 65, g1 ? 700 : 100}) {
    const auto points = multiples<TypeParam>(n, 3);
    const auto scalars = random_scalars(n, n);
    Fr sum;
    for (size_t i = 0; i < n; ++i) sum += scalars[i] * Fr::from_u64(i + 3);
    const auto expected = TypeParam::Point::generator().mul_var(sum);
    size_t last = 0;
    for (size_t levels : {1, 2, 3, 5, 8, 13, 64}) {
      const auto table = this->table_of(points, levels);
      EXPECT_EQ(table.size(), n);
      EXPECT_LE(table.levels(), levels);
      EXPECT_EQ(table.bytes(), table.levels() * n * sizeof(typename TypeParam::Affine));
      EXPECT_GE(table.levels(), last);  // memory that is allowed is not worse than memory that is not
      last = table.levels();
      EXPECT_EQ(msm(table, scalars).value(), expected) << n << " points, " << levels << " levels";
    }
    EXPECT_GT(last, 1u);
  }
}

TYPED_TEST(MsmTables, ScalarsAtEveryPowerOfTwo) {
  const auto scalars = edge_scalars();
  const auto points = multiples<TypeParam>(scalars.size());
  Fr sum;
  for (size_t i = 0; i < scalars.size(); ++i) sum += scalars[i] * Fr::from_u64(i + 1);
  for (size_t levels : {1, 3, 20}) {
    const auto table = this->table_of(points, levels);
    EXPECT_EQ(msm(table, scalars).value(), TypeParam::Point::generator().mul_var(sum)) << levels;
  }
  // Each bit length by itself: the windows above it are left out.
  const std::vector<typename TypeParam::Affine> same(12, points[0]);
  for (size_t levels : {1, 4, 30}) {
    const auto table = this->table_of(same, levels);
    for (size_t i = 0; i < scalars.size(); i += std::is_same_v<TypeParam, GroupG1> ? 1 : 9) {
      ASSERT_EQ(msm(table, std::vector<Fr>(12, scalars[i])).value(), points[0].mul_var(scalars[i] * Fr::from_u64(12)))
          << i << ", " << levels << " levels";
    }
  }
}

TYPED_TEST(MsmTables, EqualOppositeAndIdentityPoints) {
  const size_t n = 120;
  auto points = multiples<TypeParam>(n);
  for (size_t i = 0; i < n; i += 3) points[i] = points[0];
  for (size_t i = 1; i < n; i += 6) points[i] = -points[0];
  for (size_t i = 2; i < n; i += 9) points[i] = TypeParam::Affine::identity();
  const auto table = this->table_of(points, 9);
  for (auto scalars : {random_scalars(n, 21), std::vector<Fr>(n, Fr::one()), std::vector<Fr>(n, -Fr::one()),
                       std::vector<Fr>(n), std::vector<Fr>(n, random_scalars(1, 22)[0])}) {
    EXPECT_EQ(msm(table, scalars).value(), naive<TypeParam>(points, scalars));
  }
}

TYPED_TEST(MsmTables, PoolsOfAnySizeGiveTheSameBits) {
  const size_t n = std::is_same_v<TypeParam, GroupG1> ? 18000 : 1000;
  const auto points = multiples<TypeParam>(n);
  const auto scalars = random_scalars(n, 23);
  TestPool two(2);
  const auto table = this->table_of(points, 4), same = this->table_of(points, 4, &two);
  EXPECT_TRUE(std::ranges::equal(table.multiples(), same.multiples()));
  const auto serial = msm(table, scalars).value();
  EXPECT_EQ(serial, msm(points, scalars).value());
  for (int threads : {2, 16}) {
    TestPool pool(threads);
    const auto parallel = msm(table, scalars, {.pool = &pool}).value();
    EXPECT_EQ(serial.x(), parallel.x()) << threads;
    EXPECT_EQ(serial.y(), parallel.y()) << threads;
    EXPECT_EQ(serial.z(), parallel.z()) << threads;
  }
}

TYPED_TEST(MsmTables, WhatDoesNotFitIsRefused) {
  const auto points = multiples<TypeParam>(10);
  const auto refused =
      MsmTable<typename TypeParam::Point>::make(points, {.max_bytes = 10 * sizeof(typename TypeParam::Affine) - 1});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code(), GeneralError::kLimit);
  const auto table = this->table_of(points, 1);
  for (size_t n : {0, 9, 11}) {
    EXPECT_EQ(msm(table, random_scalars(n, 24)).error().code(), GeneralError::kInvalidArgument) << n;
  }
  const auto scalars = random_scalars(10, 25);
  EXPECT_EQ(msm(table, scalars, {.bits = 64}).error().code(), GeneralError::kInvalidArgument);
  const auto none = this->table_of({}, 5);
  EXPECT_TRUE(msm(none, {}).value().is_identity());
}

TYPED_TEST(MsmTables, ColumnsAreSummedEachByItself) {
  const size_t n = 300;
  const auto points = multiples<TypeParam>(n);
  std::vector<std::vector<Fr>> columns = {random_scalars(n, 26), std::vector<Fr>(n), std::vector<Fr>(n, Fr::one()), {}};
  for (size_t i = 0; i < n; ++i) columns[3].push_back(Fr::from_u64(i * i % 251));
  columns.push_back(columns[0]);
  for (uint64_t i = 0; i < 20; ++i) {  // passes of many columns, of few points each
    columns.emplace_back(n);
    for (size_t x = 0; x < 1 + 5 * i; ++x) columns.back()[x * 3] = Fr::from_u64(x + (i << i));
  }
  const std::vector<std::span<const Fr>> spans(columns.begin(), columns.end());
  TestPool pool(3);
  const auto sums = msm_columns(points, spans).value(), parallel = msm_columns(points, spans, {.pool = &pool}).value();
  ASSERT_EQ(sums.size(), columns.size());
  for (size_t i = 0; i < columns.size(); ++i) {
    EXPECT_EQ(sums[i], naive<TypeParam>(points, columns[i])) << i;
    EXPECT_EQ(sums[i].x(), parallel[i].x()) << i;
    EXPECT_EQ(sums[i].z(), parallel[i].z()) << i;
  }
  EXPECT_TRUE(msm_columns(points, std::span<const std::span<const Fr>>()).value().empty());
  columns[3].pop_back();
  const std::vector<std::span<const Fr>> uneven(columns.begin(), columns.end());
  const auto refused = msm_columns(points, uneven);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().message().substr(0, 9), "column 3:");
}

/// The sum of a column of integers and what is behind them, from field elements.
template <class T>
G1 naive_integers(std::span<const G1Affine> points, const std::vector<T>& values, const std::vector<Fr>& more) {
  G1 out;
  for (size_t i = 0; i < values.size() + more.size(); ++i) {
    const Fr s = i >= values.size()            ? more[i - values.size()]
                 : std::cmp_less(values[i], 0) ? Fr::from_i64(static_cast<int64_t>(values[i]))
                                               : Fr::from_u64(static_cast<uint64_t>(values[i]));
    out = out + points[i].mul_var(s);
  }
  return out;
}

TEST(MsmIntegerColumns, GiveTheSumsOfTheirScalars) {
  const size_t n = 300;
  auto points = multiples<GroupG1>(n + 4);
  points[7] = G1Affine::identity();
  std::mt19937_64 random(5);
  std::vector<uint8_t> bytes(n);
  std::vector<uint16_t> limbs(n - 10);
  std::vector<uint32_t> words(n);
  std::vector<uint64_t> longs(n);
  std::vector<int64_t> integers(n);
  for (size_t i = 0; i < n; ++i) {
    bytes[i] = static_cast<uint8_t>(random());
    if (i < limbs.size()) limbs[i] = static_cast<uint16_t>(random());
    words[i] = static_cast<uint32_t>(random());
    longs[i] = random();
    integers[i] = static_cast<int64_t>(random()) >> (random() % 64);
  }
  integers[0] = INT64_MIN;
  integers[1] = INT64_MAX;
  integers[2] = -1;
  longs[0] = UINT64_MAX;
  const std::vector<Fr> blinding = random_scalars(4, 3), none;
  const std::vector<int64_t> empty;
  const MsmIntegers columns[] = {
      {std::span<const uint8_t>(bytes), blinding},    {std::span<const uint16_t>(limbs), none},
      {std::span<const uint32_t>(words), blinding},   {std::span<const uint64_t>(longs), blinding},
      {std::span<const int64_t>(integers), blinding}, {std::span<const int64_t>(empty), blinding},
      {std::span<const int64_t>(empty), none}};
  TestPool pool(3);
  for (TaskPool* each : {static_cast<TaskPool*>(nullptr), static_cast<TaskPool*>(&pool)}) {
    const auto sums = msm_columns(points, columns, each).value();
    ASSERT_EQ(sums.size(), std::size(columns));
    EXPECT_EQ(sums[0], naive_integers(points, bytes, blinding));
    EXPECT_EQ(sums[1], naive_integers(points, limbs, none));
    EXPECT_EQ(sums[2], naive_integers(points, words, blinding));
    EXPECT_EQ(sums[3], naive_integers(points, longs, blinding));
    EXPECT_EQ(sums[4], naive_integers(points, integers, blinding));
    EXPECT_EQ(sums[5], naive_integers(points, empty, blinding));
    EXPECT_TRUE(sums[6].is_identity());
  }
  const auto refused = msm_columns(std::span(points).first(n), columns);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().message().substr(0, 9), "column 0:");
}

}  // namespace
}  // namespace zkp
