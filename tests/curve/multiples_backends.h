/// The back end that only tests have.
#pragma once

#include "curve/multiples.h"

namespace zkp {

const MultiplesKernels& emulated_multiples_kernels();

}  // namespace zkp
