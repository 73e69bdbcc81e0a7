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
        EXPECT_EQ(kernels->fraction_round(weights.data(), f, count), scalar.fraction_round(weights.data(), f, count))
            << count << " " << kinds;
      }
    }
  }
}

TEST_F(MultilinearKernelsTest, FractionPairs) {
  for (const auto* kernels : lanes()) {
    for (size_t count : kLengths) {
      for (int kind = 0; kind < kKinds; ++kind) {
        const auto weights = elements(count, kind);
        std::vector<std::vector<Fr>> t;
        for (int i = 0; i < 8; ++i) t.push_back(elements(count, i % 2 == 0 ? kind : 4 - kind));
        const FractionTables f = {t[0].data(), t[1].data(), t[2].data(), t[3].data()};
        const FractionTables g = {t[4].data(), t[5].data(), t[6].data(), t[7].data()};
        EXPECT_EQ(kernels->fraction_pair(weights.data(), f, g, count),
                  scalar_multilinear_kernels().fraction_pair(weights.data(), f, g, count))
            << count << " of kind " << kind;
      }
    }
  }
}

TEST_F(MultilinearKernelsTest, FractionPairsAreRoundsOfInterleavedTables) {
  const size_t count = 37;
  const auto weights = elements(count, 0);
  std::vector<std::vector<Fr>> t, both;
  for (int i = 0; i < 8; ++i) t.push_back(elements(count, 0));
  for (size_t k = 0; k < 4; ++k) {
    both.emplace_back();
    for (size_t i = 0; i < count; ++i) both.back().insert(both.back().end(), {t[k][i], t[k + 4][i]});
  }
  const FractionTables f = {t[0].data(), t[1].data(), t[2].data(), t[3].data()};
  const FractionTables g = {t[4].data(), t[5].data(), t[6].data(), t[7].data()};
  const FractionTables pairs = {both[0].data(), both[1].data(), both[2].data(), both[3].data()};
  EXPECT_EQ(scalar_multilinear_kernels().fraction_pair(weights.data(), f, g, count),
            scalar_multilinear_kernels().fraction_round(weights.data(), pairs, count));
}

TEST_F(MultilinearKernelsTest, BindPairsAddScaledAndMultiply) {
  for (const auto* kernels : lanes()) {
    for (size_t count : kLengths) {
      for (int kind = 0; kind < kKinds; ++kind) {
        const auto f = elements(count, kind), g = elements(count, 4 - kind);
        for (const Fr& r : {element(), Fr::zero(), Fr::one(), largest(), smallest()}) {
          std::vector<Fr> expected(count), out(count);
          scalar_multilinear_kernels().bind_pair(f.data(), g.data(), r, expected.data(), count);
          kernels->bind_pair(f.data(), g.data(), r, out.data(), count);
          EXPECT_EQ(out, expected) << count;
          auto in_place = f;
          kernels->bind_pair(in_place.data(), g.data(), r, in_place.data(), count);
          EXPECT_EQ(in_place, expected) << count;
          expected = g;
          out = g;
          scalar_multilinear_kernels().add_scaled(f.data(), r, expected.data(), count);
          kernels->add_scaled(f.data(), r, out.data(), count);
          EXPECT_EQ(out, expected) << count;
        }
        std::vector<Fr> expected(count), out = f;
        scalar_multilinear_kernels().multiply(f.data(), g.data(), expected.data(), count);
        kernels->multiply(out.data(), g.data(), out.data(), count);
        EXPECT_EQ(out, expected) << count;
      }
    }
  }
}

TEST_F(MultilinearKernelsTest, RoundsOfFourFactors) {
  for (const auto* kernels : lanes()) {
    for (size_t pairs : kLengths) {
      for (int kind = 0; kind < kKinds; ++kind) {
        const auto f = elements(2 * pairs, kind), g = elements(2 * pairs, 4 - kind), h = elements(2 * pairs, kind),
                   k = elements(2 * pairs, 0);
        EXPECT_EQ(kernels->round4(f.data(), g.data(), h.data(), k.data(), pairs),
                  scalar_multilinear_kernels().round4(f.data(), g.data(), h.data(), k.data(), pairs))
            << pairs << " of kind " << kind;
      }
    }
  }
}

// One pair: the polynomial itself, at points where it is not computed.
TEST_F(MultilinearKernelsTest, FourFactorsGiveTheProduct) {
  std::array<std::array<Fr, 2>, 4> t;
  for (auto& pair : t) pair = {element(), element()};
  const auto s = scalar_multilinear_kernels().round4(t[0].data(), t[1].data(), t[2].data(), t[3].data(), 1);
  auto at = [&](const Fr& x) {
    Fr out = Fr::one();
    for (const auto& pair : t) out *= pair[0] + x * (pair[1] - pair[0]);
    return out;
  };
  EXPECT_EQ(s[0], at(Fr::zero()));
  EXPECT_EQ(s[1], at(Fr::one()));
  EXPECT_EQ(s[2], at(-Fr::one()));
  EXPECT_EQ(s[3], at(Fr::from_u64(2)));
  Fr leading = Fr::one();
  for (const auto& pair : t) leading *= pair[1] - pair[0];
  EXPECT_EQ(s[4], leading);
}

TEST_F(MultilinearKernelsTest, Combinations) {
  for (const auto* kernels : lanes()) {
    for (size_t terms = 0; terms <= MultilinearKernels::kMaxCombined; ++terms) {
      for (size_t count : kLengths) {
        for (int kind = 0; kind < kKinds; ++kind) {
          std::vector<std::vector<Fr>> f;
          std::vector<const Fr*> pointers;
          std::vector<Fr> factors;
          for (size_t t = 0; t < terms; ++t) {
            f.push_back(elements(count, kind));
            pointers.push_back(f.back().data());
            factors.push_back(kind == 1 ? largest() : element());
          }
          const Fr constant = kind == 1 ? largest() : element();
          std::vector<Fr> expected(count), out(count);
          scalar_multilinear_kernels().combine(pointers.data(), factors.data(), terms, constant, expected.data(),
                                               count);
          kernels->combine(pointers.data(), factors.data(), terms, constant, out.data(), count);
          EXPECT_EQ(out, expected) << count << " with " << terms;
        }
      }
    }
  }
}

}  // namespace
}  // namespace zkp
