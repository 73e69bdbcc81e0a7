/// Batch inversion in lanes over emulated instructions.
#pragma once

#include "field/batch_inverse.h"
#include "field/fp.h"
#include "field/fr.h"

namespace zkp {

/// Instantiated for Fr and Fp.
template <class F>
BatchInverse<F> emulated_batch_inverse();

}  // namespace zkp
