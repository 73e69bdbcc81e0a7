/// The lane kernel of the permutation over emulated instructions.
#pragma once

#include "transcript/poseidon_kernels.h"

namespace zkp {

PoseidonPermuteMany emulated_poseidon_permute_many();

}  // namespace zkp
