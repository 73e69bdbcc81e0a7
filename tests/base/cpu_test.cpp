// What ZKP_CPU may ask for. What the hardware really has is compared with the kernel's list in base_os.
#include "base/cpu.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

namespace zkp {
namespace {

CpuFeatures everything() {
  CpuFeatures f;
  for (const CpuFeature& feature : cpu_feature_names()) f.*feature.present = true;
  return f;
}

TEST(Cpu, EveryFeatureHasOneName) {
  std::set<std::string_view> names;
  for (const CpuFeature& feature : cpu_feature_names()) EXPECT_TRUE(names.insert(feature.name).second) << feature.name;
  EXPECT_EQ(names.size(), sizeof(CpuFeatures));  // every member is one byte
  const CpuFeatures f = everything();
  EXPECT_TRUE(f.can_adx() && f.can_ifma() && f.can_avx512() && f.can_sha());
}

TEST(Cpu, EachPathNeedsAllOfItsInstructions) {
  const auto without = [](bool CpuFeatures::*member) {
    CpuFeatures f = everything();
    f.*member = false;
    return f;
  };
  for (auto member : {&CpuFeatures::bmi1, &CpuFeatures::bmi2, &CpuFeatures::adx})
    EXPECT_FALSE(without(member).can_adx());
  for (auto member : {&CpuFeatures::avx512f, &CpuFeatures::avx512dq, &CpuFeatures::avx512vl, &CpuFeatures::avx512ifma})
    EXPECT_FALSE(without(member).can_ifma());
  for (auto member : {&CpuFeatures::avx512f, &CpuFeatures::avx512bw, &CpuFeatures::avx512vl})
    EXPECT_FALSE(without(member).can_avx512());
  for (auto member : {&CpuFeatures::sha, &CpuFeatures::ssse3, &CpuFeatures::sse41})
    EXPECT_FALSE(without(member).can_sha());
}

TEST(Cpu, ChoiceTakesAwayWhatItIsBelow) {
  const CpuFeatures all = everything();
  const auto none = cpu_choose(all, "portable");
  ASSERT_TRUE(none.ok());
  for (const CpuFeature& feature : cpu_feature_names()) EXPECT_FALSE(none.value().*feature.present) << feature.name;

  const auto adx = cpu_choose(all, "adx");
  ASSERT_TRUE(adx.ok());
  for (const CpuFeature& feature : cpu_feature_names())
    EXPECT_EQ(adx.value().*feature.present, !feature.name.starts_with("avx512")) << feature.name;

  for (std::optional<std::string_view> best :
       {std::optional<std::string_view>(), std::optional<std::string_view>("ifma")}) {
    const auto chosen = cpu_choose(all, best);
    ASSERT_TRUE(chosen.ok());
    for (const CpuFeature& feature : cpu_feature_names()) EXPECT_TRUE(chosen.value().*feature.present) << feature.name;
  }
}

TEST(Cpu, RefusesWhatTheProcessorLacks) {
  CpuFeatures old = everything();
  old.avx512ifma = false;
  EXPECT_TRUE(cpu_choose(old, std::nullopt).ok());
  EXPECT_TRUE(cpu_choose(old, "adx").ok());
  const auto ifma = cpu_choose(old, "ifma");
  ASSERT_FALSE(ifma.ok());
  EXPECT_EQ(ifma.error().code(), GeneralError::kUnsupported);
  EXPECT_EQ(ifma.error().message(), "ZKP_CPU=ifma: this processor has no AVX-512 IFMA");
  old.adx = false;
  EXPECT_EQ(cpu_choose(old, "adx").error().code(), GeneralError::kUnsupported);
  EXPECT_TRUE(cpu_choose(CpuFeatures{}, "portable").ok());
}

TEST(Cpu, RefusesAnUnknownChoice) {
  for (const char* wrong : {"", "avx2", "IFMA", "portable "})
    EXPECT_EQ(cpu_choose(everything(), wrong).error().code(), GeneralError::kInvalidArgument) << wrong;
}

// Also the place where a test run that forces a path which is not there fails.
TEST(Cpu, ThisRunUsesWhatWasAskedFor) {
  ASSERT_TRUE(cpu_choice().ok()) << cpu_choice().error().describe();
  for (const CpuFeature& feature : cpu_feature_names())
    EXPECT_LE(cpu_enabled().*feature.present, cpu_hardware().*feature.present) << feature.name;
  std::printf("ZKP_CPU: %s; in use: adx %d, ifma %d, avx2 %d, avx512 %d, sha %d\n",
              std::getenv("ZKP_CPU") != nullptr ? std::getenv("ZKP_CPU") : "not set", cpu_enabled().can_adx(),
              cpu_enabled().can_ifma(), cpu_enabled().avx2, cpu_enabled().can_avx512(), cpu_enabled().can_sha());
}

}  // namespace
}  // namespace zkp
