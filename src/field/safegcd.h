/// Modular inversion by division steps: the constant-time algorithm of Bernstein and Yang, "Fast constant-time gcd
/// computation and modular inversion", ePrint 2019/266, and a variable-time form of the same steps.
///
/// A division step on (delta, f, g), f odd, is (2019/266, section 8)
///   delta > 0 and g odd:  (1 - delta, g, (g - f) / 2)
///   otherwise:            (1 + delta, f, (g + (g mod 2) f) / 2),
/// starting from (1, p, x). After floor((49 d + 57) / 17) steps, d >= 46 the bit length of p, g is 0 and f is +-gcd
/// (theorem 11.2). Sixty-two steps depend only on the low words of f and g and act as a matrix, 2^62 (f', g') = T (f,
/// g), so they run on machine words, and then T is applied once to f, g and, modulo p, to the cofactors d, e, for which
/// d x = c f and e x = c g modulo p throughout, c the constant to be divided by x.
#pragma once

#include <algorithm>
#include <bit>

#include "field/mont.h"

namespace zkp::safegcd {

__extension__ using int128_t = __int128;

constexpr int kBatch = 62;
constexpr uint64_t kLimbMask = (uint64_t{1} << kBatch) - 1;

/// sum_i v_i 2^(62 i), limbs in [0, 2^62) except the highest, which carries the sign.
template <size_t L>
struct Signed62 {
  std::array<int64_t, L> v{};

