/// Montgomery arithmetic modulo an odd prime p of N 64-bit limbs whose highest bit is free: the kernels under
/// PrimeField.
///
/// A residue x is stored as x R mod p, R = 2^(64 N), always fully reduced to [0, p). Source: Montgomery, "Modular
/// multiplication without trial division" (1985); the word-by-word interleaving is CIOS of Koç, Acar, Kaliski,
/// "Analyzing and comparing Montgomery multiplication algorithms" (1996).
///
/// Everything here is constant-time and constexpr.
#pragma once

#include "field/limbs.h"

namespace zkp::mont {

/// -1/p mod 2^64, by Newton iteration: x <- x (2 - p x) doubles the number of correct bits; p itself is correct to 3.
constexpr uint64_t negative_inverse(uint64_t p) {
  uint64_t x = p;
  for (int i = 0; i < 5; ++i) x *= 2 - p * x;
  return 0 - x;
}

/// 2^exponent mod p, by doubling.
template <size_t N>
constexpr LimbArray<N> power_of_two(const LimbArray<N>& p, size_t exponent) {
  LimbArray<N> x{1};
  for (size_t i = 0; i < exponent; ++i) {
    LimbArray<N> doubled{}, reduced{};
    limbs::add(doubled, x, x);
    uint64_t borrow = limbs::sub(reduced, doubled, p);
    x = limbs::select(reduced, doubled, 0 - borrow);
  }
  return x;
}

/// A modulus and what follows from it.
template <size_t N>
struct Modulus {
  LimbArray<N> p;
  uint64_t inv;      ///< -1/p mod 2^64
  LimbArray<N> one;  ///< R mod p
  LimbArray<N> r2;   ///< R^2 mod p

  constexpr explicit Modulus(const LimbArray<N>& prime)
      : p(prime), inv(negative_inverse(prime[0])), one(power_of_two(prime, 64 * N)), r2(power_of_two(prime, 128 * N)) {
    // mul() keeps its running sum in N limbs, which needs 2p < 2^(64 N) with room for one carry.
    ZKP_CHECK(prime[N - 1] < ~uint64_t{0} >> 1 && prime[0] % 2 == 1);
  }
};

/// x - p if x >= p, else x. REQUIRES: x < 2p.
template <auto& M, size_t N>
[[gnu::always_inline]] constexpr LimbArray<N> reduce_once(const LimbArray<N>& x) {
  LimbArray<N> reduced{};
  uint64_t borrow = limbs::sub(reduced, x, M.p);
  return limbs::select(reduced, x, 0 - borrow);
}

/// a + b mod p. REQUIRES: a, b < p.
template <auto& M, size_t N>
[[gnu::always_inline]] constexpr LimbArray<N> add(const LimbArray<N>& a, const LimbArray<N>& b) {
  LimbArray<N> sum{};
  limbs::add(sum, a, b);
  return reduce_once<M>(sum);
}

/// a - b mod p. REQUIRES: a, b < p.
template <auto& M, size_t N>
[[gnu::always_inline]] constexpr LimbArray<N> sub(const LimbArray<N>& a, const LimbArray<N>& b) {
  LimbArray<N> out{}, correction{};
  uint64_t mask = limbs::opaque(0 - limbs::sub(out, a, b));
  limbs::unroll<N>([&](auto i) __attribute__((always_inline)) { correction[i] = M.p[i] & mask; });
  limbs::add(out, out, correction);
  return out;
}

/// a b / R mod p, fully reduced. REQUIRES: b < p; `a` may be any number of N limbs.
///
/// Per limb of a:  t <- (t + a_i b + m p) / 2^64  with m = -(t + a_i b)/p mod 2^64. By induction t < b + p < 2p, and
/// because p has a free high bit neither carry word of the two inner products overflows when they are added at the
/// end (the "no-carry" variant), so t needs no extra limb.
template <auto& M, size_t N>
[[gnu::always_inline]] constexpr LimbArray<N> mul(const LimbArray<N>& a, const LimbArray<N>& b) {
  LimbArray<N> t{};
  limbs::unroll<N>([&](auto i) __attribute__((always_inline)) {
    uint64_t carry_ab = 0, carry_mp = 0;
    t[0] = limbs::mul_add(t[0], a[i], b[0], carry_ab);
    const uint64_t m = t[0] * M.inv;
    limbs::mul_add(t[0], m, M.p[0], carry_mp);
    limbs::unroll<N - 1>([&](auto j) __attribute__((always_inline)) {
      const uint64_t word = limbs::mul_add(t[j + 1], a[i], b[j + 1], carry_ab);
      t[j] = limbs::mul_add(word, m, M.p[j + 1], carry_mp);
    });
    t[N - 1] = carry_ab + carry_mp;
  });
  return reduce_once<M>(t);
}

}  // namespace zkp::mont
