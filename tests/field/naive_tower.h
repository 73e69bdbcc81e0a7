/// The tower by its definition: schoolbook products of polynomials over Fp, nothing shared with the formulas under
/// test.
#pragma once

#include "field/fp12.h"

namespace zkp {

inline Fp2 naive_mul(const Fp2& a, const Fp2& b) { return {a.c0 * b.c0 - a.c1 * b.c1, a.c0 * b.c1 + a.c1 * b.c0}; }
inline Fp2 naive_mul_by_xi(const Fp2& a) { return {a.c0 - a.c1, a.c0 + a.c1}; }

inline Fp6 naive_mul(const Fp6& a, const Fp6& b) {
  const Fp2 x[3] = {a.c0, a.c1, a.c2}, y[3] = {b.c0, b.c1, b.c2};
  Fp2 out[3];
  for (size_t i = 0; i < 3; ++i) {
    for (size_t j = 0; j < 3; ++j) {
      const Fp2 product = naive_mul(x[i], y[j]);
      out[(i + j) % 3] += i + j < 3 ? product : naive_mul_by_xi(product);
    }
  }
  return {out[0], out[1], out[2]};
}

// As a polynomial in w over Fp2, w^6 = xi.
inline Fp12 naive_mul(const Fp12& a, const Fp12& b) {
  const Fp2 x[6] = {a.c0.c0, a.c1.c0, a.c0.c1, a.c1.c1, a.c0.c2, a.c1.c2};
  const Fp2 y[6] = {b.c0.c0, b.c1.c0, b.c0.c1, b.c1.c1, b.c0.c2, b.c1.c2};
  Fp2 out[6];
  for (size_t i = 0; i < 6; ++i) {
    for (size_t j = 0; j < 6; ++j) {
      const Fp2 product = naive_mul(x[i], y[j]);
      out[(i + j) % 6] += i + j < 6 ? product : naive_mul_by_xi(product);
    }
  }
  return {{out[0], out[2], out[4]}, {out[1], out[3], out[5]}};
}

}  // namespace zkp
