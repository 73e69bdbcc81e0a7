#include "field/fp12.h"

#include "field/frobenius.h"
#include "field/pow.h"

namespace zkp {

// Karatsuba:  (a0 + a1 w)(b0 + b1 w) = (a0 b0 + v a1 b1) + ((a0 + a1)(b0 + b1) - a0 b0 - a1 b1) w.
Fp12 Fp12::operator*(const Fp12& b) const {
  const Fp6 v0 = c0 * b.c0;
  const Fp6 v1 = c1 * b.c1;
  return {v0 + v1.mul_by_v(), (c0 + c1) * (b.c0 + b.c1) - v0 - v1};
}

// Complex squaring:  c0 = (a0 + a1)(a0 + v a1) - a0 a1 - v a0 a1,  c1 = 2 a0 a1.
Fp12 Fp12::square() const {
  const Fp6 product = c0 * c1;
  return {(c0 + c1) * (c0 + c1.mul_by_v()) - product - product.mul_by_v(), product.doubled()};
}

// b = (b0 + b1 v) + (b4 v) w, the Karatsuba formula with both halves sparse.
Fp12 Fp12::mul_by_014(const Fp2& b0, const Fp2& b1, const Fp2& b4) const {
  const Fp6 v0 = c0.mul_by_01(b0, b1);
  const Fp6 v1 = c1.mul_by_1(b4);
  return {v0 + v1.mul_by_v(), (c0 + c1).mul_by_01(b0, b1 + b4) - v0 - v1};
}

// w^(q^k) = w w^(q^k - 1) = w xi^((q^k - 1)/6) = w gamma_(k,1).
Fp12 Fp12::frobenius(unsigned power) const {
  const unsigned k = power % 12;
  const Fp6 odd = c1.frobenius(k).mul_by_fp2(frobenius_coefficient(k % 6, 1));
  return {c0.frobenius(k), k < 6 ? odd : -odd};
}

namespace {
// (a + b y)^2 in Fp4 = Fp2[y] / (y^2 - xi):  (a^2 + xi b^2) + ((a + b)^2 - a^2 - b^2) y.
struct Fp4 {
  Fp2 a, b;
};
Fp4 fp4_square(const Fp2& a, const Fp2& b) {
  const Fp2 a2 = a.square();
  const Fp2 b2 = b.square();
  return {a2 + b2.mul_by_xi(), (a + b).square() - a2 - b2};
}
}  // namespace

// Granger, Scott, "Faster squaring in the cyclotomic subgroup of sixth degree extensions", ePrint 2009/565,
// section 3.2. Over Fp4 = Fp2[y], y = w^3 = v w, the element is A + B w^2 + C w^4 (up to order) with
//   A = c0.c0 + c1.c1 y,  B = c1.c0 + c0.c2 y,  C = c0.c1 + c1.c2 y,  and
//   A' = 3 A^2 - 2 conj(A),  B' = 3 y C^2 + 2 conj(B),  C' = 3 B^2 - 2 conj(C).
Fp12 Fp12::cyclotomic_square() const {
  const Fp4 a = fp4_square(c0.c0, c1.c1);
  const Fp4 b = fp4_square(c1.c0, c0.c2);
  const Fp4 c = fp4_square(c0.c1, c1.c2);
  auto triple_minus_double = [](const Fp2& s, const Fp2& z) { return (s - z).doubled() + s; };
  auto triple_plus_double = [](const Fp2& s, const Fp2& z) { return (s + z).doubled() + s; };
  return {{triple_minus_double(a.a, c0.c0), triple_minus_double(b.a, c0.c1), triple_minus_double(c.a, c0.c2)},
          {triple_plus_double(c.b.mul_by_xi(), c1.c0), triple_plus_double(a.b, c1.c1), triple_plus_double(b.b, c1.c2)}};
}

Fp12 Fp12::pow(std::span<const uint64_t> exponent_le_limbs) const {
  return pow_public_exponent(*this, exponent_le_limbs);
}

// 1/(a0 + a1 w) = (a0 - a1 w) / (a0^2 - v a1^2).
Fp12 Fp12::inverse() const {
  const Fp6 d = (c0.square() - c1.square().mul_by_v()).inverse();
  return {c0 * d, -(c1 * d)};
}
Fp12 Fp12::inverse_var() const {
  const Fp6 d = (c0.square() - c1.square().mul_by_v()).inverse_var();
  return {c0 * d, -(c1 * d)};
}

Result<Fp12> Fp12::random(Random& random) {
  Fp12 out;
  ZKP_TRY(out.c0, Fp6::random(random));
  ZKP_TRY(out.c1, Fp6::random(random));
  return out;
}

}  // namespace zkp
