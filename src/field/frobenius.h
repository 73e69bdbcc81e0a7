/// The constants of the Frobenius maps of the tower: gamma_(k,i) = xi^(i (q^k - 1) / 6), xi = 1 + u.
#pragma once

#include "field/fp2.h"

namespace zkp {

/// gamma_(power,i). REQUIRES: 0 <= power < 6, i in {1, 2, 4}.
const Fp2& frobenius_coefficient(unsigned power, unsigned i);

}  // namespace zkp
