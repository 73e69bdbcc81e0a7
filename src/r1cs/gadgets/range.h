/// Range checks by decomposition into bits.
///
/// y is in [0, 2^k) when k bits b_i exist with y = sum_i 2^i b_i. Below k = 255 the sum cannot wrap around the field,
/// so the bits are unique.
#pragma once

#include <vector>

#include "r1cs/gadgets/boolean.h"

namespace zkp::gadgets {

/// The bits of x, least significant first; k variables and k + 1 constraints "bit[0]".."bit[k-1]", "sum" beneath
/// `label`. Proves x in [0, 2^k). Given a value outside, the witness does not satisfy "sum".
/// REQUIRES: 1 <= k <= 254.
std::vector<Bit> to_bits(ConstraintSystem& cs, const LinearCombination& x, int k, Label label);

/// Proves that the product x y is in [0, 2^k), for the price of to_bits: the product needs no variable of its own.
/// REQUIRES: 1 <= k <= 254.
std::vector<Bit> product_to_bits(ConstraintSystem& cs, const LinearCombination& x, const LinearCombination& y, int k,
                                 Label label);

}  // namespace zkp::gadgets
