/// Segment sums: every back end against additions one after the other.
#include <random>

#include "curve/groups.h"
#include "curve/parameter.h"
#include "curve/point_sums_backends.h"

namespace zkp {
namespace {

template <class Group>
class SegmentSumsTest : public testing::Test {
 protected:
  using Affine = typename Group::Affine;
  using Point = typename Group::Point;
  using Field = typename Affine::Field;

  static std::vector<std::pair<std::string, std::unique_ptr<SegmentSums<Affine>>>> backends() {
    std::vector<std::pair<std::string, std::unique_ptr<SegmentSums<Affine>>>> out;
    out.emplace_back("scalar", make_scalar_segment_sums<Affine>());
    out.emplace_back("emulated", make_emulated_segment_sums<Affine>());
    if (auto ifma = make_ifma_segment_sums<Affine>()) out.emplace_back("ifma", std::move(ifma));
    return out;
  }

  // 1 G, 2 G, ...
  static std::vector<Affine> multiples(size_t n) {
    std::vector<Point> points;
    Point p = Point::generator();
    for (size_t i = 0; i < n; ++i, p = p.add_mixed(Affine::generator())) points.push_back(p);
    return batch_to_affine(points);
  }

  static std::vector<Affine> naive(std::span<const Affine> points, const std::vector<PointRef>& refs,
                                   const std::vector<uint32_t>& ends) {
    std::vector<Point> sums;
    uint32_t begin = 0;
    for (uint32_t end : ends) {
      Point sum;
      for (; begin < end; ++begin) sum = sum.add_mixed(point_of(points, refs[begin]));
      sums.push_back(sum);
    }
    return batch_to_affine(sums);
  }

  void expect_right(std::span<const Affine> points, const std::vector<PointRef>& refs,
                    const std::vector<uint32_t>& ends) {
    const std::vector<Affine> expected = naive(points, refs, ends);
    for (auto& [name, sums] : backends()) {
      std::vector<Affine> out(ends.size());
      sums->sum(points, refs, ends, out);
      EXPECT_EQ(out, expected) << name;
      std::fill(out.begin(), out.end(), Affine::generator());
      sums->sum(points, refs, ends, out);  // an object can be used again
      EXPECT_EQ(out, expected) << name;
    }
  }

  // Segments of the given lengths over points that follow a pattern.
  template <class Pick>
  void expect_right_lengths(std::span<const Affine> points, const std::vector<size_t>& lengths, Pick pick) {
    std::vector<PointRef> refs;
    std::vector<uint32_t> ends;
    for (size_t length : lengths) {
      for (size_t i = 0; i < length; ++i) refs.push_back(pick(refs.size()));
      ends.push_back(static_cast<uint32_t>(refs.size()));
    }
    expect_right(points, refs, ends);
  }

