/// The compression functions of SHA-256 and SHA-512 (FIPS 180-4, sections 6.2.2 and 6.4.2): they absorb `count`
/// consecutive blocks of 64 or 128 bytes, at any alignment, into the state. Internal to hash/ and its tests.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace zkp::detail {

using Sha256State = std::array<uint32_t, 8>;
using Sha512State = std::array<uint64_t, 8>;
using Sha256Compress = void (*)(Sha256State& state, const uint8_t* blocks, size_t count);
/// `count` blocks of each of two independent messages.
using Sha256CompressPair = void (*)(Sha256State& state0, const uint8_t* blocks0, Sha256State& state1,
                                    const uint8_t* blocks1, size_t count);

/// FIPS 180-4, section 5.3.3: the first 32 bits of the fractional parts of the square roots of the first 8 primes.
inline constexpr Sha256State kSha256Initial = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                               0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
/// FIPS 180-4, section 5.3.5: the first 64 bits of the same.
inline constexpr Sha512State kSha512Initial = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b,
                                               0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f,
                                               0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};

/// FIPS 180-4, section 4.2.2.
extern const std::array<uint32_t, 64> kSha256Round;

void sha256_compress_portable(Sha256State& state, const uint8_t* blocks, size_t count);
void sha256_compress_pair_portable(Sha256State& state0, const uint8_t* blocks0, Sha256State& state1,
                                   const uint8_t* blocks1, size_t count);
/// REQUIRES: cpu_hardware().can_sha().
void sha256_compress_sha_ni(Sha256State& state, const uint8_t* blocks, size_t count);
void sha256_compress_pair_sha_ni(Sha256State& state0, const uint8_t* blocks0, Sha256State& state1,
                                 const uint8_t* blocks1, size_t count);
/// The fastest ones that cpu_enabled() allows.
Sha256Compress sha256_compress();
Sha256CompressPair sha256_compress_pair();

/// SHA-256 of `lanes` messages at once, each in a lane of its own.
struct Sha256Lanes {
  static constexpr size_t kMaxLanes = 16;

  size_t lanes;
  /// Absorbs `count` consecutive blocks of each message. Word i of the state of message l is states[i * lanes + l].
  void (*compress)(uint32_t* states, const uint8_t* const* blocks, size_t count);
  /// out[l] = SHA-256(0x01 || children[2 l] || children[2 l + 1]) for l < lanes, digests of 32 bytes (hash/tree.h).
  void (*nodes)(const uint8_t* children, uint8_t* out);
};
/// REQUIRES: cpu_hardware().avx2.
extern const Sha256Lanes kSha256Avx2;
/// REQUIRES: cpu_hardware().can_avx512().
extern const Sha256Lanes kSha256Avx512;
/// The lanes that beat both sha256_compress_pair() and one message after the other; null if none does.
const Sha256Lanes* sha256_lanes();

void sha512_compress(Sha512State& state, const uint8_t* blocks, size_t count);

}  // namespace zkp::detail
