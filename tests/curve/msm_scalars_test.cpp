#include "curve/msm_scalars.h"

#include <gtest/gtest.h>

#include "base/sim.h"
#include "curve/parameter.h"
#include "support/test_pool.h"

namespace zkp {
namespace {

std::array<size_t, 129> uniform_reach(int bits, size_t terms) {
  std::array<size_t, 129> reach{};
  for (int b = 0; b <= bits; ++b) reach[static_cast<size_t>(b)] = terms;
  return reach;
}

void expect_cover(const std::vector<MsmWindow>& windows, int end) {
  int position = 0;
  for (const MsmWindow& w : windows) {
    EXPECT_EQ(w.position, position);
    EXPECT_GE(w.width, 1);
    EXPECT_EQ(w.top, &w == &windows.back());
    position = w.end();
  }
  EXPECT_EQ(position, end);
}

TEST(MsmScalars, AreSortedIntoZerosUnitsAndTerms) {
  const std::vector<Fr> scalars{Fr::zero(), Fr::one(), -Fr::one(), Fr::from_u64(2), -Fr::from_u64(5), Fr::zero()};
  const MsmScalars sorted = sort_scalars(scalars, 255, nullptr).value();
  ASSERT_EQ(sorted.units.size(), 2u);
  EXPECT_EQ(sorted.units[0].index(), 1u);
  EXPECT_FALSE(sorted.units[0].negative());
  EXPECT_EQ(sorted.units[1].index(), 2u);
  EXPECT_TRUE(sorted.units[1].negative());
  ASSERT_EQ(sorted.terms.size(), 2u);
  EXPECT_EQ(sorted.terms[1].magnitude, (LimbArray<2>{5}));
  EXPECT_FALSE(sorted.terms[1].point.image());
  EXPECT_EQ(sorted.terms[1].point.index(), 4u);
  EXPECT_TRUE(sorted.terms[1].point.negative());
  EXPECT_EQ(sorted.reach[2], 2u);  // both have at least two bits
  EXPECT_EQ(sorted.reach[3], 1u);
  EXPECT_EQ(sorted.reach[4], 0u);
}

// The scalar that its terms stand for: +-magnitude, times -x^2 where the point is an image (x^2 P = (image_x, -y)).
Fr value_of(const MsmTerm& term) {
  const Fr square = Fr::from_u64(kBlsXAbsolute).square();
  const Fr magnitude = Fr::from_limbs_reduce({term.magnitude[0], term.magnitude[1]});
  const Fr signed_value = term.point.negative() ? -magnitude : magnitude;
  return term.point.image() ? -(signed_value * square) : signed_value;
}

std::vector<Fr> interesting_scalars() {
  SimRandom random(2);
  const Fr half = Fr::from_limbs_reduce(limbs::shift_right(Fr::kModulus, 1));  // (r - 1) / 2
  const Fr square = Fr::from_u64(kBlsXAbsolute).square();
  const Fr half_square = Fr::from_limbs_reduce(limbs::shift_right(square.to_limbs(), 1));
  std::vector<Fr> out{half, half + Fr::one(), square, -square, half_square, half_square * square};
  for (int k = 1; k < 255; ++k) {
    LimbArray<4> power{};
    power[static_cast<size_t>(k) / 64] = uint64_t{1} << k % 64;
    out.push_back(Fr::from_limbs_reduce(power));
    out.push_back(Fr::random(random).value());
  }
  // Multiples of x^2 and their neighbours, where quotients change.
  for (int k = 0; k < 40; ++k) {
    const LimbArray<4> digits = Fr::random(random).value().to_limbs();
    const Fr multiple = Fr::from_limbs_reduce({digits[0], digits[1] >> 2, 0, 0}) * square;
    for (const Fr& delta : {Fr::zero(), half_square, half_square + Fr::one()}) {
      out.push_back(multiple + delta);
      out.push_back(multiple - delta);
    }
  }
  const size_t n = out.size();
  for (size_t i = 0; i < n; ++i)
    for (const Fr& each : {out[i] + Fr::one(), out[i] - Fr::one()}) out.push_back(each);
  return out;
}

TEST(MsmScalars, TermsStandForTheirScalarsAndAreShort) {
  const Fr square = Fr::from_u64(kBlsXAbsolute).square();
  const LimbArray<4> bound =
      (Fr::from_limbs_reduce(limbs::shift_right(square.to_limbs(), 1)) + Fr::from_u64(2)).to_limbs();
  for (const Fr& scalar : interesting_scalars()) {
    const MsmScalars sorted = sort_scalars(std::vector<Fr>{scalar}, 255, nullptr).value();
    Fr sum;
    for (const PointRef& unit : sorted.units) sum += unit.negative() ? -Fr::one() : Fr::one();
    for (const MsmTerm& term : sorted.terms) {
      sum += value_of(term);
      const bool split = sorted.terms.size() > 1 || term.point.image();
      const LimbArray<4> magnitude{term.magnitude[0], term.magnitude[1]};
      EXPECT_TRUE(!split || limbs::less(magnitude, bound));
      EXPECT_EQ(term.magnitude[1] >> 63, 0u);
    }
    EXPECT_EQ(sum, scalar);
    EXPECT_LE(sorted.terms.size(), 2u);
  }
}

TEST(MsmScalars, OrderDoesNotDependOnThePool) {
  SimRandom random(1);
  std::vector<Fr> scalars;
  for (size_t i = 0; i < 10000; ++i) scalars.push_back(i % 3 ? Fr::random(random).value() : Fr::from_u64(i % 2));
  TestPool pool(3);
  const MsmScalars serial = sort_scalars(scalars, 255, nullptr).value();
  const MsmScalars parallel = sort_scalars(scalars, 255, &pool).value();
  ASSERT_EQ(serial.terms.size(), parallel.terms.size());
  for (size_t i = 0; i < serial.terms.size(); ++i) {
    ASSERT_EQ(serial.terms[i].point.index(), parallel.terms[i].point.index());
    ASSERT_EQ(serial.terms[i].magnitude, parallel.terms[i].magnitude);
  }
  ASSERT_EQ(serial.units.size(), parallel.units.size());
  EXPECT_EQ(serial.reach, parallel.reach);
}

TEST(MsmWindows, CoverTheMagnitudesAndTheirCarry) {
  EXPECT_TRUE(choose_windows({}, 1).empty());
  for (int bits : {2, 3, 8, 17, 63, 64, 65, 100, 127}) {
    for (size_t terms : {1u, 6u, 100u, 10000u, 100000000u})
      expect_cover(choose_windows(uniform_reach(bits, terms), 1), bits + 1);
  }
}

TEST(MsmWindows, GrowWithTheNumberOfTerms) {
  const size_t few = choose_windows(uniform_reach(127, 50), 1).size();
  const size_t many = choose_windows(uniform_reach(127, 100000), 1).size();
  EXPECT_LT(many, few);
  EXPECT_LE(choose_windows(uniform_reach(127, 100000000), 1).front().width, 19);
}

TEST(MsmWindows, AreNarrowerWhereFewTermsReach) {
  auto reach = uniform_reach(127, 100);
  for (size_t b = 0; b <= 40; ++b) reach[b] = 100000;
  const auto windows = choose_windows(reach, 1);
  expect_cover(windows, 128);
  EXPECT_GT(windows.front().width, windows[windows.size() / 2].width);
}

// sum_w 2^(position) digit = magnitude, with every digit in its window's range.
TEST(MsmWindows, DigitsOfBiasedMagnitudesAddUpToTheMagnitude) {
  for (size_t terms : {3u, 300u, 30000u, 10000000u}) {
    const std::vector<Fr> scalars = interesting_scalars();
    MsmScalars sorted = sort_scalars(scalars, 255, nullptr).value();
    const auto windows = choose_windows(uniform_reach(127, terms), 1);
    const auto plain = sorted.terms;
    bias_terms(sorted.terms, windows, nullptr);
    for (size_t i = 0; i < plain.size(); ++i) {
      Fr sum;
      for (size_t w = windows.size(); w-- > 0;) {
        const int32_t digit = windows[w].digit(sorted.terms[i].magnitude);
        ASSERT_EQ(DigitReader(windows[w]).digit(sorted.terms[i].magnitude), digit);
        ASSERT_LE(std::abs(digit), 1 << (windows[w].width - 1));
        if (w + 1 < windows.size()) {
          for (int k = 0; k < windows[w].width; ++k) sum = sum.doubled();
        }
        sum += Fr::from_i64(digit);
      }
      ASSERT_EQ(sum, Fr::from_limbs_reduce({plain[i].magnitude[0], plain[i].magnitude[1]})) << terms << " " << i;
    }
  }
}

}  // namespace
}  // namespace zkp
