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
  for (const auto& a : s) {
    for (const auto& b : s) ASSERT_EQ(mont_x86::mul(a, b, kM), mont::mul<kM>(a, b));
    // The first factor may be any number of N limbs.
    auto any = a;
    any.back() = ~any.back();
    for (const auto& b : s) ASSERT_EQ(mont_x86::mul(any, b, kM), mont::mul<kM>(any, b));
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
