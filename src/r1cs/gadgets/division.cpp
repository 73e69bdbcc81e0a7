#include "r1cs/gadgets/division.h"

#include "r1cs/gadgets/wide_integer.h"

namespace zkp::gadgets {
namespace {

WideInteger::Division quotient_of(const ConstraintSystem& cs, const LinearCombination& a, const LinearCombination& b) {
  return WideInteger::divide_floor(WideInteger::of_signed(cs.value(a)), WideInteger::of_signed(cs.value(b)));
}

}  // namespace

// q b + r < 2^(ka + kb) + 2^kb < 2^252 and a < 2^ka: far below r.
UintDivision divide(ConstraintSystem& cs, const Uint& a, const Uint& b, Label label) {
  ZKP_CHECK(a.bits() + b.bits() < kMaxIntegerBits);
  auto scope = cs.scope(label);
  const WideInteger::Division native = quotient_of(cs, a.lc(), b.lc());
  Uint q = Uint::alloc(cs, native.quotient.to_field(), a.bits(), "quotient");
  Uint r = Uint::alloc(cs, native.remainder.to_field(), b.bits(), "remainder");
  cs.enforce(q.lc(), b.lc(), a.lc() - r.lc(), "product");
  enforce_less(cs, r, b, "below");
  return {std::move(q), std::move(r)};
}

// |q| <= 2^ka, b' <= 2^(kb - 1), r' < 2^kb and |a'| <= 2^(ka - 1): |q b' + r' - a'| < 2^(ka + kb + 1) < 2^251.
IntDivision divide_floor(ConstraintSystem& cs, const Int& a, const Int& b, Label label) {
  ZKP_CHECK(a.bits() + b.bits() <= kMaxIntegerBits - 3);
  auto scope = cs.scope(label);
  const LinearCombination sign =
      LinearCombination(Fr::one()) - Fr::from_u64(2) * LinearCombination(b.is_negative(cs, "sign").lc());
  const Uint divisor = Uint::assume(cs.mul(b.lc(), sign, "divisor"), b.bits());
  const LinearCombination dividend = cs.mul(a.lc(), sign, "dividend");
  const WideInteger::Division native = quotient_of(cs, dividend, divisor.lc());
  Int q = Int::alloc(cs, native.quotient.to_field(), a.bits() + 1, "quotient");
  const Uint r = Uint::alloc(cs, native.remainder.to_field(), b.bits(), "remainder");
  cs.enforce(q.lc(), divisor.lc(), dividend - r.lc(), "product");
  enforce_less(cs, r, divisor, "below");
  return {std::move(q), Int::assume(cs.mul(r.lc(), sign, "signed_remainder"), b.bits())};
}

}  // namespace zkp::gadgets
