/// The lane kernels of multilinear polynomials over emulated instructions.
#pragma once

#include "poly/multilinear_kernels.h"

namespace zkp {

const MultilinearKernels& emulated_multilinear_kernels();

}  // namespace zkp
