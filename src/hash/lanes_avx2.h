/// Eight 32-bit or four 64-bit words in one AVX2 register, for the kernels that give every message a lane of its own
/// (*_lanes.inc): vector i holds word i of all messages. Then every step of the portable code is the same step on
/// vectors, and only loading and storing need a transposition. Internal to hash/; to be inlined into functions that are
/// compiled for AVX2 or more.
#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

namespace zkp::detail {

#define ZKP_AVX2_FUNCTION [[gnu::always_inline, gnu::target("avx2")]] static inline

/// Eight messages of 32-bit words.
struct Avx2Words {
  using Vec = __m256i;
  static constexpr size_t kLanes = 8;

  /// Hints to the compiler: the value is needed by now in a register; it is better kept in memory from here on.
  ZKP_AVX2_FUNCTION void compute_now(Vec& v) { asm("" : "+x"(v)); }
  ZKP_AVX2_FUNCTION void leave_in_memory(Vec& v) { asm("" : "+m"(v)); }

  ZKP_AVX2_FUNCTION Vec all(uint32_t word) { return _mm256_set1_epi32(static_cast<int>(word)); }
  ZKP_AVX2_FUNCTION Vec load(const void* in) { return _mm256_loadu_si256(static_cast<const Vec*>(in)); }
  ZKP_AVX2_FUNCTION void store(void* out, Vec v) { _mm256_storeu_si256(static_cast<Vec*>(out), v); }
  ZKP_AVX2_FUNCTION Vec add(Vec a, Vec b) { return _mm256_add_epi32(a, b); }
  ZKP_AVX2_FUNCTION Vec bit_or(Vec a, Vec b) { return _mm256_or_si256(a, b); }
  ZKP_AVX2_FUNCTION Vec bit_xor(Vec a, Vec b) { return _mm256_xor_si256(a, b); }
  ZKP_AVX2_FUNCTION Vec xor3(Vec a, Vec b, Vec c) { return _mm256_xor_si256(_mm256_xor_si256(a, b), c); }
  /// Bit by bit: b where a is 1, else c.
  ZKP_AVX2_FUNCTION Vec choose(Vec a, Vec b, Vec c) {
    return _mm256_xor_si256(c, _mm256_and_si256(a, _mm256_xor_si256(b, c)));
  }
  /// Bit by bit: what two of the three are.
  ZKP_AVX2_FUNCTION Vec majority(Vec a, Vec b, Vec c) {
    return _mm256_or_si256(_mm256_and_si256(a, b), _mm256_and_si256(c, _mm256_or_si256(a, b)));
  }
  template <int kBits>
  ZKP_AVX2_FUNCTION Vec shift_left(Vec v) {
    return _mm256_slli_epi32(v, kBits);
  }
  template <int kBits>
  ZKP_AVX2_FUNCTION Vec shift_right(Vec v) {
    return _mm256_srli_epi32(v, kBits);
  }
  template <int kBits>
  ZKP_AVX2_FUNCTION Vec rotate_right(Vec v) {
    if constexpr (kBits == 8) return shuffle_bytes(v, 0x0407060500030201, 0x0c0f0e0d080b0a09);
    if constexpr (kBits == 16) return shuffle_bytes(v, 0x0504070601000302, 0x0d0c0f0e09080b0a);
    return _mm256_or_si256(_mm256_srli_epi32(v, kBits), _mm256_slli_epi32(v, 32 - kBits));
  }
  ZKP_AVX2_FUNCTION Vec swap_bytes(Vec v) { return shuffle_bytes(v, 0x0405060700010203, 0x0c0d0e0f08090a0b); }

