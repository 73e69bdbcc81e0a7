/// Division with remainder of integers that carry their range.
///
/// Soundness. q and r are made of bits, so they are in their ranges, and every number in  q b + r = a  is so small that
/// the equation of field elements is one of integers; 0 <= r < b then leaves one pair. A divisor of zero leaves none:
/// the witness does not satisfy, so a division also proves b != 0.
#pragma once

#include "r1cs/gadgets/integer.h"

namespace zkp::gadgets {

struct UintDivision {
  Uint quotient;   ///< as wide as a
  Uint remainder;  ///< as wide as b
};

/// a = q b + r,  0 <= r < b.  ka + 2 kb variables, ka + 2 kb + 2 constraints: "quotient", "remainder", "product",
/// "below". REQUIRES: ka + kb <= 251.
UintDivision divide(ConstraintSystem& cs, const Uint& a, const Uint& b, Label label);

struct IntDivision {
  Int quotient;   ///< one bit wider than a: -2^(k-1) / -1
  Int remainder;  ///< as wide as b
};

/// Towards minus infinity: q = floor(a / b) and r = a - q b, which is zero or has the sign of b, |r| < |b|.
///   s = [b < 0],  b' = (1 - 2 s) b = |b|,  a' = (1 - 2 s) a,  q b' = a' - r',  0 <= r' < b',  r = (1 - 2 s) r'
/// ka + 3 kb + 7 constraints. REQUIRES: ka + kb <= 249.
IntDivision divide_floor(ConstraintSystem& cs, const Int& a, const Int& b, Label label);

}  // namespace zkp::gadgets
