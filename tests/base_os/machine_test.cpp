// The real clock, randomness, processor and usage figures: what can be said about them on every machine.
#include <gtest/gtest.h>
#include <sys/mman.h>

#include <cstring>
#include <fstream>
#include <set>

#include "base/encoding.h"
#include "base_os/cpu.h"
#include "base_os/resource.h"
#include "base_os/system_clock.h"
#include "base_os/system_random.h"

namespace zkp {
namespace {

TEST(SystemClock, IsInMicrosecondsOfThisCentury) {
  const int64_t now_us = SystemClock().now_us();
  EXPECT_GT(now_us, 1'704'067'200'000'000);  // 2024-01-01
  EXPECT_LT(now_us, 4'102'444'800'000'000);  // 2100-01-01
}

TEST(SystemRandom, FillsEveryByteOfEverySize) {
  SystemRandom random;
  ASSERT_TRUE(random.fill({}).ok());
  std::set<std::string> seen;
  for (size_t size : {32, 255, 257, 100'000}) {
    Bytes bytes(size, 0);
    ASSERT_TRUE(random.fill(bytes).ok());
    // A tail of 16 zero bytes has probability 2^-128 unless the call stopped early.
    EXPECT_NE(Bytes(bytes.end() - 16, bytes.end()), Bytes(16, 0)) << size;
    EXPECT_TRUE(seen.insert(hex_encode(ByteView(bytes).first(32))).second);
  }
}

TEST(Cpu, AgreesWithTheKernel) {
  const CpuInfo& cpu = cpu_info();
  EXPECT_FALSE(cpu.model.empty());
  EXPECT_GE(cpu.threads, 1);
  std::ifstream in("/proc/cpuinfo");
  std::string line, flags;
  while (std::getline(in, line))
    if (line.starts_with("flags")) {
      flags = line + " ";
      break;
    }
  if (flags.empty()) GTEST_SKIP() << "/proc/cpuinfo lists no flags here";
  const std::pair<const char*, const char*> names[] = {{"bmi1", "bmi1"},
                                                       {"bmi2", "bmi2"},
                                                       {"adx", "adx"},
                                                       {"avx", "avx"},
                                                       {"avx2", "avx2"},
                                                       {"avx512f", "avx512f"},
                                                       {"avx512ifma", "avx512ifma"},
                                                       {"avx512vl", "avx512vl"},
                                                       {"aes", "aes"},
                                                       {"pclmul", "pclmulqdq"},
                                                       {"sha", "sha_ni"},
                                                       {"avx512dq", "avx512dq"}};
  for (const auto& [ours, kernels] : names)
    EXPECT_EQ(cpu.has(ours), flags.find(" " + std::string(kernels) + " ") != std::string::npos) << ours;
}

TEST(Resource, PeakMemoryFollowsAnAllocation) {
  const double before_mib = peak_rss_mib();
  EXPECT_GT(before_mib, 0.5);
  {
    std::vector<char> block(size_t{64} << 20);
    for (size_t i = 0; i < block.size(); i += 4096) block[i] = static_cast<char>(i >> 12);
    EXPECT_EQ(block[4096], 1);
  }
  EXPECT_GE(peak_rss_mib(), before_mib);
  EXPECT_GE(peak_rss_mib(), 60);
  EXPECT_GE(cpu_seconds(), 0);
}

TEST(Resource, APeakIsForgottenWhenReset) {
  {
    // Not from the heap: sanitizers keep what is freed there for a while.
    constexpr size_t kBytes = size_t{64} << 20;
    void* const block = ::mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ASSERT_NE(block, MAP_FAILED);
    std::memset(block, 1, kBytes);
    ASSERT_EQ(::munmap(block, kBytes), 0);
  }
  const double before_mib = peak_rss_mib();
  if (!reset_peak_rss()) GTEST_SKIP() << "this system cannot reset the peak";
  EXPECT_LT(peak_rss_mib(), before_mib - 50);
}

}  // namespace
}  // namespace zkp
