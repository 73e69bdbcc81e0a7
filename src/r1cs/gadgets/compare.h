/// Comparisons that yield a bit.
#pragma once

#include "r1cs/gadgets/boolean.h"

namespace zkp::gadgets {

/// 1 if x = 0, else 0. 2 variables, 2 constraints:  x v = 1 - z,  x z = 0.
/// The helper v is 1/x; where x = 0 it is free (any v satisfies), which changes no output.
Bit is_zero(ConstraintSystem& cs, const LinearCombination& x, Label label);

/// 1 if a = b, else 0; as is_zero.
Bit is_equal(ConstraintSystem& cs, const LinearCombination& a, const LinearCombination& b, Label label);

/// 1 if a < b as integers, else 0. k + 1 variables, k + 2 constraints: bit k of a - b + 2^k is [a >= b].
/// REQUIRES: 1 <= k <= 253, and that a and b are proved to lie in [0, 2^k) elsewhere; without that the result means
/// nothing.
Bit less_than(ConstraintSystem& cs, const LinearCombination& a, const LinearCombination& b, int k, Label label);

}  // namespace zkp::gadgets
