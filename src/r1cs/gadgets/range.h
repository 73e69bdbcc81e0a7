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

/// The bits of the one integer y with y = x mod r and 0 <= y <= bound, least significant first; as many as `bound` has.
/// Without the bound, 255 bits have two readings of a small x: x and x + r.
///
/// From the top, with c the bits of the bound and p = [all bits so far are those of the bound] (1 at first):
///   c_i = 1:  b_i (b_i - 1) = 0,  p' = p b_i  ("prefix[i]", not made below the last zero bit of the bound)
///   c_i = 0:  b_i (1 - p - b_i) = 0  (so b_i = 0 where p = 1, else a bit)
///   sum_i 2^i b_i = x
/// k bits + 1 constraint + 1 per bit that is one and has a lower zero bit, except the top one.
/// REQUIRES: 1 <= bound < r.
std::vector<Bit> to_bits_at_most(ConstraintSystem& cs, const LinearCombination& x, const Fr::Limbs& bound, Label label);

/// The 255 bits of x as an integer below r: to_bits_at_most(r - 1), 388 constraints and 387 variables.
std::vector<Bit> to_bits_canonical(ConstraintSystem& cs, const LinearCombination& x, Label label);

}  // namespace zkp::gadgets