  /// An 8 x 8 matrix of words: pairs, then pairs of pairs, then the 128-bit halves.
  ZKP_AVX2_FUNCTION void transpose(Vec* r) {
    const Vec a0 = _mm256_unpacklo_epi32(r[0], r[1]), a1 = _mm256_unpackhi_epi32(r[0], r[1]);
    const Vec a2 = _mm256_unpacklo_epi32(r[2], r[3]), a3 = _mm256_unpackhi_epi32(r[2], r[3]);
    const Vec a4 = _mm256_unpacklo_epi32(r[4], r[5]), a5 = _mm256_unpackhi_epi32(r[4], r[5]);
    const Vec a6 = _mm256_unpacklo_epi32(r[6], r[7]), a7 = _mm256_unpackhi_epi32(r[6], r[7]);
    const Vec b0 = _mm256_unpacklo_epi64(a0, a2), b1 = _mm256_unpackhi_epi64(a0, a2);
    const Vec b2 = _mm256_unpacklo_epi64(a1, a3), b3 = _mm256_unpackhi_epi64(a1, a3);
    const Vec b4 = _mm256_unpacklo_epi64(a4, a6), b5 = _mm256_unpackhi_epi64(a4, a6);
    const Vec b6 = _mm256_unpacklo_epi64(a5, a7), b7 = _mm256_unpackhi_epi64(a5, a7);
    r[0] = _mm256_permute2x128_si256(b0, b4, 0x20);
    r[1] = _mm256_permute2x128_si256(b1, b5, 0x20);
    r[2] = _mm256_permute2x128_si256(b2, b6, 0x20);
    r[3] = _mm256_permute2x128_si256(b3, b7, 0x20);
    r[4] = _mm256_permute2x128_si256(b0, b4, 0x31);
    r[5] = _mm256_permute2x128_si256(b1, b5, 0x31);
    r[6] = _mm256_permute2x128_si256(b2, b6, 0x31);
    r[7] = _mm256_permute2x128_si256(b3, b7, 0x31);
  }

  /// The 16 words at lanes[l] + offset_bytes of every lane l.
  ZKP_AVX2_FUNCTION void load_block(const uint8_t* const* lanes, size_t offset_bytes, Vec (&words)[16]) {
    for (size_t l = 0; l < kLanes; ++l) {
      words[l] = load(lanes[l] + offset_bytes);
      words[l + 8] = load(lanes[l] + offset_bytes + 32);
    }
    transpose(words);
    transpose(words + 8);
  }
  /// The 8 words of lane l to out + 32 l, for the first `used` lanes.
  ZKP_AVX2_FUNCTION void store_lanes(const Vec (&words)[8], size_t used, uint8_t* out) {
    Vec rows[8];
    for (size_t i = 0; i < 8; ++i) rows[i] = words[i];
    transpose(rows);
    for (size_t l = 0; l < used; ++l) store(out + 32 * l, rows[l]);
  }

 private:
  // The same order of bytes in both 128-bit halves.
  ZKP_AVX2_FUNCTION Vec shuffle_bytes(Vec v, long long low, long long high) {
    return _mm256_shuffle_epi8(v, _mm256_setr_epi64x(low, high, low, high));
  }
};

/// Four messages of 32-bit words, in half a register.
struct Avx2HalfWords {
  using Vec = __m128i;
  static constexpr size_t kLanes = 4;

  ZKP_AVX2_FUNCTION void compute_now(Vec& v) { asm("" : "+x"(v)); }
  ZKP_AVX2_FUNCTION void leave_in_memory(Vec& v) { asm("" : "+m"(v)); }

  ZKP_AVX2_FUNCTION Vec all(uint32_t word) { return _mm_set1_epi32(static_cast<int>(word)); }
  ZKP_AVX2_FUNCTION Vec load(const void* in) { return _mm_loadu_si128(static_cast<const Vec*>(in)); }
  ZKP_AVX2_FUNCTION void store(void* out, Vec v) { _mm_storeu_si128(static_cast<Vec*>(out), v); }
  ZKP_AVX2_FUNCTION Vec add(Vec a, Vec b) { return _mm_add_epi32(a, b); }
  ZKP_AVX2_FUNCTION Vec bit_xor(Vec a, Vec b) { return _mm_xor_si128(a, b); }
  template <int kBits>
  ZKP_AVX2_FUNCTION Vec rotate_right(Vec v) {
    if constexpr (kBits == 8) return _mm_shuffle_epi8(v, _mm_set_epi64x(0x0c0f0e0d080b0a09, 0x0407060500030201));
    if constexpr (kBits == 16) return _mm_shuffle_epi8(v, _mm_set_epi64x(0x0d0c0f0e09080b0a, 0x0504070601000302));
    return _mm_or_si128(_mm_srli_epi32(v, kBits), _mm_slli_epi32(v, 32 - kBits));
  }

