/// As hash/lanes_avx2.h with AVX-512: sixteen 32-bit or eight 64-bit words in one register, and eight 32-bit words in
/// half a register, where rotations and functions of three inputs are one instruction each. Internal to hash/; to be
/// inlined into functions compiled with ZKP_AVX512_TARGET.
#pragma once

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wuninitialized"  // in g++ 12's own masked intrinsics (GCC bug 105593)
#endif

#include "hash/lanes_avx2.h"

namespace zkp::detail {

/// CpuFeatures::can_avx512().
#define ZKP_AVX512_TARGET "avx512f,avx512bw,avx512vl"
#define ZKP_AVX512_FUNCTION [[gnu::always_inline, gnu::target(ZKP_AVX512_TARGET)]] static inline

// Truth tables of vpternlog: bit (4 a + 2 b + c) is the result for the bits a, b, c.
inline constexpr int kTernaryXor = 0x96;
inline constexpr int kTernaryChoose = 0xca;
inline constexpr int kTernaryMajority = 0xe8;
inline constexpr int kTernaryChi = 0xd2;

/// Four messages of 32-bit words, in a quarter of a register.
struct Avx512QuarterWords : Avx2HalfWords {
  ZKP_AVX512_FUNCTION void compute_now(Vec& v) { asm("" : "+v"(v)); }
  ZKP_AVX512_FUNCTION void leave_in_memory(Vec&) {}
  template <int kBits>
  ZKP_AVX512_FUNCTION Vec rotate_right(Vec v) {
    return _mm_ror_epi32(v, kBits);
  }
};

/// Eight messages of 32-bit words, in half a register.
struct Avx512HalfWords : Avx2Words {
  ZKP_AVX512_FUNCTION void compute_now(Vec& v) { asm("" : "+v"(v)); }
  ZKP_AVX512_FUNCTION void leave_in_memory(Vec&) {}
  template <int kBits>
  ZKP_AVX512_FUNCTION Vec rotate_right(Vec v) {
    return _mm256_ror_epi32(v, kBits);
  }
};

/// Sixteen messages of 32-bit words.
struct Avx512Words {
  using Vec = __m512i;
  static constexpr size_t kLanes = 16;

  // With the message in registers there is none to spare.
  ZKP_AVX512_FUNCTION void compute_now(Vec&) {}
  ZKP_AVX512_FUNCTION void leave_in_memory(Vec&) {}

  ZKP_AVX512_FUNCTION Vec all(uint32_t word) { return _mm512_set1_epi32(static_cast<int>(word)); }
  ZKP_AVX512_FUNCTION Vec load(const void* in) { return _mm512_loadu_si512(in); }
  ZKP_AVX512_FUNCTION void store(void* out, Vec v) { _mm512_storeu_si512(out, v); }
  ZKP_AVX512_FUNCTION Vec add(Vec a, Vec b) { return _mm512_add_epi32(a, b); }
  ZKP_AVX512_FUNCTION Vec bit_or(Vec a, Vec b) { return _mm512_or_si512(a, b); }
  ZKP_AVX512_FUNCTION Vec bit_xor(Vec a, Vec b) { return _mm512_xor_si512(a, b); }
  ZKP_AVX512_FUNCTION Vec xor3(Vec a, Vec b, Vec c) { return _mm512_ternarylogic_epi32(a, b, c, kTernaryXor); }
  ZKP_AVX512_FUNCTION Vec choose(Vec a, Vec b, Vec c) { return _mm512_ternarylogic_epi32(a, b, c, kTernaryChoose); }
  ZKP_AVX512_FUNCTION Vec majority(Vec a, Vec b, Vec c) { return _mm512_ternarylogic_epi32(a, b, c, kTernaryMajority); }
  template <int kBits>
  ZKP_AVX512_FUNCTION Vec shift_left(Vec v) {
    return _mm512_slli_epi32(v, kBits);
  }
  template <int kBits>
  ZKP_AVX512_FUNCTION Vec shift_right(Vec v) {
    return _mm512_srli_epi32(v, kBits);
  }
  template <int kBits>
  ZKP_AVX512_FUNCTION Vec rotate_right(Vec v) {
    return _mm512_ror_epi32(v, kBits);
  }
  ZKP_AVX512_FUNCTION Vec swap_bytes(Vec v) {
    return _mm512_shuffle_epi8(v, _mm512_set4_epi32(0x0c0d0e0f, 0x08090a0b, 0x04050607, 0x00010203));
  }

