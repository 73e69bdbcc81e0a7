/// The permutation of many states, with 64-bit limbs or eight lanes. Internal to transcript/.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "field/fr.h"

namespace zkp {

/// Permutes every state.
using PoseidonPermuteMany = void (*)(std::span<std::array<Fr, 3>> states);

void scalar_poseidon_permute_many(std::span<std::array<Fr, 3>> states);
/// nullptr where the processor lacks AVX-512 IFMA.
PoseidonPermuteMany ifma_poseidon_permute_many();

}  // namespace zkp