  template <size_t N>
  static Signed62 from_limbs(const LimbArray<N>& x) {
    static_assert(kBatch * L > 64 * N);
    Signed62 out;
    for (size_t i = 0; i < L; ++i) {
      const size_t at = kBatch * i, word = at / 64, shift = at % 64;
      uint64_t limb = word < N ? x[word] >> shift : 0;
      if (shift > 64 - kBatch && word + 1 < N) limb |= x[word + 1] << (64 - shift);
      out.v[i] = static_cast<int64_t>(limb & kLimbMask);
    }
    return out;
  }
  /// REQUIRES: 0 <= value < 2^(64 N).
  template <size_t N>
  LimbArray<N> to_limbs() const {
    LimbArray<N> out{};
    for (size_t i = 0; i < L; ++i) {
      const size_t at = kBatch * i, word = at / 64, shift = at % 64;
      const uint64_t limb = static_cast<uint64_t>(v[i]);
      if (word < N) out[word] |= limb << shift;
      if (shift > 64 - kBatch && word + 1 < N) out[word + 1] |= limb >> (64 - shift);
    }
    return out;
  }
  /// -1 for a negative value, else 0.
  int64_t sign() const { return v[L - 1] >> 63; }
};

/// 2^62 times the matrix of 62 division steps; |u| + |v| <= 2^62 and |q| + |r| <= 2^62.
struct Transition {
  int64_t u, v, q, r;
};

/// 62 steps, constant-time. With `swap` = -1 where the first case holds and `odd` = -1 where g is odd, a step is
///   g += odd & (swap ? -f : f);   f += swap & g;   halve g, or rather double f's row of the matrix.
inline Transition steps(int64_t& delta, uint64_t f, uint64_t g) {
  uint64_t u = 1, v = 0, q = 0, r = 1;
  uint64_t d = static_cast<uint64_t>(delta);
  for (int i = 0; i < kBatch; ++i) {
    const uint64_t odd = limbs::opaque(0 - (g & 1));
    const uint64_t swap = odd & static_cast<uint64_t>(static_cast<int64_t>(0 - d) >> 63);
    g += ((f ^ swap) - swap) & odd;
    q += ((u ^ swap) - swap) & odd;
    r += ((v ^ swap) - swap) & odd;
    f += g & swap;
    u += q & swap;
    v += r & swap;
    d = ((d ^ swap) - swap) + 1;
    g >>= 1;
    u <<= 1;
    v <<= 1;
  }
  delta = static_cast<int64_t>(d);
  return {static_cast<int64_t>(u), static_cast<int64_t>(v), static_cast<int64_t>(q), static_cast<int64_t>(r)};
}

/// The same 62 steps; runs of zero bits of g are shifted out at once, and up to six set bits are cancelled by one
/// multiple of f while delta <= 0 rules out the first case.
inline Transition steps_var(int64_t& delta, uint64_t f, uint64_t g) {
  uint64_t u = 1, v = 0, q = 0, r = 1;
  for (int left = kBatch;;) {
    const int zeros = std::countr_zero(g | (~uint64_t{0} << left));
    g >>= zeros;
    u <<= zeros;
    v <<= zeros;
    delta += zeros;
    left -= zeros;
    if (left == 0) break;
    if (delta > 0) {
      delta = -delta;
      g = 0 - std::exchange(f, g);
      q = 0 - std::exchange(u, q);
      r = 0 - std::exchange(v, r);
    }
    // -g/f modulo 2^6, because 1/f = f (2 - f^2) there; only as many bits as steps are allowed.
    const int bits = static_cast<int>(std::min<int64_t>({1 - delta, left, 6}));
    const uint64_t w = (f * g * (f * f - 2)) & ((uint64_t{1} << bits) - 1);
    g += f * w;
    q += u * w;
    r += v * w;
  }
  return {static_cast<int64_t>(u), static_cast<int64_t>(v), static_cast<int64_t>(q), static_cast<int64_t>(r)};
}

/// (f, g) <- T (f, g) / 2^62, an exact division.
template <size_t L>
void apply(const Transition& t, Signed62<L>& f, Signed62<L>& g) {
  int128_t cf = 0, cg = 0;
  for (size_t i = 0; i < L; ++i) {
    cf += static_cast<int128_t>(t.u) * f.v[i] + static_cast<int128_t>(t.v) * g.v[i];
    cg += static_cast<int128_t>(t.q) * f.v[i] + static_cast<int128_t>(t.r) * g.v[i];
    if (i > 0) {
      f.v[i - 1] = static_cast<int64_t>(static_cast<uint64_t>(cf) & kLimbMask);
      g.v[i - 1] = static_cast<int64_t>(static_cast<uint64_t>(cg) & kLimbMask);
    }
    cf >>= kBatch;
    cg >>= kBatch;
  }
  f.v[L - 1] = static_cast<int64_t>(cf);
  g.v[L - 1] = static_cast<int64_t>(cg);
}

/// (d, e) <- T (d, e) / 2^62 modulo p: a multiple of p makes the division exact. d and e stay in (-2p, p): p is first
/// added to a negative operand, and the multiple that is taken away is less than 2^62 p.
template <size_t L>
void apply_mod(const Transition& t, Signed62<L>& d, Signed62<L>& e, const Signed62<L>& p, uint64_t p_inverse) {
  const int64_t d_sign = d.sign(), e_sign = e.sign();
  int64_t md = (t.u & d_sign) + (t.v & e_sign);
  int64_t me = (t.q & d_sign) + (t.r & e_sign);
  int128_t cd = 0, ce = 0;
  for (size_t i = 0; i < L; ++i) {
    cd += static_cast<int128_t>(t.u) * d.v[i] + static_cast<int128_t>(t.v) * e.v[i];
    ce += static_cast<int128_t>(t.q) * d.v[i] + static_cast<int128_t>(t.r) * e.v[i];
    if (i == 0) {  // md p = -cd and me p = -ce modulo 2^62
      md -= static_cast<int64_t>((p_inverse * static_cast<uint64_t>(cd) + static_cast<uint64_t>(md)) & kLimbMask);
      me -= static_cast<int64_t>((p_inverse * static_cast<uint64_t>(ce) + static_cast<uint64_t>(me)) & kLimbMask);
    }
    cd += static_cast<int128_t>(md) * p.v[i];
    ce += static_cast<int128_t>(me) * p.v[i];
    if (i > 0) {
      d.v[i - 1] = static_cast<int64_t>(static_cast<uint64_t>(cd) & kLimbMask);
      e.v[i - 1] = static_cast<int64_t>(static_cast<uint64_t>(ce) & kLimbMask);
    }
    cd >>= kBatch;
    ce >>= kBatch;
  }
  d.v[L - 1] = static_cast<int64_t>(cd);
  e.v[L - 1] = static_cast<int64_t>(ce);
}

/// (negate ? -x : x) + (add ? p : 0), for masks 0 and -1.
template <size_t L>
Signed62<L> negate_and_add(const Signed62<L>& x, int64_t negate, const Signed62<L>& p, int64_t add) {
  Signed62<L> out;
  int64_t carry = 0;
  for (size_t i = 0; i < L; ++i) {
    carry += ((x.v[i] ^ negate) - negate) + (p.v[i] & add);
    out.v[i] = i + 1 < L ? static_cast<int64_t>(static_cast<uint64_t>(carry) & kLimbMask) : carry;
    carry >>= kBatch;
  }
  return out;
}

/// scale / x modulo p; 0 for x = 0. REQUIRES: p prime, x, scale < p. kVariableTime: stops when g is 0.
template <auto& M, bool kVariableTime, size_t N>
LimbArray<N> divide(const LimbArray<N>& scale, const LimbArray<N>& x) {
  constexpr size_t kBits = limbs::bit_length_var(M.p);
  constexpr size_t L = kBits / kBatch + 1;
  constexpr size_t kSteps = (49 * kBits + 57) / 17;
  static_assert(kBits >= 46);
  const uint64_t p_inverse = 0 - M.inv;
  const auto p = Signed62<L>::from_limbs(M.p);
  Signed62<L> f = p, g = Signed62<L>::from_limbs(x), d, e = Signed62<L>::from_limbs(scale);
  int64_t delta = 1;
  for (size_t done = 0; done < kSteps; done += kBatch) {
    const uint64_t f0 = static_cast<uint64_t>(f.v[0]) | static_cast<uint64_t>(f.v[1]) << kBatch;
    const uint64_t g0 = static_cast<uint64_t>(g.v[0]) | static_cast<uint64_t>(g.v[1]) << kBatch;
    const Transition t = kVariableTime ? steps_var(delta, f0, g0) : steps(delta, f0, g0);
    apply_mod(t, d, e, p, p_inverse);
    apply(t, f, g);
    if constexpr (kVariableTime) {
      int64_t any = 0;
      for (int64_t limb : g.v) any |= limb;
      if (any == 0) break;
    }
  }
  // f = +-1 (p for x = 0, where d = 0), so scale / x = f d. d is in (-2p, p).
  const auto above_minus_p = negate_and_add(d, 0, p, d.sign());
  const auto signed_result = negate_and_add(above_minus_p, f.sign(), p, 0);
  return negate_and_add(signed_result, 0, p, signed_result.sign()).template to_limbs<N>();
}

}  // namespace zkp::safegcd
