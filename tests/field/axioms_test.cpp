/// The axioms of a field, for every field of the project.
#include <gtest/gtest.h>

#include "field/samples.h"

namespace zkp {
namespace {

template <class F>
class FieldAxioms : public testing::Test {
 protected:
  /// Calls f on triples of samples: all pairs, each with a third sample that varies.
  template <class Check>
  void for_triples(Check check) {
    const std::vector<F> s = samples<F>(24);
    size_t third = 0;
    for (const F& a : s) {
      for (const F& b : s) check(a, b, s[third++ % s.size()]);
    }
  }
};

using AllFields = testing::Types<Fr, Fp, Fp2, Fp6, Fp12>;
TYPED_TEST_SUITE(FieldAxioms, AllFields);

TYPED_TEST(FieldAxioms, AdditionIsAnAbelianGroup) {
  using F = TypeParam;
  this->for_triples([](const F& a, const F& b, const F& c) {
    ASSERT_EQ(a + b, b + a);
    ASSERT_EQ((a + b) + c, a + (b + c));
    ASSERT_EQ(a + F::zero(), a);
    ASSERT_EQ(a + (-a), F::zero());
    ASSERT_EQ(a - b, a + (-b));
    ASSERT_EQ((a - b) + b, a);
    ASSERT_EQ(a.doubled(), a + a);
  });
}

TYPED_TEST(FieldAxioms, MultiplicationIsCommutativeAssociativeAndDistributive) {
  using F = TypeParam;
  this->for_triples([](const F& a, const F& b, const F& c) {
    ASSERT_EQ(a * b, b * a);
    ASSERT_EQ((a * b) * c, a * (b * c));
    ASSERT_EQ(a * (b + c), a * b + a * c);
    ASSERT_EQ(a * (b - c), a * b - a * c);
    ASSERT_EQ(a * F::one(), a);
    ASSERT_EQ(a * F::zero(), F::zero());
    ASSERT_EQ((-a) * b, -(a * b));
    ASSERT_EQ(a * b == F::zero(), a.is_zero() || b.is_zero());
  });
}

TYPED_TEST(FieldAxioms, SquareIsTheProductWithItself) {
  for (const TypeParam& a : samples<TypeParam>(300)) ASSERT_EQ(a.square(), a * a);
}

TYPED_TEST(FieldAxioms, ManyProductsEqualSingleOnes) {
  using F = TypeParam;
  if constexpr (requires { &F::multiply_each; }) {
    const std::vector<F> a = samples<F>(24);
    for (size_t count = 0; count <= a.size(); ++count) {
      std::vector<F> products = a, squares = a;
      F::multiply_each(products.data(), a.data() + (a.size() - count), count);
      F::square_each(squares.data(), squares.data(), count);
      for (size_t i = 0; i < a.size(); ++i) {
        ASSERT_EQ(products[i], i < count ? a[i] * a[a.size() - count + i] : a[i]);
        ASSERT_EQ(squares[i], i < count ? a[i].square() : a[i]);
      }
      F::square_each(products.data(), a.data(), count);
      for (size_t i = 0; i < count; ++i) ASSERT_EQ(products[i], a[i].square());
    }
  }
}

TYPED_TEST(FieldAxioms, BothInversesInvertAndMapZeroToZero) {
  using F = TypeParam;
  EXPECT_EQ(F::zero().inverse(), F::zero());
  EXPECT_EQ(F::zero().inverse_var(), F::zero());
  for (const F& a : samples<F>(100)) {
    if (a.is_zero()) continue;
    ASSERT_EQ(a * a.inverse(), F::one());
    ASSERT_EQ(a.inverse_var(), a.inverse());
  }
}

TYPED_TEST(FieldAxioms, BatchInverseEqualsSingleInversesAndKeepsZeros) {
  using F = TypeParam;
  for (size_t size : {0, 1, 2, 3, 30}) {
    std::vector<F> values = samples<F>(30);
    values.resize(size);
    if (size > 10) values[7] = values[size - 1] = F::zero();
    std::vector<F> inverted = values;
    batch_inverse_var<F>(inverted);
    for (size_t i = 0; i < size; ++i) ASSERT_EQ(inverted[i], values[i].inverse()) << i;
  }
  std::vector<F> zeros(3);
  batch_inverse_var<F>(zeros);
  EXPECT_EQ(zeros, std::vector<F>(3));
}

TYPED_TEST(FieldAxioms, PredicatesAgreeWithEquality) {
  using F = TypeParam;
  const std::vector<F> s = samples<F>(40);
  for (size_t i = 0; i < s.size(); ++i) {
    ASSERT_EQ(s[i].is_zero(), s[i] == F::zero());
    ASSERT_EQ(s[i].is_one(), s[i] == F::one());
    ASSERT_EQ(equal_mask(s[i], s[i]), ~uint64_t{0});
    ASSERT_EQ(equal_mask(s[i], s[i] + F::one()), 0U);
    ASSERT_NE(s[i], s[i] + F::one());
  }
  EXPECT_EQ(F{}, F::zero());
  EXPECT_NE(F::zero(), F::one());
  EXPECT_EQ(F::from_u64(5), F::one() + F::one() + F::one() + F::one() + F::one());
}

TYPED_TEST(FieldAxioms, CompoundAssignmentEqualsTheOperator) {
  using F = TypeParam;
  this->for_triples([](const F& a, const F& b, const F&) {
    F sum = a, difference = a, product = a;
    sum += b;
    difference -= b;
    product *= b;
    ASSERT_EQ(sum, a + b);
    ASSERT_EQ(difference, a - b);
    ASSERT_EQ(product, a * b);
  });
}

TYPED_TEST(FieldAxioms, RandomReportsTheFailureOfItsSource) {
  SimRandom broken;
  broken.fail_after(0);
  EXPECT_EQ(TypeParam::random(broken).error().code(), ErrorCode(CryptoError::kRandom));
}

template <class F>
class FieldPower : public testing::Test {};
using FieldsWithPow = testing::Types<Fr, Fp, Fp2, Fp12>;
TYPED_TEST_SUITE(FieldPower, FieldsWithPow);

TYPED_TEST(FieldPower, PowEqualsRepeatedMultiplication) {
  using F = TypeParam;
  for (const F& a : samples<F>(20)) {
    F expected = F::one();
    for (uint64_t e = 0; e < 70; ++e) {
      const std::array<uint64_t, 2> exponent = {e, 0};  // leading zero limbs do not matter
      ASSERT_EQ(a.pow(exponent), expected) << e;
      expected *= a;
    }
    EXPECT_EQ(a.pow({}), F::one());
  }
}

TYPED_TEST(FieldPower, PowersMultiplyAcrossLimbs) {
  using F = TypeParam;
  SimRandom random(3);
  for (const F& a : samples<F>(20)) {
    const Fr::Limbs e_limbs = Fr::random(random).value().to_limbs();
    const std::array<uint64_t, 3> e = {e_limbs[0], e_limbs[1], e_limbs[2]};
    const std::array<uint64_t, 3> e_plus_e = {e[0] << 1, e[1] << 1 | e[0] >> 63, (e[2] << 1 | e[1] >> 63)};
    const std::array<uint64_t, 4> doubled = {e_plus_e[0], e_plus_e[1], e_plus_e[2], e[2] >> 63};
    ASSERT_EQ(a.pow(doubled), a.pow(e).square());
  }
}

}  // namespace
}  // namespace zkp
