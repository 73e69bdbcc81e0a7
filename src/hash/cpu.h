/// Which SIMD paths of hash/ this processor can run. Detected once; safe for concurrent use.
#pragma once

namespace zkp {

struct CpuFeatures {
  bool sha_ni = false;  ///< SHA extensions, with the SSSE3 and SSE4.1 that the SHA-256 path also needs
  bool avx2 = false;    ///< AVX2, and the operating system saves the YMM registers
};

/// What the hardware has.
const CpuFeatures& cpu_hardware();

/// What the library uses: cpu_hardware(), or nothing when the environment variable ZKP_CPU is "portable" at the first
/// call. Every path computes the same digests, so this changes speed only.
const CpuFeatures& cpu_enabled();

}  // namespace zkp
