#include "r1cs/gadgets/select.h"

namespace zkp::gadgets {

LinearCombination select(ConstraintSystem& cs, const Bit& bit, const LinearCombination& when_one,
                         const LinearCombination& when_zero, Label label) {
  const Fr value = cs.value(bit.lc()).is_zero() ? cs.value(when_zero) : cs.value(when_one);
  const Variable out = cs.alloc(value);
  cs.enforce(bit.lc(), when_one - when_zero, LinearCombination(out) - when_zero, label);
  return out;
}

std::pair<LinearCombination, LinearCombination> swap_if(ConstraintSystem& cs, const Bit& bit,
                                                        const LinearCombination& a, const LinearCombination& b,
                                                        Label label) {
  const Variable d = cs.mul(bit.lc(), b - a, label);
  return {a + d, b - d};
}

}  // namespace zkp::gadgets
