/// Bucket sums: every back end against additions one after the other.
#include <random>
#include <string>

#include "curve/groups.h"
#include "curve/msm_samples.h"
#include "curve/point_sums_backends.h"

namespace zkp {
namespace {

template <class Affine>
std::vector<Affine> taken(BucketSums<Affine>& sums) {
  const std::span<const Affine> points = sums.take();
  return {points.begin(), points.end()};
}

template <class Group>
class BucketSumsTest : public testing::Test {
 protected:
  using Affine = typename Group::Affine;
  using Point = typename Group::Point;
  using Field = typename Affine::Field;

  static std::vector<std::pair<std::string, std::unique_ptr<BucketSums<Affine>>>> backends() {
    std::vector<std::pair<std::string, std::unique_ptr<BucketSums<Affine>>>> out;
    out.emplace_back("scalar", make_scalar_bucket_sums<Affine>());
    out.emplace_back("emulated", make_emulated_bucket_sums<Affine>());
    if (auto ifma = make_ifma_bucket_sums<Affine>()) out.emplace_back("ifma", std::move(ifma));
    return out;
  }

  static std::vector<Affine> naive(std::span<const Affine> points, const std::vector<BucketAddend>& addends,
                                   size_t buckets) {
    std::vector<Point> sums(buckets);
    for (const BucketAddend& a : addends) sums[a.bucket] = sums[a.bucket].add_mixed(point_of(points, a.point));
    return batch_to_affine(sums);
  }

  void expect_right(std::span<const Affine> points, const std::vector<BucketAddend>& addends, size_t buckets) {
    const std::vector<Affine> expected = naive(points, addends, buckets);
    for (auto& [name, sums] : backends()) {
      for (int time = 0; time < 2; ++time) {  // an object can be used again
        sums->reset(buckets);
        // In two parts: what the first one left waiting is in its bucket before the second begins.
        size_t i = 0;
        for (const size_t end : {addends.size() / 3, addends.size()}) {
          sums->begin(points);
          for (; i < end; ++i) sums->add(addends[i].bucket, addends[i].point);
          sums->end();
        }
        EXPECT_EQ(taken(*sums), expected) << name;
      }
    }
  }

  template <class Bucket, class Ref>
  void expect_right(std::span<const Affine> points, size_t addends, size_t buckets, Bucket bucket, Ref ref) {
    std::vector<BucketAddend> all;
    for (size_t i = 0; i < addends; ++i) all.push_back({static_cast<uint32_t>(bucket(i)), ref(i)});
    expect_right(points, all, buckets);
  }

  /// Fewer where a naive sum takes long.
  static size_t scaled(size_t n) { return std::is_same_v<Group, GroupG1> ? n : n / 3; }

