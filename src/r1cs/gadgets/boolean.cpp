#include "r1cs/gadgets/boolean.h"

#include "r1cs/gadgets/compare.h"

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

Bit bit_nand(ConstraintSystem& cs, const Bit& a, const Bit& b, Label label) { return !bit_and(cs, a, b, label); }

Bit bit_xnor(ConstraintSystem& cs, const Bit& a, const Bit& b, Label label) { return !bit_xor(cs, a, b, label); }

Bit bit_implies(ConstraintSystem& cs, const Bit& a, const Bit& b, Label label) { return !bit_and(cs, a, !b, label); }

void enforce_implies(ConstraintSystem& cs, const Bit& a, const Bit& b, Label label) {
  cs.enforce(a.lc(), (!b).lc(), LinearCombination(), label);
}

Bit bit_xor3(ConstraintSystem& cs, const Bit& a, const Bit& b, const Bit& c, Label label) {
  const LinearCombination t = a.lc() + b.lc() + c.lc();
  const Fr count = cs.value(t);
  const Variable s = cs.alloc(count == Fr::one() || count == Fr::from_u64(3) ? Fr::one() : Fr::zero());
  cs.enforce(t, t - Fr::from_u64(2) * LinearCombination(s) - Fr::from_u64(2), -Fr::from_u64(3) * LinearCombination(s),
             label);
  return Bit::assume(s);
}

Bit bit_majority(ConstraintSystem& cs, const Bit& a, const Bit& b, const Bit& c, Label label) {
  const LinearCombination t = a.lc() + b.lc() + c.lc();
  const Fr count = cs.value(t);
  const Variable m = cs.alloc(count == Fr::from_u64(2) || count == Fr::from_u64(3) ? Fr::one() : Fr::zero());
  cs.enforce(t, t - Fr::from_u64(4) * LinearCombination(m) - Fr::one(), -Fr::from_u64(6) * LinearCombination(m), label);
  return Bit::assume(m);
}

namespace {

LinearCombination sum_of(std::span<const Bit> bits) {
  LinearCombination sum;
  for (const Bit& bit : bits) sum += bit.lc();
  return sum;
}

}  // namespace

Bit all_of(ConstraintSystem& cs, std::span<const Bit> bits, Label label) {
  if (bits.empty()) return Bit::constant(true);
  if (bits.size() == 1) return bits[0];
  if (bits.size() == 2) return bit_and(cs, bits[0], bits[1], label);
  ZKP_CHECK(bits.size() <= UINT32_MAX);
  return is_zero(cs, sum_of(bits) - Fr::from_u64(bits.size()), label);
}

Bit any_of(ConstraintSystem& cs, std::span<const Bit> bits, Label label) {
  if (bits.empty()) return Bit::constant(false);
  if (bits.size() == 1) return bits[0];
  if (bits.size() == 2) return bit_or(cs, bits[0], bits[1], label);
  ZKP_CHECK(bits.size() <= UINT32_MAX);
  return !is_zero(cs, sum_of(bits), label);
}

}  // namespace zkp::gadgets
