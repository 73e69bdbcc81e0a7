#include <algorithm>
#include <cstring>

#include "hash/blake3_compress.h"
#include "hash/lanes_avx2.h"

#define ZKP_LANE_TARGET __attribute__((target("avx2")))

namespace zkp::detail {
namespace {

#include "hash/blake3_lanes.inc"
#include "hash/blake3_rows.inc"

struct Rows {
  template <int kBits>
  ZKP_LANE_INLINE static __m128i rotate_right(__m128i v) {
    if constexpr (kBits == 8) return _mm_shuffle_epi8(v, _mm_set_epi64x(0x0c0f0e0d080b0a09, 0x0407060500030201));
    if constexpr (kBits == 16) return _mm_shuffle_epi8(v, _mm_set_epi64x(0x0d0c0f0e09080b0a, 0x0504070601000302));
    return _mm_or_si128(_mm_srli_epi32(v, kBits), _mm_slli_epi32(v, 32 - kBits));
  }
};

#include "hash/blake3_path.inc"

using Lanes = Widths<Avx2Words, Avx2HalfWords>;

}  // namespace

const Blake3Path kBlake3Avx2 = {compress, chain, chunks<Lanes>, parents<Lanes>};

}  // namespace zkp::detail
