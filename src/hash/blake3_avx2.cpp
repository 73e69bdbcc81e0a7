#include <immintrin.h>

#include <algorithm>

#include "hash/blake3_compress.h"

// Eight inputs at once: vector i holds word i of all eight, lane l of it belonging to input l. Every step of the
// portable code then becomes the same step on vectors, and only loading and storing need a transposition.

#define ZKP_TARGET_AVX2 __attribute__((target("avx2")))
#define ZKP_INLINE_AVX2 [[gnu::always_inline]] ZKP_TARGET_AVX2 inline

namespace zkp::detail {
namespace {

constexpr size_t kLanes = 8;

ZKP_INLINE_AVX2 __m256i rotate_right_16(__m256i x) {
  return _mm256_shuffle_epi8(x, _mm256_set_epi8(13, 12, 15, 14, 9, 8, 11, 10, 5, 4, 7, 6, 1, 0, 3, 2, 13, 12, 15, 14, 9,
                                                8, 11, 10, 5, 4, 7, 6, 1, 0, 3, 2));
}

ZKP_INLINE_AVX2 __m256i rotate_right_8(__m256i x) {
  return _mm256_shuffle_epi8(x, _mm256_set_epi8(12, 15, 14, 13, 8, 11, 10, 9, 4, 7, 6, 5, 0, 3, 2, 1, 12, 15, 14, 13, 8,
                                                11, 10, 9, 4, 7, 6, 5, 0, 3, 2, 1));
}

template <int kBits>
ZKP_INLINE_AVX2 __m256i rotate_right(__m256i x) {
  return _mm256_or_si256(_mm256_srli_epi32(x, kBits), _mm256_slli_epi32(x, 32 - kBits));
}

ZKP_INLINE_AVX2 void quarter(__m256i& a, __m256i& b, __m256i& c, __m256i& d, __m256i x, __m256i y) {
  a = _mm256_add_epi32(_mm256_add_epi32(a, b), x);
  d = rotate_right_16(_mm256_xor_si256(d, a));
  c = _mm256_add_epi32(c, d);
  b = rotate_right<12>(_mm256_xor_si256(b, c));
  a = _mm256_add_epi32(_mm256_add_epi32(a, b), y);
  d = rotate_right_8(_mm256_xor_si256(d, a));
  c = _mm256_add_epi32(c, d);
  b = rotate_right<7>(_mm256_xor_si256(b, c));
}

template <size_t kRound>
ZKP_INLINE_AVX2 void round(__m256i (&v)[16], const __m256i (&m)[16]) {
  constexpr auto& s = kBlake3Schedule[kRound];
  quarter(v[0], v[4], v[8], v[12], m[s[0]], m[s[1]]);
  quarter(v[1], v[5], v[9], v[13], m[s[2]], m[s[3]]);
  quarter(v[2], v[6], v[10], v[14], m[s[4]], m[s[5]]);
  quarter(v[3], v[7], v[11], v[15], m[s[6]], m[s[7]]);
  quarter(v[0], v[5], v[10], v[15], m[s[8]], m[s[9]]);
  quarter(v[1], v[6], v[11], v[12], m[s[10]], m[s[11]]);
  quarter(v[2], v[7], v[8], v[13], m[s[12]], m[s[13]]);
  quarter(v[3], v[4], v[9], v[14], m[s[14]], m[s[15]]);
}

// An 8 x 8 matrix of 32-bit words: pairs, then pairs of pairs, then the 128-bit halves.
ZKP_INLINE_AVX2 void transpose(__m256i* r) {
  const __m256i a0 = _mm256_unpacklo_epi32(r[0], r[1]), a1 = _mm256_unpackhi_epi32(r[0], r[1]);
  const __m256i a2 = _mm256_unpacklo_epi32(r[2], r[3]), a3 = _mm256_unpackhi_epi32(r[2], r[3]);
  const __m256i a4 = _mm256_unpacklo_epi32(r[4], r[5]), a5 = _mm256_unpackhi_epi32(r[4], r[5]);
  const __m256i a6 = _mm256_unpacklo_epi32(r[6], r[7]), a7 = _mm256_unpackhi_epi32(r[6], r[7]);
  const __m256i b0 = _mm256_unpacklo_epi64(a0, a2), b1 = _mm256_unpackhi_epi64(a0, a2);
  const __m256i b2 = _mm256_unpacklo_epi64(a1, a3), b3 = _mm256_unpackhi_epi64(a1, a3);
  const __m256i b4 = _mm256_unpacklo_epi64(a4, a6), b5 = _mm256_unpackhi_epi64(a4, a6);
  const __m256i b6 = _mm256_unpacklo_epi64(a5, a7), b7 = _mm256_unpackhi_epi64(a5, a7);
  r[0] = _mm256_permute2x128_si256(b0, b4, 0x20);
  r[1] = _mm256_permute2x128_si256(b1, b5, 0x20);
  r[2] = _mm256_permute2x128_si256(b2, b6, 0x20);
  r[3] = _mm256_permute2x128_si256(b3, b7, 0x20);
  r[4] = _mm256_permute2x128_si256(b0, b4, 0x31);
  r[5] = _mm256_permute2x128_si256(b1, b5, 0x31);
  r[6] = _mm256_permute2x128_si256(b2, b6, 0x31);
  r[7] = _mm256_permute2x128_si256(b3, b7, 0x31);
}

ZKP_INLINE_AVX2 __m256i load(const void* in) { return _mm256_loadu_si256(static_cast<const __m256i*>(in)); }
ZKP_INLINE_AVX2 __m256i broadcast(uint32_t word) { return _mm256_set1_epi32(static_cast<int>(word)); }

// What the inputs of one batch share. Input l has the counter `counter + l` if `counts`, else 0.
struct Batch {
  size_t blocks_each;
  const Blake3Words& key;
  uint64_t counter;
  bool counts;
  uint32_t flags;
  uint32_t first_block_flags;
  uint32_t last_block_flags;
};

// The chaining values of `used` inputs (1..8), `stride_bytes` apart. With fewer than 8 the spare lanes repeat the last
// input: that costs nothing and reads nothing else. Reads all of the input before it writes, if each is one block.
ZKP_TARGET_AVX2 void hash_eight(const uint8_t* in, size_t stride_bytes, size_t used, const Batch& batch, uint8_t* out) {
  const uint8_t* lane[kLanes];
  uint32_t counter_low[kLanes], counter_high[kLanes];
  for (size_t l = 0; l < kLanes; ++l) {
    lane[l] = in + std::min(l, used - 1) * stride_bytes;
    const uint64_t counter = batch.counts ? batch.counter + l : 0;
    counter_low[l] = static_cast<uint32_t>(counter);
    counter_high[l] = static_cast<uint32_t>(counter >> 32);
  }
  __m256i cv[8];
  for (size_t i = 0; i < 8; ++i) cv[i] = broadcast(batch.key[i]);

  for (size_t b = 0; b < batch.blocks_each; ++b) {
    __m256i m[16];
    for (size_t l = 0; l < kLanes; ++l) {
      m[l] = load(lane[l] + b * kBlake3BlockBytes);
      m[l + 8] = load(lane[l] + b * kBlake3BlockBytes + 32);
    }
    transpose(m);
    transpose(m + 8);
    const uint32_t flags = batch.flags | (b == 0 ? batch.first_block_flags : 0) |
                           (b == batch.blocks_each - 1 ? batch.last_block_flags : 0);
    __m256i v[16] = {cv[0],
                     cv[1],
                     cv[2],
                     cv[3],
                     cv[4],
                     cv[5],
                     cv[6],
                     cv[7],
                     broadcast(kBlake3Iv[0]),
                     broadcast(kBlake3Iv[1]),
                     broadcast(kBlake3Iv[2]),
                     broadcast(kBlake3Iv[3]),
                     load(counter_low),
                     load(counter_high),
                     broadcast(kBlake3BlockBytes),
                     broadcast(flags)};
    round<0>(v, m);
    round<1>(v, m);
    round<2>(v, m);
    round<3>(v, m);
    round<4>(v, m);
    round<5>(v, m);
    round<6>(v, m);
    for (size_t i = 0; i < 8; ++i) cv[i] = _mm256_xor_si256(v[i], v[i + 8]);
  }

  transpose(cv);
  for (size_t l = 0; l < used; ++l) _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + l * kBlake3CvBytes), cv[l]);
}

