/// The portable kernels under lazy.h, in plain C++. Included by lazy.cpp, lazy_adx.h and tests only.
#pragma once

#include "field/lazy.h"

namespace zkp::lazy {

// Hidden, so that assembly reaches them without a register.
[[gnu::visibility("hidden")]] inline constexpr mont::Modulus<6> kModulus{Fp::kModulus};
[[gnu::visibility("hidden")]] inline constexpr Limbs kTwoP = small_multiple(Fp::kModulus, 2);

struct PortableKernels {
  static void add_limbs(Limbs& out, const Limbs& a, const Limbs& b) { limbs::add(out, a, b); }
  static void sub_limbs(Limbs& out, const Limbs& a, const Limbs& b) { limbs::sub(out, a, b); }
  static void add(Wide& out, const Wide& a, const Wide& b) { limbs::add(out.v, a.v, b.v); }
  static void sub(Wide& out, const Wide& a, const Wide& b) { limbs::sub(out.v, a.v, b.v); }
  static void add_both(Wide& out, const Wide& a, const Wide& b, const Wide& c) {
    Wide sum;
    add(sum, a, b);
    add(out, sum, c);
  }
  static void add_sub(Wide& out, const Wide& a, const Wide& b, const Wide& c) {
    Wide sum;
    add(sum, a, b);
    sub(out, sum, c);
  }
  static void sub_both(Wide& out, const Wide& a, const Wide& b, const Wide& c) {
    Wide difference;
    sub(difference, a, b);
    sub(out, difference, c);
  }

  /// out <- a b for any a and b; `out` is neither of them.
  static void mul(Wide& out, const Limbs& a, const Limbs& b) {
    out = {};
    for (size_t i = 0; i < 6; ++i) {
      uint64_t carry = 0;
      limbs::unroll<6>([&](auto j) __attribute__((always_inline)) {
        out.v[i + j] = limbs::mul_add(out.v[i + j], a[i], b[j], carry);
      });
      out.v[i + 6] = carry;
    }
  }

  /// out <- a b / R mod p. REQUIRES: a b < R p, b < R - p.
  static void mont(Limbs& out, const Limbs& a, const Limbs& b) { out = mont::mul<kModulus>(a, b); }

  /// out <- t / R mod p. REQUIRES: t in [0, 9.8 p^2).
  static void reduce(Limbs& out, const Wide& t) { out = mont::reduce_once<kModulus>(divide_by_r(t)); }
  /// The same for t in [0, 29 p^2).
  static void reduce_far(Limbs& out, const Wide& t) {
    const Limbs x = divide_by_r(t);  // below 4 p
    Limbs less_two_p;
    const uint64_t borrow = limbs::sub(less_two_p, x, kTwoP);
    out = mont::reduce_once<kModulus>(limbs::select(less_two_p, x, 0 - borrow));
  }

 private:
  /// (t + m p) / R with the m < R that makes it exact: below t / R + p.
  static Limbs divide_by_r(const Wide& wide) {
    LimbArray<12> t = wide.v;
    uint64_t high = 0;
    for (size_t i = 0; i < 6; ++i) {
      const uint64_t m = t[i] * kModulus.inv;
      uint64_t carry = 0;
      limbs::unroll<6>([&](auto j) __attribute__((always_inline)) {
        t[i + j] = limbs::mul_add(t[i + j], m, kModulus.p[j], carry);
      });
      t[i + 6] = limbs::add_carry(t[i + 6], carry, high);
    }
    return {t[6], t[7], t[8], t[9], t[10], t[11]};
  }
};

}  // namespace zkp::lazy
