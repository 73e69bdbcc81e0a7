#include "field/fp12.h"

#include "field/frobenius.h"
#include "field/lazy6.h"
#include "field/pow.h"

namespace zkp {

namespace {

using lazy::Ref, lazy::Ref6, lazy::Wide2, lazy::Wide6;

// The coefficients of a product in Fp12 are, by the ranges of lazy6.h, in (-11, 6) and (-5, 12) times p^2: those of
//   c0 = a0 b0 + v a1 b1   are one of Fp6 and one of v times Fp6, where xi takes the three terms of c2 to (-6, 3), (-3,
//   6); c1 = a0 b1 + a1 b0     are two of Fp6: (-10, 6) and (-4, 12).
// A square (see below) stays in (-11, 8) and (-5, 13).
void reduce_fp12(Fp6& out, Wide6& t) {
  lazy::reduce_far<11, 5>(out.c0, t.c0);
  lazy::reduce_far<11, 5>(out.c1, t.c1);
  lazy::reduce_far<11, 5>(out.c2, t.c2);
}

}  // namespace

// Karatsuba:  (a0 + a1 w)(b0 + b1 w) = (a0 b0 + v a1 b1) + ((a0 + a1)(b0 + b1) - a0 b0 - a1 b1) w.
Fp12 Fp12::operator*(const Fp12& b) const {
  Fp12 out{lazy::unset_fp6(), lazy::unset_fp6()};
  Wide6 v0, v1, t;
  lazy::multiply_wide(v0, Ref6(c0), Ref6(b.c0));
  lazy::multiply_wide(v1, Ref6(c1), Ref6(b.c1));
  lazy::multiply_wide<2, 2>(t, lazy::add(c0, c1), lazy::add(b.c0, b.c1));
  lazy::sub_both(t, t, v0, v1);
  lazy::add_v(v0, v0, v1);
  reduce_fp12(out.c0, v0);
  reduce_fp12(out.c1, t);
  return out;
}

// Complex squaring:  c0 = (a0 + a1)(a0 + v a1) - a0 a1 - v a0 a1,  c1 = 2 a0 a1.
//
// b = v a1 is reduced: as integers b = v a1 + p e with e = e0 + e1 u, e0 in {0, 1} and e1 in {-1, 0}, in the
// coefficient of v^0 alone. So c0 = a0^2 + a1 b + p e a0, where p e a0 adds (0, 2) and (-1, 1) to the ranges of two
// products of Fp6.
Fp12 Fp12::square() const {
  Fp12 out{lazy::unset_fp6(), lazy::unset_fp6()};
  const Fp6 b = c1.mul_by_v();
  Wide6 product, t;
  lazy::multiply_wide(product, Ref6(c0), Ref6(c1));
  lazy::multiply_wide<2, 2>(t, lazy::add(c0, c1), lazy::add(c0, b));
  lazy::sub(t.c0, t.c0, product.c0);
  lazy::sub_xi(t.c0, t.c0, product.c2);
  lazy::sub_both(t.c1, t.c1, product.c1, product.c0);
  lazy::sub_both(t.c2, t.c2, product.c2, product.c1);
  reduce_fp12(out.c0, t);
  lazy::reduce(out.c1, product);
  out.c1 = out.c1.doubled();
  return out;
}

// b = B0 + B1 w with B0 = b0 + b1 v and B1 = b4 v, the Karatsuba formula with both halves sparse. With V = a1 b4:
//   c0 = a0 B0 + v^2 V,  c1 = (a0 + a1)(B0 + B1) - a0 B0 - v V.
Fp12 Fp12::mul_by_014(const Fp2& b0, const Fp2& b1, const Fp2& b4) const {
  Fp12 out{lazy::unset_fp6(), lazy::unset_fp6()};
  Wide6 v0, v, t;
  lazy::multiply_wide_01(v0, Ref6(c0), Ref(b0), Ref(b1));
  lazy::multiply_wide(v.c0, Ref(c1.c0), Ref(b4));
  lazy::multiply_wide(v.c1, Ref(c1.c1), Ref(b4));
  lazy::multiply_wide(v.c2, Ref(c1.c2), Ref(b4));
  lazy::multiply_wide_01<2, 1, 2>(t, lazy::add(c0, c1), Ref(b0), lazy::add(b1, b4));

  lazy::sub(t.c0, t.c0, v0.c0);
  lazy::sub_xi(t.c0, t.c0, v.c2);
  lazy::sub_both(t.c1, t.c1, v0.c1, v.c0);
  lazy::sub_both(t.c2, t.c2, v0.c2, v.c1);
  lazy::add_xi(v0.c0, v0.c0, v.c1);
  lazy::add_xi(v0.c1, v0.c1, v.c2);
  lazy::add(v0.c2, v0.c2, v.c0);
  reduce_fp12(out.c0, v0);
  reduce_fp12(out.c1, t);
  return out;
}

// (b0 + b1 w^2 + b4 w^3)(c0 + c1 w^2 + c4 w^3), w^6 = xi, is e0 + e2 w^2 + e3 w^3 + e4 w^4 + e5 w^5 with
//   e0 = b0 c0 + xi b4 c4,  e2 = b0 c1 + b1 c0,  e3 = b0 c4 + b4 c0,  e4 = b1 c1,  e5 = b1 c4 + b4 c1.
// The ranges of lazy6.h: (-3, 2) and (-1, 4) for e0, within (-2, 2) and (0, 4) for the others.
Fp12 Fp12::mul_by_two_014(const Fp2 (&b)[3], const Fp2 (&c)[3]) const {
  Fp6 even = lazy::unset_fp6(), odd = lazy::unset_fp6();
  Wide2 b0_c0, b1_c1, b4_c4, t;
  lazy::multiply_wide(b0_c0, Ref(b[0]), Ref(c[0]));
  lazy::multiply_wide(b1_c1, Ref(b[1]), Ref(c[1]));
  lazy::multiply_wide(b4_c4, Ref(b[2]), Ref(c[2]));
  lazy::multiply_wide<2, 2>(t, lazy::add(b[0], b[1]), lazy::add(c[0], c[1]));
  lazy::sub_both(t, t, b0_c0, b1_c1);
  lazy::reduce<2, 0>(even.c1, t);
  lazy::multiply_wide<2, 2>(t, lazy::add(b[0], b[2]), lazy::add(c[0], c[2]));
  lazy::sub_both(t, t, b0_c0, b4_c4);
  lazy::reduce<2, 0>(odd.c1, t);
  lazy::multiply_wide<2, 2>(t, lazy::add(b[1], b[2]), lazy::add(c[1], c[2]));
  lazy::sub_both(t, t, b1_c1, b4_c4);
  lazy::reduce<2, 0>(odd.c2, t);
  lazy::reduce<1, 0>(even.c2, b1_c1);
  lazy::add_xi(b0_c0, b0_c0, b4_c4);
  lazy::reduce<3, 1>(even.c0, b0_c0);

  // As operator*, with no coefficient of v^0 in the odd half.
  Fp12 out{lazy::unset_fp6(), lazy::unset_fp6()};
  Wide6 v0, v1, sum;
  lazy::multiply_wide(v0, Ref6(c0), Ref6(even));
  lazy::multiply_wide_12(v1, Ref6(c1), Ref(odd.c1), Ref(odd.c2));
  odd.c0 = Fp2::zero();
  lazy::multiply_wide<2, 2>(sum, lazy::add(c0, c1), lazy::add(even, odd));
  lazy::sub_both(sum, sum, v0, v1);
  lazy::add_v(v0, v0, v1);
  reduce_fp12(out.c0, v0);
  reduce_fp12(out.c1, sum);
  return out;
}

// w^(q^k) = w w^(q^k - 1) = w xi^((q^k - 1)/6) = w gamma_(k,1).
Fp12 Fp12::frobenius(unsigned power) const {
  const unsigned k = power % 12;
  const Fp6 odd = c1.frobenius(k).mul_by_fp2(frobenius_coefficient(k % 6, 1));
  return {c0.frobenius(k), k < 6 ? odd : -odd};
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
