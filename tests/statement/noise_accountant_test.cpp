#include "statement/noise_accountant.h"

#include <gtest/gtest.h>

#include <cmath>

namespace zkp {
namespace {

// From tests/statement/noise_accountant_vectors.py: integers and decimals of 60 digits.
TEST(NoiseAccountant, AgreesWithExactArithmetic) {
  struct Case {
    uint64_t bits, sensitivity;
    double epsilon, delta;
  };
  const Case cases[] = {
      {1, 1, 0.0, 5.00000000000000000e-01},      {8, 1, 0.5, 1.24989503844122107e-01},
      {64, 1, 0.25, 2.36635117308647905e-02},    {64, 1, 1.0, 8.33777961924395555e-06},
      {64, 3, 1.0, 5.03014911508162174e-02},     {64, 65, 3.0, 1.00000000000000000e+00},
      {64, 64, 40.0, 1.00000000000000000e+00},   {1000, 1, 0.1, 1.61888821840668290e-03},
      {1000, 10, 1.0, 2.44274025904887213e-02},  {1000, 10, 4.0, 1.29008295375436504e-10},
      {4096, 1, 0.1, 6.12828805995811056e-06},   {4096, 1, 0.132, 8.82694026555147185e-08},
      {4096, 1, 0.133, 7.61436364376781894e-08}, {4096, 30, 5.0, 9.22007448484062431e-08},
      {4096, 1, 0.5, 8.02157479460593399e-59},   {4096, 200, 8.0, 9.51799659397204345e-01},
  };
  for (const Case& each : cases) {
    const double found = noise_delta(each.bits, each.sensitivity, each.epsilon);
    EXPECT_NEAR(found, each.delta, 1e-11 * each.delta) << each.bits << " " << each.sensitivity << " " << each.epsilon;
  }
}

TEST(NoiseAccountant, EpsilonIsTheSmallestForItsDelta) {
  for (const uint64_t bits : {16u, 100u, 1000u, 4096u}) {
    for (const uint64_t sensitivity : {1u, 2u, 5u}) {
      for (const double delta : {1e-1, 1e-3, 1e-6}) {
        const std::optional<double> epsilon = noise_epsilon(bits, sensitivity, delta);
        if (!epsilon) {
          EXPECT_GT(noise_delta(bits, sensitivity, 1e6), delta);
          continue;
        }
        EXPECT_LE(noise_delta(bits, sensitivity, *epsilon), delta);
        if (*epsilon > 0) { EXPECT_GT(noise_delta(bits, sensitivity, *epsilon * (1 - 1e-6)), delta); }
      }
    }
  }
}

TEST(NoiseAccountant, MoreNoiseProtectsMoreAndLargerChangesLess) {
  for (const double epsilon : {0.0, 0.1, 0.5, 2.0}) {
    for (uint64_t bits = 1; bits < 60; ++bits) {
      EXPECT_LE(noise_delta(bits + 1, 2, epsilon), noise_delta(bits, 2, epsilon) * (1 + 1e-12));
    }
    for (uint64_t sensitivity = 0; sensitivity < 70; ++sensitivity) {
      EXPECT_LE(noise_delta(64, sensitivity, epsilon), noise_delta(64, sensitivity + 1, epsilon) * (1 + 1e-12));
      EXPECT_LE(noise_delta(64, sensitivity, epsilon + 0.1), noise_delta(64, sensitivity, epsilon) * (1 + 1e-12));
    }
  }
}

TEST(NoiseAccountant, WithoutNoiseOrWithoutAChange) {
  EXPECT_EQ(noise_delta(0, 1, 5), 1);
  EXPECT_EQ(noise_delta(10, 0, 0), 0);
  EXPECT_EQ(noise_epsilon(10, 0, 1e-9), 0);
  EXPECT_EQ(noise_epsilon(10, UINT64_MAX, 0.5), std::nullopt);
  EXPECT_EQ(noise_epsilon(10, 1, 1e-6), std::nullopt);  // all bits the same: 2^-10
  EXPECT_TRUE(noise_epsilon(4096, 1, 1e-300).has_value());
}

TEST(NoiseAccountant, TheFewestBitsForAnEpsilon) {
  for (const uint64_t sensitivity : {1u, 3u}) {
    for (const double epsilon : {0.3, 1.0, 4.0}) {
      for (const double delta : {1e-3, 1e-6}) {
        const std::optional<uint64_t> bits = noise_bits(sensitivity, epsilon, delta, 16384);
        ASSERT_TRUE(bits.has_value());
        EXPECT_LE(*noise_epsilon(*bits, sensitivity, delta), epsilon * (1 + 1e-9));
        const std::optional<double> fewer = noise_epsilon(*bits - 1, sensitivity, delta);
        EXPECT_TRUE(!fewer || *fewer > epsilon) << *bits;
      }
    }
  }
  EXPECT_EQ(noise_bits(1, 0.01, 1e-6, 4096), std::nullopt);
  EXPECT_EQ(noise_bits(5000, 100, 1e-6, 4096), std::nullopt);
  EXPECT_EQ(noise_bits(1, 1, 1e-6, 0), std::nullopt);
  EXPECT_EQ(noise_bits(0, 0, 0, 4096), 1u);  // nothing changes, and a record has at least one bit
}

TEST(NoiseAccountant, SensitivityIsTheWidthOfTheInterval) {
  EXPECT_EQ(noise_sensitivity(0, 1, 4096), 1u);
  EXPECT_EQ(noise_sensitivity(-7, 9, 4096), 16u);
  EXPECT_EQ(noise_sensitivity(3, 3, 4096), 0u);
  EXPECT_EQ(noise_sensitivity(0, 4096, 4096), 4096u);
  EXPECT_EQ(noise_sensitivity(0, 4097, 4096), 4097u);
  const __int128 least = static_cast<__int128>(static_cast<unsigned __int128>(1) << 127);
  EXPECT_EQ(noise_sensitivity(least, -(least + 1), 4096), 4097u);
}

TEST(NoiseAccountant, PrintedEpsilonIsNeverTooSmall) {
  EXPECT_EQ(epsilon_text(0.0), "0");
  EXPECT_EQ(epsilon_text(std::optional<double>()), "none");
  EXPECT_EQ(epsilon_text(0.4007), "0.401");
  EXPECT_EQ(epsilon_text(std::optional(1.3517)), "1.36");
  EXPECT_EQ(epsilon_text(12.34), "12.4");
  for (const double epsilon : {1e-5, 0.0999999, 0.5, 1.0, 3.3333, 99.95, 123.4}) {
    const double printed = std::stod(epsilon_text(epsilon));
    EXPECT_GE(printed, epsilon);
    EXPECT_LE(printed, epsilon * 1.02);
  }
}

}  // namespace
}  // namespace zkp
