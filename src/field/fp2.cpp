#include "field/fp2.h"

#include "field/lazy.h"
#include "field/pow.h"

namespace zkp {

Fp2 Fp2::operator*(const Fp2& b) const {
  Fp2 out{Fp::unset(), Fp::unset()};
  lazy::multiply(out, *this, b);
  return out;
}
Fp2& Fp2::operator*=(const Fp2& b) {
  lazy::multiply(*this, *this, b);
  return *this;
}
Fp2 Fp2::square() const {
  Fp2 out{Fp::unset(), Fp::unset()};
  lazy::square(out, *this);
  return out;
}
void Fp2::square_in_place() { lazy::square(*this, *this); }

Fp2 Fp2::pow(std::span<const uint64_t> exponent_le_limbs) const {
  return pow_public_exponent(*this, exponent_le_limbs);
}

// 1/x = conjugate(x) / norm(x).
Fp2 Fp2::inverse() const { return conjugate() * norm().inverse(); }
Fp2 Fp2::inverse_var() const { return conjugate() * norm().inverse_var(); }

// The complex method (Scott, "Tricks of the trade for fast hash-to-curve", ePrint 2020/1497, section 5): let n be a
// root of the norm c0^2 + c1^2 and d = (c0 + n)/2. Because d (c0 - n)/2 = -c1^2/4, a root of c0 + c1 u is
//   s + c1/(2s) u   with s^2 = d,   if d is a square,
//   c1/(2s) + s u   with s^2 = -d,  if not.
// One power gives s and 1/s: with t = d^((q-3)/4), d t^2 is the Legendre symbol of d, s = d t, and 1/s = t or -t.
std::optional<Fp2> Fp2::sqrt_var() const {
  if (c1.is_zero()) {
    if (auto root = c0.sqrt_var()) return Fp2{*root, Fp::zero()};
    return Fp2{Fp::zero(), (-c0).sqrt_var().value()};  // -1 is a non-square, so exactly one of c0, -c0 is a square
  }
  const auto n = norm().sqrt_var();
  if (!n) return std::nullopt;
  static constexpr Fp kHalf = Fp::from_limbs_reduce(limbs::shift_right(Fp::kModulus, 1)) + Fp::one();  // (q + 1) / 2
  static constexpr Fp::Limbs kExponent = limbs::shift_right(Fp::kModulus, 2);                          // (q - 3) / 4
  const Fp d = (c0 + *n) * kHalf;
  const Fp t = d.pow(kExponent);
  const Fp s = d * t;
  const Fp half_c1_t = c1 * kHalf * t;
  const Fp2 root = (s * t).is_one() ? Fp2{s, half_c1_t} : Fp2{-half_c1_t, s};
  ZKP_CHECK(root.square() == *this);
  return root;
}

Result<Fp2> Fp2::random(Random& random) {
  Fp2 out;
  ZKP_TRY(out.c0, Fp::random(random));
  ZKP_TRY(out.c1, Fp::random(random));
  return out;
}

}  // namespace zkp
