/// Fr and Fp: comparison with schoolbook arithmetic, encodings, roots.
#include <gtest/gtest.h>

#include "field/naive.h"
#include "field/samples.h"

namespace zkp {
namespace {

template <class F>
class PrimeFields : public testing::Test {};
using BothPrimeFields = testing::Types<Fr, Fp>;
TYPED_TEST_SUITE(PrimeFields, BothPrimeFields);

template <class F>
Naive naive(const F& x) {
  return Naive::from_bytes(x.to_bytes());
}
template <class F>
const Naive kNaiveModulus = Naive::from_limbs(F::kModulus);

TYPED_TEST(PrimeFields, ArithmeticEqualsSchoolbookIntegers) {
  using F = TypeParam;
  const Naive p = kNaiveModulus<F>;
  const std::vector<F> s = samples<F>(80);
  for (const F& a : s) {
    for (const F& b : s) {
      ASSERT_EQ(naive(a * b), naive(a).times(naive(b)).mod(p));
      ASSERT_EQ(naive(a + b), naive(a).plus(naive(b)).mod(p));
      ASSERT_EQ(naive(a - b), naive(a).plus(p).minus(naive(b)).mod(p));
    }
    ASSERT_EQ(naive(a.square()), naive(a).times(naive(a)).mod(p));
  }
}

TYPED_TEST(PrimeFields, WideReductionEqualsSchoolbookIntegers) {
  using F = TypeParam;
  SimRandom random(5);
  for (size_t size = 0; size <= 2 * F::kBytes; ++size) {
    for (int kind = 0; kind < 3; ++kind) {
      Bytes bytes(size, kind == 0 ? 0xff : 0x00);
      if (kind == 1) { ASSERT_TRUE(random.fill(bytes).ok()); }
      ASSERT_EQ(naive(F::from_bytes_reduce(bytes)), Naive::from_bytes(bytes).mod(kNaiveModulus<F>)) << size;
    }
  }
}

TYPED_TEST(PrimeFields, MultiplicationAcceptsAnyLimbsOnTheLeft) {
  using F = TypeParam;
  typename F::Limbs all_ones;
  all_ones.fill(~uint64_t{0});
  EXPECT_EQ(naive(F::from_limbs_reduce(all_ones)), Naive::from_limbs(all_ones).mod(kNaiveModulus<F>));
}

TYPED_TEST(PrimeFields, SmallIntegersEmbed) {
  using F = TypeParam;
  EXPECT_EQ(F::from_i64(-1), -F::one());
  EXPECT_EQ(F::from_i64(7), F::from_u64(7));
  EXPECT_EQ(F::from_i64(0), F::zero());
  EXPECT_EQ(F::from_i64(INT64_MIN), -F::from_u64(uint64_t{1} << 63));
  EXPECT_EQ(F::from_i64(INT64_MAX) + F::one(), F::from_u64(uint64_t{1} << 63));
  EXPECT_EQ(naive(F::from_u64(UINT64_MAX)), Naive::from_limbs(std::array{UINT64_MAX}));
  EXPECT_EQ(F::from_u64(0x1234).to_limbs()[0], 0x1234U);
}

TYPED_TEST(PrimeFields, BytesRoundTripAndAreBigEndian) {
  using F = TypeParam;
  for (const F& a : samples<F>(200)) ASSERT_EQ(F::from_bytes(a.to_bytes()).value(), a);
  EXPECT_EQ(F::from_u64(0x0102).to_bytes()[F::kBytes - 1], 2);
  EXPECT_EQ(F::from_u64(0x0102).to_bytes()[F::kBytes - 2], 1);
}

TYPED_TEST(PrimeFields, NonCanonicalBytesAreRefused) {
  using F = TypeParam;
  auto encode = [](typename F::Limbs v) {
    ByteArray<F::kBytes> out;
    for (size_t i = 0; i < F::kBytes; ++i) out[F::kBytes - 1 - i] = static_cast<uint8_t>(v[i / 8] >> (8 * (i % 8)));
    return out;
  };
  typename F::Limbs p = F::kModulus, ones;
  ones.fill(~uint64_t{0});
  for (const auto& v : {p, ones}) {
    EXPECT_EQ(F::from_bytes(encode(v)).error().code(), ErrorCode(CryptoError::kNonCanonical));
  }
  p[0] -= 1;
  EXPECT_EQ(F::from_bytes(encode(p)).value(), -F::one());
  for (size_t size : {size_t{0}, size_t{1}, F::kBytes - 1, F::kBytes + 1, 2 * F::kBytes}) {
    EXPECT_EQ(F::from_bytes(Bytes(size)).error().code(), ErrorCode(CryptoError::kNonCanonical)) << size;
  }
}

TYPED_TEST(PrimeFields, MontgomeryLimbsRoundTrip) {
  using F = TypeParam;
  for (const F& a : samples<F>(50)) {
    ASSERT_EQ(F::from_montgomery_limbs(a.montgomery_limbs()), a);
    ASSERT_EQ(F::from_limbs_reduce(a.to_limbs()), a);
  }
}

// Division steps take different paths for small values, powers of two and their neighbours, and values near p.
TYPED_TEST(PrimeFields, BothInversesAreRightForManyShapes) {
  using F = TypeParam;
  std::vector<F> cases = samples<F>(2000);
  F power = F::one();
  for (int i = 0; i < 2 * F::kBits; ++i) {
    for (const F& x : {power, power - F::one(), power + F::one()}) cases.push_back(x);
    power = power.doubled();
  }
  for (uint64_t i = 0; i < 500; ++i) cases.push_back(F::from_montgomery_limbs({i}));
  for (const F& x : cases) {
    const F expected = x.is_zero() ? F::zero() : F::one();
    ASSERT_EQ(x * x.inverse(), expected);
    ASSERT_EQ(x.inverse_var(), x.inverse());
    for (const F& y : {x.inverse(), x.inverse_var()}) ASSERT_TRUE(limbs::less(y.montgomery_limbs(), F::kModulus));
  }
}

TYPED_TEST(PrimeFields, SelectTakesTheFirstForZeroAndTheSecondForOnes) {
  using F = TypeParam;
  const F a = F::from_u64(3), b = -F::one();
  EXPECT_EQ(F::conditional_select(a, b, 0), a);
  EXPECT_EQ(F::conditional_select(a, b, ~uint64_t{0}), b);
}

TYPED_TEST(PrimeFields, SquareRootsAreFoundExactlyForSquares) {
  using F = TypeParam;
  int squares = 0, non_squares = 0;
  for (const F& a : samples<F>(200)) {
    const auto root = a.square().sqrt_var();
    ASSERT_TRUE(root.has_value());
    ASSERT_TRUE(*root == a || *root == -a);
    const auto maybe = a.sqrt_var();
    ASSERT_EQ(maybe.has_value(), a.legendre() >= 0);
    if (maybe) { ASSERT_EQ(maybe->square(), a); }
    (maybe ? squares : non_squares)++;
    ASSERT_EQ(a.square().legendre(), a.is_zero() ? 0 : 1);
  }
  EXPECT_GT(squares, 50);
  EXPECT_GT(non_squares, 50);
  EXPECT_FALSE(F::multiplicative_generator().sqrt_var().has_value());
}

TYPED_TEST(PrimeFields, ExactlyOneOfAValueAndItsNegationIsTheLarger) {
  using F = TypeParam;
  for (const F& a : samples<F>(200)) {
    if (a.is_zero()) continue;
    ASSERT_NE(a.is_lexicographically_largest(), (-a).is_lexicographically_largest());
  }
  EXPECT_FALSE(F::zero().is_lexicographically_largest());
  EXPECT_FALSE(F::one().is_lexicographically_largest());
  EXPECT_TRUE((-F::one()).is_lexicographically_largest());
  const F half_plus = F::from_u64(2).inverse();  // (p + 1) / 2
  EXPECT_TRUE(half_plus.is_lexicographically_largest());
  EXPECT_FALSE((half_plus - F::one()).is_lexicographically_largest());
}

TYPED_TEST(PrimeFields, RootsOfUnityHaveExactlyTheirOrder) {
  using F = TypeParam;
  for (int log_n = 1; log_n <= F::kTwoAdicity; ++log_n) {
    F x = F::root_of_unity(log_n);
    for (int i = 1; i < log_n; ++i) x = x.square();
    ASSERT_EQ(x, -F::one()) << log_n;
    if (log_n > 1) { ASSERT_EQ(F::root_of_unity(log_n).square(), F::root_of_unity(log_n - 1)); }
  }
  EXPECT_EQ(F::root_of_unity(0), F::one());
}

TYPED_TEST(PrimeFields, RandomValuesDiffer) {
  SimRandom random(9);
  const auto a = TypeParam::random(random).value();
  EXPECT_NE(a, TypeParam::random(random).value());
}

TEST(FrConstants, AreThePublishedOnes) {
  EXPECT_EQ(Fr::kBits, 255);
  EXPECT_EQ(Fr::kTwoAdicity, 32);
  // The generator of the 2^32-th roots of unity that the ecosystem's implementations share, from 7.
  EXPECT_EQ(Fr::root_of_unity(32), Fr::from_hex("0x16a2a19edfe81f20d09b681922c813b4b63683508c2280b93829971f439f0d2b"));
}

TEST(FpConstants, AreThePublishedOnes) {
  EXPECT_EQ(Fp::kBits, 381);
  EXPECT_EQ(Fp::kTwoAdicity, 1);
  // q = (x - 1)^2 (x^4 - x^2 + 1) / 3 + x, with x = -z: computed in schoolbook integers.
  const Naive z = Naive::from_limbs(std::array<uint64_t, 1>{0xd201000000010000}),
              one = Naive::from_limbs(std::array<uint64_t, 1>{1});
  const Naive z2 = z.times(z), r = z2.times(z2).minus(z2).plus(one), z1 = z.plus(one);
  EXPECT_EQ(r, kNaiveModulus<Fr>);
  const Naive three = Naive::from_limbs(std::array<uint64_t, 1>{3});
  EXPECT_EQ(z1.times(z1).times(r), kNaiveModulus<Fp>.plus(z).times(three));
}

}  // namespace
}  // namespace zkp
