/// Delayed reductions: the kernels against their portable twins, and every product against schoolbook arithmetic where
/// the ranges of lazy.h and lazy6.h are reached.
#include "field/lazy.h"

#include <gtest/gtest.h>

#include <bit>

#include "base/cpu.h"
#include "field/lazy_adx.h"
#include "field/naive_tower.h"
#include "field/samples.h"

namespace zkp {
namespace {

const Fp kMax = Fp::from_montgomery_limbs([] {
  Fp::Limbs p_minus_1 = Fp::kModulus;
  p_minus_1[0] -= 1;
  return p_minus_1;
}());

// The four corners of the square that the coefficients of an Fp2 element live in, as integers.
Fp2 corner(size_t code) { return {(code & 1) != 0 ? kMax : Fp::zero(), (code & 2) != 0 ? kMax : Fp::zero()}; }

Fp6 corner6(size_t code) { return {corner(code), corner(code >> 2), corner(code >> 4)}; }
Fp12 corner12(size_t code) { return {corner6(code), corner6(code >> 6)}; }

// Products are linear in every coefficient of a factor, so that each coefficient of the result is least and greatest
// (as an integer, before reduction) where the factors are corners.
TEST(LazyTower, Fp2AndFp6ProductsAreRightAtEveryCorner) {
  for (size_t i = 0; i < 4; ++i) {
    for (size_t j = 0; j < 4; ++j) ASSERT_EQ(corner(i) * corner(j), naive_mul(corner(i), corner(j)));
    ASSERT_EQ(corner(i).square(), naive_mul(corner(i), corner(i)));
  }
  for (size_t i = 0; i < 64; ++i) {
    for (size_t j = 0; j < 64; ++j) {
      ASSERT_EQ(corner6(i) * corner6(j), naive_mul(corner6(i), corner6(j)));
      ASSERT_EQ(corner6(i).mul_by_01(corner(j), corner(j >> 2)),
                naive_mul(corner6(i), Fp6{corner(j), corner(j >> 2), {}}));
    }
  }
}

Fp12 of_powers_of_w(const Fp2 (&e)[6]) { return {{e[0], e[2], e[4]}, {e[1], e[3], e[5]}}; }

// Coefficient k of a product pairs a_i with b_j, j = k - i modulo 6, and each pair is a product or xi times a product.
// All 16 x 16 choices of corners for the two kinds of pairs contain those where coefficient k is least and greatest.
TEST(LazyTower, Fp12ProductsAreRightAtTheEndsOfTheirRanges) {
  for (size_t k = 0; k < 6; ++k) {
    for (size_t plain = 0; plain < 16; ++plain) {
      for (size_t wrapped = 0; wrapped < 16; ++wrapped) {
        Fp2 a[6], b[6];
        for (size_t i = 0; i < 6; ++i) {
          const size_t code = i <= k ? plain : wrapped;
          a[i] = corner(code);
          b[(k + 6 - i) % 6] = corner(code >> 2);
        }
        const Fp12 x = of_powers_of_w(a), y = of_powers_of_w(b);
        ASSERT_EQ(x * y, naive_mul(x, y));
        const Fp12 line{{b[0], b[2], {}}, {{}, b[3], {}}};
        ASSERT_EQ(x.mul_by_014(b[0], b[2], b[3]), naive_mul(x, line));
        const Fp12 other{{a[0], a[2], {}}, {{}, a[3], {}}};
        ASSERT_EQ(x.mul_by_two_014({b[0], b[2], b[3]}, {a[0], a[2], a[3]}), naive_mul(naive_mul(x, line), other));
      }
    }
  }
}

TEST(LazyTower, Fp12SquaresAreRightAtEveryCorner) {
  for (size_t code = 0; code < 4096; ++code)
    ASSERT_EQ(corner12(code).square(), naive_mul(corner12(code), corner12(code)));
}

TEST(LazyTower, ProductsOfTwoLinesAreRightAtEveryCorner) {
  const Fp12 x = corner12(0xabc);
  for (size_t i = 0; i < 64; ++i) {
    for (size_t j = 0; j < 64; ++j) {
      const Fp6 b = corner6(i), c = corner6(j);
      const Fp12 product = naive_mul(Fp12{{b.c0, b.c1, {}}, {{}, b.c2, {}}}, Fp12{{c.c0, c.c1, {}}, {{}, c.c2, {}}});
      ASSERT_EQ(x.mul_by_two_014({b.c0, b.c1, b.c2}, {c.c0, c.c1, c.c2}), naive_mul(x, product));
    }
  }
}

TEST(LazyTower, RandomProductsEqualSchoolbook) {
  const auto s = samples<Fp12>(60);
  for (const Fp12& a : s) {
    for (const Fp12& b : s) {
      ASSERT_EQ(a * b, naive_mul(a, b));
      ASSERT_EQ(a.c0 * b.c1, naive_mul(a.c0, b.c1));
      ASSERT_EQ(a.c0.c1 * b.c1.c2, naive_mul(a.c0.c1, b.c1.c2));
      ASSERT_EQ(a.mul_by_two_014({b.c0.c0, b.c0.c1, b.c0.c2}, {b.c1.c0, b.c1.c1, b.c1.c2}),
                a.mul_by_014(b.c0.c0, b.c0.c1, b.c0.c2).mul_by_014(b.c1.c0, b.c1.c1, b.c1.c2));
      Fp2 in_place = a.c1.c0;
      in_place *= b.c0.c0;
      ASSERT_EQ(in_place, naive_mul(a.c1.c0, b.c0.c0));
      in_place = a.c1.c0;
      in_place *= in_place;
      ASSERT_EQ(in_place, naive_mul(a.c1.c0, a.c1.c0));
    }
    ASSERT_EQ(a.square(), naive_mul(a, a));
    ASSERT_EQ(a.c0.square(), naive_mul(a.c0, a.c0));
  }
}

#if defined(ZKP_FIELD_X86_64)

using lazy::AdxKernels;
using lazy::Limbs;
using lazy::PortableKernels;
using lazy::Wide;

// Any 384-bit numbers at all: extreme words and random ones.
std::vector<Limbs> any_limbs(size_t random_count) {
  std::vector<Limbs> out;
  const uint64_t words[] = {0, 1, ~uint64_t{0}};
  for (size_t code = 0; code < 729; ++code) {
    Limbs x;
    size_t rest = code;
    for (uint64_t& word : x) word = words[rest % 3], rest /= 3;
    out.push_back(x);
  }
  SimRandom random(21);
  for (size_t i = 0; i < random_count; ++i) {
    ByteArray<48> bytes;
    EXPECT_TRUE(random.fill(bytes).ok());
    out.push_back(std::bit_cast<Limbs>(bytes));
  }
  return out;
}

Wide join(const Limbs& low, const Limbs& high) {
  Wide out;
  for (size_t i = 0; i < 6; ++i) out.v[i] = low[i], out.v[6 + i] = high[i];
  return out;
}

TEST(LazyKernels, WideProductsSumsAndDifferencesEqualThePortableOnes) {
  if (!cpu_hardware().can_adx()) GTEST_SKIP() << "this processor has no ADX";
  const auto s = any_limbs(200);
  for (size_t i = 0; i < s.size(); ++i) {
    for (size_t j = 0; j < s.size(); j += 3) {
      Wide expected, actual;
      PortableKernels::mul(expected, s[i], s[j]);
      AdxKernels::mul(actual, s[i], s[j]);
      ASSERT_EQ(actual.v, expected.v);
      const Wide a = join(s[i], s[j]), b = join(s[j], s[(i + j) % s.size()]), c = join(s[(3 * i + 1) % s.size()], s[i]);
      PortableKernels::add(expected, a, b);
      AdxKernels::add(actual, a, b);
      ASSERT_EQ(actual.v, expected.v);
      PortableKernels::sub(expected, a, b);
      AdxKernels::sub(actual, a, b);
      ASSERT_EQ(actual.v, expected.v);
      PortableKernels::add_both(expected, a, b, c);
      AdxKernels::add_both(actual, a, b, c);
      ASSERT_EQ(actual.v, expected.v);
      PortableKernels::add_sub(expected, a, b, c);
      AdxKernels::add_sub(actual, a, b, c);
      ASSERT_EQ(actual.v, expected.v);
      PortableKernels::sub_both(expected, a, b, c);
      AdxKernels::sub_both(actual, a, b, c);
      ASSERT_EQ(actual.v, expected.v);
      actual = a;
      AdxKernels::sub_both(actual, actual, b, actual);  // in place
      PortableKernels::sub_both(expected, a, b, a);
      ASSERT_EQ(actual.v, expected.v);
    }
  }
}

// Low halves of all kinds below high halves up to the bound of each reduction: 9.8 p^2 / R < p, and 29 p^2 / R < 2.9 p.
TEST(LazyKernels, ReductionsEqualThePortableOnes) {
  if (!cpu_hardware().can_adx()) GTEST_SKIP() << "this processor has no ADX";
  const auto lows = any_limbs(500);
  std::vector<Limbs> highs = {{}, {1}};
  for (const Fp& x : samples<Fp>(60)) highs.push_back(x.montgomery_limbs());
  for (const Limbs& low : lows) {
    for (const Limbs& high : highs) {
      Limbs expected, actual;
      PortableKernels::reduce(expected, join(low, high));
      AdxKernels::reduce(actual, join(low, high));
      ASSERT_EQ(actual, expected);
      ASSERT_TRUE(limbs::less(actual, Fp::kModulus));
      Limbs far = high;
      for (int times = 0; times < 3; ++times) {
        PortableKernels::reduce_far(expected, join(low, far));
        AdxKernels::reduce_far(actual, join(low, far));
        ASSERT_EQ(actual, expected);
        ASSERT_TRUE(limbs::less(actual, Fp::kModulus));
        limbs::add(far, far, kMax.montgomery_limbs());
      }
    }
  }
}

#endif

// The portable reduction against its meaning: (t / R) R = t modulo p.
TEST(LazyKernels, PortableReductionDividesByR) {
  for (const Fp& x : samples<Fp>(100)) {
    for (const Fp& y : samples<Fp>(40)) {
      lazy::Wide product;
      lazy::PortableKernels::mul(product, x.montgomery_limbs(), y.montgomery_limbs());
      lazy::Limbs out;
      lazy::PortableKernels::reduce(out, product);
      ASSERT_EQ(Fp::from_montgomery_limbs(out), x * y);
      lazy::PortableKernels::reduce_far(out, product);
      ASSERT_EQ(Fp::from_montgomery_limbs(out), x * y);
    }
  }
}

}  // namespace
}  // namespace zkp
