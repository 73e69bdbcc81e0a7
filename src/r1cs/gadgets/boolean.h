/// Bits inside a circuit. A Bit is a linear combination that the constraints force to be 0 or 1, so a function that
/// takes a Bit need not constrain it again.
#pragma once

#include "r1cs/constraint_system.h"

namespace zkp::gadgets {

class Bit {
 public:
  /// 1 constraint: x (x - 1) = 0.
  static Bit enforce(ConstraintSystem& cs, const LinearCombination& x, Label label);
  /// A new variable, 1 constraint.
  static Bit alloc(ConstraintSystem& cs, bool value, Label label);
  /// For combinations that are 0 or 1 because of constraints elsewhere: the caller says why.
  static Bit assume(LinearCombination lc) { return Bit(std::move(lc)); }

  const LinearCombination& lc() const { return lc_; }
  /// 1 - x, no constraint.
  Bit operator!() const { return Bit(LinearCombination(Fr::one()) - lc_); }

 private:
  explicit Bit(LinearCombination lc) : lc_(std::move(lc)) {}
  LinearCombination lc_;
};

/// One variable and 1 constraint each:  a and b = a b,  a or b = a + b - a b,  a xor b = a + b - 2 a b.
Bit bit_and(ConstraintSystem& cs, const Bit& a, const Bit& b, Label label);
Bit bit_or(ConstraintSystem& cs, const Bit& a, const Bit& b, Label label);
Bit bit_xor(ConstraintSystem& cs, const Bit& a, const Bit& b, Label label);

}  // namespace zkp::gadgets
