/// What the processor can do, and which of it the library uses. One place decides for field/, hash/, curve/ and poly/;
/// every choice computes the same bytes, so it changes speed only. Detected once; safe for concurrent use.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace zkp {

/// Instruction sets that both the processor and the operating system support (Intel SDM volume 2A, CPUID; volume 1,
/// 13.3: XCR0). All false on other architectures than x86-64.
struct CpuFeatures {
  bool ssse3 = false, sse41 = false, bmi1 = false, bmi2 = false, adx = false, avx = false, avx2 = false;
  bool avx512f = false, avx512dq = false, avx512bw = false, avx512vl = false, avx512ifma = false;
  bool aes = false, pclmul = false, sha = false;

  /// The 64-bit multiplications with two carry chains (field/mont_adx.h).
  bool can_adx() const { return bmi1 && bmi2 && adx; }
  /// The lanes of eight 52-bit limbs (field/lanes/vec_ifma.inc).
  bool can_ifma() const { return avx512f && avx512dq && avx512vl && avx512ifma; }
  /// The wide paths of the hashes (hash/): 16 words of 32 bits and 8 of 64 bits.
  bool can_avx512() const { return avx512f && avx512bw && avx512vl; }
  /// The SHA-256 path of hash/.
  bool can_sha() const { return sha && ssse3 && sse41; }
};

struct CpuFeature {
  std::string_view name;  ///< as /proc/cpuinfo would call it, mostly: "adx", "avx512ifma", "sha"
  bool CpuFeatures::*present;
};
/// All members of CpuFeatures by name.
std::span<const CpuFeature> cpu_feature_names();

/// "AMD EPYC 9B14"; "unknown" where the processor does not say.
std::string cpu_model();

/// What the hardware has.
const CpuFeatures& cpu_hardware();

/// What `choice` (the environment variable ZKP_CPU) leaves of `hardware`: "portable" nothing, "adx" everything but
/// AVX-512, "ifma" or no choice everything. Fails where the choice is none of these (kInvalidArgument), or names
/// something that `hardware` lacks (kUnsupported).
Result<CpuFeatures> cpu_choose(const CpuFeatures& hardware, std::optional<std::string_view> choice);

/// cpu_choose() of this machine and of ZKP_CPU, read at the first call. Programs check it before they begin and refuse
/// to run (exit 4) on an error.
const Result<CpuFeatures>& cpu_choice();

/// What the library uses: cpu_choice(), or, in a process that goes on although that is an error, nothing.
const CpuFeatures& cpu_enabled();

}  // namespace zkp