// From two inputs on, eight lanes are faster than the portable code, even half empty.
void chunks_avx2(const uint8_t* in, size_t count, const Blake3Words& key, uint64_t counter, uint32_t flags,
                 uint8_t* out) {
  while (count > 1) {
    const size_t used = std::min(count, kLanes);
    const Batch batch = {
        kBlake3ChunkBytes / kBlake3BlockBytes, key, counter, true, flags, kBlake3ChunkStart, kBlake3ChunkEnd};
    hash_eight(in, kBlake3ChunkBytes, used, batch, out);
    in += used * kBlake3ChunkBytes;
    out += used * kBlake3CvBytes;
    counter += used;
    count -= used;
  }
  if (count == 1) kBlake3Portable.chunks(in, 1, key, counter, flags, out);
}

void parents_avx2(const uint8_t* in, size_t count, const Blake3Words& key, uint32_t flags, uint8_t* out) {
  while (count > 1) {
    const size_t used = std::min(count, kLanes);
    hash_eight(in, kBlake3BlockBytes, used, {1, key, 0, false, flags | kBlake3Parent, 0, 0}, out);
    in += used * kBlake3BlockBytes;
    out += used * kBlake3CvBytes;
    count -= used;
  }
  if (count == 1) kBlake3Portable.parents(in, 1, key, flags, out);
}

}  // namespace

const Blake3Path kBlake3Avx2 = {chunks_avx2, parents_avx2};

}  // namespace zkp::detail
