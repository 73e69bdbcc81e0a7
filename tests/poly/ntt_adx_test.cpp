/// Butterflies with prepared constants at the ends of their bounds, against the field.
#include "poly/ntt_adx.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "base/cpu.h"

namespace zkp {
namespace {

#if defined(ZKP_FIELD_X86_64)

using Limbs = LimbArray<4>;

Limbs minus(const Limbs& a, uint64_t b) {
  Limbs out{};
  limbs::sub(out, a, {b});
  return out;
}

class NttAdxTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!cpu_hardware().can_adx()) GTEST_SKIP() << "no ADX";
  }

  static Fr reduced(Limbs x) {
    if (!limbs::less(x, Fr::kModulus)) limbs::sub(x, x, Fr::kModulus);
    EXPECT_TRUE(limbs::less(x, Fr::kModulus));
    return Fr::from_montgomery_limbs(x);
  }
  static void expect_below_twice(const Limbs& x) { EXPECT_TRUE(limbs::less(x, kTwice)); }

  static void check(const Limbs& lo, const Limbs& hi, const Fr& c) {
    const ntt_adx::Factor factor = ntt_adx::prepare(c);
    const Fr product = reduced(hi) * c;
    ntt_adx::Workspace work;
    Limbs sum{}, difference{};
    ntt_adx::butterfly(work, sum, difference, lo, hi, factor);
    for (const Limbs& x : {sum, difference}) expect_below_twice(x);
    EXPECT_EQ(reduced(sum), reduced(lo) + product);
    EXPECT_EQ(reduced(difference), reduced(lo) - product);
    Limbs a = lo, b = hi;  // in place
    ntt_adx::butterfly(work, a, b, a, b, factor);
    EXPECT_EQ(a, sum);
    EXPECT_EQ(b, difference);
    ntt_adx::butterfly_one(work, a, b, lo, hi);
    for (const Limbs& x : {a, b}) expect_below_twice(x);
    EXPECT_EQ(reduced(a), reduced(lo) + reduced(hi));
    EXPECT_EQ(reduced(b), reduced(lo) - reduced(hi));
    Limbs alone{};
    ntt_adx::product(work, alone, hi, factor);
    expect_below_twice(alone);
    ntt_adx::make_canonical(alone);
    EXPECT_EQ(alone, product.montgomery_limbs());
  }

  // Below `end`, many of them with limbs of zeros and ones.
  Limbs below(const Limbs& end) {
    for (;;) {
      Limbs out;
      for (uint64_t& limb : out) limb = random_() % 4 == 0 ? ~uint64_t{0} : random_() % 4 == 0 ? 0 : random_();
      if (random_() % 4 == 0) out[3] = end[3] - random_() % 2;
      if (limbs::less(out, end)) return out;
    }
  }

  static constexpr Limbs kTwice = ntt_adx::kConstants.twice_r;
  std::mt19937_64 random_{5};
};

TEST_F(NttAdxTest, PreparedConstantsAreTheQuotients) {
  for (int i = 0; i < 200; ++i) {
    const Limbs c = below(Fr::kModulus);
    const ntt_adx::Factor factor = ntt_adx::prepare(Fr::from_limbs_reduce(c));
    EXPECT_EQ(factor.c, c);
    // s r = c R - (c R mod r) has the upper half c, less one unless c = 0, and s is the largest such number.
    Limbs high{}, low{};
    for (size_t k = 0; k < 4; ++k) {
      uint64_t carry = 0;
      Limbs next{};
      for (size_t j = 0; j < 4; ++j) next[j] = limbs::mul_add(high[j], factor.s[k], Fr::kModulus[j], carry);
      low[k] = next[0];
      for (size_t j = 0; j < 3; ++j) high[j] = next[j + 1];
      high[3] = carry;
    }
    const Limbs remainder = Fr::from_limbs_reduce(c).montgomery_limbs();
    EXPECT_TRUE(limbs::less(remainder, Fr::kModulus));
    const uint64_t carry = limbs::add(low, low, remainder);
    EXPECT_EQ(low, Limbs{});
    limbs::add(high, high, {carry});
    EXPECT_EQ(high, c);
  }
}

TEST_F(NttAdxTest, EndsOfTheBounds) {
  const Limbs r = Fr::kModulus;
  std::vector<Limbs> values = {{}, {1}, minus(r, 1), r, minus(kTwice, 1), minus(kTwice, 2)};
  for (size_t i = 0; i < 4; ++i) {  // carries between words
    Limbs x{};
    for (size_t k = 0; k < i; ++k) x[k] = ~uint64_t{0};
    values.push_back(x);
    x[i] = 1;
    values.push_back(x);
  }
  std::vector<Fr> constants = {Fr::zero(),
                               Fr::one(),
                               -Fr::one(),
                               Fr::from_montgomery_limbs(minus(r, 1)),
                               Fr::from_montgomery_limbs({1}),
                               Fr::root_of_unity(2),
                               Fr::root_of_unity(32)};
  for (const Limbs& x : values) {
    if (limbs::less(x, r)) constants.push_back(Fr::from_limbs_reduce(x));
  }
  for (const Fr& c : constants) {
    for (const Limbs& hi : values) {
      for (const Limbs& lo : values) check(lo, hi, c);
    }
  }
}

// a = 0 or -1 divided by c, plus r: what is left of a c after q r is as large as it can be.
TEST_F(NttAdxTest, RemaindersAtTheEnds) {
  for (int i = 0; i < 2000; ++i) {
    const Fr c =
        i == 0 ? Fr::from_montgomery_limbs(minus(Fr::kModulus, 1)) : Fr::from_limbs_reduce(below(Fr::kModulus));
    if (c.is_zero()) continue;
    // The butterfly takes integers: a c = -1 for the integers is a = -1/c for the field, whatever the form is.
    const Limbs a = (-c.inverse()).to_limbs();
    for (uint64_t less : {0, 1, 2}) {
      Limbs hi{};
      limbs::add(hi, minus(a, a[0] < less ? 0 : less), Fr::kModulus);
      check(below(kTwice), hi, c);
    }
  }
}

TEST_F(NttAdxTest, RandomValues) {
  for (int i = 0; i < 50000; ++i) check(below(kTwice), below(kTwice), Fr::from_limbs_reduce(below(Fr::kModulus)));
}

#endif

}  // namespace
}  // namespace zkp
