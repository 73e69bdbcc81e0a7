#include <bit>

#include "hash/load_store.h"
#include "hash/sha2_compress.h"

namespace zkp::detail {

// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
constexpr std::array<uint32_t, 64> kSha256Round = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

namespace {

// FIPS 180-4, section 4.2.3: the first 64 bits of the fractional parts of the cube roots of the first 80 primes.
constexpr std::array<uint64_t, 80> kSha512Round = {
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc, 0x3956c25bf348b538,
    0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118, 0xd807aa98a3030242, 0x12835b0145706fbe,
    0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2, 0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235,
    0xc19bf174cf692694, 0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
    0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5, 0x983e5152ee66dfab,
    0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4, 0xc6e00bf33da88fc2, 0xd5a79147930aa725,
    0x06ca6351e003826f, 0x142929670a0e6e70, 0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed,
    0x53380d139d95b3df, 0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
    0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30, 0xd192e819d6ef5218,
    0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8, 0x19a4c116b8d2d0c8, 0x1e376c085141ab53,
    0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8, 0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373,
    0x682e6ff3d6b2b8a3, 0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b, 0xca273eceea26619c,
    0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178, 0x06f067aa72176fba, 0x0a637dc5a2c898a6,
    0x113f9804bef90dae, 0x1b710b35131c471b, 0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc,
    0x431d67c49c100d4c, 0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817,
};

// Sections 4.1.2 and 4.1.3: the four sigma functions; everything else is the same for both widths.
uint32_t big_sigma0(uint32_t x) { return std::rotr(x, 2) ^ std::rotr(x, 13) ^ std::rotr(x, 22); }
uint32_t big_sigma1(uint32_t x) { return std::rotr(x, 6) ^ std::rotr(x, 11) ^ std::rotr(x, 25); }
uint32_t small_sigma0(uint32_t x) { return std::rotr(x, 7) ^ std::rotr(x, 18) ^ x >> 3; }
uint32_t small_sigma1(uint32_t x) { return std::rotr(x, 17) ^ std::rotr(x, 19) ^ x >> 10; }
uint64_t big_sigma0(uint64_t x) { return std::rotr(x, 28) ^ std::rotr(x, 34) ^ std::rotr(x, 39); }
uint64_t big_sigma1(uint64_t x) { return std::rotr(x, 14) ^ std::rotr(x, 18) ^ std::rotr(x, 41); }
uint64_t small_sigma0(uint64_t x) { return std::rotr(x, 1) ^ std::rotr(x, 8) ^ x >> 7; }
uint64_t small_sigma1(uint64_t x) { return std::rotr(x, 19) ^ std::rotr(x, 61) ^ x >> 6; }

uint32_t load_be(const uint8_t* in, uint32_t) { return load_be32(in); }
uint64_t load_be(const uint8_t* in, uint64_t) { return load_be64(in); }

// T1 = h + S1(e) + Ch(e,f,g) + K_t + W_t,  T2 = S0(a) + Maj(a,b,c);  d += T1,  h = T1 + T2.
// The callers rotate the names of the eight variables instead of moving their values.
template <class Word>
[[gnu::always_inline]] inline void round(Word a, Word b, Word c, Word& d, Word e, Word f, Word g, Word& h,
                                         Word k_plus_w) {
  const Word t1 = h + big_sigma1(e) + (g ^ (e & (f ^ g))) + k_plus_w;
  const Word t2 = big_sigma0(a) + ((a & b) | (c & (a | b)));
  d += t1;
  h = t1 + t2;
}

template <class Word, size_t kRounds>
void compress_blocks(std::array<Word, 8>& state, const std::array<Word, kRounds>& k, const uint8_t* blocks,
                     size_t count) {
  constexpr size_t kBlockBytes = 16 * sizeof(Word);
  for (; count > 0; --count, blocks += kBlockBytes) {
    Word w[16];  // the schedule W_t, kept modulo 16
    for (size_t t = 0; t < 16; ++t) w[t] = load_be(blocks + t * sizeof(Word), Word{});
    auto [a, b, c, d, e, f, g, h] = state;
    for (size_t t = 0; t < kRounds; t += 8) {
      if (t >= 16) {
        // W_t = s1(W_{t-2}) + W_{t-7} + s0(W_{t-15}) + W_{t-16}
        for (size_t i = t; i < t + 8; ++i)
          w[i % 16] += small_sigma1(w[(i + 14) % 16]) + w[(i + 9) % 16] + small_sigma0(w[(i + 1) % 16]);
      }
      const Word* wt = w + t % 16;
      round(a, b, c, d, e, f, g, h, k[t + 0] + wt[0]);
      round(h, a, b, c, d, e, f, g, k[t + 1] + wt[1]);
      round(g, h, a, b, c, d, e, f, k[t + 2] + wt[2]);
      round(f, g, h, a, b, c, d, e, k[t + 3] + wt[3]);
      round(e, f, g, h, a, b, c, d, k[t + 4] + wt[4]);
      round(d, e, f, g, h, a, b, c, k[t + 5] + wt[5]);
      round(c, d, e, f, g, h, a, b, k[t + 6] + wt[6]);
      round(b, c, d, e, f, g, h, a, k[t + 7] + wt[7]);
    }
    const std::array<Word, 8> change = {a, b, c, d, e, f, g, h};
    for (size_t i = 0; i < 8; ++i) state[i] += change[i];
  }
}

}  // namespace

void sha256_compress_portable(Sha256State& state, const uint8_t* blocks, size_t count) {
  compress_blocks(state, kSha256Round, blocks, count);
}

void sha256_compress_pair_portable(Sha256State& state0, const uint8_t* blocks0, Sha256State& state1,
                                   const uint8_t* blocks1, size_t count) {
  sha256_compress_portable(state0, blocks0, count);
  sha256_compress_portable(state1, blocks1, count);
}

void sha512_compress(Sha512State& state, const uint8_t* blocks, size_t count) {
  compress_blocks(state, kSha512Round, blocks, count);
}

}  // namespace zkp::detail