  /// The 16 words at lanes[l] + offset_bytes of every lane l: a 16 x 16 transposition, pairs, then pairs of pairs, then
  /// the 128-bit quarters in two steps.
  ZKP_AVX512_FUNCTION void load_block(const uint8_t* const* lanes, size_t offset_bytes, Vec (&words)[16]) {
    Vec t[16];  // t[4 g + j]: in quarter q, word 4 q + j of the lanes 4 g .. 4 g + 3
    for (size_t g = 0; g < 16; g += 4) {
      const Vec r0 = load(lanes[g] + offset_bytes), r1 = load(lanes[g + 1] + offset_bytes);
      const Vec r2 = load(lanes[g + 2] + offset_bytes), r3 = load(lanes[g + 3] + offset_bytes);
      const Vec a0 = _mm512_unpacklo_epi32(r0, r1), a1 = _mm512_unpackhi_epi32(r0, r1);
      const Vec a2 = _mm512_unpacklo_epi32(r2, r3), a3 = _mm512_unpackhi_epi32(r2, r3);
      t[g] = _mm512_unpacklo_epi64(a0, a2);
      t[g + 1] = _mm512_unpackhi_epi64(a0, a2);
      t[g + 2] = _mm512_unpacklo_epi64(a1, a3);
      t[g + 3] = _mm512_unpackhi_epi64(a1, a3);
    }
    for (size_t j = 0; j < 4; ++j) {
      const Vec low0 = _mm512_shuffle_i32x4(t[j], t[j + 4], 0x44), high0 = _mm512_shuffle_i32x4(t[j], t[j + 4], 0xee);
      const Vec low1 = _mm512_shuffle_i32x4(t[j + 8], t[j + 12], 0x44);
      const Vec high1 = _mm512_shuffle_i32x4(t[j + 8], t[j + 12], 0xee);
      words[j] = _mm512_shuffle_i32x4(low0, low1, 0x88);
      words[j + 4] = _mm512_shuffle_i32x4(low0, low1, 0xdd);
      words[j + 8] = _mm512_shuffle_i32x4(high0, high1, 0x88);
      words[j + 12] = _mm512_shuffle_i32x4(high0, high1, 0xdd);
    }
  }
  /// The 8 words of lane l to out + 32 l, for the first `used` lanes.
  ZKP_AVX512_FUNCTION void store_lanes(const Vec (&words)[8], size_t used, uint8_t* out) {
    __m256i half[8];
    for (size_t i = 0; i < 8; ++i) half[i] = _mm512_castsi512_si256(words[i]);
    Avx2Words::store_lanes(half, used < 8 ? used : 8, out);
    if (used <= 8) return;
    for (size_t i = 0; i < 8; ++i) half[i] = _mm512_extracti64x4_epi64(words[i], 1);
    Avx2Words::store_lanes(half, used - 8, out + 32 * 8);
  }
};

/// Eight messages of 64-bit words.
struct Avx512Longs {
  using Vec = __m512i;
  static constexpr size_t kLanes = 8;

  ZKP_AVX512_FUNCTION void compute_now(Vec& v) { asm("" : "+v"(v)); }

  ZKP_AVX512_FUNCTION Vec all(uint64_t word) { return _mm512_set1_epi64(static_cast<long long>(word)); }
  ZKP_AVX512_FUNCTION Vec load(const void* in) { return _mm512_loadu_si512(in); }
  ZKP_AVX512_FUNCTION void store(void* out, Vec v) { _mm512_storeu_si512(out, v); }
  ZKP_AVX512_FUNCTION Vec bit_xor(Vec a, Vec b) { return _mm512_xor_si512(a, b); }
  ZKP_AVX512_FUNCTION Vec xor3(Vec a, Vec b, Vec c) { return _mm512_ternarylogic_epi64(a, b, c, kTernaryXor); }
  ZKP_AVX512_FUNCTION Vec chi(Vec a, Vec b, Vec c) { return _mm512_ternarylogic_epi64(a, b, c, kTernaryChi); }
  template <int kBits>
  ZKP_AVX512_FUNCTION Vec rotate_left(Vec v) {
    return _mm512_rol_epi64(v, kBits);
  }
  template <size_t kWords>
  ZKP_AVX512_FUNCTION void load_words(const uint8_t* const* lanes, Vec (&words)[kWords]) {
    static_assert(kWords % 8 == 1);
    for (size_t i = 0; i + 8 <= kWords; i += 8) {
      Vec a[8];  // a[2 p], a[2 p + 1]: the even and the odd words of the lanes 2 p and 2 p + 1
      for (size_t p = 0; p < 8; p += 2) {
        const Vec r0 = load(lanes[p] + 8 * i), r1 = load(lanes[p + 1] + 8 * i);
        a[p] = _mm512_unpacklo_epi64(r0, r1);
        a[p + 1] = _mm512_unpackhi_epi64(r0, r1);
      }
      for (size_t k = 0; k < 2; ++k) {
        const Vec low0 = _mm512_shuffle_i64x2(a[k], a[k + 2], 0x88), high0 = _mm512_shuffle_i64x2(a[k], a[k + 2], 0xdd);
        const Vec low1 = _mm512_shuffle_i64x2(a[k + 4], a[k + 6], 0x88);
        const Vec high1 = _mm512_shuffle_i64x2(a[k + 4], a[k + 6], 0xdd);
        words[i + k] = _mm512_shuffle_i64x2(low0, low1, 0x88);
        words[i + k + 4] = _mm512_shuffle_i64x2(low0, low1, 0xdd);
        words[i + k + 2] = _mm512_shuffle_i64x2(high0, high1, 0x88);
        words[i + k + 6] = _mm512_shuffle_i64x2(high0, high1, 0xdd);
      }
    }
    long long last[kLanes];
    for (size_t l = 0; l < kLanes; ++l) __builtin_memcpy(&last[l], lanes[l] + 8 * (kWords - 1), 8);
    words[kWords - 1] = _mm512_setr_epi64(last[0], last[1], last[2], last[3], last[4], last[5], last[6], last[7]);
  }
};

#undef ZKP_AVX512_FUNCTION

}  // namespace zkp::detail
