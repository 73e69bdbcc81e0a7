/// What the tower adds to the field axioms: its defining relations, Frobenius maps, sparse products, roots.
#include <gtest/gtest.h>

#include "field/cyclotomic.h"
#include "field/frobenius.h"
#include "field/samples.h"

namespace zkp {
namespace {

constexpr Fp2 kXi = {Fp::one(), Fp::one()};
const Fp6 kV = {Fp2::zero(), Fp2::one(), Fp2::zero()};
const Fp12 kW = {Fp6::zero(), Fp6::one()};

Fp12 embed(const Fp2& x) { return {{x, {}, {}}, {}}; }

TEST(Tower, DefiningRelationsHold) {
  EXPECT_EQ((Fp2{Fp::zero(), Fp::one()}).square(), -Fp2::one());
  EXPECT_EQ(kV * kV * kV, (Fp6{kXi, {}, {}}));
  EXPECT_EQ(kW.square(), (Fp12{kV, {}}));
  EXPECT_EQ(kW.square() * kW.square() * kW.square(), embed(kXi));
}

TEST(Tower, XiIsNeitherASquareNorACube) {
  EXPECT_EQ(kXi.legendre(), -1);
  // xi^((q^2 - 1)/3) = gamma_(2,1)^2 = gamma_(2,2), which must not be 1.
  EXPECT_FALSE(frobenius_coefficient(2, 2).is_one());
}

// gamma_(k+1,1) = xi^((q^(k+1)-1)/6) = xi^((q^k-1)/6) (xi^((q-1)/6))^(q^k), and gamma_(k,i) = gamma_(k,1)^i.
TEST(Tower, FrobeniusCoefficientsFollowTheirDefinition) {
  Fp::Limbs q_minus_1 = Fp::kModulus;
  q_minus_1[0] -= 1;
  Fp::Limbs exponent{};  // (q - 1) / 6, by long division
  uint128_t rest = 0;
  for (size_t i = Fp::kLimbs; i-- > 0;) {
    rest = rest << 64 | q_minus_1[i];
    exponent[i] = static_cast<uint64_t>(rest / 6);
    rest %= 6;
  }
  ASSERT_EQ(static_cast<uint64_t>(rest), 0U);
  const Fp2 gamma = kXi.pow(exponent);
  Fp2 expected = Fp2::one();
  for (unsigned k = 0; k < 6; ++k) {
    EXPECT_EQ(frobenius_coefficient(k, 1), expected) << k;
    EXPECT_EQ(frobenius_coefficient(k, 2), expected.square()) << k;
    EXPECT_EQ(frobenius_coefficient(k, 4), expected.square().square()) << k;
    expected *= k % 2 == 0 ? gamma : gamma.conjugate();
  }
}

TEST(Tower, FrobeniusIsThePowerWithTheCharacteristic) {
  for (const Fp12& a : samples<Fp12>(4)) {
    const Fp12 power = a.pow(Fp::kModulus);
    ASSERT_EQ(a.frobenius(1), power);
    ASSERT_EQ(a.frobenius(2), power.pow(Fp::kModulus));
    Fp12 repeated = a;
    for (unsigned k = 1; k <= 12; ++k) {
      repeated = repeated.frobenius(1);
      ASSERT_EQ(a.frobenius(k), repeated) << k;
    }
    ASSERT_EQ(repeated, a);
    ASSERT_EQ(a.frobenius(6), a.conjugate());
  }
  for (const Fp6& a : samples<Fp6>(4)) {
    Fp6 repeated = a;
    for (unsigned k = 1; k <= 6; ++k) {
      repeated = repeated.frobenius(1);
      ASSERT_EQ(a.frobenius(k), repeated) << k;
      ASSERT_EQ((Fp12{repeated, {}}), (Fp12{a, {}}).frobenius(k)) << k;
    }
    ASSERT_EQ(repeated, a);
  }
  for (const Fp2& a : samples<Fp2>(4)) ASSERT_EQ(a.conjugate(), a.pow(Fp::kModulus));
}

TEST(Tower, SparseProductsEqualFullProducts) {
  SimRandom random(11);
  for (int round = 0; round < 50; ++round) {
    const Fp12 a = Fp12::random(random).value();
    const Fp2 b0 = Fp2::random(random).value(), b1 = Fp2::random(random).value(), b4 = Fp2::random(random).value();
    ASSERT_EQ(a.mul_by_014(b0, b1, b4), a * (Fp12{{b0, b1, {}}, {{}, b4, {}}}));
    ASSERT_EQ(a.c0.mul_by_01(b0, b1), a.c0 * (Fp6{b0, b1, {}}));
    ASSERT_EQ(a.c0.mul_by_1(b1), a.c0 * (Fp6{{}, b1, {}}));
    ASSERT_EQ(a.c0.mul_by_fp2(b0), a.c0 * (Fp6{b0, {}, {}}));
    ASSERT_EQ(a.c0.mul_by_v(), a.c0 * kV);
    ASSERT_EQ(b0.mul_by_xi(), b0 * kXi);
    ASSERT_EQ(b0 * b1.c0, b0 * (Fp2{b1.c0, {}}));
  }
}

TEST(Tower, CyclotomicSquareEqualsSquareInTheCyclotomicSubgroup) {
  for (const Fp12& a : samples<Fp12>(30)) {
    if (a.is_zero()) continue;
    const Fp12 t = a.conjugate() * a.inverse();  // a^(q^6 - 1)
    const Fp12 cyclotomic = t.frobenius(2) * t;  // ... ^(q^2 + 1)
    ASSERT_EQ(cyclotomic.frobenius(4) * cyclotomic, cyclotomic.frobenius(2));
    ASSERT_EQ(cyclotomic.cyclotomic_square(), cyclotomic.square());
    ASSERT_EQ(cyclotomic.conjugate(), cyclotomic.inverse());
  }
}

TEST(Tower, CyclotomicPowersEqualPowersForEveryShapeOfExponent) {
  SimRandom random(12);
  std::vector<Fp12> elements = {Fp12::one()};  // whose compressed form has no inverse
  for (int i = 0; i < 3; ++i) {
    const Fp12 a = Fp12::random(random).value();
    const Fp12 t = a.conjugate() * a.inverse();
    elements.push_back(t.frobenius(2) * t);
  }
  // Single bits; runs at, below and above the length where compression begins; the curve's parameter; dense ones.
  std::vector<uint64_t> exponents = {
      1, 2, 3, 0xff, 0x101, 0x180, 0x10001, 0xd201000000010000, ~uint64_t{0}, 0x8000000000000001};
  for (int bit = 5; bit < 64; bit += 3) exponents.push_back(uint64_t{1} << bit | uint64_t{1} << (bit / 2));
  for (const Fp12& a : elements) {
    for (const uint64_t e : exponents) ASSERT_EQ(cyclotomic_pow_var(a, e), a.pow(std::array{e})) << e;
  }
}

TEST(Tower, NormIsTheProductWithTheConjugate) {
  for (const Fp2& a : samples<Fp2>(50)) ASSERT_EQ((Fp2{a.norm(), {}}), a * a.conjugate());
}

TEST(Fp2Roots, AreFoundExactlyForSquares) {
  int squares = 0, non_squares = 0;
  std::vector<Fp2> cases = samples<Fp2>(150);
  for (const Fp& c : samples<Fp>(40)) {  // the special paths: one coefficient is zero
    cases.push_back({c, Fp::zero()});
    cases.push_back({Fp::zero(), c});
  }
  for (const Fp2& a : cases) {
    const auto root = a.square().sqrt_var();
    ASSERT_TRUE(root.has_value());
    ASSERT_TRUE(*root == a || *root == -a);
    const auto maybe = a.sqrt_var();
    ASSERT_EQ(maybe.has_value(), a.legendre() >= 0);
    if (maybe) { ASSERT_EQ(maybe->square(), a); }
    (maybe ? squares : non_squares)++;
  }
  EXPECT_GT(squares, 50);
  EXPECT_GT(non_squares, 50);
}

TEST(Fp2Order, ComparesC1FirstThenC0) {
  const Fp one = Fp::one(), minus = -Fp::one(), zero = Fp::zero();
  EXPECT_TRUE((Fp2{one, minus}).is_lexicographically_largest());
  EXPECT_FALSE((Fp2{minus, one}).is_lexicographically_largest());
  EXPECT_TRUE((Fp2{minus, zero}).is_lexicographically_largest());
  EXPECT_FALSE((Fp2{one, zero}).is_lexicographically_largest());
  EXPECT_FALSE(Fp2::zero().is_lexicographically_largest());
  for (const Fp2& a : samples<Fp2>(100)) {
    if (!a.is_zero()) { ASSERT_NE(a.is_lexicographically_largest(), (-a).is_lexicographically_largest()); }
  }
}

TEST(Fp2Select, TakesTheFirstForZeroAndTheSecondForOnes) {
  const Fp2 a = kXi, b = -Fp2::one();
  EXPECT_EQ(Fp2::conditional_select(a, b, 0), a);
  EXPECT_EQ(Fp2::conditional_select(a, b, ~uint64_t{0}), b);
}

}  // namespace
}  // namespace zkp
