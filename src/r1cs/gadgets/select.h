/// Choice between two values by a bit.
#pragma once

#include <span>
#include <utility>

#include "r1cs/gadgets/boolean.h"

namespace zkp::gadgets {

/// bit ? when_one : when_zero. 1 variable, 1 constraint:  bit (when_one - when_zero) = out - when_zero.
LinearCombination select(ConstraintSystem& cs, const Bit& bit, const LinearCombination& when_one,
                         const LinearCombination& when_zero, Label label);

/// bit ? (b, a) : (a, b). 1 variable d = bit (b - a), 1 constraint:  (a + d, b - d).
std::pair<LinearCombination, LinearCombination> swap_if(ConstraintSystem& cs, const Bit& bit,
                                                        const LinearCombination& a, const LinearCombination& b,
                                                        Label label);

/// values[index], with the bits of the index, least significant first: a tree of selections, values.size() - 1
/// variables and constraints. REQUIRES: values.size() == 2^index_bits.size(). (A secret index into an array of any
/// length: array.h.)
LinearCombination multiplex(ConstraintSystem& cs, std::span<const Bit> index_bits,
                            std::span<const LinearCombination> values, Label label);

}  // namespace zkp::gadgets
