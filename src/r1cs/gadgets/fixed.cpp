#include "r1cs/gadgets/fixed.h"

#include "r1cs/gadgets/division.h"
#include "r1cs/gadgets/wide_integer.h"

namespace zkp::gadgets {

Fixed::Fixed(Int raw, int fraction_bits) : raw_(std::move(raw)), fraction_bits_(fraction_bits) {
  ZKP_CHECK(fraction_bits >= 0 && fraction_bits <= 126);
}

Fixed Fixed::enforce(ConstraintSystem& cs, const LinearCombination& raw, int k, int fraction_bits, Label label) {
  ZKP_CHECK(fraction_bits < k);
  return Fixed(Int::enforce(cs, raw, k, label), fraction_bits);
}

Fixed Fixed::narrow(ConstraintSystem& cs, int k, Label label) const {
  return enforce(cs, raw_.lc(), k, fraction_bits_, label);
}

Fixed operator+(const Fixed& a, const Fixed& b) {
  ZKP_CHECK(a.fraction_bits_ == b.fraction_bits_);
  return Fixed(a.raw_ + b.raw_, a.fraction_bits_);
}

Fixed operator-(const Fixed& a, const Fixed& b) {
  ZKP_CHECK(a.fraction_bits_ == b.fraction_bits_);
  return Fixed(a.raw_ - b.raw_, a.fraction_bits_);
}

// |raw_a raw_b| <= 2^e with e = ka + kb - 2, so |q| <= 2^(e - f) fits e - f + 2 = ka + kb - f bits. Both sides of the
// equation are below 2^(ka + kb), so it is one of integers, and the range of `rest` leaves one q.
Fixed multiply(ConstraintSystem& cs, const Fixed& a, const Fixed& b, Label label) {
  const int f = a.fraction_bits(), wide = a.raw().bits() + b.raw().bits();
  ZKP_CHECK(b.fraction_bits() == f && wide >= f + 2 && wide < kMaxIntegerBits);
  if (f == 0) return Fixed(multiply(cs, a.raw(), b.raw(), label), 0);
  auto scope = cs.scope(label);
  const Fr half = power_of_two(f - 1);
  const WideInteger shifted = WideInteger::of_signed(cs.value(a.raw().lc()) * cs.value(b.raw().lc()) + half);
  const WideInteger quotient = shifted.shifted_right(static_cast<size_t>(f));
  const WideInteger left = shifted - quotient.shifted_left(static_cast<size_t>(f));
  Int q = Int::alloc(cs, quotient.to_field(), wide - f, "quotient");
  const Uint rest = Uint::alloc(cs, left.to_field(), f, "rest");
  cs.enforce(a.raw().lc(), b.raw().lc(), power_of_two(f) * q.lc() + rest.lc() - half, "product");
  return Fixed(std::move(q), f);
}

Fixed divide(ConstraintSystem& cs, const Fixed& a, const Fixed& b, Label label) {
  const int f = a.fraction_bits();
  ZKP_CHECK(b.fraction_bits() == f &&
            std::max(a.raw().bits() + f + 1, b.raw().bits()) + b.raw().bits() <= kMaxIntegerBits - 5);
  const Int shifted = Int::assume(power_of_two(f + 1) * a.raw().lc(), a.raw().bits() + f + 1);
  const Int twice = Int::assume(Fr::from_u64(2) * b.raw().lc(), b.raw().bits() + 1);
  return Fixed(divide_floor(cs, shifted + b.raw(), twice, label).quotient, f);
}

Bit less(ConstraintSystem& cs, const Fixed& a, const Fixed& b, Label label) {
  ZKP_CHECK(a.fraction_bits() == b.fraction_bits());
  return less(cs, a.raw(), b.raw(), label);
}

Bit less_equal(ConstraintSystem& cs, const Fixed& a, const Fixed& b, Label label) {
  ZKP_CHECK(a.fraction_bits() == b.fraction_bits());
  return less_equal(cs, a.raw(), b.raw(), label);
}

}  // namespace zkp::gadgets
