#include "field/fp6.h"

#include "field/frobenius.h"
#include "field/lazy6.h"

namespace zkp {

Fp6 Fp6::operator*(const Fp6& b) const {
  Fp6 out = lazy::unset_fp6();
  lazy::Wide6 t;
  lazy::multiply_wide(t, lazy::Ref6(*this), lazy::Ref6(b));
  lazy::reduce(out, t);
  return out;
}

// Chung, Hasan, "Asymmetric squaring formulae" (2007), SQR2:
//   s0 = a0^2, s1 = 2 a0 a1, s2 = (a0 - a1 + a2)^2, s3 = 2 a1 a2, s4 = a2^2
//   c0 = s0 + xi s3,  c1 = s1 + xi s4,  c2 = s1 + s2 + s3 - s0 - s4
Fp6 Fp6::square() const {
  const Fp2 s0 = c0.square();
  const Fp2 s1 = (c0 * c1).doubled();
  const Fp2 s2 = (c0 - c1 + c2).square();
  const Fp2 s3 = (c1 * c2).doubled();
  const Fp2 s4 = c2.square();
  return {s0 + s3.mul_by_xi(), s1 + s4.mul_by_xi(), s1 + s2 + s3 - s0 - s4};
}

Fp6 Fp6::mul_by_01(const Fp2& b0, const Fp2& b1) const {
  Fp6 out = lazy::unset_fp6();
  lazy::Wide6 t;
  lazy::multiply_wide_01(t, lazy::Ref6(*this), lazy::Ref(b0), lazy::Ref(b1));
  lazy::reduce(out, t);
  return out;
}

// (c v^i)^(q^k) = c^(q^k) v^i v^(i (q^k - 1)), and v^(q^k - 1) = xi^((q^k - 1)/3) = gamma_(k,2).
Fp6 Fp6::frobenius(unsigned power) const {
  const unsigned k = power % 6;
  auto map = [&](const Fp2& c) { return k % 2 == 0 ? c : c.conjugate(); };
  return {map(c0), map(c1) * frobenius_coefficient(k, 2), map(c2) * frobenius_coefficient(k, 4)};
}

namespace {
// The adjugate of the multiplication matrix and its determinant (Beuchat et al., ePrint 2010/354, algorithm 17):
//   t0 = a0^2 - xi a1 a2,  t1 = xi a2^2 - a0 a1,  t2 = a1^2 - a0 a2,  d = a0 t0 + xi (a2 t1 + a1 t2),  1/a = t/d.
template <class Invert>
Fp6 invert_with(const Fp6& a, Invert invert) {
  const Fp2 t0 = a.c0.square() - (a.c1 * a.c2).mul_by_xi();
  const Fp2 t1 = a.c2.square().mul_by_xi() - a.c0 * a.c1;
  const Fp2 t2 = a.c1.square() - a.c0 * a.c2;
  const Fp2 d = a.c0 * t0 + (a.c2 * t1 + a.c1 * t2).mul_by_xi();
  return Fp6{t0, t1, t2}.mul_by_fp2(invert(d));
}
}  // namespace

Fp6 Fp6::inverse() const {
  return invert_with(*this, [](const Fp2& d) { return d.inverse(); });
}
Fp6 Fp6::inverse_var() const {
  return invert_with(*this, [](const Fp2& d) { return d.inverse_var(); });
}

Result<Fp6> Fp6::random(Random& random) {
  Fp6 out;
  ZKP_TRY(out.c0, Fp2::random(random));
  ZKP_TRY(out.c1, Fp2::random(random));
  ZKP_TRY(out.c2, Fp2::random(random));
  return out;
}

}  // namespace zkp
