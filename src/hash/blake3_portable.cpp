#include <bit>
#include <utility>

#include "base/cpu.h"
#include "hash/blake3_compress.h"
#include "hash/load_store.h"

namespace zkp::detail {
namespace {

using State = std::array<uint32_t, 16>;

// Section 2.2, the quarter round G: two message words into one column or diagonal (a, b, c, d).
[[gnu::always_inline]] inline void quarter(State& v, size_t a, size_t b, size_t c, size_t d, uint32_t x, uint32_t y) {
  v[a] += v[b] + x;
  v[d] = std::rotr(v[d] ^ v[a], 16);
  v[c] += v[d];
  v[b] = std::rotr(v[b] ^ v[c], 12);
  v[a] += v[b] + y;
  v[d] = std::rotr(v[d] ^ v[a], 8);
  v[c] += v[d];
  v[b] = std::rotr(v[b] ^ v[c], 7);
}

template <size_t kRound>
[[gnu::always_inline]] inline void round(State& v, const State& m) {
  constexpr auto& s = kBlake3Schedule[kRound];
  quarter(v, 0, 4, 8, 12, m[s[0]], m[s[1]]);
  quarter(v, 1, 5, 9, 13, m[s[2]], m[s[3]]);
  quarter(v, 2, 6, 10, 14, m[s[4]], m[s[5]]);
  quarter(v, 3, 7, 11, 15, m[s[6]], m[s[7]]);
  quarter(v, 0, 5, 10, 15, m[s[8]], m[s[9]]);
  quarter(v, 1, 6, 11, 12, m[s[10]], m[s[11]]);
  quarter(v, 2, 7, 8, 13, m[s[12]], m[s[13]]);
  quarter(v, 3, 4, 9, 14, m[s[14]], m[s[15]]);
}

template <size_t... kRounds>
[[gnu::always_inline]] inline void all_rounds(State& v, const State& m, std::index_sequence<kRounds...>) {
  (round<kRounds>(v, m), ...);
}

// The 16 words before the output is folded: cv, iv, counter, length, flags, through 7 rounds.
[[gnu::always_inline]] inline State mix(const Blake3Words& cv, const uint8_t* block, uint32_t block_bytes,
                                        uint64_t counter, uint32_t flags) {
  State m;
  for (size_t i = 0; i < 16; ++i) m[i] = load_le<uint32_t>(block + 4 * i);
  State v = {cv[0],
             cv[1],
             cv[2],
             cv[3],
             cv[4],
             cv[5],
             cv[6],
             cv[7],
             kBlake3Iv[0],
             kBlake3Iv[1],
             kBlake3Iv[2],
             kBlake3Iv[3],
             static_cast<uint32_t>(counter),
             static_cast<uint32_t>(counter >> 32),
             block_bytes,
             flags};
  all_rounds(v, m, std::make_index_sequence<7>());
  return v;
}

Blake3Words next_cv(const Blake3Words& cv, const uint8_t* block, uint64_t counter, uint32_t flags) {
  const State v = mix(cv, block, kBlake3BlockBytes, counter, flags);
  Blake3Words out;
  for (size_t i = 0; i < 8; ++i) out[i] = v[i] ^ v[i + 8];
  return out;
}

State compress_portable(const Blake3Words& cv, const uint8_t* block, uint32_t block_bytes, uint64_t counter,
                        uint32_t flags) {
  State v = mix(cv, block, block_bytes, counter, flags);
  for (size_t i = 0; i < 8; ++i) {
    v[i] ^= v[i + 8];
    v[i + 8] ^= cv[i];
  }
  return v;
}

void chain_portable(Blake3Words& cv, const uint8_t* blocks, size_t count, uint64_t counter, uint32_t flags,
                    uint32_t first_block_flags) {
  for (size_t b = 0; b < count; ++b)
    cv = next_cv(cv, blocks + b * kBlake3BlockBytes, counter, flags | (b == 0 ? first_block_flags : 0));
}

void store_cv(uint8_t* out, const Blake3Words& cv) {
  for (size_t i = 0; i < 8; ++i) store_le(out + 4 * i, cv[i]);
}

void chunks_portable(const uint8_t* in, size_t count, const Blake3Words& key, uint64_t counter, uint32_t flags,
                     uint8_t* out) {
  constexpr size_t kBlocks = kBlake3ChunkBytes / kBlake3BlockBytes;
  for (size_t i = 0; i < count; ++i, out += kBlake3CvBytes) {
    Blake3Words cv = key;
    for (size_t b = 0; b < kBlocks; ++b, in += kBlake3BlockBytes) {
      const uint32_t edge = (b == 0 ? kBlake3ChunkStart : 0u) | (b == kBlocks - 1 ? kBlake3ChunkEnd : 0u);
      cv = next_cv(cv, in, counter + i, flags | edge);
    }
    store_cv(out, cv);
  }
}

void parents_portable(const uint8_t* in, size_t count, const Blake3Words& key, uint32_t flags, uint8_t* out) {
  for (size_t i = 0; i < count; ++i)
    store_cv(out + i * kBlake3CvBytes, next_cv(key, in + i * kBlake3BlockBytes, 0, flags | kBlake3Parent));
}

}  // namespace

const Blake3Path kBlake3Portable = {compress_portable, chain_portable, chunks_portable, parents_portable};

const Blake3Path& blake3_path() {
  static const Blake3Path& chosen = cpu_enabled().can_avx512() ? kBlake3Avx512
                                    : cpu_enabled().avx2       ? kBlake3Avx2
                                                               : kBlake3Portable;
  return chosen;
}

}  // namespace zkp::detail
