#include "field/mont_x86.h"

#if defined(ZKP_FIELD_X86_64)

#include <cpuid.h>

#include <cstdlib>
#include <string_view>

namespace zkp::mont_x86 {

// CPUID leaf 7, subleaf 0, EBX: bit 8 BMI2, bit 19 ADX (Intel SDM volume 2A, CPUID).
bool adx_supported() {
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  return __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) != 0 && (ebx >> 8 & 1) != 0 && (ebx >> 19 & 1) != 0;
}

namespace {
bool adx_wanted() {
  const char* choice = std::getenv("ZKP_CPU");
  return choice == nullptr || std::string_view(choice) != "portable";
}
}  // namespace

const bool kUseAdx = adx_supported() && adx_wanted();

}  // namespace zkp::mont_x86

#endif
