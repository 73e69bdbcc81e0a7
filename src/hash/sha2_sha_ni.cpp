#include <immintrin.h>

#include "hash/sha2_compress.h"

// The SHA extensions hold the state as two vectors, (a b e f) and (c d g h), highest word first; sha256rnds2 does two
// rounds and swaps their roles. Source: Intel, "Intel SHA Extensions" (2013).

#define ZKP_TARGET_SHA_NI __attribute__((target("sha,ssse3,sse4.1")))

namespace zkp::detail {
namespace {

// Rounds 4i .. 4i+3 on the words w = W_{4i} .. W_{4i+3}.
ZKP_TARGET_SHA_NI inline void four_rounds(__m128i& abef, __m128i& cdgh, __m128i w, size_t i) {
  const __m128i k = _mm_loadu_si128(reinterpret_cast<const __m128i*>(kSha256Round.data() + 4 * i));
  const __m128i sum = _mm_add_epi32(w, k);
  cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
  abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0e));
}

// From the 16 words w0 w1 w2 w3 (four each) the next four, which replace w0:
// W_t = s1(W_{t-2}) + W_{t-7} + s0(W_{t-15}) + W_{t-16}. msg1 adds the s0 term, alignr picks W_{t-7}, msg2 adds s1.
ZKP_TARGET_SHA_NI inline void next_words(__m128i& w0, __m128i w1, __m128i w2, __m128i w3) {
  const __m128i partial = _mm_add_epi32(_mm_sha256msg1_epu32(w0, w1), _mm_alignr_epi8(w3, w2, 4));
  w0 = _mm_sha256msg2_epu32(partial, w3);
}

ZKP_TARGET_SHA_NI inline __m128i load_words(const uint8_t* in) {
  const __m128i big_endian_words = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  return _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(in)), big_endian_words);
}

// kStreams independent messages, step by step in turn. One stream waits for the latency of sha256rnds2 nearly all the
// time; a second one costs next to nothing.
template <size_t kStreams>
ZKP_TARGET_SHA_NI inline void compress_streams(Sha256State* const (&states)[kStreams],
                                               const uint8_t* const (&blocks)[kStreams], size_t count) {
  __m128i abef[kStreams], cdgh[kStreams];
  for (size_t s = 0; s < kStreams; ++s) {
    const __m128i* memory = reinterpret_cast<const __m128i*>(states[s]->data());
    const __m128i cdab = _mm_shuffle_epi32(_mm_loadu_si128(memory), 0xb1);  // lanes from high to low
    const __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128(memory + 1), 0x1b);
    abef[s] = _mm_alignr_epi8(cdab, efgh, 8);
    cdgh[s] = _mm_blend_epi16(efgh, cdab, 0xf0);
  }

  for (size_t at = 0; at < 64 * count; at += 64) {
    __m128i abef_before[kStreams], cdgh_before[kStreams], w[kStreams][4];
    for (size_t s = 0; s < kStreams; ++s) {
      abef_before[s] = abef[s];
      cdgh_before[s] = cdgh[s];
      for (size_t j = 0; j < 4; ++j) w[s][j] = load_words(blocks[s] + at + 16 * j);
    }
    for (size_t i = 0; i < 12; i += 4)
      for (size_t j = 0; j < 4; ++j)
        for (size_t s = 0; s < kStreams; ++s) {
          four_rounds(abef[s], cdgh[s], w[s][j], i + j);
          next_words(w[s][j], w[s][(j + 1) % 4], w[s][(j + 2) % 4], w[s][(j + 3) % 4]);
        }
    for (size_t j = 0; j < 4; ++j)
      for (size_t s = 0; s < kStreams; ++s) four_rounds(abef[s], cdgh[s], w[s][j], 12 + j);
    for (size_t s = 0; s < kStreams; ++s) {
      abef[s] = _mm_add_epi32(abef[s], abef_before[s]);
      cdgh[s] = _mm_add_epi32(cdgh[s], cdgh_before[s]);
    }
  }

  for (size_t s = 0; s < kStreams; ++s) {
    __m128i* memory = reinterpret_cast<__m128i*>(states[s]->data());
    const __m128i feba = _mm_shuffle_epi32(abef[s], 0x1b);
    const __m128i dchg = _mm_shuffle_epi32(cdgh[s], 0xb1);
    _mm_storeu_si128(memory, _mm_blend_epi16(feba, dchg, 0xf0));
    _mm_storeu_si128(memory + 1, _mm_alignr_epi8(dchg, feba, 8));
  }
}

}  // namespace

ZKP_TARGET_SHA_NI void sha256_compress_sha_ni(Sha256State& state, const uint8_t* blocks, size_t count) {
  compress_streams<1>({&state}, {blocks}, count);
}

ZKP_TARGET_SHA_NI void sha256_compress_pair_sha_ni(Sha256State& state0, const uint8_t* blocks0, Sha256State& state1,
                                                   const uint8_t* blocks1, size_t count) {
  compress_streams<2>({&state0, &state1}, {blocks0, blocks1}, count);
}

}  // namespace zkp::detail
