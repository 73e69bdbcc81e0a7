/// The permutation Keccak-f[1600] (NIST FIPS 202, section 3): portable and with BMI for one state, with AVX2 or AVX-512
/// for four or eight states at once. Internal to hash/ and its tests.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace zkp::detail {

/// Lane (x, y) of the specification is element x + 5 y.
using KeccakState = std::array<uint64_t, 25>;

/// Section 3.2.5: the round constants, bits rc(j + 7 round) at the positions 2^j - 1.
inline constexpr std::array<uint64_t, 24> kKeccakIota = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b,
    0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088,
    0x0000000080008009, 0x000000008000000a, 0x000000008000808b, 0x800000000000008b, 0x8000000000008089,
    0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
};

/// Section 3.2.2, table 2: the rotation of lane x + 5 y, (t + 1)(t + 2) / 2 along the walk (x, y) -> (y, 2x + 3y).
inline constexpr std::array<int, 25> kKeccakRho = {
    0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14,
};

/// The fastest that cpu_enabled() allows.
void keccak_f1600(KeccakState& state);
void keccak_f1600_portable(KeccakState& state);
/// REQUIRES: cpu_hardware().bmi2 (every processor with BMI2 has BMI1).
void keccak_f1600_bmi(KeccakState& state);

/// Capacity of 512 bits: SHA3-256 and Keccak-256.
inline constexpr size_t kKeccak256RateBytes = 136;

/// The sponges of `lanes` messages at once, each in a lane of its own.
struct KeccakLanes {
  static constexpr size_t kMaxLanes = 8;

  size_t lanes;
  /// Absorbs `count` consecutive blocks of kKeccak256RateBytes of each message. Lane i of the state of message l is
  /// states[i * lanes + l].
  void (*absorb)(uint64_t* states, const uint8_t* const* blocks, size_t count);
};
/// REQUIRES: cpu_hardware().avx2.
extern const KeccakLanes kKeccakAvx2;
/// REQUIRES: cpu_hardware().can_avx512().
extern const KeccakLanes kKeccakAvx512;
/// The fastest that cpu_enabled() allows; null if none.
const KeccakLanes* keccak_lanes();

}  // namespace zkp::detail
