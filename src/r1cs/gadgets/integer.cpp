#include "r1cs/gadgets/integer.h"

#include <algorithm>

#include "r1cs/gadgets/compare.h"
#include "r1cs/gadgets/range.h"
#include "r1cs/gadgets/select.h"

namespace zkp::gadgets {
namespace {

void check_width(int k) { ZKP_CHECK(k >= 1 && k <= kMaxIntegerBits); }

LinearCombination alloc_bits(ConstraintSystem& cs, const Fr& value, int k, Label label) {
  auto scope = cs.scope(label);
  const auto limbs = value.to_limbs();
  LinearCombination sum;
  for (int i = 0; i < k; ++i) {
    const auto at = static_cast<size_t>(i);
    sum.add_scaled(Bit::alloc(cs, limbs::bit(limbs, at) != 0, {"bit", at}).lc(), power_of_two(i));
  }
  return sum;
}

}  // namespace

Fr power_of_two(int k) {
  ZKP_CHECK(k >= 0 && k <= 254);
  Fr::Limbs limbs{};
  limbs[static_cast<size_t>(k / 64)] = uint64_t{1} << (k % 64);
  return Fr::from_limbs_reduce(limbs);
}

std::pair<Fr, bool> magnitude(const Fr& x) {
  const bool negative = x.is_lexicographically_largest();
  return {negative ? -x : x, negative};
}

Uint Uint::alloc(ConstraintSystem& cs, const Fr& value, int k, Label label) {
  check_width(k);
  return Uint(alloc_bits(cs, value, k, label), k);
}

Uint Uint::enforce(ConstraintSystem& cs, const LinearCombination& x, int k, Label label) {
  check_width(k);
  to_bits(cs, x, k, label);
  return Uint(x, k);
}

Uint Uint::assume(LinearCombination lc, int k) {
  check_width(k);
  return Uint(std::move(lc), k);
}

Uint Uint::constant(uint64_t value) {
  const uint64_t number[] = {value};
  return Uint(Fr::from_u64(value), std::max(1, static_cast<int>(limbs::bit_length_var(number))));
}

Uint Uint::of_bits(std::span<const Bit> bits) {
  const int k = static_cast<int>(bits.size());
  check_width(k);
  LinearCombination sum;
  for (int i = 0; i < k; ++i) sum.add_scaled(bits[static_cast<size_t>(i)].lc(), power_of_two(i));
  return Uint(std::move(sum), k);
}

Uint operator+(const Uint& a, const Uint& b) { return Uint::assume(a.lc_ + b.lc_, std::max(a.bits_, b.bits_) + 1); }

Uint operator*(const Uint& a, uint64_t factor) {
  return Uint::assume(a.lc_ * Fr::from_u64(factor), a.bits_ + Uint::constant(factor).bits_);
}

Int Int::enforce(ConstraintSystem& cs, const LinearCombination& x, int k, Label label) {
  check_width(k);
  to_bits(cs, x + power_of_two(k - 1), k, label);
  return Int(x, k);
}

Int Int::alloc(ConstraintSystem& cs, const Fr& value, int k, Label label) {
  check_width(k);
  const Fr offset = power_of_two(k - 1);
  return Int(alloc_bits(cs, value + offset, k, label) - offset, k);
}

Int Int::assume(LinearCombination lc, int k) {
  check_width(k);
  return Int(std::move(lc), k);
}

Int Int::constant(int64_t value) {
  // -2^(k-1) <= v needs as many bits as v = -v - 1 >= 0 does.
  const uint64_t number[] = {static_cast<uint64_t>(value < 0 ? -(value + 1) : value)};
  return Int(Fr::from_i64(value), static_cast<int>(limbs::bit_length_var(number)) + 1);
}

Bit Int::is_negative(ConstraintSystem& cs, Label label) const {
  return !to_bits(cs, lc_ + power_of_two(bits_ - 1), bits_, label).back();
}

Int operator+(const Int& a, const Int& b) { return Int::assume(a.lc_ + b.lc_, std::max(a.bits_, b.bits_) + 1); }
Int operator-(const Int& a, const Int& b) { return Int::assume(a.lc_ - b.lc_, std::max(a.bits_, b.bits_) + 1); }

Uint multiply(ConstraintSystem& cs, const Uint& a, const Uint& b, Label label) {
  check_width(a.bits() + b.bits());
  return Uint::assume(cs.mul(a.lc(), b.lc(), label), a.bits() + b.bits());
}

// |a b| <= 2^(ka - 1) 2^(kb - 1) = 2^(ka + kb - 2), and the positive end needs one bit more.
Int multiply(ConstraintSystem& cs, const Int& a, const Int& b, Label label) {
  check_width(a.bits() + b.bits());
  return Int::assume(cs.mul(a.lc(), b.lc(), label), a.bits() + b.bits());
}

Bit less(ConstraintSystem& cs, const Uint& a, const Uint& b, Label label) {
  const int k = std::max(a.bits(), b.bits());
  check_width(k + 1);
  return less_than(cs, a.lc(), b.lc(), k, label);
}

Bit less(ConstraintSystem& cs, const Int& a, const Int& b, Label label) {
  const int k = std::max(a.bits(), b.bits());
  check_width(k + 1);
  // Both plus 2^(k-1) are in [0, 2^k), and the difference stays.
  return less_than(cs, a.lc(), b.lc(), k, label);
}

Bit less_equal(ConstraintSystem& cs, const Uint& a, const Uint& b, Label label) { return !less(cs, b, a, label); }
Bit less_equal(ConstraintSystem& cs, const Int& a, const Int& b, Label label) { return !less(cs, b, a, label); }

// b - a is in (-2^k, 2^k) as an integer; a negative one is above r - 2^k >= 2^k as a field element.
void enforce_less_equal(ConstraintSystem& cs, const Uint& a, const Uint& b, Label label) {
  const int k = std::max(a.bits(), b.bits());
  check_width(k + 1);
  to_bits(cs, b.lc() - a.lc(), k, label);
}

void enforce_less(ConstraintSystem& cs, const Uint& a, const Uint& b, Label label) {
  const int k = std::max(a.bits(), b.bits());
  check_width(k + 1);
  to_bits(cs, b.lc() - a.lc() - Fr::one(), k, label);
}

Uint min(ConstraintSystem& cs, const Uint& a, const Uint& b, Label label) {
  auto scope = cs.scope(label);
  const Bit a_less = less(cs, a, b, "less");
  return Uint::assume(select(cs, a_less, a.lc(), b.lc(), "select"), std::min(a.bits(), b.bits()));
}

Uint max(ConstraintSystem& cs, const Uint& a, const Uint& b, Label label) {
  auto scope = cs.scope(label);
  const Bit a_less = less(cs, a, b, "less");
  return Uint::assume(select(cs, a_less, b.lc(), a.lc(), "select"), std::max(a.bits(), b.bits()));
}

void enforce_sorted(ConstraintSystem& cs, std::span<const Uint> values, bool strictly, Label label) {
  auto scope = cs.scope(label);
  for (size_t i = 1; i < values.size(); ++i)
    strictly ? enforce_less(cs, values[i - 1], values[i], {"pair", i - 1})
             : enforce_less_equal(cs, values[i - 1], values[i], {"pair", i - 1});
}

Bit is_sorted(ConstraintSystem& cs, std::span<const Uint> values, bool strictly, Label label) {
  auto scope = cs.scope(label);
  std::vector<Bit> in_order;
  for (size_t i = 1; i < values.size(); ++i)
    in_order.push_back(strictly ? less(cs, values[i - 1], values[i], {"pair", i - 1})
                                : less_equal(cs, values[i - 1], values[i], {"pair", i - 1}));
  return all_of(cs, in_order, "all");
}

}  // namespace zkp::gadgets
