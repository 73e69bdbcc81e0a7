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

}  // namespace

ZKP_TARGET_SHA_NI void sha256_compress_sha_ni(Sha256State& state, const uint8_t* blocks, size_t count) {
  __m128i* memory = reinterpret_cast<__m128i*>(state.data());
  const __m128i badc = _mm_shuffle_epi32(_mm_loadu_si128(memory), 0xb1);      // lanes high to low: c d a b
  const __m128i hgfe = _mm_shuffle_epi32(_mm_loadu_si128(memory + 1), 0x1b);  // lanes high to low: e f g h
  __m128i abef = _mm_alignr_epi8(badc, hgfe, 8);
  __m128i cdgh = _mm_blend_epi16(hgfe, badc, 0xf0);

  for (; count > 0; --count, blocks += 64) {
    const __m128i abef_before = abef;
    const __m128i cdgh_before = cdgh;
    __m128i w0 = load_words(blocks);
    __m128i w1 = load_words(blocks + 16);
    __m128i w2 = load_words(blocks + 32);
    __m128i w3 = load_words(blocks + 48);
    for (size_t i = 0; i < 12; i += 4) {
      four_rounds(abef, cdgh, w0, i);
      next_words(w0, w1, w2, w3);
      four_rounds(abef, cdgh, w1, i + 1);
      next_words(w1, w2, w3, w0);
      four_rounds(abef, cdgh, w2, i + 2);
      next_words(w2, w3, w0, w1);
      four_rounds(abef, cdgh, w3, i + 3);
      next_words(w3, w0, w1, w2);
    }
    four_rounds(abef, cdgh, w0, 12);
    four_rounds(abef, cdgh, w1, 13);
    four_rounds(abef, cdgh, w2, 14);
    four_rounds(abef, cdgh, w3, 15);
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }

  const __m128i feba = _mm_shuffle_epi32(abef, 0x1b);
  const __m128i dchg = _mm_shuffle_epi32(cdgh, 0xb1);
  _mm_storeu_si128(memory, _mm_blend_epi16(feba, dchg, 0xf0));
  _mm_storeu_si128(memory + 1, _mm_alignr_epi8(dchg, feba, 8));
}

}  // namespace zkp::detail
