#include "r1cs/gadgets/wide_integer.h"

#include <algorithm>

namespace zkp::gadgets {

WideInteger::WideInteger(int64_t value) {
  limbs_.fill(value < 0 ? ~uint64_t{0} : 0);
  limbs_[0] = static_cast<uint64_t>(value);
}

WideInteger WideInteger::of_limbs(std::span<const uint64_t> little_endian) {
  ZKP_CHECK(little_endian.size() < kLimbs);
  WideInteger out;
  std::ranges::copy(little_endian, out.limbs_.begin());
  return out;
}

WideInteger WideInteger::of_signed(const Fr& value) {
  const bool negative = value.is_lexicographically_largest();
  const WideInteger size = of_limbs((negative ? -value : value).to_limbs());
  return negative ? -size : size;
}

Fr WideInteger::to_field() const {
  const WideInteger size = is_negative() ? -*this : *this;
  Fr::Limbs low{};
  std::copy_n(size.limbs_.begin(), low.size(), low.begin());
  const Fr out = Fr::from_limbs_reduce(low);
  return is_negative() ? -out : out;
}

WideInteger WideInteger::operator-() const {
  WideInteger out;
  uint64_t carry = 1;
  for (size_t i = 0; i < kLimbs; ++i) out.limbs_[i] = limbs::add_carry(~limbs_[i], 0, carry);
  return out;
}

WideInteger operator+(const WideInteger& a, const WideInteger& b) {
  WideInteger out;
  uint64_t carry = 0;
  for (size_t i = 0; i < WideInteger::kLimbs; ++i) out.limbs_[i] = limbs::add_carry(a.limbs_[i], b.limbs_[i], carry);
  return out;
}

// Modulo 2^1024 the product of two's complements is that of the numbers.
WideInteger operator*(const WideInteger& a, const WideInteger& b) {
  WideInteger out;
  for (size_t i = 0; i < WideInteger::kLimbs; ++i) {
    uint64_t carry = 0;
    for (size_t j = 0; i + j < WideInteger::kLimbs; ++j)
      out.limbs_[i + j] = limbs::mul_add(out.limbs_[i + j], a.limbs_[i], b.limbs_[j], carry);
  }
  return out;
}

WideInteger WideInteger::shifted_right(size_t bits) const {
  WideInteger out;
  const uint64_t sign = is_negative() ? ~uint64_t{0} : 0;
  const size_t words = bits / 64, rest = bits % 64;
  auto word = [&](size_t i) { return i < kLimbs ? limbs_[i] : sign; };
  for (size_t i = 0; i < kLimbs; ++i)
    out.limbs_[i] = rest == 0 ? word(i + words) : word(i + words) >> rest | word(i + words + 1) << (64 - rest);
  return out;
}

WideInteger WideInteger::shifted_left(size_t bits) const {
  WideInteger out;
  const size_t words = bits / 64, rest = bits % 64;
  auto word = [&](size_t i) { return i < words ? 0 : limbs_[i - words]; };
  for (size_t i = kLimbs; i-- > 0;)
    out.limbs_[i] = rest == 0 ? word(i) : word(i) << rest | (i > 0 ? word(i - 1) >> (64 - rest) : 0);
  return out;
}

WideInteger::Division WideInteger::divide_floor(const WideInteger& a, const WideInteger& b) {
  if (b.is_negative() || b.is_zero()) return {WideInteger(), a};
  const WideInteger size = a.is_negative() ? -a : a;
  const size_t bits = limbs::bit_length_var(size.limbs_);
  Division out;
  for (size_t i = bits; i-- > 0;) {
    out.remainder = out.remainder.shifted_left(1) + WideInteger(size.bit(i));
    out.quotient = out.quotient.shifted_left(1);
    if (!(out.remainder < b)) {
      out.remainder = out.remainder - b;
      out.quotient = out.quotient + WideInteger(1);
    }
  }
  if (!a.is_negative()) return out;
  if (out.remainder.is_zero()) return {-out.quotient, out.remainder};
  return {-out.quotient - WideInteger(1), b - out.remainder};
}

}  // namespace zkp::gadgets
