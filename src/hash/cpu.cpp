#include "hash/cpu.h"

#include <cpuid.h>

#include <cstdlib>
#include <string_view>

namespace zkp {
namespace {

CpuFeatures detect() {
  __builtin_cpu_init();  // a static constructor may come here first
  CpuFeatures features;
  features.avx2 = __builtin_cpu_supports("avx2") != 0;
  // GCC 12 has no name for the SHA extensions: CPUID leaf 7, subleaf 0, EBX bit 29 (Intel SDM volume 2A, CPUID).
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  const bool has_leaf_7 = __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) != 0;
  features.sha_ni = has_leaf_7 && (ebx >> 29 & 1) != 0 && __builtin_cpu_supports("ssse3") != 0 &&
                    __builtin_cpu_supports("sse4.1") != 0;
  return features;
}

CpuFeatures enabled() {
  const char* choice = std::getenv("ZKP_CPU");
  if (choice != nullptr && std::string_view(choice) == "portable") return {};
  return cpu_hardware();
}

}  // namespace

const CpuFeatures& cpu_hardware() {
  static const CpuFeatures features = detect();
  return features;
}

const CpuFeatures& cpu_enabled() {
  static const CpuFeatures features = enabled();
  return features;
}

}  // namespace zkp
