/// Batch inversion, by every back end, against one inversion after the other.
#include <gtest/gtest.h>

#include "field/batch_inverse_backends.h"
#include "field/samples.h"
#include "support/test_pool.h"

namespace zkp {
namespace {

template <class F>
class BatchInverseTest : public testing::Test {
 protected:
  static std::vector<F> inverses(const std::vector<F>& values) {
    std::vector<F> out;
    for (const F& x : values) out.push_back(x.inverse());
    return out;
  }
  /// `n` samples: the edges, zeros among them, over and over, and random elements.
  static std::vector<F> elements(size_t n, uint64_t seed) {
    const std::vector<F> pool = samples<F>(200, seed);
    std::vector<F> out;
    for (size_t i = 0; i < n; ++i) out.push_back(pool[i % pool.size()]);
    return out;
  }
};

using AllFields = testing::Types<Fr, Fp, Fp2>;
TYPED_TEST_SUITE(BatchInverseTest, AllFields);
template <class F>
class BatchInverseLanes : public BatchInverseTest<F> {
 protected:
  static std::vector<BatchInverse<F>> backends() {
    std::vector<BatchInverse<F>> out = {emulated_batch_inverse<F>()};
    if (const BatchInverse<F> ifma = ifma_batch_inverse<F>()) out.push_back(ifma);
    return out;
  }
};
using LaneFields = testing::Types<Fr, Fp>;
TYPED_TEST_SUITE(BatchInverseLanes, LaneFields);

TYPED_TEST(BatchInverseTest, AnyNumberOfElementsIsInvertedAndZerosStay) {
  for (size_t n : {0, 1, 2, 7, 8, 9, 15, 16, 17, 63, 64, 65, 71, 72, 255, 256, 257}) {
    auto values = this->elements(n, 1);
    const auto expected = this->inverses(values);
    auto scalar = values;
    batch_inverse_scalar_var<TypeParam>(scalar);
    EXPECT_EQ(scalar, expected) << n;
    batch_inverse_var<TypeParam>(values);
    EXPECT_EQ(values, expected) << n;
  }
}

TYPED_TEST(BatchInverseTest, PoolGivesTheSameBits) {
  TestPool pool(3);
  auto values = this->elements(9001, 2);
  auto alone = values;
  batch_inverse_var<TypeParam>(alone);
  batch_inverse_var<TypeParam>(values, &pool);
  EXPECT_EQ(values, alone);
  for (size_t i = 0; i < values.size(); i += 97) EXPECT_EQ(values[i], this->elements(9001, 2)[i].inverse());
}

TYPED_TEST(BatchInverseLanes, EveryLengthAroundVectorsAndChunks) {
  for (const auto inverse : this->backends()) {
    for (size_t n : {0, 1, 7, 8, 9, 23, 24, 25, 2047, 2048, 2049, 2055, 2056, 4096, 4103}) {
      auto values = this->elements(n, 3), expected = values;
      inverse(values);
      batch_inverse_scalar_var<TypeParam>(expected);
      EXPECT_EQ(values, expected) << n;
    }
  }
}

TYPED_TEST(BatchInverseLanes, EqualElementsAndTheLargestForms) {
  using F = TypeParam;
  typename F::Limbs largest = F::kModulus;  // p - 1 as a Montgomery form
  --largest[0];
  for (const auto inverse : this->backends()) {
    for (const F& x : {F::zero(), F::one(), -F::one(), F::from_u64(2), F::from_montgomery_limbs(largest),
                       F::from_montgomery_limbs({1}), F::from_montgomery_limbs({~uint64_t{0}})}) {
      std::vector<F> values(100, x);
      inverse(values);
      EXPECT_EQ(values, std::vector<F>(100, x.inverse()));
    }
  }
}

// One zero must not change its neighbours, in whichever lane and vector it is.
TYPED_TEST(BatchInverseLanes, AZeroAnywhereLeavesTheOthersRight) {
  const auto original = this->elements(40 + Samples<TypeParam>::edges().size(), 4);
  for (const auto inverse : this->backends()) {
    for (size_t at = 0; at < 40; ++at) {
      std::vector<TypeParam> values(original.end() - 40, original.end());
      values[at] = TypeParam::zero();
      const auto expected = this->inverses(values);
      inverse(values);
      EXPECT_EQ(values, expected) << at;
    }
  }
}

}  // namespace
}  // namespace zkp