  std::mt19937_64 random_{5};
};

TYPED_TEST_SUITE(SegmentSumsTest, BothGroups);

TYPED_TEST(SegmentSumsTest, SumsSegmentsOfEveryLength) {
  const auto points = this->multiples(700);
  std::vector<size_t> lengths;
  for (size_t n = 0; n < 36; ++n) lengths.push_back(n);
  this->expect_right_lengths(points, lengths,
                             [&](size_t i) { return PointRef(i * 37 % points.size(), this->random_() % 2 == 0); });
  this->expect_right_lengths(points, {0, 0, 0}, [](size_t) { return PointRef(); });
  this->expect_right_lengths(points, {}, [](size_t) { return PointRef(); });
}

TYPED_TEST(SegmentSumsTest, ImagesAreMinusTheSquareOfTheParameter) {
  const auto points = this->multiples(3);
  const Fr square = Fr::from_u64(kBlsXAbsolute).square();
  for (const auto& p : points) {
    const auto image = point_of<typename TypeParam::Affine>({&p, 1}, PointRef(0, true, true));
    EXPECT_EQ(typename TypeParam::Point(image), p.mul_var(square));
  }
}

TYPED_TEST(SegmentSumsTest, ImagesLastFirstAndMixed) {
  const auto points = this->multiples(300);
  const std::vector<size_t> lengths = {5, 1, 2, 90, 60, 3, 2, 2};
  std::vector<size_t> place;  // in its segment, of its length
  for (size_t length : lengths)
    for (size_t i = 0; i < length; ++i) place.push_back(100 * i / length);
  auto with = [&](auto is_image) {
    this->expect_right_lengths(points, lengths, [&](size_t i) { return PointRef(i, i % 3 == 0, is_image(i)); });
  };
  with([&](size_t i) { return place[i] >= 50; });
  with([&](size_t i) { return place[i] < 50; });
  with([&](size_t i) { return i % 2 == 0; });
  with([&](size_t) { return true; });
  // Images that cancel, so that the identity is mapped, and added to the others.
  this->expect_right_lengths(points, {4, 5, 3}, [&](size_t i) {
    const size_t at = i < 4 ? i : i < 9 ? i - 4 : i - 9, length = i < 4 ? 4 : i < 9 ? 5 : 3;
    return at + 2 < length ? PointRef(i, false) : PointRef(length, at + 1 == length, true);
  });
  // A point and its image: (x, y) and (c x, -y) add up to something else, their third image closes the orbit.
  this->expect_right_lengths(points, {2, 2, 4}, [](size_t i) { return PointRef(7, i % 4 < 2, i % 2 == 0); });
}

TYPED_TEST(SegmentSumsTest, LongSegmentsAndManySegments) {
  const auto points = this->multiples(1000);
  std::vector<size_t> lengths = {20'000, 1, 8'192, 8'193, 0, 3};
  for (int i = 0; i < 1500; ++i) lengths.push_back(this->random_() % 12);
  // Every point at most once in a segment of a thousand, so that most additions are ordinary ones.
  this->expect_right_lengths(points, lengths,
                             [&](size_t i) { return PointRef(i % points.size(), i / points.size() % 2 == 1); });
}

TYPED_TEST(SegmentSumsTest, EqualOppositeAndIdentityPoints) {
  auto points = this->multiples(64);
  points.push_back(TypeParam::Affine::identity());
  const size_t identity = points.size() - 1;
  const std::vector<size_t> lengths = {2, 3, 16, 31, 33};
  this->expect_right_lengths(points, lengths, [](size_t) { return PointRef(7, false); });          // all equal
  this->expect_right_lengths(points, lengths, [](size_t i) { return PointRef(7, i % 2 == 0); });   // opposite
  this->expect_right_lengths(points, lengths, [&](size_t) { return PointRef(identity, false); });  // identity
  this->expect_right_lengths(points, lengths, [&](size_t i) { return PointRef(i % 65, i % 5 == 0); });
  // A sum that becomes the identity, or equal to its neighbour, only in a later round: 1 + 4 = 2 + 3.
  const size_t later[] = {0, 3, 1, 2};
  this->expect_right_lengths(points, {4, 4}, [&](size_t i) { return PointRef(later[i % 4], false); });
  this->expect_right_lengths(points, {4, 4}, [&](size_t i) { return PointRef(later[i % 4], i % 4 > 1); });
  // One exceptional pair among many ordinary ones.
  this->expect_right_lengths(points, {40, 2, 20}, [&](size_t i) { return PointRef(i == 41 ? 40 : i % 64, false); });
}

// Sums that meet again, or cancel, in a round with few pairs: there a difference of equal x is any multiple of p.
TYPED_TEST(SegmentSumsTest, FourPointsWhoseSumsMeetAgain) {
  const auto points = this->multiples(28);
  auto backends = this->backends();
  using Sum = typename TestFixture::Affine;
  size_t met = 0;
  for (size_t a = 1; a <= 12; ++a)
    for (size_t b = a + 1; b <= 14; ++b)
      for (size_t c = 1; c <= 12; ++c)
        for (size_t d = c + 1; d <= 14; ++d) {
          if (a + b != c + d) continue;
          for (bool opposite : {false, true}) {
            const std::vector<PointRef> refs = {PointRef(a - 1, false), PointRef(b - 1, false),
                                                PointRef(c - 1, opposite), PointRef(d - 1, opposite)};
            const Sum expected = opposite ? Sum::identity() : points[a + b - 1].mul_var(Fr::from_u64(2)).to_affine();
            const uint32_t end = 4;
            for (auto& [name, sums] : backends) {
              Sum out;
              sums->sum(points, refs, {&end, 1}, {&out, 1});
              ASSERT_EQ(out, expected) << name << " " << a << "+" << b << " " << c << "+" << d;
            }
            ++met;
          }
        }
  EXPECT_GT(met, 500u);
}

}  // namespace
}  // namespace zkp
