#include "curve/msm_scalars.h"

#include <gtest/gtest.h>

#include "base/sim.h"
#include "support/test_pool.h"

namespace zkp {
namespace {

std::array<size_t, 256> uniform_reach(int bits, size_t terms) {
  std::array<size_t, 256> reach{};
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
  EXPECT_EQ(sorted.terms[1].magnitude, (LimbArray<4>{5}));
  EXPECT_EQ(sorted.terms[1].point.index(), 4u);
  EXPECT_TRUE(sorted.terms[1].point.negative());
  EXPECT_EQ(sorted.reach[2], 2u);  // both have at least two bits
  EXPECT_EQ(sorted.reach[3], 1u);
  EXPECT_EQ(sorted.reach[4], 0u);
}

TEST(MsmScalars, MagnitudesStayBelowHalfTheOrder) {
  const Fr half = Fr::from_limbs_reduce(limbs::shift_right(Fr::kModulus, 1));  // (r - 1) / 2
  const MsmScalars sorted = sort_scalars(std::vector<Fr>{half, half + Fr::one()}, 255, nullptr).value();
  EXPECT_EQ(sorted.terms[0].magnitude, half.to_limbs());
  EXPECT_FALSE(sorted.terms[0].point.negative());
  EXPECT_EQ(sorted.terms[1].magnitude, half.to_limbs());
  EXPECT_TRUE(sorted.terms[1].point.negative());
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
  for (int bits : {2, 3, 8, 17, 63, 64, 65, 128, 200, 254}) {
    for (size_t terms : {1u, 6u, 100u, 10000u, 100000000u})
      expect_cover(choose_windows(uniform_reach(bits, terms), 1), bits + 1);
  }
}

TEST(MsmWindows, GrowWithTheNumberOfTerms) {
  const size_t few = choose_windows(uniform_reach(254, 50), 1).size();
  const size_t many = choose_windows(uniform_reach(254, 100000), 1).size();
  EXPECT_LT(many, few);
  EXPECT_LE(choose_windows(uniform_reach(254, 100000), 1).front().width, 16);
}

TEST(MsmWindows, AreNarrowerWhereFewTermsReach) {
  auto reach = uniform_reach(254, 100);
  for (size_t b = 0; b <= 64; ++b) reach[b] = 100000;
  const auto windows = choose_windows(reach, 1);
  expect_cover(windows, 255);
  EXPECT_GT(windows.front().width, windows[windows.size() / 2].width);
}

// sum_w 2^(position) digit = magnitude, with every digit in its window's range.
TEST(MsmWindows, DigitsOfBiasedMagnitudesAddUpToTheMagnitude) {
  SimRandom random(2);
  for (size_t terms : {3u, 300u, 30000u, 10000000u}) {
    std::vector<Fr> scalars{Fr::from_u64(2), Fr::from_limbs_reduce(limbs::shift_right(Fr::kModulus, 1))};
    for (int k = 1; k < 255; ++k) {
      LimbArray<4> power{};
      power[static_cast<size_t>(k) / 64] = uint64_t{1} << k % 64;
      scalars.push_back(Fr::from_limbs_reduce(power));
      scalars.push_back(Fr::from_limbs_reduce(power) - Fr::one());
      scalars.push_back(Fr::random(random).value());
    }
    MsmScalars sorted = sort_scalars(scalars, 255, nullptr).value();
    const auto windows = choose_windows(uniform_reach(254, terms), 1);
    const std::vector<MsmTerm> plain = sorted.terms;
    bias_terms(sorted.terms, windows, nullptr);
    for (size_t i = 0; i < plain.size(); ++i) {
      Fr sum;
      for (size_t w = windows.size(); w-- > 0;) {
        const int32_t digit = windows[w].digit(sorted.terms[i].magnitude);
        ASSERT_LE(std::abs(digit), 1 << (windows[w].width - 1));
        if (w + 1 < windows.size()) {
          for (int k = 0; k < windows[w].width; ++k) sum = sum.doubled();
        }
        sum += Fr::from_i64(digit);
      }
      ASSERT_EQ(sum, Fr::from_limbs_reduce(plain[i].magnitude)) << terms << " " << i;
    }
  }
}

}  // namespace
}  // namespace zkp
