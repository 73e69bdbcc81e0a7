/// <immintrin.h> without a false warning: g++ 12 takes the undefined sources of its own masked intrinsics for mistakes
/// (GCC bug 105593). To be included first, by source files of AVX-512 back ends alone.
#pragma once

#if defined(__x86_64__)

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif
#include <immintrin.h>

#endif
