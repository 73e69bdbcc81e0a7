/// The lane kernels of the transform over emulated instructions.
#pragma once

#include "poly/ntt_kernels.h"

namespace zkp {

const NttKernels& emulated_ntt_kernels();

}  // namespace zkp
