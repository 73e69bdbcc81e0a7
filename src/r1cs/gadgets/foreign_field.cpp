#include "r1cs/gadgets/foreign_field.h"

#include <algorithm>

#include "r1cs/gadgets/array.h"
#include "r1cs/gadgets/compare.h"
#include "r1cs/gadgets/integer.h"
#include "r1cs/gadgets/select.h"

namespace zkp::gadgets {
namespace {

constexpr size_t kLimbBits = 64;
constexpr size_t kSumBits = 252;      ///< groups of digits stay below 2^252
constexpr size_t kProductBits = 200;  ///< coefficients of products stay below 2^200: wider operands are reduced

size_t bit_length(const WideInteger& nonnegative) { return limbs::bit_length_var(nonnegative.limbs()); }
WideInteger power(size_t bits) { return WideInteger(1).shifted_left(bits); }
WideInteger max_limb() { return power(kLimbBits) - WideInteger(1); }
WideInteger larger(const WideInteger& a, const WideInteger& b) { return a < b ? b : a; }

// sum_k digit_k 2^(64 k) with |digit_k| <= bound_k.
struct Digits {
  std::vector<LinearCombination> digits;
  std::vector<WideInteger> bounds;

  void add(size_t k, const LinearCombination& digit, const WideInteger& bound) {
    if (k >= digits.size()) {
      digits.resize(k + 1);
      bounds.resize(k + 1);
    }
    digits[k] += digit;
    bounds[k] = bounds[k] + bound;
  }
  WideInteger total_bound() const {
    WideInteger out;
    for (size_t k = 0; k < bounds.size(); ++k) out = out + bounds[k].shifted_left(kLimbBits * k);
    return out;
  }
  WideInteger value(const ConstraintSystem& cs) const {
    WideInteger out;
    for (size_t k = 0; k < digits.size(); ++k)
      out = out + WideInteger::of_signed(cs.value(digits[k])).shifted_left(kLimbBits * k);
    return out;
  }
};

// Fact 1 of the header.
void enforce_zero_integer(ConstraintSystem& cs, const Digits& sum) {
  LinearCombination carry;
  WideInteger carry_bound;
  size_t group = 0;
  for (size_t k = 0; k < sum.digits.size(); ++group) {
    LinearCombination left = carry;
    WideInteger bound = carry_bound;
    size_t length = 0;
    for (; k < sum.digits.size(); ++k, ++length) {
      const WideInteger next = bound + sum.bounds[k].shifted_left(kLimbBits * length);
      if (!(next < power(kSumBits))) break;
      left.add_scaled(sum.digits[k], power(kLimbBits * length).to_field());
      bound = next;
    }
    ZKP_CHECK(length > 0);
    carry = {};
    carry_bound = {};
    const WideInteger highest = bound.shifted_right(kLimbBits * length);
    if (k < sum.digits.size() && !highest.is_zero()) {
      const size_t m = bit_length(highest);
      const WideInteger value = WideInteger::of_signed(cs.value(left)).shifted_right(kLimbBits * length);
      carry = Int::alloc(cs, value.to_field(), static_cast<int>(m) + 1, {"carry", group}).lc();
      carry_bound = power(m);
    }
    cs.enforce_zero(left - carry * power(kLimbBits * length).to_field(), {"group", group});
  }
}

// Fact 2.
void enforce_zero_mod(ConstraintSystem& cs, const ForeignField& field, Digits sum) {
  const WideInteger highest = WideInteger::divide_floor(sum.total_bound(), field.modulus()).quotient;
  const size_t offset_bits = bit_length(highest);  // K
  const WideInteger quotient =
      cs.has_values() ? WideInteger::divide_floor(sum.value(cs), field.modulus()).quotient : WideInteger();
  const WideInteger shifted = quotient + power(offset_bits);
  const auto modulus = field.modulus().limbs();
  for (size_t i = 0; i * kLimbBits <= offset_bits; ++i) {
    const size_t bits = std::min(kLimbBits, offset_bits + 1 - i * kLimbBits);
    LinearCombination digit =
        Uint::alloc(cs, Fr::from_u64(shifted.limbs()[i]), static_cast<int>(bits), {"quotient", i}).lc();
    if (i == offset_bits / kLimbBits) digit -= power(offset_bits % kLimbBits).to_field();
    const WideInteger bound = power(bits);  // of the digit, whether the constant is taken off or not
    for (size_t j = 0; j < field.limb_count(); ++j)
      sum.add(i + j, digit * -Fr::from_u64(modulus[j]), bound * WideInteger::of_limbs(std::span(&modulus[j], 1)));
  }
  enforce_zero_integer(cs, sum);
}

// Of the widths that limbs of a number below 2^bits have.
size_t limb_bits(const ForeignField& field, size_t i) {
  return std::min(kLimbBits, static_cast<size_t>(field.bits()) - i * kLimbBits);
}
std::vector<WideInteger> fresh_bounds(const ForeignField& field) {
  std::vector<WideInteger> out;
  for (size_t i = 0; i < field.limb_count(); ++i) out.push_back(power(limb_bits(field, i)) - WideInteger(1));
  return out;
}

std::vector<WideInteger> product_bounds(const std::vector<WideInteger>& a, const std::vector<WideInteger>& b) {
  std::vector<WideInteger> out(a.size() + b.size() - 1);
  for (size_t i = 0; i < a.size(); ++i)
    for (size_t j = 0; j < b.size(); ++j) out[i + j] = out[i + j] + a[i] * b[j];
  return out;
}

bool all_constant(const std::vector<LinearCombination>& limbs) { return std::ranges::all_of(limbs, is_constant); }

// The coefficients of a(t) b(t).
std::vector<LinearCombination> coefficients(ConstraintSystem& cs, const std::vector<LinearCombination>& a,
                                            const std::vector<LinearCombination>& b) {
  const size_t n = a.size();
  std::vector<LinearCombination> out(2 * n - 1);
  if (all_constant(a) || all_constant(b)) {
    const auto& numbers = all_constant(a) ? a : b;
    const auto& other = all_constant(a) ? b : a;
    for (size_t i = 0; i < n; ++i)
      for (size_t j = 0; j < n; ++j) out[i + j].add_scaled(other[j], constant_of(numbers[i]));
    return out;
  }
  for (size_t k = 0; k < 2 * n - 1; ++k) {
    Fr value;
    for (size_t i = k < n ? 0 : k - n + 1; i < std::min(k + 1, n); ++i) value += cs.value(a[i]) * cs.value(b[k - i]);
    out[k] = cs.alloc(value);
  }
  auto at = [](const std::vector<LinearCombination>& polynomial, size_t t) {
    LinearCombination sum;
    Fr weight = Fr::one();
    for (const LinearCombination& coefficient : polynomial) {
      sum.add_scaled(coefficient, weight);
      weight *= Fr::from_u64(t);
    }
    return sum;
  };
  for (size_t t = 0; t < 2 * n - 1; ++t) cs.enforce(at(a, t), at(b, t), at(out, t), {"point", t});
  return out;
}

WideInteger from_hex(std::string_view text) { return WideInteger::of_limbs(limbs::from_hex<6>(text)); }

}  // namespace

ForeignField::ForeignField(const WideInteger& modulus) : modulus_(modulus) {
  ZKP_CHECK(WideInteger(1) < modulus && modulus < power(384));
  bits_ = static_cast<int>(bit_length(modulus));
  limb_count_ = (static_cast<size_t>(bits_) + kLimbBits - 1) / kLimbBits;
}

const ForeignField& ForeignField::secp256k1() {
  static const ForeignField field(from_hex("0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f"));
  return field;
}
const ForeignField& ForeignField::secp256k1_order() {
  static const ForeignField field(from_hex("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"));
  return field;
}
const ForeignField& ForeignField::bn254() {
  static const ForeignField field(from_hex("0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47"));
  return field;
}
const ForeignField& ForeignField::bls12_381() {
  static const ForeignField field(
      from_hex("0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab"));
  return field;
}

// Binary extended Euclid would be faster; witnesses of inverses are rare.
WideInteger ForeignField::inverse(const WideInteger& value) const {
  const WideInteger exponent = modulus_ - WideInteger(2);
  WideInteger out = 1;
  for (size_t i = bit_length(exponent); i-- > 0;) {
    out = reduce(out * out);
    if (exponent.bit(i)) out = reduce(out * value);
  }
  return out;
}

ForeignElement ForeignElement::alloc(ConstraintSystem& cs, const ForeignField& field, const WideInteger& value,
                                     Label label) {
  auto scope = cs.scope(label);
  const WideInteger number = field.reduce(value);
  std::vector<LinearCombination> limbs;
  for (size_t i = 0; i < field.limb_count(); ++i) {
    const int bits = static_cast<int>(limb_bits(field, i));
    limbs.push_back(Uint::alloc(cs, Fr::from_u64(number.limbs()[i]), bits, {"limb", i}).lc());
  }
  return ForeignElement(field, std::move(limbs), fresh_bounds(field), true);
}

ForeignElement ForeignElement::constant(const ForeignField& field, const WideInteger& value) {
  const WideInteger number = field.reduce(value);
  std::vector<LinearCombination> limbs;
  for (size_t i = 0; i < field.limb_count(); ++i) limbs.push_back(Fr::from_u64(number.limbs()[i]));
  return ForeignElement(field, std::move(limbs), fresh_bounds(field), true);
}

WideInteger ForeignElement::value(const ConstraintSystem& cs) const {
  return field_->reduce(Digits{limbs_, bounds_}.value(cs));
}

ForeignElement operator+(const ForeignElement& a, const ForeignElement& b) {
  ZKP_CHECK(a.field_ == b.field_);
  ForeignElement out = a;
  for (size_t i = 0; i < out.limbs_.size(); ++i) {
    out.limbs_[i] += b.limbs_[i];
    out.bounds_[i] = out.bounds_[i] + b.bounds_[i];
    ZKP_CHECK(out.bounds_[i] < power(kSumBits - kLimbBits));  // beyond, bounds of products could wrap around
  }
  out.fresh_ = false;
  return out;
}

ForeignElement operator-(const ForeignElement& a, const ForeignElement& b) { return a + (-b); }

ForeignElement ForeignElement::operator-() const {
  ForeignElement out = *this;
  for (LinearCombination& limb : out.limbs_) limb *= -Fr::one();
  out.fresh_ = false;
  return out;
}

void ForeignElement::enforce_product(ConstraintSystem& cs, const ForeignElement& a, const ForeignElement& b,
                                     const ForeignElement& c, Label label) {
  ZKP_CHECK(a.field_ == b.field_ && a.field_ == c.field_);
  auto scope = cs.scope(label);
  ForeignElement left = a, right = b;
  auto width = [](const ForeignElement& x) { return Digits{x.limbs_, x.bounds_}.total_bound(); };
  std::vector<WideInteger> bounds = product_bounds(left.bounds_, right.bounds_);
  for (size_t i = 0; std::ranges::any_of(bounds, [](const auto& v) { return !(v < power(kProductBits)); }); ++i) {
    ForeignElement& wider = width(left) < width(right) ? right : left;
    wider = wider.reduce(cs, {"narrow", i});
    bounds = product_bounds(left.bounds_, right.bounds_);
  }

  Digits sum{coefficients(cs, left.limbs_, right.limbs_), bounds};
  for (size_t k = 0; k < c.limbs_.size(); ++k) sum.add(k, c.limbs_[k] * -Fr::one(), c.bounds_[k]);
  enforce_zero_mod(cs, *a.field_, std::move(sum));
}

ForeignElement ForeignElement::multiply(ConstraintSystem& cs, const ForeignElement& a, const ForeignElement& b,
                                        Label label) {
  auto scope = cs.scope(label);
  const WideInteger value = cs.has_values() ? a.value(cs) * b.value(cs) : WideInteger();
  ForeignElement out = alloc(cs, *a.field_, value, "result");
  enforce_product(cs, a, b, out, "product");
  return out;
}

void ForeignElement::enforce_equal(ConstraintSystem& cs, const ForeignElement& a, const ForeignElement& b,
                                   Label label) {
  auto scope = cs.scope(label);
  const ForeignElement difference = a - b;
  enforce_zero_mod(cs, *a.field_, Digits{difference.limbs_, difference.bounds_});
}

ForeignElement ForeignElement::inverse(ConstraintSystem& cs, Label label) const {
  auto scope = cs.scope(label);
  ForeignElement out = alloc(cs, *field_, cs.has_values() ? field_->inverse(value(cs)) : WideInteger(), "result");
  enforce_product(cs, *this, out, constant(*field_, 1), "product");
  return out;
}

ForeignElement ForeignElement::reduce(ConstraintSystem& cs, Label label) const {
  auto scope = cs.scope(label);
  ForeignElement out = alloc(cs, *field_, cs.has_values() ? value(cs) : WideInteger(), "result");
  enforce_equal(cs, *this, out, "equal");
  return out;
}

ForeignElement ForeignElement::canonical(ConstraintSystem& cs, Label label) const {
  auto scope = cs.scope(label);
  ForeignElement out = fresh_ ? *this : reduce(cs, "reduce");
  const WideInteger highest = field_->modulus() - WideInteger(1);
  const ForeignElement gap = alloc(cs, *field_, cs.has_values() ? highest - out.value(cs) : WideInteger(), "gap");
  Digits sum{out.limbs_, out.bounds_};
  for (size_t k = 0; k < gap.limbs_.size(); ++k) {
    sum.add(k, gap.limbs_[k], gap.bounds_[k]);
    sum.add(k, -Fr::from_u64(highest.limbs()[k]), max_limb());
  }
  enforce_zero_integer(cs, sum);
  return out;
}

Bit ForeignElement::is_equal(ConstraintSystem& cs, const ForeignElement& a, const ForeignElement& b, Label label) {
  ZKP_CHECK(a.field_ == b.field_);
  auto scope = cs.scope(label);
  const ForeignElement left = a.canonical(cs, "left"), right = b.canonical(cs, "right");
  std::vector<Bit> equal;
  for (size_t i = 0; i < left.limbs_.size(); ++i)
    equal.push_back(gadgets::is_equal(cs, left.limbs_[i], right.limbs_[i], {"limb", i}));
  return all_of(cs, equal, "all");
}

ForeignElement ForeignElement::select(ConstraintSystem& cs, const Bit& bit, const ForeignElement& when_one,
                                      const ForeignElement& when_zero, Label label) {
  ZKP_CHECK(when_one.field_ == when_zero.field_);
  auto scope = cs.scope(label);
  ForeignElement out = when_one;
  for (size_t i = 0; i < out.limbs_.size(); ++i) {
    out.limbs_[i] = gadgets::select(cs, bit, when_one.limbs_[i], when_zero.limbs_[i], {"limb", i});
    out.bounds_[i] = larger(when_one.bounds_[i], when_zero.bounds_[i]);
  }
  out.fresh_ = when_one.fresh_ && when_zero.fresh_;
  return out;
}

}  // namespace zkp::gadgets
