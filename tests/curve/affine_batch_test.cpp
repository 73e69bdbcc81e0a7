#include "curve/affine_batch.h"

#include "curve/groups.h"

namespace zkp {
namespace {

template <class Group>
class AffineBatchTest : public testing::Test {};
TYPED_TEST_SUITE(AffineBatchTest, BothGroups);

template <class Group>
std::vector<typename Group::Affine> affine_samples() {
  const auto points = sample_points<Group>(4);
  auto out = batch_to_affine(points);
  for (const auto& p : points_of_the_whole_curve<Group>(2)) out.push_back(p);
  return out;
}

TYPED_TEST(AffineBatchTest, AddsAndSubtractsAllPairsOfSamples) {
  using Affine = typename TypeParam::Affine;
  using Point = typename TypeParam::Point;
  const auto samples = affine_samples<TypeParam>();
  AffineBatch<Affine> batch;
  for (bool subtract : {false, true}) {
    std::vector<Affine> sums;
    for (const Affine& a : samples) sums.insert(sums.end(), samples.size(), a);
    for (size_t i = 0; i < sums.size(); ++i) batch.add(&sums[i], &samples[i % samples.size()], subtract);
    batch.flush();
    for (size_t i = 0; i < sums.size(); ++i) {
      const Affine &a = samples[i / samples.size()], &b = samples[i % samples.size()];
      ASSERT_EQ(Point(sums[i]), Point(a).add_mixed(subtract ? -b : b)) << i << subtract;
    }
  }
}

// Additions, subtractions, doublings and cancellations side by side, for every remainder of a group.
TYPED_TEST(AffineBatchTest, AnyNumberOfPairs) {
  using Affine = typename TypeParam::Affine;
  using Point = typename TypeParam::Point;
  const auto samples = affine_samples<TypeParam>();
  const size_t n = samples.size();
  AffineBatch<Affine> batch;
  for (size_t count = 0; count < 70; ++count) {
    std::vector<Affine> sums;
    for (size_t i = 0; i < count; ++i) sums.push_back(samples[i % n]);
    auto addend = [&](size_t i) -> const Affine& { return samples[(i % 3 == 0 ? i : i * i + 1) % n]; };
    for (size_t i = 0; i < count; ++i) batch.add(&sums[i], &addend(i), i % 2 == 1);
    batch.flush();
    for (size_t i = 0; i < count; ++i) {
      const Affine& b = addend(i);
      ASSERT_EQ(Point(sums[i]), Point(samples[i % n]).add_mixed(i % 2 == 1 ? -b : b)) << i << " of " << count;
    }
  }
}

// On the curve of G1 only.
TEST(AffineBatchOfG1, PointsWithXZeroAreNotTheIdentity) {
  const G1Affine p = G1Affine::from_xy_unchecked(Fp::zero(), Fp::from_u64(2));
  ASSERT_TRUE(p.is_on_curve());
  const std::vector<G1Affine> points = {p, -p, G1Affine::generator(), G1Affine::identity()};
  AffineBatch<G1Affine> batch;
  for (const G1Affine& a : points) {
    std::vector<G1Affine> sums(points.size(), a);
    for (size_t i = 0; i < points.size(); ++i) batch.add(&sums[i], &points[i]);
    batch.flush();
    for (size_t i = 0; i < points.size(); ++i) ASSERT_EQ(G1(sums[i]), G1(a).add_mixed(points[i])) << i;
  }
}

TYPED_TEST(AffineBatchTest, FullBatchesAreDoneByThemselves) {
  using Affine = typename TypeParam::Affine;
  const Affine g = Affine::generator();
  const Affine twice = typename TypeParam::Point(g).doubled().to_affine();
  std::vector<Affine> sums(AffineBatch<Affine>::kCapacity + 1, g);
  AffineBatch<Affine> batch;
  for (Affine& sum : sums) batch.add(&sum, &twice);
  EXPECT_NE(sums[0], g);
  EXPECT_EQ(sums.back(), g);
  batch.flush();
  for (const Affine& sum : sums) ASSERT_EQ(sum, sums[0]);
  EXPECT_EQ(typename TypeParam::Point(sums[0]), g.mul_var(Fr::from_u64(3)));
}

TYPED_TEST(AffineBatchTest, SegmentsOfAnyLengthAreSummed) {
  using Affine = typename TypeParam::Affine;
  using Point = typename TypeParam::Point;
  const auto samples = affine_samples<TypeParam>();
  std::vector<Affine> values;
  std::vector<AffineSegment> segments;
  std::vector<Point> expected;
  for (uint32_t length = 1; length < 20; ++length) {
    segments.push_back({static_cast<uint32_t>(values.size()), length});
    Point sum;
    for (uint32_t i = 0; i < length; ++i) {
      values.push_back(samples[(3 * i + length) % samples.size()]);
      sum = sum.add_mixed(values.back());
    }
    expected.push_back(sum);
  }
  AffineBatch<Affine> batch;
  fold_segments_var<Affine>(values, segments, batch);
  for (size_t i = 0; i < segments.size(); ++i) EXPECT_EQ(Point(values[segments[i].start]), expected[i]) << i;
}

}  // namespace
}  // namespace zkp
