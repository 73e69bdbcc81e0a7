/// <immintrin.h> without a false warning: g++ 12 takes the undefined sources of its own masked intrinsics for mistakes
/// (GCC bug 105593). To be included first, by source files of AVX-512 back ends alone.
#pragma once

#if defined(__x86_64__)

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif
#include <immintrin.h>

namespace zkp::lanes {

/// Whether the processor (and the operating system) can run what vec_ifma.inc uses.
inline bool has_ifma() {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
         __builtin_cpu_supports("avx512vl") != 0 && __builtin_cpu_supports("avx512ifma") != 0;
}

}  // namespace zkp::lanes

#endif
