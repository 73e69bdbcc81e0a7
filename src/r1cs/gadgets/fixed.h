/// Fixed-point numbers: an Int `raw` of k bits that stands for raw / 2^f.
///
/// Rounding, in every operation that rounds: to the nearest multiple of 2^-f, halves towards plus infinity, that is
/// floor(x 2^f + 1/2). Widths grow as those of Int do; narrow() proves that a number fits fewer bits, and a value that
/// does not fit makes the witness fail: nothing wraps around or saturates.
#pragma once

#include "r1cs/gadgets/integer.h"

namespace zkp::gadgets {

class Fixed {
 public:
  /// Proves that raw is in [-2^(k-1), 2^(k-1)): k variables, k + 1 constraints. REQUIRES: 0 <= fraction_bits < k.
  static Fixed enforce(ConstraintSystem& cs, const LinearCombination& raw, int k, int fraction_bits, Label label);
  /// raw / 2^fraction_bits. REQUIRES: 0 <= fraction_bits <= 126.
  Fixed(Int raw, int fraction_bits);

  const Int& raw() const { return raw_; }
  int fraction_bits() const { return fraction_bits_; }
  /// The same number, proved to fit k bits: k variables, k + 1 constraints.
  Fixed narrow(ConstraintSystem& cs, int k, Label label) const;

  /// No constraint. REQUIRES: the same fraction_bits.
  friend Fixed operator+(const Fixed& a, const Fixed& b);
  friend Fixed operator-(const Fixed& a, const Fixed& b);

 private:
  Int raw_;
  int fraction_bits_;
};

/// round(a b), ka + kb - f bits wide:  raw_a raw_b = 2^f q + rest - 2^(f-1),  0 <= rest < 2^f.
/// ka + kb variables, ka + kb + 1 constraints (f = 0: a plain product). REQUIRES: the same fraction_bits f,
/// f + 2 <= ka + kb <= 251.
Fixed multiply(ConstraintSystem& cs, const Fixed& a, const Fixed& b, Label label);

/// round(a / b), max(ka + f + 1, kb) + 2 bits wide: floor((2 a 2^f + b) / (2 b)) by divide_floor. ka + f + 3 kb + 12
/// constraints for kb <= ka + f + 1. Proves b != 0. REQUIRES: the same fraction_bits f, max(ka + f + 1, kb) + kb <=
/// 247.
Fixed divide(ConstraintSystem& cs, const Fixed& a, const Fixed& b, Label label);

/// As those of Int. REQUIRES: the same fraction_bits.
Bit less(ConstraintSystem& cs, const Fixed& a, const Fixed& b, Label label);
Bit less_equal(ConstraintSystem& cs, const Fixed& a, const Fixed& b, Label label);

}  // namespace zkp::gadgets