  /// A 4 x 4 matrix of words.
  ZKP_AVX2_FUNCTION void transpose(Vec* r) {
    const Vec a0 = _mm_unpacklo_epi32(r[0], r[1]), a1 = _mm_unpackhi_epi32(r[0], r[1]);
    const Vec a2 = _mm_unpacklo_epi32(r[2], r[3]), a3 = _mm_unpackhi_epi32(r[2], r[3]);
    r[0] = _mm_unpacklo_epi64(a0, a2);
    r[1] = _mm_unpackhi_epi64(a0, a2);
    r[2] = _mm_unpacklo_epi64(a1, a3);
    r[3] = _mm_unpackhi_epi64(a1, a3);
  }
  ZKP_AVX2_FUNCTION void load_block(const uint8_t* const* lanes, size_t offset_bytes, Vec (&words)[16]) {
    for (size_t i = 0; i < 16; i += 4) {
      for (size_t l = 0; l < kLanes; ++l) words[i + l] = load(lanes[l] + offset_bytes + 4 * i);
      transpose(words + i);
    }
  }
  ZKP_AVX2_FUNCTION void store_lanes(const Vec (&words)[8], size_t used, uint8_t* out) {
    Vec rows[8];
    for (size_t i = 0; i < 8; ++i) rows[i] = words[i];
    transpose(rows);
    transpose(rows + 4);
    for (size_t l = 0; l < used; ++l) {
      store(out + 32 * l, rows[l]);
      store(out + 32 * l + 16, rows[l + 4]);
    }
  }
};

/// Four messages of 64-bit words.
struct Avx2Longs {
  using Vec = __m256i;
  static constexpr size_t kLanes = 4;

  ZKP_AVX2_FUNCTION void compute_now(Vec& v) { asm("" : "+x"(v)); }

  ZKP_AVX2_FUNCTION Vec all(uint64_t word) { return _mm256_set1_epi64x(static_cast<long long>(word)); }
  ZKP_AVX2_FUNCTION Vec load(const void* in) { return _mm256_loadu_si256(static_cast<const Vec*>(in)); }
  ZKP_AVX2_FUNCTION void store(void* out, Vec v) { _mm256_storeu_si256(static_cast<Vec*>(out), v); }
  ZKP_AVX2_FUNCTION Vec bit_xor(Vec a, Vec b) { return _mm256_xor_si256(a, b); }
  ZKP_AVX2_FUNCTION Vec xor3(Vec a, Vec b, Vec c) { return _mm256_xor_si256(_mm256_xor_si256(a, b), c); }
  /// a ^ (~b & c).
  ZKP_AVX2_FUNCTION Vec chi(Vec a, Vec b, Vec c) { return _mm256_xor_si256(a, _mm256_andnot_si256(b, c)); }
  template <int kBits>
  ZKP_AVX2_FUNCTION Vec rotate_left(Vec v) {
    if constexpr (kBits == 0) return v;
    return _mm256_or_si256(_mm256_slli_epi64(v, kBits), _mm256_srli_epi64(v, (64 - kBits) % 64));
  }
  /// The kWords words at lanes[l] of every lane l.
  template <size_t kWords>
  ZKP_AVX2_FUNCTION void load_words(const uint8_t* const* lanes, Vec (&words)[kWords]) {
    static_assert(kWords % 4 == 1);
    for (size_t i = 0; i + 4 <= kWords; i += 4) {
      const Vec r0 = load(lanes[0] + 8 * i), r1 = load(lanes[1] + 8 * i);
      const Vec r2 = load(lanes[2] + 8 * i), r3 = load(lanes[3] + 8 * i);
      const Vec a0 = _mm256_unpacklo_epi64(r0, r1), a1 = _mm256_unpackhi_epi64(r0, r1);
      const Vec a2 = _mm256_unpacklo_epi64(r2, r3), a3 = _mm256_unpackhi_epi64(r2, r3);
      words[i] = _mm256_permute2x128_si256(a0, a2, 0x20);
      words[i + 1] = _mm256_permute2x128_si256(a1, a3, 0x20);
      words[i + 2] = _mm256_permute2x128_si256(a0, a2, 0x31);
      words[i + 3] = _mm256_permute2x128_si256(a1, a3, 0x31);
    }
    long long last[kLanes];
    for (size_t l = 0; l < kLanes; ++l) __builtin_memcpy(&last[l], lanes[l] + 8 * (kWords - 1), 8);
    words[kWords - 1] = _mm256_setr_epi64x(last[0], last[1], last[2], last[3]);
  }
};

#undef ZKP_AVX2_FUNCTION

}  // namespace zkp::detail
