#include "r1cs/gadgets/compare.h"

#include "r1cs/gadgets/range.h"

namespace zkp::gadgets {

// If x != 0 the second equation gives z = 0. If x = 0 the first one gives z = 1. So z is a bit without a constraint of
// its own.
Bit is_zero(ConstraintSystem& cs, const LinearCombination& x, Label label) {
  auto scope = cs.scope(label);
  const Fr value = cs.value(x);
  const Variable v = cs.alloc(value.inverse());
  const Variable z = cs.alloc(value.is_zero() ? Fr::one() : Fr::zero());
  cs.enforce(x, v, LinearCombination(Fr::one()) - z, "inverse");
  cs.enforce(x, z, LinearCombination(), "zero");
  return Bit::assume(z);
}

Bit is_equal(ConstraintSystem& cs, const LinearCombination& a, const LinearCombination& b, Label label) {
  return is_zero(cs, a - b, label);
}

Bit less_than(ConstraintSystem& cs, const LinearCombination& a, const LinearCombination& b, int k, Label label) {
  ZKP_CHECK(k >= 1 && k <= 253);
  Fr two_to_k = Fr::one();
  for (int i = 0; i < k; ++i) two_to_k = two_to_k.doubled();
  const auto bits = to_bits(cs, a - b + two_to_k, k + 1, label);
  return !bits.back();
}

}  // namespace zkp::gadgets
