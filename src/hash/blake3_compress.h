/// The inner functions of BLAKE3: one compression, and the chaining values of many equal inputs at once, portable, with
/// AVX2 (eight lanes) or with AVX-512 (sixteen). Internal to hash/ and its tests. Not secret-dependent in time.
///
/// Source: O'Connor, Aumasson, Neves, Wilcox-O'Hearn, "BLAKE3: one function, fast everywhere" (2021), section 2.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace zkp::detail {

inline constexpr size_t kBlake3BlockBytes = 64;
inline constexpr size_t kBlake3ChunkBytes = 1024;
inline constexpr size_t kBlake3CvBytes = 32;

using Blake3Words = std::array<uint32_t, 8>;

/// Section 2.2, table 1: the initial value of SHA-256.
inline constexpr Blake3Words kBlake3Iv = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                          0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

/// Section 2.2, table 3: the flags of a compression, added up.
enum Blake3Flag : uint32_t {
  kBlake3ChunkStart = 1,
  kBlake3ChunkEnd = 2,
  kBlake3Parent = 4,
  kBlake3Root = 8,
  kBlake3KeyedHash = 16,
  kBlake3DeriveKeyContext = 32,
  kBlake3DeriveKeyMaterial = 64,
};

/// Section 2.1, table 2: word i of round r is message word kBlake3Schedule[r][i]; each round permutes the last.
inline constexpr auto kBlake3Schedule = [] {
  constexpr std::array<uint8_t, 16> kPermutation = {2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8};
  std::array<std::array<uint8_t, 16>, 7> schedule{};
  for (uint8_t i = 0; i < 16; ++i) schedule[0][i] = i;
  for (size_t r = 1; r < schedule.size(); ++r)
    for (size_t i = 0; i < 16; ++i) schedule[r][i] = schedule[r - 1][kPermutation[i]];
  return schedule;
}();

/// One implementation. `flags` of `chain`, `chunks` and `parents` are those of the mode only.
struct Blake3Path {
  /// Section 2.2. The first 8 words of the result are the new chaining value; all 16 are a block of the root's output.
  std::array<uint32_t, 16> (*compress)(const Blake3Words& cv, const uint8_t* block, uint32_t block_bytes,
                                       uint64_t counter, uint32_t flags);
  /// Replaces the chaining value by that after `count` whole blocks, which are not the last of their chunk.
  void (*chain)(Blake3Words& cv, const uint8_t* blocks, size_t count, uint64_t counter, uint32_t flags,
                uint32_t first_block_flags);
  /// `count` whole chunks that follow each other in memory, numbered from `counter`; 32 bytes of output each.
  void (*chunks)(const uint8_t* in, size_t count, const Blake3Words& key, uint64_t counter, uint32_t flags,
                 uint8_t* out);
  /// `count` parents of pairs of chaining values, 64 bytes each; 32 bytes of output each. out == in is allowed.
  void (*parents)(const uint8_t* in, size_t count, const Blake3Words& key, uint32_t flags, uint8_t* out);
};

extern const Blake3Path kBlake3Portable;
/// REQUIRES: cpu_hardware().avx2.
extern const Blake3Path kBlake3Avx2;
/// REQUIRES: cpu_hardware().can_avx512().
extern const Blake3Path kBlake3Avx512;
/// The fastest one that cpu_enabled() allows.
const Blake3Path& blake3_path();

}  // namespace zkp::detail
