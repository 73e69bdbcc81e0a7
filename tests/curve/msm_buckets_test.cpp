/// Passes over the digits of several parts: what they write is what each part writes by itself, and what the digits
/// say.
#include "curve/msm_buckets.h"

#include <random>

#include "curve/msm_samples.h"

namespace zkp {
namespace {

/// Magnitudes below 2^bits of a few points: themselves first, then their images, of either sign.
std::vector<MsmTerm> random_terms(size_t count, size_t images, int bits, size_t points, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<MsmTerm> out;
  for (size_t i = 0; i < count + images; ++i) {
    out.push_back({{random() >> (64 - bits), 0}, PointRef(random() % points, random() % 2 != 0, i >= count)});
  }
  return out;
}

BucketGroup one_window(int width) { return {{{0, width}}, {{{0, width, true}, 0, 0}}}; }

template <class Point>
Point total(std::span<const typename Point::Affine> sums) {
  Point out;
  for (size_t p = sums.size(); p-- > 0;) out = out.doubled().add_mixed(sums[p]);
  return out;
}

template <class Group>
class MsmBuckets : public testing::Test {};
TYPED_TEST_SUITE(MsmBuckets, BothGroups);

TYPED_TEST(MsmBuckets, PartsOfOnePassKeepTheirSums) {
  using Affine = typename TypeParam::Affine;
  using Point = typename TypeParam::Point;
  const auto points = multiples<TypeParam>(16);
  // Few terms in few buckets (sorted first) and many in many (in the order of the points); without images, with some,
  // with nothing but images, and none at all.
  for (const bool many : {false, true}) {
    const int width = many ? 14 : 5;
    const size_t count = many ? 36000 : 90;
    const std::vector<BucketGroup> groups = {one_window(3), one_window(width), one_window(4), one_window(2)};
    const std::vector<std::vector<MsmTerm>> of_parts = {random_terms(50, 0, 2, 16, 1),
                                                        random_terms(count, count / 10, width - 1, 16, 2),
                                                        random_terms(0, 40, 3, 16, 3),
                                                        {}};
    auto parts_into = [&](std::vector<std::vector<Affine>>& sums) {
      std::vector<BucketPart<Affine>> parts;
      for (size_t i = 0; i < groups.size(); ++i) parts.push_back({&groups[i], of_parts[i], sums[i]});
      return parts;
    };
    std::vector<std::vector<Affine>> together(groups.size(), std::vector<Affine>(16)), alone = together;
    PointSums<Affine> kernels;
    const auto shared = parts_into(together);
    BucketTask<Affine>(points, shared, kernels).run();
    for (const BucketPart<Affine>& part : parts_into(alone)) BucketTask<Affine>(points, {&part, 1}, kernels).run();

    for (size_t i = 0; i < groups.size(); ++i) {
      std::vector<uint64_t> times(points.size() * 4);
      for (const MsmTerm& term : of_parts[i]) {
        times[term.point.index() * 4 + (term.point.image() ? 2 : 0) + (term.point.negative() ? 1 : 0)] +=
            term.magnitude[0];
      }
      Point expected;
      for (size_t t = 0; t < times.size(); ++t) {
        const PointRef ref(t / 4, t % 2 != 0, t / 2 % 2 != 0);
        expected = expected + Point(point_of<Affine>(points, ref)).mul_integer_var(LimbArray<1>{times[t]});
      }
      EXPECT_EQ(total<Point>(together[i]), expected) << "part " << i << (many ? " of many" : " of few");
      EXPECT_EQ(total<Point>(alone[i]), expected) << "part " << i << (many ? " of many" : " of few");
    }
  }
}

}  // namespace
}  // namespace zkp
