/// The lane kernels and those with prepared constants against the ones of the field, bit for bit: values in memory are
/// canonical.
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "poly/ntt_backends.h"

namespace zkp {
namespace {

class NttKernelsTest : public testing::Test {
 protected:
  static std::vector<const NttKernels*> others() {
    std::vector<const NttKernels*> out = {&emulated_ntt_kernels()};
    for (const NttKernels* kernels : {adx_ntt_kernels(), ifma_ntt_kernels()}) {
      if (kernels != nullptr) out.push_back(kernels);
    }
    return out;
  }

  // Random elements, and many of those at which limbs are all zeros or all ones.
  std::vector<Fr> elements(size_t n) {
    std::vector<Fr> out;
    while (out.size() < n) {
      Fr::Limbs limbs;
      for (uint64_t& limb : limbs) limb = random_() % 4 == 0 ? ~uint64_t{0} : random_() % 4 == 0 ? 0 : random_();
      const Fr x = Fr::from_limbs_reduce(limbs);
      const Fr edges[] = {Fr::zero(), Fr::one(), -Fr::one(), x, -x};
      out.push_back(random_() % 8 == 0 ? edges[random_() % 3] : edges[3 + random_() % 2]);
    }
    return out;
  }
  static std::vector<Fr> prepared(const std::vector<Fr>& roots, const NttKernels& kernels) {
    std::vector<Fr> out(roots.size() * kernels.cells);
    for (size_t i = 0; i < roots.size(); ++i) kernels.prepare(&out[i * kernels.cells], roots[i]);
    return out;
  }

  // Between passes values may be up to 2 r.
  static void make_canonical(std::vector<Fr>& values) {
    for (Fr& value : values) {
      Fr::Limbs limbs = value.montgomery_limbs();
      if (!limbs::less(limbs, Fr::kModulus)) limbs::sub(limbs, limbs, Fr::kModulus);
      ASSERT_TRUE(limbs::less(limbs, Fr::kModulus));
      value = Fr::from_montgomery_limbs(limbs);
    }
  }

  // The largest values that a kernel may meet: every input and constant is r - 1, in every sign.
  void expect_same(size_t size, auto&& run) {
    for (int kind = 0; kind < 4; ++kind) {
      std::vector<Fr> input = elements(size), roots = elements(2 * size);
      if (kind == 1) std::fill(input.begin(), input.end(), -Fr::one());
      if (kind == 2) std::fill(roots.begin(), roots.end(), -Fr::one());
      if (kind == 3) {
        for (size_t i = 0; i < size; ++i) input[i] = Fr::from_montgomery_limbs(largest());
        for (Fr& root : roots) root = Fr::from_montgomery_limbs(largest());
      }
      roots[0] = Fr::one();
      std::vector<Fr> expected = input;
      run(portable_ntt_kernels(), expected, prepared(roots, portable_ntt_kernels()));
      for (const NttKernels* kernels : others()) {
        std::vector<Fr> values = input;
        run(*kernels, values, prepared(roots, *kernels));
        EXPECT_EQ(values, expected) << "kind " << kind;
      }
    }
  }
  static Fr::Limbs largest() {  // r - 1 as a Montgomery form
    Fr::Limbs out = Fr::kModulus;
    --out[0];
    return out;
  }
  std::mt19937_64 random_{11};
};

TEST_F(NttKernelsTest, FinishTakesEverySize) {
  for (int log_size = NttKernels::kMinLog; log_size <= NttKernels::kTileLog; ++log_size) {
    for (size_t block : {size_t{0}, size_t{1}}) {
      expect_same(size_t{1} << log_size, [&](const NttKernels& kernels, std::vector<Fr>& values, const auto& roots) {
        kernels.finish(values.data(), log_size, block, roots.data());
      });
    }
  }
}

TEST_F(NttKernelsTest, DescendTakesOneToFourLayersAndAnyColumns) {
  for (int layers = 1; layers <= NttKernels::kLayers; ++layers) {
    for (size_t block : {0, 1, 5}) {
      const size_t size = size_t{64} << layers;
      expect_same(size, [&](const NttKernels& kernels, std::vector<Fr>& values, const auto& roots) {
        kernels.descend(values.data(), size, block, roots.data(), layers, 8, 32);
        kernels.descend(values.data(), size, block, roots.data(), layers, 40, 64);
        make_canonical(values);
      });
    }
  }
}

TEST_F(NttKernelsTest, ScalesAnyNumberOfElements) {
  for (size_t n : {1, 7, 8, 9, 31, 64, 65}) {
    const Fr first = elements(1)[0], ratio = elements(1)[0];
    expect_same(n, [&](const NttKernels& kernels, std::vector<Fr>& values, const auto&) {
      kernels.scale_by_powers(values, first, ratio);
      kernels.scale(values, -first);
    });
  }
}

}  // namespace
}  // namespace zkp
