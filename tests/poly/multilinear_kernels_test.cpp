/// The lane kernels against the 64-bit ones, bit for bit: values in memory are canonical.
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "poly/multilinear_backends.h"

namespace zkp {
namespace {

constexpr size_t kLengths[] = {0, 1, 2, 7, 8, 9, 15, 16, 17, 63, 64, 65, 255, 256, 257, 1023, 1024, 1025, 1100, 2048};

class MultilinearKernelsTest : public testing::Test {
 protected:
  static std::vector<const MultilinearKernels*> lanes() {
    std::vector<const MultilinearKernels*> out = {&emulated_multilinear_kernels()};
    if (const MultilinearKernels* ifma = ifma_multilinear_kernels()) out.push_back(ifma);
    return out;
  }
  static Fr largest() {  // r - 1 as a Montgomery form
    Fr::Limbs limbs = Fr::kModulus;
    --limbs[0];
    return Fr::from_montgomery_limbs(limbs);
  }
  static Fr smallest() { return Fr::from_montgomery_limbs({1}); }

  Fr element() {
    Fr::Limbs limbs;
    for (uint64_t& limb : limbs) limb = random_() % 4 == 0 ? ~uint64_t{0} : random_() % 4 == 0 ? 0 : random_();
    const Fr x = Fr::from_limbs_reduce(limbs);
    const Fr edges[] = {Fr::zero(), Fr::one(), -Fr::one(), largest(), x, -x};
    return edges[random_() % 8 == 0 ? random_() % 4 : 4 + random_() % 2];
  }
  /// Kind 0 random; 1 all the largest form, 2 all zero, 3 and 4 zero and the largest by turns, which makes slopes
  /// largest.
  std::vector<Fr> elements(size_t n, int kind) {
    std::vector<Fr> out(n);
    for (size_t i = 0; i < n; ++i) {
      out[i] = kind == 0 ? element() : kind == 1 || (kind == 3 + static_cast<int>(i % 2)) ? largest() : Fr::zero();
    }
    return out;
  }
  static constexpr int kKinds = 5;
  std::mt19937_64 random_{17};
};

TEST_F(MultilinearKernelsTest, BindInPlaceAndElsewhere) {
  for (const auto* kernels : lanes()) {
    for (size_t count : kLengths) {
      for (int kind = 0; kind < kKinds; ++kind) {
        const auto f = elements(2 * count, kind);
        for (const Fr& r : {element(), Fr::zero(), Fr::one(), largest(), smallest()}) {
          std::vector<Fr> expected(count), out(count);
          scalar_multilinear_kernels().bind(f.data(), r, expected.data(), count);
          kernels->bind(f.data(), r, out.data(), count);
          EXPECT_EQ(out, expected);
          auto in_place = f;
          kernels->bind(in_place.data(), r, in_place.data(), count);
          in_place.resize(count);
          EXPECT_EQ(in_place, expected) << count;
        }
      }
    }
  }
}

TEST_F(MultilinearKernelsTest, SplitAndScale) {
  for (const auto* kernels : lanes()) {
    for (size_t count : kLengths) {
      for (int kind = 0; kind < kKinds; ++kind) {
        const auto f = elements(count, kind);
        for (const Fr& z : {element(), Fr::zero(), Fr::one(), largest()}) {
          std::vector<Fr> low = f, high(count), expected_low = f, expected_high(count);
          scalar_multilinear_kernels().split(expected_low.data(), expected_high.data(), z, count);
          kernels->split(low.data(), high.data(), z, count);
          EXPECT_EQ(low, expected_low);
          EXPECT_EQ(high, expected_high);
          kernels->scale(f.data(), z, low.data(), count);
          EXPECT_EQ(low, expected_high);
        }
      }
    }
  }
}

TEST_F(MultilinearKernelsTest, Sums) {
  const auto& scalar = scalar_multilinear_kernels();
  for (const auto* kernels : lanes()) {
    for (size_t count : kLengths) {
      for (int kind = 0; kind < kKinds * kKinds; ++kind) {
        const auto f = elements(2 * count, kind % kKinds), g = elements(2 * count, kind / kKinds);
        const auto h = elements(2 * count, (kind + 1) % kKinds);
        EXPECT_EQ(kernels->inner_product(f.data(), g.data(), 2 * count),
                  scalar.inner_product(f.data(), g.data(), 2 * count));
        EXPECT_EQ(kernels->inner_product(f.data(), g.data(), count), scalar.inner_product(f.data(), g.data(), count));
        EXPECT_EQ(kernels->round2(f.data(), g.data(), count), scalar.round2(f.data(), g.data(), count));
        EXPECT_EQ(kernels->round3(f.data(), g.data(), h.data(), count),
                  scalar.round3(f.data(), g.data(), h.data(), count))
            << count << " " << kind;
      }
    }
  }
}

// Every factor at its largest, in every sign, in every one of the longest runs between two reductions.
TEST_F(MultilinearKernelsTest, LongestSumsOfTheLargestProducts) {
  const auto& scalar = scalar_multilinear_kernels();
  const size_t count = 8 * 128 * 2;
  for (const auto* kernels : lanes()) {
    for (int kinds = 0; kinds < 27; ++kinds) {
      const auto f = elements(2 * count, kinds % 3 == 0 ? 1 : 2 + kinds % 3);
      const auto g = elements(2 * count, kinds / 3 % 3 == 0 ? 1 : 2 + kinds / 3 % 3);
      const auto h = elements(2 * count, kinds / 9 == 0 ? 1 : 2 + kinds / 9);
      EXPECT_EQ(kernels->inner_product(f.data(), g.data(), count), scalar.inner_product(f.data(), g.data(), count));
      EXPECT_EQ(kernels->round2(f.data(), g.data(), count), scalar.round2(f.data(), g.data(), count));
      EXPECT_EQ(kernels->round3(f.data(), g.data(), h.data(), count),
                scalar.round3(f.data(), g.data(), h.data(), count));
    }
  }
}

TEST_F(MultilinearKernelsTest, Fractions) {
  const auto& scalar = scalar_multilinear_kernels();
  for (const auto* kernels : lanes()) {
    for (size_t count : kLengths) {
      for (int kinds = 0; kinds < 16; ++kinds) {  // every table random or at its extremes, slopes of both signs
        const auto kind = [&](int i) { return kinds == 0 ? 0 : (kinds >> i & 1) != 0 ? 4 : 3; };
        const auto p0 = elements(2 * count, kind(0)), p1 = elements(2 * count, kind(1));
        const auto q0 = elements(2 * count, kind(2)), q1 = elements(2 * count, kind(3));
        const auto weights = elements(count, kinds % 2);
        const FractionTables f = {p0.data(), p1.data(), q0.data(), q1.data()};
        std::vector<Fr> p(2 * count), q(2 * count), expected_p(2 * count), expected_q(2 * count);
        kernels->add_fractions(f, p.data(), q.data(), 2 * count);
        scalar.add_fractions(f, expected_p.data(), expected_q.data(), 2 * count);
        EXPECT_EQ(p, expected_p);
        EXPECT_EQ(q, expected_q);
        for (const Fr& lambda : {element(), largest(), Fr::zero()}) {
          EXPECT_EQ(kernels->fraction_round(weights.data(), f, lambda, count),
                    scalar.fraction_round(weights.data(), f, lambda, count))
              << count << " " << kinds;
        }
      }
    }
  }
}

}  // namespace
}  // namespace zkp
