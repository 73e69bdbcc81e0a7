#include "hash/lanes_avx512.h"

#include <algorithm>
#include <cstring>

#include "hash/blake3_compress.h"

#define ZKP_LANE_TARGET __attribute__((target(ZKP_AVX512_TARGET)))

namespace zkp::detail {
namespace {

#include "hash/blake3_lanes.inc"
#include "hash/blake3_rows.inc"

struct Rows {
  template <int kBits>
  ZKP_LANE_INLINE static __m128i rotate_right(__m128i v) {
    return _mm_ror_epi32(v, kBits);
  }
};

#include "hash/blake3_path.inc"

using Lanes = Widths<Avx512Words, Avx512HalfWords, Avx512QuarterWords>;

}  // namespace

const Blake3Path kBlake3Avx512 = {compress, chain, chunks<Lanes>, parents<Lanes>};

}  // namespace zkp::detail
