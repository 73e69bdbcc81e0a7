#include "base/cpu.h"

#include <cstdlib>
#include <string>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace zkp {
namespace {

#if defined(__x86_64__)

struct Registers {
  unsigned a = 0, b = 0, c = 0, d = 0;
};

Registers cpuid(unsigned leaf) {
  Registers r;
  __get_cpuid_count(leaf, 0, &r.a, &r.b, &r.c, &r.d);  // leaves zeros where the leaf does not exist
  return r;
}

// Which register sets the operating system saves (XCR0): 6 = SSE and AVX, 0xe6 = AVX-512 as well.
unsigned saved_state() {
  if ((cpuid(1).c & bit_OSXSAVE) == 0) return 0;
  unsigned low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

CpuFeatures detect() {
  const Registers one = cpuid(1), seven = cpuid(7);
  const unsigned saved = saved_state();
  const bool ymm = (saved & 6) == 6, zmm = (saved & 0xe6) == 0xe6;
  CpuFeatures f;
  f.ssse3 = (one.c & bit_SSSE3) != 0;
  f.sse41 = (one.c & bit_SSE4_1) != 0;
  f.bmi1 = (seven.b & bit_BMI) != 0;
  f.bmi2 = (seven.b & bit_BMI2) != 0;
  f.adx = (seven.b & bit_ADX) != 0;
  f.avx = ymm && (one.c & bit_AVX) != 0;
  f.avx2 = ymm && (seven.b & bit_AVX2) != 0;
  f.avx512f = zmm && (seven.b & bit_AVX512F) != 0;
  f.avx512dq = zmm && (seven.b & bit_AVX512DQ) != 0;
  f.avx512bw = zmm && (seven.b & bit_AVX512BW) != 0;
  f.avx512vl = zmm && (seven.b & bit_AVX512VL) != 0;
  f.avx512ifma = zmm && (seven.b & bit_AVX512IFMA) != 0;
  f.aes = (one.c & bit_AES) != 0;
  f.pclmul = (one.c & bit_PCLMUL) != 0;
  f.sha = (seven.b & bit_SHA) != 0;
  return f;
}

// Brand strings are padded with spaces, some in front, some doubled inside.
std::string brand() {
  std::string out;
  for (unsigned leaf = 0x80000002; leaf <= 0x80000004; ++leaf) {
    const Registers r = cpuid(leaf);
    for (unsigned word : {r.a, r.b, r.c, r.d}) {
      for (int i = 0; i < 4; ++i) {
        const char c = static_cast<char>(word >> (8 * i));
        if (c != '\0' && (c != ' ' || (!out.empty() && out.back() != ' '))) out += c;
      }
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

#else

CpuFeatures detect() { return {}; }
std::string brand() { return {}; }

#endif

}  // namespace

std::span<const CpuFeature> cpu_feature_names() {
  static constexpr CpuFeature kNames[] = {
      {"ssse3", &CpuFeatures::ssse3},       {"sse4_1", &CpuFeatures::sse41},
      {"bmi1", &CpuFeatures::bmi1},         {"bmi2", &CpuFeatures::bmi2},
      {"adx", &CpuFeatures::adx},           {"avx", &CpuFeatures::avx},
      {"avx2", &CpuFeatures::avx2},         {"avx512f", &CpuFeatures::avx512f},
      {"avx512dq", &CpuFeatures::avx512dq}, {"avx512bw", &CpuFeatures::avx512bw},
      {"avx512vl", &CpuFeatures::avx512vl}, {"avx512ifma", &CpuFeatures::avx512ifma},
      {"aes", &CpuFeatures::aes},           {"pclmul", &CpuFeatures::pclmul},
      {"sha", &CpuFeatures::sha},
  };
  return kNames;
}

std::string cpu_model() {
  const std::string name = brand();
  return name.empty() ? "unknown" : name;
}

const CpuFeatures& cpu_hardware() {
  static const CpuFeatures features = detect();
  return features;
}

Result<CpuFeatures> cpu_choose(const CpuFeatures& hardware, std::optional<std::string_view> choice) {
  if (!choice) return hardware;
  if (*choice == "portable") return CpuFeatures{};
  const auto lacks = [&](std::string_view what) {
    return Error(GeneralError::kUnsupported,
                 "ZKP_CPU=" + std::string(*choice) + ": this processor has no " + std::string(what))
        .with_hint("unset ZKP_CPU to use the best that it has");
  };
  if (*choice == "adx") {
    if (!hardware.can_adx()) return lacks("BMI1, BMI2 and ADX");
    CpuFeatures f = hardware;
    f.avx512f = f.avx512dq = f.avx512bw = f.avx512vl = f.avx512ifma = false;
    return f;
  }
  if (*choice == "ifma") {
    if (!hardware.can_ifma()) return lacks("AVX-512 IFMA");
    return hardware;
  }
  return Error(GeneralError::kInvalidArgument, "ZKP_CPU must be portable, adx or ifma");
}

const Result<CpuFeatures>& cpu_choice() {
  static const Result<CpuFeatures> choice = [] {
    const char* given = std::getenv("ZKP_CPU");
    return cpu_choose(cpu_hardware(), given != nullptr ? std::optional<std::string_view>(given) : std::nullopt);
  }();
  return choice;
}

const CpuFeatures& cpu_enabled() {
  static const CpuFeatures features = cpu_choice().ok() ? cpu_choice().value() : CpuFeatures{};
  return features;
}

}  // namespace zkp
