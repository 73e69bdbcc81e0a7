#include "poly/ntt.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <random>
#include <utility>

#include "support/test_pool.h"

namespace zkp {
namespace {

std::vector<Fr> random_vector(size_t n, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<Fr> out;
  out.reserve(n);
  for (size_t i = 0; i < n; ++i) out.push_back(Fr::from_limbs_reduce({random(), random(), random(), random()}));
  return out;
}

NttDomain domain_of(int log_n) { return NttDomain::make(log_n).value(); }

Fr horner(const std::vector<Fr>& coefficients, const Fr& x) {
  Fr value;
  for (size_t i = coefficients.size(); i-- > 0;) value = value * x + coefficients[i];
  return value;
}

Fr power(const Fr& base, uint64_t exponent) { return base.pow(std::array<uint64_t, 1>{exponent}); }

TEST(NttDomain, SizesOutsideTheRangeAreRefused) {
  for (int log_n : {-1, 29, 33, 64, -1000}) {
    auto domain = NttDomain::make(log_n);
    ASSERT_FALSE(domain.ok()) << log_n;
    EXPECT_EQ(domain.error().code(), GeneralError::kInvalidArgument);
  }
}

// A polynomial of few terms has values that can be computed one by one. With ZKP_TEST_LONG up to 2^28 elements (8 GiB,
// and as much again for the roots); 2^22 otherwise.
TEST(NttDomain, LargeTransforms) {
  const bool is_long = std::getenv("ZKP_TEST_LONG") != nullptr;
  TestPool pool(2);
  for (const int log_n : is_long ? std::vector<int>{22, 25, 26, 27, 28} : std::vector<int>{22}) {
    const uint64_t n = uint64_t{1} << log_n;
    const uint64_t available =
        static_cast<uint64_t>(sysconf(_SC_AVPHYS_PAGES)) * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
    if (available < 68 * n) {
      std::cout << "skipped from 2^" << log_n << " on: " << (available >> 30) << " GiB of memory are free\n";
      break;
    }
    const NttDomain domain = domain_of(log_n);
    std::mt19937_64 random(static_cast<uint64_t>(log_n));
    std::vector<std::pair<uint64_t, Fr>> terms = {{0, Fr::from_u64(3)}, {n - 1, Fr::from_u64(5)}};
    for (int k = 0; k < 4; ++k) terms.emplace_back(1 + random() % (n - 2), Fr::from_u64(random()));
    std::vector<Fr> values(n);
    for (const auto& [exponent, coefficient] : terms) values[exponent] += coefficient;
    domain.forward(values, &pool);
    for (int k = 0; k < 300; ++k) {
      const uint64_t i = k < 2 ? k * (n - 1) : random() % n;
      Fr expected;
      for (const auto& [exponent, coefficient] : terms) {
        expected +=
            coefficient * power(domain.root(), static_cast<uint64_t>(static_cast<unsigned __int128>(i) * exponent % n));
      }
      ASSERT_EQ(values[i], expected) << log_n << " " << i;
    }
    domain.inverse(values, &pool);
    uint64_t nonzero = 0;
    for (const Fr& v : values) nonzero += v.is_zero() ? 0 : 1;
    EXPECT_EQ(nonzero, terms.size()) << log_n;
    for (const auto& [exponent, coefficient] : terms) EXPECT_EQ(values[exponent], coefficient) << log_n;
  }
}

TEST(NttDomain, RootHasOrderExactlyTheSize) {
  for (int log_n : {0, 1, 2, 5, 16}) {
    const NttDomain domain = domain_of(log_n);
    EXPECT_EQ(domain.size(), size_t{1} << log_n);
    EXPECT_TRUE(power(domain.root(), domain.size()).is_one());
    if (log_n > 0) { EXPECT_EQ(power(domain.root(), domain.size() / 2), -Fr::one()); }
  }
}

TEST(Ntt, ForwardEqualsTheSumOfTheDefinition) {
  for (int log_n = 0; log_n <= 9; ++log_n) {
    const NttDomain domain = domain_of(log_n);
    const auto coefficients = random_vector(domain.size(), 1);
    auto values = coefficients;
    domain.forward(values);
    Fr x = Fr::one();
    for (size_t i = 0; i < values.size(); ++i, x *= domain.root()) {
      ASSERT_EQ(values[i], horner(coefficients, x)) << "size 2^" << log_n << ", value " << i;
    }
  }
}

TEST(Ntt, ValuesOfAKnownPolynomial) {
  // f = 1 + 2X + 3X^2 + 4X^3 on {1, i, -1, -i}: 10, -2 - 2i, -2, -2 + 2i.
  const Fr i = Fr::root_of_unity(2);
  std::vector<Fr> values{Fr::from_u64(1), Fr::from_u64(2), Fr::from_u64(3), Fr::from_u64(4)};
  domain_of(2).forward(values);
  const Fr two = Fr::from_u64(2);
  EXPECT_EQ(values[0], Fr::from_u64(10));
  EXPECT_EQ(values[1], -two - two * i);
  EXPECT_EQ(values[2], -two);
  EXPECT_EQ(values[3], -two + two * i);
}

// 2^13 and 2^14 are beyond what is transformed breadth first.
TEST(Ntt, LargeSizesAgreeWithHornerAtSamplePoints) {
  for (int log_n : {12, 13, 14}) {
    const NttDomain domain = domain_of(log_n);
    const auto coefficients = random_vector(domain.size(), 2);
    auto plain = coefficients, coset = coefficients;
    domain.forward(plain);
    domain.coset_forward(coset);
    for (size_t i : {size_t{0}, size_t{1}, size_t{2}, size_t{1000}, domain.size() / 2 + 1, domain.size() - 1}) {
      const Fr x = power(domain.root(), i);
      ASSERT_EQ(plain[i], horner(coefficients, x)) << log_n << " " << i;
      ASSERT_EQ(coset[i], horner(coefficients, Fr::from_u64(7) * x)) << log_n << " " << i;
    }
  }
}

TEST(Ntt, ReversedOrderHoldsTheSameValues) {
  for (int log_n : {0, 1, 5, 6, 7, 12, 13, 14}) {
    const NttDomain domain = domain_of(log_n);
    auto natural = random_vector(domain.size(), 14), reversed = natural;
    domain.forward(natural);
    domain.forward_reversed(reversed);
    for (size_t i = 0; i < natural.size(); ++i) {
      size_t j = 0;
      for (int bit = 0; bit < log_n; ++bit) j |= (i >> bit & 1) << (log_n - 1 - bit);
      ASSERT_EQ(reversed[j], natural[i]) << "size 2^" << log_n << ", value " << i;
    }
  }
}

TEST(Ntt, ManyVectorsAreTransformedEachByItself) {
  TestPool pool(3);
  for (int log_n : {0, 3, 6, 10}) {
    const NttDomain domain = domain_of(log_n);
    for (size_t count : {0, 1, 2, 3, 50}) {
      const auto original = random_vector(count * domain.size(), 15);
      auto expected = original, values = original, shared = original;
      for (size_t i = 0; i < count; ++i) domain.forward(std::span(expected).subspan(i * domain.size(), domain.size()));
      domain.forward_many(values);
      domain.forward_many(shared, &pool);
      EXPECT_EQ(values, expected) << log_n << ", " << count << " vectors";
      EXPECT_EQ(shared, expected) << log_n << ", " << count << " vectors";
      domain.inverse_many(values);
      domain.inverse_many(shared, &pool);
      EXPECT_EQ(values, original);
      EXPECT_EQ(shared, original);
    }
  }
}

TEST(Ntt, CosetForwardEvaluatesOnTheCoset) {
  for (int log_n = 0; log_n <= 8; ++log_n) {
    const NttDomain domain = domain_of(log_n);
    const auto coefficients = random_vector(domain.size(), 3);
    auto values = coefficients;
    domain.coset_forward(values);
    Fr x = Fr::from_u64(7);
    for (size_t i = 0; i < values.size(); ++i, x *= domain.root()) ASSERT_EQ(values[i], horner(coefficients, x));
  }
}

TEST(Ntt, OddCosetForwardEvaluatesBetweenTheElementsOfTheDomain) {
  for (int log_n = 0; log_n <= 8; ++log_n) {
    const NttDomain domain = domain_of(log_n);
    const auto coefficients = random_vector(domain.size(), 3);
    auto values = coefficients;
    domain.odd_coset_forward(values);
    const Fr v = Fr::root_of_unity(log_n + 1);
    for (size_t i = 0; i < values.size(); ++i) ASSERT_EQ(values[i], horner(coefficients, power(v, 2 * i + 1)));
  }
}

TEST(Ntt, InversesUndoTheTransforms) {
  for (int log_n = 0; log_n <= 14; ++log_n) {
    const NttDomain domain = domain_of(log_n);
    const auto original = random_vector(domain.size(), 4);
    auto v = original;
    domain.forward(v);
    domain.inverse(v);
    ASSERT_EQ(v, original) << log_n;
    domain.inverse(v);
    domain.forward(v);
    ASSERT_EQ(v, original) << log_n;
    domain.coset_forward(v);
    domain.coset_inverse(v);
    ASSERT_EQ(v, original) << log_n;
    domain.coset_inverse(v);
    domain.coset_forward(v);
    ASSERT_EQ(v, original) << log_n;
  }
}

TEST(Ntt, IsLinear) {
  const NttDomain domain = domain_of(7);
  const auto a = random_vector(domain.size(), 5), b = random_vector(domain.size(), 6);
  const Fr s = random_vector(1, 7)[0];
  auto left = a, fa = a, fb = b;
  for (size_t i = 0; i < a.size(); ++i) left[i] = a[i] + s * b[i];
  for (auto* v : {&left, &fa, &fb}) domain.coset_forward(*v);
  for (size_t i = 0; i < a.size(); ++i) ASSERT_EQ(left[i], fa[i] + s * fb[i]);
}

TEST(Ntt, ProductOfValuesIsTheConvolutionOfCoefficients) {
  const NttDomain domain = domain_of(7);
  auto a = random_vector(50, 8), b = random_vector(70, 9);
  std::vector<Fr> product(domain.size());
  for (size_t i = 0; i < a.size(); ++i) {
    for (size_t j = 0; j < b.size(); ++j) product[i + j] += a[i] * b[j];
  }
  a.resize(domain.size());
  b.resize(domain.size());
  domain.forward(a);
  domain.forward(b);
  for (size_t i = 0; i < a.size(); ++i) a[i] *= b[i];
  domain.inverse(a);
  EXPECT_EQ(a, product);
}

TEST(Ntt, InverseOfPowersIsTheLagrangeBasis) {
  const NttDomain domain = domain_of(4);
  const Fr tau = random_vector(1, 10)[0];
  std::vector<Fr> basis(domain.size());
  for (size_t i = 0; i < basis.size(); ++i) basis[i] = power(tau, i);
  domain.inverse(basis);
  for (size_t i = 0; i < basis.size(); ++i) {  // L_i(tau) = prod_(k != i) (tau - w^k) / (w^i - w^k)
    Fr numerator = Fr::one(), denominator = Fr::one();
    for (size_t k = 0; k < basis.size(); ++k) {
      if (k == i) continue;
      numerator *= tau - power(domain.root(), k);
      denominator *= power(domain.root(), i) - power(domain.root(), k);
    }
    ASSERT_EQ(basis[i] * denominator, numerator);
  }
}

TEST(Ntt, VanishingPolynomialIsTheStatedConstantOnTheCoset) {
  for (int log_n : {0, 1, 6}) {
    const NttDomain domain = domain_of(log_n);
    Fr x = NttDomain::coset_shift();
    for (size_t i = 0; i < domain.size(); ++i, x *= domain.root()) {
      EXPECT_TRUE(((power(x, domain.size()) - Fr::one()) * domain.vanishing_on_coset_inverse()).is_one());
    }
  }
}

// The step that Groth16 takes: (a b - c) / (X^n - 1) computed on the coset is an exact polynomial division.
TEST(Ntt, DivisionByTheVanishingPolynomialOnTheCosetIsExact) {
  const NttDomain domain = domain_of(6);
  const size_t n = domain.size();
  auto a = random_vector(n, 11), b = random_vector(n, 12);
  std::vector<Fr> c(n);
  for (size_t i = 0; i < n; ++i) c[i] = a[i] * b[i];  // values on the domain, where a b - c vanishes
  for (auto* v : {&a, &b, &c}) domain.inverse(*v);
  std::vector<Fr> difference(2 * n);  // a b - c as coefficients
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j < n; ++j) difference[i + j] += a[i] * b[j];
    difference[i] -= c[i];
  }
  for (auto* v : {&a, &b, &c}) domain.coset_forward(*v);
  std::vector<Fr> h(n);
  for (size_t i = 0; i < n; ++i) h[i] = (a[i] * b[i] - c[i]) * domain.vanishing_on_coset_inverse();
  domain.coset_inverse(h);
  for (size_t i = 0; i < n; ++i) {  // h (X^n - 1) = difference
    ASSERT_EQ(difference[i], -h[i]);
    ASSERT_EQ(difference[n + i], h[i]);
  }
  EXPECT_TRUE(h[n - 1].is_zero());
}

