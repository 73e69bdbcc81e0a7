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

ZKP_LANE_TARGET std::array<uint32_t, 16> compress(const Blake3Words& cv, const uint8_t* block, uint32_t block_bytes,
                                                  uint64_t counter, uint32_t flags) {
  std::array<uint32_t, 16> out;
  compress_rows<Rows>(cv.data(), block, block_bytes, counter, flags, out.data());
  return out;
}

ZKP_LANE_TARGET void chain(Blake3Words& cv, const uint8_t* blocks, size_t count, uint64_t counter, uint32_t flags,
                           uint32_t first_block_flags) {
  chain_rows<Rows>(cv, blocks, count, counter, flags, first_block_flags, 0);
}

// One function for each width, so that the compiler sees one kernel at a time.
template <class L>
[[gnu::noinline]] ZKP_LANE_TARGET void chunk_batch(const uint8_t* in, size_t used, const Blake3Words& key,
                                                   uint64_t counter, uint32_t flags, uint8_t* out) {
  chunk_lanes<L>(in, used, key, counter, flags, out);
}
template <class L>
[[gnu::noinline]] ZKP_LANE_TARGET void parent_batch(const uint8_t* in, size_t used, const Blake3Words& key,
                                                    uint32_t flags, uint8_t* out) {
  parent_lanes<L>(in, used, key, flags, out);
}

// The fewest lanes that hold the rest: half the lanes take about 0.6 of the time, and four take hardly longer than one
// input alone.
ZKP_LANE_TARGET void chunks(const uint8_t* in, size_t count, const Blake3Words& key, uint64_t counter, uint32_t flags,
                            uint8_t* out) {
  while (count > 1) {
    const auto batch = count > Avx2HalfWords::kLanes ? chunk_batch<Avx2Words> : chunk_batch<Avx2HalfWords>;
    const size_t used = std::min(count, Avx2Words::kLanes);
    batch(in, used, key, counter, flags, out);
    in += used * kBlake3ChunkBytes;
    out += used * kBlake3CvBytes;
    counter += used;
    count -= used;
  }
  if (count == 0) return;
  Blake3Words cv = key;
  chain_rows<Rows>(cv, in, kBlake3ChunkBytes / kBlake3BlockBytes, counter, flags, kBlake3ChunkStart, kBlake3ChunkEnd);
  std::memcpy(out, cv.data(), kBlake3CvBytes);
}

ZKP_LANE_TARGET void parents(const uint8_t* in, size_t count, const Blake3Words& key, uint32_t flags, uint8_t* out) {
  while (count > 1) {
    const auto batch = count > Avx2HalfWords::kLanes ? parent_batch<Avx2Words> : parent_batch<Avx2HalfWords>;
    const size_t used = std::min(count, Avx2Words::kLanes);
    batch(in, used, key, flags, out);
    in += used * kBlake3BlockBytes;
    out += used * kBlake3CvBytes;
    count -= used;
  }
  if (count == 0) return;
  Blake3Words cv = key;
  chain_rows<Rows>(cv, in, 1, 0, flags | kBlake3Parent, 0, 0);
  std::memcpy(out, cv.data(), kBlake3CvBytes);
}

}  // namespace

const Blake3Path kBlake3Avx2 = {compress, chain, chunks, parents};

}  // namespace zkp::detail