  std::mt19937_64 random_{6};
};

TYPED_TEST_SUITE(BucketSumsTest, BothGroups);

TYPED_TEST(BucketSumsTest, RandomBuckets) {
  const auto points = multiples<TypeParam>(700);
  for (const size_t buckets : {1, 2, 7, 8, 9, 64, 1000, 3000}) {
    this->expect_right(
        points, this->scaled(6000), buckets, [&](size_t) { return this->random_() % buckets; },
        [&](size_t) { return PointRef(this->random_() % points.size(), this->random_() % 2 == 0); });
  }
  this->expect_right(
      points, 0, 5, [](size_t) { return 0; }, [](size_t) { return PointRef(0, false); });
  this->expect_right(
      points, 1, 5, [](size_t) { return 4; }, [](size_t) { return PointRef(3, true); });
}

// Batches of every length: each bucket at most once.
TYPED_TEST(BucketSumsTest, EveryBatchLength) {
  const auto points = multiples<TypeParam>(100, 1000);
  for (const size_t length : {1, 2, 7, 8, 9, 15, 16, 17, 63, 65, 1023, 1024, 1025}) {
    std::vector<BucketAddend> addends;
    for (size_t round = 0; round < 3; ++round) {
      for (size_t b = 0; b < length; ++b) {
        addends.push_back({static_cast<uint32_t>(b), PointRef((7 * b + round) % points.size(), round == 1)});
      }
    }
    this->expect_right(points, addends, length);
  }
}

// More conflicts than are kept: they are settled in between, and at the end.
TYPED_TEST(BucketSumsTest, FewBucketsForManyPoints) {
  const auto points = multiples<TypeParam>(500);
  auto some = [&](size_t i) { return PointRef(i % points.size(), i % 5 == 0); };
  this->expect_right(
      points, this->scaled(9000), 1, [](size_t) { return 0; }, some);
  this->expect_right(
      points, this->scaled(9000), 3000, [](size_t i) { return i % 2 == 0 ? 17 : i % 3000; }, some);
}

// Many different buckets are deferred, so that what they hold is added in several batches.
TYPED_TEST(BucketSumsTest, ManyDeferredBuckets) {
  const auto points = multiples<TypeParam>(600, 50);
  constexpr uint32_t kBuckets = 4096, kGroup = 1000;
  std::vector<BucketAddend> addends;
  auto add = [&](uint32_t bucket) {
    addends.push_back({bucket, PointRef((addends.size() * 7) % points.size(), addends.size() % 3 == 0)});
  };
  for (uint32_t b = 0; b < kBuckets; ++b) add(b);
  for (uint32_t group = 0; group < 3; ++group) {
    for (int time = 0; time < 2; ++time) {
      for (uint32_t b = 0; b < kGroup; ++b) add(group * kGroup + b);
    }
    for (uint32_t b = 0; b < kBuckets - 3 * kGroup; ++b) add((group + 1) * kGroup + b);  // others, to end the batch
  }
  this->expect_right(points, addends, kBuckets);
}

TYPED_TEST(BucketSumsTest, EqualAndOppositePoints) {
  const auto points = multiples<TypeParam>(40);
  const size_t n = this->scaled(3000);
  for (const size_t buckets : {1, 8, 100}) {
    auto bucket = [&](size_t i) { return i % buckets; };
    this->expect_right(points, n, buckets, bucket, [](size_t) { return PointRef(7, false); });
    // Every second point brings a bucket back to the identity.
    this->expect_right(points, n, buckets, bucket, [buckets](size_t i) { return PointRef(7, i / buckets % 2 == 1); });
    // 1 + 2 - 3 + 4 + ...: sums that meet the next point, or its opposite.
    const size_t order[] = {0, 1, 2, 3, 1, 0};
    this->expect_right(points, n, buckets, bucket,
                       [&](size_t i) { return PointRef(order[i / buckets % 6], i / buckets % 3 == 2); });
    this->expect_right(points, n, buckets, bucket,
                       [&](size_t) { return PointRef(this->random_() % 4, this->random_() % 2 == 0); });
  }
}

// Images are added to buckets mapped back; one of them has come back to the identity before.
TYPED_TEST(BucketSumsTest, AddsToMappedBuckets) {
  using Sum = typename TestFixture::Affine;
  const auto points = multiples<TypeParam>(30);
  const auto factor = Sum::CurveType::image_x(TestFixture::Field::one());
  for (auto& [name, sums] : this->backends()) {
    sums->reset(20);
    sums->begin(points);
    for (uint32_t b = 0; b < 20; ++b) sums->add(b, PointRef(b, false));
    for (uint32_t b = 0; b < 20; b += 3) sums->add(b, PointRef(b, true));
    sums->end();
    sums->multiply_x(factor.square());
    sums->begin(points);
    for (uint32_t b = 0; b < 20; ++b) sums->add(b, PointRef(b + 5, false));
    sums->end();
    sums->multiply_x(factor);
    const std::vector<Sum> out = taken(*sums);
    ASSERT_EQ(out.size(), 20u);
    for (size_t b = 0; b < 20; ++b) {
      typename TypeParam::Point expected(point_of<Sum>(points, PointRef(b + 5, false, true)));
      if (b % 3 != 0) expected = expected.add_mixed(points[b]);
      EXPECT_EQ(typename TypeParam::Point(out[b]), expected) << name << " " << b;
    }
  }
}

TYPED_TEST(BucketSumsTest, MapsEveryBucket) {
  using Sum = typename TestFixture::Affine;
  const auto points = multiples<TypeParam>(30);
  const auto factor = Sum::CurveType::image_x(TestFixture::Field::one());
  const size_t buckets = 21;
  for (auto& [name, sums] : this->backends()) {
    for (const bool and_back : {false, true}) {
      sums->reset(buckets);
      sums->begin(points);
      for (size_t i = 0; i < 20; ++i) sums->add(static_cast<uint32_t>(i), PointRef(i, false));  // bucket 20 is empty
      sums->end();
      sums->multiply_x(factor);
      if (and_back) sums->multiply_x(factor.square());  // the map has order 3
      const std::vector<Sum> out = taken(*sums);
      ASSERT_EQ(out.size(), buckets);
      for (size_t i = 0; i < 20; ++i) EXPECT_EQ(out[i], point_of<Sum>(points, PointRef(i, false, !and_back))) << name;
      EXPECT_TRUE(out[20].is_identity());
    }
  }
}

}  // namespace
}  // namespace zkp
