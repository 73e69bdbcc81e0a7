#include "base_os/cpu.h"

#include <algorithm>

#include "base_os/pool.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace zkp {
namespace {

#if defined(__x86_64__)

struct Registers {
  unsigned a = 0, b = 0, c = 0, d = 0;
};

Registers cpuid(unsigned leaf, unsigned subleaf = 0) {
  Registers r;
  __get_cpuid_count(leaf, subleaf, &r.a, &r.b, &r.c, &r.d);  // leaves zeros where the leaf does not exist
  return r;
}

std::string model_name() {
  std::string name;
  for (unsigned leaf = 0x80000002; leaf <= 0x80000004; ++leaf) {
    const Registers r = cpuid(leaf);
    for (unsigned word : {r.a, r.b, r.c, r.d})
      for (int i = 0; i < 4; ++i) name += static_cast<char>(word >> (8 * i));
  }
  name = name.substr(0, name.find('\0'));
  // Brand strings are padded with spaces, some in front, some doubled inside.
  std::string out;
  for (char c : name)
    if (c != ' ' || (!out.empty() && out.back() != ' ')) out += c;
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out.empty() ? "unknown" : out;
}

// Which register sets the operating system saves (XCR0): 6 = SSE and AVX, 0xe6 = AVX-512 as well.
unsigned saved_state() {
  if ((cpuid(1).c & bit_OSXSAVE) == 0) return 0;
  unsigned low, high;
  asm volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

std::vector<std::string_view> features() {
  const Registers one = cpuid(1), seven = cpuid(7);
  const unsigned saved = saved_state();
  const bool avx = (saved & 6) == 6, avx512 = (saved & 0xe6) == 0xe6;
  std::vector<std::string_view> out;
  const auto add = [&out](bool present, std::string_view name) {
    if (present) out.push_back(name);
  };
  add(seven.b & bit_BMI2, "bmi2");
  add(seven.b & bit_ADX, "adx");
  add(avx && (one.c & bit_AVX), "avx");
  add(avx && (seven.b & bit_AVX2), "avx2");
  add(avx512 && (seven.b & bit_AVX512F), "avx512f");
  add(avx512 && (seven.b & bit_AVX512DQ), "avx512dq");
  add(avx512 && (seven.b & bit_AVX512VL), "avx512vl");
  add(avx512 && (seven.b & bit_AVX512IFMA), "avx512ifma");
  add(one.c & bit_AES, "aes");
  add(one.c & bit_PCLMUL, "pclmul");
  add(seven.b & bit_SHA, "sha");
  return out;
}

#else

std::string model_name() { return "unknown"; }
std::vector<std::string_view> features() { return {}; }

#endif

}  // namespace

bool CpuInfo::has(std::string_view feature) const {
  return std::find(features.begin(), features.end(), feature) != features.end();
}

const CpuInfo& cpu_info() {
  static const CpuInfo info{model_name(), features(), effective_threads(0)};
  return info;
}

}  // namespace zkp
