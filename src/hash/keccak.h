/// The permutation Keccak-f[1600] (NIST FIPS 202, section 3), portable. Internal to hash/ and its tests.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace zkp::detail {

/// Lane (x, y) of the specification is element x + 5 y.
using KeccakState = std::array<uint64_t, 25>;

void keccak_f1600(KeccakState& state);

}  // namespace zkp::detail
