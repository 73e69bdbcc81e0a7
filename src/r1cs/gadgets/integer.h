/// Integers inside a circuit that carry the proof of their range with them, as Bit does, so that a comparison cannot be
/// made of numbers whose range nobody proved.
///
///   Uint of k bits: a linear combination that the constraints force into [0, 2^k).            k <= 252
///   Int of k bits:  the same for [-2^(k-1), 2^(k-1)), a negative number n standing for r - n.  k <= 252
///
/// Sums and products know their new width; where it would pass 252 bits the circuit is refused (ZKP_CHECK), because
/// beyond that the field wraps around. Widths are part of the shape.
#pragma once

#include <span>
#include <vector>

#include "r1cs/gadgets/boolean.h"

namespace zkp::gadgets {

inline constexpr int kMaxIntegerBits = 252;

class Uint {
 public:
  /// A new number from k new bits: k variables, k constraints "bit[i]". A value that is too large gives a witness of
  /// its low bits. REQUIRES: 1 <= k <= 252.
  static Uint alloc(ConstraintSystem& cs, const Fr& value, int k, Label label);
  /// Proves that x is in [0, 2^k): k variables, k + 1 constraints (range.h). REQUIRES: 1 <= k <= 252.
  static Uint enforce(ConstraintSystem& cs, const LinearCombination& x, int k, Label label);
  /// For combinations that are in [0, 2^k) because of constraints elsewhere: the caller says why.
  static Uint assume(LinearCombination lc, int k);
  static Uint constant(uint64_t value);
  /// sum_i 2^i bits_i. REQUIRES: 1 <= bits.size() <= 252.
  static Uint of_bits(std::span<const Bit> bits);

  const LinearCombination& lc() const { return lc_; }
  int bits() const { return bits_; }

  /// One bit wider than the wider one; no constraint.
  friend Uint operator+(const Uint& a, const Uint& b);
  /// As wide as both together; no constraint.
  friend Uint operator*(const Uint& a, uint64_t factor);

 private:
  Uint(LinearCombination lc, int bits) : lc_(std::move(lc)), bits_(bits) {}
  LinearCombination lc_;
  int bits_;
};

class Int {
 public:
  /// Proves that x is in [-2^(k-1), 2^(k-1)): k variables, k + 1 constraints. REQUIRES: 1 <= k <= 252.
  static Int enforce(ConstraintSystem& cs, const LinearCombination& x, int k, Label label);
  /// A new number from k new bits: k variables, k constraints.
  static Int alloc(ConstraintSystem& cs, const Fr& value, int k, Label label);
  static Int assume(LinearCombination lc, int k);
  static Int constant(int64_t value);
  Int(const Uint& x) : lc_(x.lc()), bits_(x.bits() + 1) { ZKP_CHECK(bits_ <= kMaxIntegerBits); }

  const LinearCombination& lc() const { return lc_; }
  int bits() const { return bits_; }
  /// 1 if negative. k variables, k + 1 constraints: bit k - 1 of x + 2^(k-1) is [x >= 0].
  Bit is_negative(ConstraintSystem& cs, Label label) const;

  friend Int operator+(const Int& a, const Int& b);
  friend Int operator-(const Int& a, const Int& b);

 private:
  Int(LinearCombination lc, int bits) : lc_(std::move(lc)), bits_(bits) {}
  LinearCombination lc_;
  int bits_;
};

/// 2^k. REQUIRES: 0 <= k <= 254.
Fr power_of_two(int k);
/// The integer of an Int as a field element, without its sign: (|x|, x < 0). A number above r / 2 is negative.
std::pair<Fr, bool> magnitude(const Fr& x);

/// a b. 1 variable, 1 constraint.
Uint multiply(ConstraintSystem& cs, const Uint& a, const Uint& b, Label label);
Int multiply(ConstraintSystem& cs, const Int& a, const Int& b, Label label);

/// With k the greater width:
///   less, less_equal (and > and >= by exchange)    k + 1 variables, k + 2 constraints
///   enforce_less, enforce_less_equal               k variables, k + 1 constraints: b - a (- 1) is in [0, 2^k)
///   min, max                                       k + 2 variables, k + 3 constraints
/// (= and != : is_equal of compare.h, for any field elements.)  REQUIRES: k <= 251.
Bit less(ConstraintSystem& cs, const Uint& a, const Uint& b, Label label);
Bit less(ConstraintSystem& cs, const Int& a, const Int& b, Label label);
Bit less_equal(ConstraintSystem& cs, const Uint& a, const Uint& b, Label label);
Bit less_equal(ConstraintSystem& cs, const Int& a, const Int& b, Label label);
void enforce_less(ConstraintSystem& cs, const Uint& a, const Uint& b, Label label);
void enforce_less_equal(ConstraintSystem& cs, const Uint& a, const Uint& b, Label label);
Uint min(ConstraintSystem& cs, const Uint& a, const Uint& b, Label label);
Uint max(ConstraintSystem& cs, const Uint& a, const Uint& b, Label label);

/// values[0] <= values[1] <= ...: (k + 1) (n - 1) constraints. `strictly`: <, so that no value occurs twice.
void enforce_sorted(ConstraintSystem& cs, std::span<const Uint> values, bool strictly, Label label);
/// The same as a bit: (k + 2) (n - 1) constraints and those of all_of.
Bit is_sorted(ConstraintSystem& cs, std::span<const Uint> values, bool strictly, Label label);

}  // namespace zkp::gadgets
