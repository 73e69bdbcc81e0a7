/// The assembly kernels against the portable ones, on edges and random limbs.
#include "field/mont_x86.h"

#include <gtest/gtest.h>

#include "base/cpu.h"
#include "field/mont_adx.h"
#include "field/samples.h"

#if defined(ZKP_FIELD_X86_64)

namespace zkp {
namespace {

constexpr mont::Modulus<4> kModulusFr{Fr::kModulus};
constexpr mont::Modulus<6> kModulusFp{Fp::kModulus};

template <class F>
struct ModulusOf;
template <>
struct ModulusOf<Fr> {
  static constexpr const mont::Modulus<4>& kM = kModulusFr;
};
template <>
struct ModulusOf<Fp> {
  static constexpr const mont::Modulus<6>& kM = kModulusFp;
};

template <class F>
class AssemblyKernels : public testing::Test {};
using BothPrimeFields = testing::Types<Fr, Fp>;
TYPED_TEST_SUITE(AssemblyKernels, BothPrimeFields);

template <class F>
std::vector<typename F::Limbs> limb_samples(size_t count) {
  std::vector<typename F::Limbs> out;
  for (const F& x : samples<F>(count)) out.push_back(x.montgomery_limbs());
  return out;
}

TYPED_TEST(AssemblyKernels, AdditionAndSubtractionEqualThePortableOnes) {
  static constexpr auto& kM = ModulusOf<TypeParam>::kM;
  const auto s = limb_samples<TypeParam>(300);
  for (const auto& a : s) {
    for (const auto& b : s) {
      ASSERT_EQ(mont_x86::add(a, b, kM.p), mont::add<kM>(a, b));
      ASSERT_EQ(mont_x86::sub(a, b, kM.p), mont::sub<kM>(a, b));
    }
  }
}

TYPED_TEST(AssemblyKernels, MultiplicationEqualsThePortableOne) {
  if (!cpu_hardware().can_adx()) GTEST_SKIP() << "this processor has no ADX";
  static constexpr auto& kM = ModulusOf<TypeParam>::kM;
  const auto s = limb_samples<TypeParam>(300);
  const auto product = [](const auto& a, const auto& b) {
    typename TypeParam::Limbs out;
    mont_x86::mul<kM>(out, a, b);
    return out;
  };
  for (const auto& a : s) {
    for (const auto& b : s) ASSERT_EQ(product(a, b), mont::mul<kM>(a, b));
    // The first factor may be any number of N limbs.
    auto any = a;
    any.back() = ~any.back();
    for (const auto& b : s) ASSERT_EQ(product(any, b), mont::mul<kM>(any, b));
    auto in_place = a;
    mont_x86::mul<kM>(in_place, in_place, in_place);
    ASSERT_EQ(in_place, mont::mul<kM>(a, a));
  }
}

// A dense grid of extreme limbs: every carry of the doubling pass is taken somewhere.
TYPED_TEST(AssemblyKernels, SquaringEqualsThePortableMultiplication) {
  if (!cpu_hardware().can_adx()) GTEST_SKIP() << "this processor has no ADX";
  static constexpr auto& kM = ModulusOf<TypeParam>::kM;
  constexpr size_t kLimbs = TypeParam::kLimbs;
  auto s = limb_samples<TypeParam>(3000);
  const uint64_t p_top = TypeParam::kModulus[kLimbs - 1];
  const uint64_t extremes[] = {0, 1, ~uint64_t{0}, uint64_t{1} << 63};
  const uint64_t top[] = {0, 1, p_top / 2, p_top};
  for (size_t code = 0; code < size_t{1} << (2 * kLimbs); ++code) {
    typename TypeParam::Limbs x;
    for (size_t i = 0; i < kLimbs; ++i) x[i] = (i + 1 < kLimbs ? extremes : top)[code >> (2 * i) & 3];
    s.push_back(x);
  }
  for (const auto& a : s) {
    typename TypeParam::Limbs out;
    mont_x86::sqr<kM>(out, a);
    ASSERT_EQ(out, mont::mul<kM>(a, a));
    auto in_place = a;
    mont_x86::sqr<kM>(in_place, in_place);
    ASSERT_EQ(in_place, out);
  }
}

TEST(AssemblyDispatch, SaysWhetherTheyRan) {
  RecordProperty("adx", mont_x86::kUseAdx          ? "used"
                        : cpu_hardware().can_adx() ? "switched off by ZKP_CPU"
                                                   : "not supported");
  EXPECT_EQ(mont_x86::kUseAdx, cpu_enabled().can_adx());
}

}  // namespace
}  // namespace zkp

#endif
