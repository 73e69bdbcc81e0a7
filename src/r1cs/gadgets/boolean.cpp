#include "r1cs/gadgets/boolean.h"

namespace zkp::gadgets {

Bit Bit::enforce(ConstraintSystem& cs, const LinearCombination& x, Label label) {
  cs.enforce(x, x - Fr::one(), LinearCombination(), label);
  return Bit(x);
}

Bit Bit::alloc(ConstraintSystem& cs, bool value, Label label) {
  return enforce(cs, cs.alloc(value ? Fr::one() : Fr::zero()), label);
}

Bit bit_and(ConstraintSystem& cs, const Bit& a, const Bit& b, Label label) {
  return Bit::assume(cs.mul(a.lc(), b.lc(), label));
}

Bit bit_or(ConstraintSystem& cs, const Bit& a, const Bit& b, Label label) {
  return Bit::assume(a.lc() + b.lc() - cs.mul(a.lc(), b.lc(), label));
}

Bit bit_xor(ConstraintSystem& cs, const Bit& a, const Bit& b, Label label) {
  return Bit::assume(a.lc() + b.lc() - Fr::from_u64(2) * LinearCombination(cs.mul(a.lc(), b.lc(), label)));
}

}  // namespace zkp::gadgets
