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
    const auto batch = count > Avx512HalfWords::kLanes      ? chunk_batch<Avx512Words>
                       : count > Avx512QuarterWords::kLanes ? chunk_batch<Avx512HalfWords>
                                                            : chunk_batch<Avx512QuarterWords>;
    const size_t used = std::min(count, Avx512Words::kLanes);
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
    const auto batch = count > Avx512HalfWords::kLanes      ? parent_batch<Avx512Words>
                       : count > Avx512QuarterWords::kLanes ? parent_batch<Avx512HalfWords>
                                                            : parent_batch<Avx512QuarterWords>;
    const size_t used = std::min(count, Avx512Words::kLanes);
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

const Blake3Path kBlake3Avx512 = {compress, chain, chunks, parents};

}  // namespace zkp::detail
