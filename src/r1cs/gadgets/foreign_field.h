/// Arithmetic modulo a number p other than r ("non-native"), such as the base fields of secp256k1, BN254 and BLS12-381
/// itself, inside a circuit over Fr.
///
/// An element is n limbs, sum_i a_i 2^(64 i), n = ceil(bits(p) / 64). Limbs are combinations that stand for signed
/// integers, and the exact bound on each |a_i| travels with the element. Sums and differences add bounds
/// and cost nothing ("lazy"); products bring fresh limbs below 2^64. Bounds are part of the shape, and where an operand
/// of a product has grown too wide it is reduced first.
///
/// Two facts carry everything (WideInteger computes the bounds exactly, in the shape as well as in the witness):
///
/// 1. A digit sum  S = sum_k d_k 2^(64 k),  |d_k| <= D_k, is zero as an integer.  Digits are taken in groups of L from
/// the
///    lowest, with a carry e from the group before:
///       e + sum_{k in group} d_k 2^(64 (k - k0))  =  2^(64 L) e',     e' in [-2^m, 2^m),    last group: = 0
///    L is as large as keeps the left side's bound B below 2^252. 2^m is the least power above B / 2^(64 L), so an
///    honest e' fits and the right side is at most 2 B < 2^253. Both sides differ by less than 2^254 < r, so equal
///    field elements are equal integers; by induction S = 0.
/// 2. S is zero modulo p: with q in [-2^K, 2^K), 2^K above the bound of |S| / p, made of 64-bit digits less the
/// constant
///    2^K,  S - q p is a digit sum that is zero by (1). p is a constant, so q p is linear.
///
/// a b = c mod p: the 2 n - 1 coefficients w_k of the product of the polynomials a(t), b(t) are new variables with
///    a(t) b(t) = w(t)   at t = 0, 1, ..., 2 n - 2,
/// which determine them (Vandermonde), and w - c is zero modulo p by (2). Evaluations are in Fr, where they are exact:
/// coefficients are below 2^252 in absolute value.
///
///   alloc            bits(p) constraints, value in [0, 2^bits(p)): not necessarily below p
///   multiply         2 n - 1, bits(p) for the result, K + 1 for q, one per group, m + 1 per carry
///                    base fields of secp256k1 728, BN254 722, BLS12-381 1,115
///   enforce_equal    modulo p; 9 or 10 for fresh elements
///   canonical        proves value < p by value + d = p - 1, d >= 0: bits(p), groups and small carries; first reduce()s
///                    what is not fresh
/// Every result is unique modulo p; as integers the limbs of a product have a second reading value + p where that is
/// below 2^bits(p). Use canonical() before limbs, bits or equality as bits are looked at.
///
/// Sources: the polynomial products are those of Kosba, Papamanthou, Shi, "xJsnark" (IEEE S&P 2018), section 5.
#pragma once

#include <span>
#include <vector>

#include "r1cs/gadgets/boolean.h"
#include "r1cs/gadgets/wide_integer.h"

namespace zkp::gadgets {

/// A modulus. Immutable; elements refer to it, so it outlives them. Safe for concurrent use.
class ForeignField {
 public:
  /// REQUIRES: 2 <= p < 2^384.
  explicit ForeignField(const WideInteger& modulus);

  /// 2^256 - 2^32 - 977 (SEC 2, section 2.4.1), and the order of its group.
  static const ForeignField& secp256k1();
  static const ForeignField& secp256k1_order();
  /// EIP-196.
  static const ForeignField& bn254();
  /// The field of the coordinates of G1.
  static const ForeignField& bls12_381();

  const WideInteger& modulus() const { return modulus_; }
  int bits() const { return bits_; }
  size_t limb_count() const { return limb_count_; }
  /// In [0, p).
  WideInteger reduce(const WideInteger& value) const { return WideInteger::divide_floor(value, modulus_).remainder; }
  /// value^(p - 2): the inverse for a prime modulus, 0 for 0.
  WideInteger inverse(const WideInteger& value) const;

 private:
  WideInteger modulus_;
  int bits_;
  size_t limb_count_;
};

class ForeignElement {
 public:
  /// A new element with limbs below 2^64, the highest below what bits(p) leaves. The value is reduced first.
  static ForeignElement alloc(ConstraintSystem& cs, const ForeignField& field, const WideInteger& value, Label label);
  static ForeignElement constant(const ForeignField& field, const WideInteger& value);

  const ForeignField& field() const { return *field_; }
  const std::vector<LinearCombination>& limbs() const { return limbs_; }
  /// The element in [0, p). REQUIRES: cs.has_values().
  WideInteger value(const ConstraintSystem& cs) const;

  /// No constraint. REQUIRES: the same field.
  friend ForeignElement operator+(const ForeignElement& a, const ForeignElement& b);
  friend ForeignElement operator-(const ForeignElement& a, const ForeignElement& b);
  ForeignElement operator-() const;

  /// REQUIRES, for all: the same field.
  static ForeignElement multiply(ConstraintSystem& cs, const ForeignElement& a, const ForeignElement& b, Label label);
  /// a b = c modulo p, without a new element.
  static void enforce_product(ConstraintSystem& cs, const ForeignElement& a, const ForeignElement& b,
                              const ForeignElement& c, Label label);
  static void enforce_equal(ConstraintSystem& cs, const ForeignElement& a, const ForeignElement& b, Label label);
  /// 1 / this, and the proof that this is not zero. REQUIRES: a prime modulus. Cost: of multiply.
  ForeignElement inverse(ConstraintSystem& cs, Label label) const;
  /// The same element modulo p with fresh limbs: bits(p) constraints and those of enforce_equal.
  ForeignElement reduce(ConstraintSystem& cs, Label label) const;
  /// The same element with the limbs of its integer in [0, p).
  ForeignElement canonical(ConstraintSystem& cs, Label label) const;
  /// 1 if equal modulo p: both canonical, then limb by limb.
  static Bit is_equal(ConstraintSystem& cs, const ForeignElement& a, const ForeignElement& b, Label label);
  /// bit ? when_one : when_zero: n constraints.
  static ForeignElement select(ConstraintSystem& cs, const Bit& bit, const ForeignElement& when_one,
                               const ForeignElement& when_zero, Label label);

 private:
  ForeignElement(const ForeignField& field, std::vector<LinearCombination> limbs, std::vector<WideInteger> bounds,
                 bool fresh)
      : field_(&field), limbs_(std::move(limbs)), bounds_(std::move(bounds)), fresh_(fresh) {}

  const ForeignField* field_;
  std::vector<LinearCombination> limbs_;
  std::vector<WideInteger> bounds_;  ///< |limbs[i]| <= bounds[i]
  bool fresh_;                       ///< the limbs are those of a number in [0, 2^bits(p))
};

}  // namespace zkp::gadgets
