/// Arrays that are read and written at a secret index, by a scan: n constraints per access. For many accesses to one
/// long array: lookup.h.
#pragma once

#include <span>
#include <vector>

#include "r1cs/gadgets/boolean.h"

namespace zkp::gadgets {

/// The bits [index = i] for i < n, and the proof that index < n. n - 1 variables s_0..s_{n-2}, s_{n-1} = 1 - sum, and n
/// constraints "is[i]":  s_i (index - i) = 0. All but one factor index - i are non-zero, so all but one s_i are zero,
/// and they sum to one. REQUIRES: 1 <= n < 2^32.
std::vector<Bit> one_hot(ConstraintSystem& cs, const LinearCombination& index, size_t n, Label label);

/// The value whose bit is 1. No constraint if all values are constants, else 1 variable and n constraints "value[i]":
/// s_i (v_i - out) = 0. REQUIRES: as many values as bits; `hot` comes from one_hot().
LinearCombination pick(ConstraintSystem& cs, std::span<const Bit> hot, std::span<const LinearCombination> values,
                       Label label);

/// values[index], and the proof that the index is in the array: at most 2 n constraints beneath "index" and "pick".
LinearCombination read_at(ConstraintSystem& cs, std::span<const LinearCombination> values,
                          const LinearCombination& index, Label label);

/// The array with values[index] = value: 2 n - 1 variables, 2 n constraints beneath "index" and "element[i]".
std::vector<LinearCombination> write_at(ConstraintSystem& cs, std::span<const LinearCombination> values,
                                        const LinearCombination& index, const LinearCombination& value, Label label);

/// No variable except the constant one occurs in it.
bool is_constant(const LinearCombination& lc);
/// REQUIRES: is_constant(lc).
Fr constant_of(const LinearCombination& lc);

}  // namespace zkp::gadgets