TEST(Ntt, PoolAndOneThreadGiveTheSameBits) {
  TestPool pool(3);
  for (int log_n : {0, 1, 5, 11, 12, 13, 15}) {
    const NttDomain domain = domain_of(log_n);
    const auto original = random_vector(domain.size(), 13);
    for (auto transform :
         {&NttDomain::forward, &NttDomain::inverse, &NttDomain::coset_forward, &NttDomain::coset_inverse}) {
      auto serial = original, parallel = original;
      (domain.*transform)(serial, nullptr);
      (domain.*transform)(parallel, &pool);
      ASSERT_EQ(serial, parallel) << log_n;
    }
  }
}

TEST(NttDomain, CopiesShareOneTableAndServeThreadsAtTheSameTime) {
  const NttDomain domain = domain_of(10);
  const auto original = random_vector(domain.size(), 14);
  auto expected = original;
  domain.forward(expected);
  TestPool pool(4);
  std::vector<std::vector<Fr>> results(8, original);
  pool.parallel_for(results.size(), 1, [&](size_t begin, size_t end) {
    const NttDomain copy = domain;
    for (size_t i = begin; i < end; ++i) copy.forward(results[i]);
  });
  for (const auto& result : results) EXPECT_EQ(result, expected);
}

TEST(NttDeathTest, WrongLengthAborts) {
  std::vector<Fr> values(7);
  EXPECT_DEATH(domain_of(3).forward(values), "size");
  EXPECT_DEATH(domain_of(3).coset_inverse(values), "size");
}

}  // namespace
}  // namespace zkp
