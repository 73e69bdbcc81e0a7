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
