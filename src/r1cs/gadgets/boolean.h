/// Bits inside a circuit. A Bit is a linear combination that the constraints force to be 0 or 1, so a function that
/// takes a Bit need not constrain it again.
#pragma once

#include <span>

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
  static Bit constant(bool value) { return Bit(LinearCombination(value ? Fr::one() : Fr::zero())); }

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
/// not (a and b);  a = b;  a implies b = 1 - a (1 - b). One variable and 1 constraint each.
Bit bit_nand(ConstraintSystem& cs, const Bit& a, const Bit& b, Label label);
Bit bit_xnor(ConstraintSystem& cs, const Bit& a, const Bit& b, Label label);
Bit bit_implies(ConstraintSystem& cs, const Bit& a, const Bit& b, Label label);
/// Demands it: 1 constraint, a (1 - b) = 0.
void enforce_implies(ConstraintSystem& cs, const Bit& a, const Bit& b, Label label);

/// Three bits at once, one variable s or m and 1 constraint each. With t = a + b + c in {0, 1, 2, 3}:
///   a xor b xor c:     t (t - 2 s - 2) = -3 s,   that is  s = t (t - 2) / (2 t - 3)  = 0, 1, 0, 1
///   majority(a, b, c): t (t - 4 m - 1) = -6 m,   that is  m = t (t - 1) / (4 t - 6)  = 0, 0, 1, 1
/// Both are linear in the result with a factor (2 t - 3, 4 t - 6) that is zero for no t, so the result is unique and a
/// bit without a constraint of its own.
Bit bit_xor3(ConstraintSystem& cs, const Bit& a, const Bit& b, const Bit& c, Label label);
Bit bit_majority(ConstraintSystem& cs, const Bit& a, const Bit& b, const Bit& c, Label label);

/// All are 1 (of none: 1); any is 1 (of none: 0). For n = 1 nothing, for n = 2 one variable and 1 constraint, else 2
/// and 2: whether n - sum or the sum is zero, with the free helper of is_zero (compare.h). REQUIRES: fewer than 2^32
/// bits.
Bit all_of(ConstraintSystem& cs, std::span<const Bit> bits, Label label);
Bit any_of(ConstraintSystem& cs, std::span<const Bit> bits, Label label);

}  // namespace zkp::gadgets
