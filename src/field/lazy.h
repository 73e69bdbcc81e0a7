/// Fp2 arithmetic with delayed reductions: what fp2.cpp, fp6.cpp and fp12.cpp are made of. Internal to field/.
///
/// A product of two elements of Fp is kept as an integer of 768 bits until all the products of a coefficient have been
/// added, and is reduced once. A reduction costs as much as a multiplication, and Fp12 needs 12 instead of 54.
/// Source: Aranha, Karabina, Longa, Gebotys, López, "Faster explicit formulas for computing pairings over ordinary
/// curves", ePrint 2010/526, section 3.
///
/// Bounds. R = 2^384 is 9.84 p, and 2^768 is 96.8 p^2.
///   Loose<K>: both coefficients are integers in [0, K p). Sums of elements are not reduced at all; K is in the type.
///   Wide: an integer in two's complement. Additions and subtractions cannot go wrong modulo 2^768, so only the range
///   of the value that is finally reduced matters; it is stated where that happens, and tests drive it to both ends.
///
/// Everything is constant-time. Two back ends, as for mont.h: portable, and ADX (lazy_adx.h).
#pragma once

#include "field/fp2.h"

namespace zkp::lazy {

using Limbs = Fp::Limbs;

struct Wide {
  LimbArray<12> v;
};
/// c0 + c1 u.
struct Wide2 {
  Wide c0, c1;
};

template <int K>
struct Loose {
  Limbs c0, c1;
};

/// An element of Fp2 or a Loose<K>, where it is.
template <int K>
struct Ref {
  const Limbs& c0;
  const Limbs& c1;

  Ref(const Loose<K>& a) : c0(a.c0), c1(a.c1) {}
  Ref(const Fp2& a) requires(K == 1) : c0(a.c0.montgomery_limbs()), c1(a.c1.montgomery_limbs()) {}
};
Ref(const Fp2&)->Ref<1>;

/// k p and k p^2.
template <size_t N>
constexpr LimbArray<N> small_multiple(const LimbArray<N>& a, uint64_t k) {
  LimbArray<N> out{};
  uint64_t carry = 0;
  for (size_t i = 0; i < N; ++i) out[i] = limbs::mul_add(0, a[i], k, carry);
  return out;
}
constexpr Wide multiple_of_p_squared(uint64_t k) {
  LimbArray<12> square{};
  for (size_t i = 0; i < 6; ++i) {
    uint64_t carry = 0;
    for (size_t j = 0; j < 6; ++j)
      square[i + j] = limbs::mul_add(square[i + j], Fp::kModulus[i], Fp::kModulus[j], carry);
    square[i + 6] = carry;
  }
  return {small_multiple(square, k)};
}

namespace detail {
void add_limbs(Limbs& out, const Limbs& a, const Limbs& b);
void multiply_wide(Wide2& out, const Limbs& a0, const Limbs& a1, const Limbs& b0, const Limbs& b1);
void square_wide(Wide2& out, const Limbs& a0, const Limbs& a1, const Limbs& multiple);
void reduce(Fp2& out, const Wide2& t);
void reduce_far(Fp2& out, const Wide2& t);
void add_wide(Wide& out, const Wide& a, const Wide& b);
template <int C>
void add_offset(Wide& t) {
  static constexpr Wide kOffset = multiple_of_p_squared(C);
  if constexpr (C != 0) add_wide(t, t, kOffset);
}
}  // namespace detail

/// a + b, not reduced.
template <int K, int L>
Loose<K + L> add(Ref<K> a, Ref<L> b) {
  static_assert(K + L <= 9);
  Loose<K + L> out;
  detail::add_limbs(out.c0, a.c0, b.c0);
  detail::add_limbs(out.c1, a.c1, b.c1);
  return out;
}
inline Loose<2> add(const Fp2& a, const Fp2& b) { return add(Ref(a), Ref(b)); }

/// a b, exactly: c0 in (-K L p^2, K L p^2), c1 in [0, 2 K L p^2).
template <int K, int L>
void multiply_wide(Wide2& out, Ref<K> a, Ref<L> b) {
  static_assert(2 * K <= 9 && 2 * L <= 9 && 4 * K * L <= 96, "sums of coefficients, and the product of these");
  detail::multiply_wide(out, a.c0, a.c1, b.c0, b.c1);
}

/// a^2 + M p (a0 + a1): c0 = (a0 + a1)(a0 - a1 + M p) in [0, 2 K (K + M) p^2), c1 = 2 a0 a1 in [0, 2 K^2 p^2). M >= K.
template <int M, int K>
void square_wide(Wide2& out, Ref<K> a) {
  static_assert(M >= K && K + M <= 9 && 2 * K * (K + M) <= 96);
  static constexpr Limbs kMultiple = small_multiple(Fp::kModulus, M);
  detail::square_wide(out, a.c0, a.c1, kMultiple);
}

/// a + b, a - b, a - b - c. `out` may be an operand.
void add(Wide2& out, const Wide2& a, const Wide2& b);
void sub(Wide2& out, const Wide2& a, const Wide2& b);
void sub_both(Wide2& out, const Wide2& a, const Wide2& b, const Wide2& c);
/// a + xi b and a - xi b, xi = 1 + u. `out` may be a, not b.
void add_xi(Wide2& out, const Wide2& a, const Wide2& b);
void sub_xi(Wide2& out, const Wide2& a, const Wide2& b);

/// t / R mod p. REQUIRES: both coefficients in [0, 9 p^2): t / R + p < 2 p.
inline void reduce(Fp2& out, const Wide2& t) { detail::reduce(out, t); }
/// The same for coefficients in (-C0 p^2, (9 - C0) p^2) and (-C1 p^2, (9 - C1) p^2). Changes t.
template <int C0, int C1>
void reduce(Fp2& out, Wide2& t) {
  detail::add_offset<C0>(t.c0);
  detail::add_offset<C1>(t.c1);
  detail::reduce(out, t);
}
/// The same for (-C0 p^2, (29 - C0) p^2) and (-C1 p^2, (29 - C1) p^2): t / R + p < 4 p.
template <int C0, int C1>
void reduce_far(Fp2& out, Wide2& t) {
  detail::add_offset<C0>(t.c0);
  detail::add_offset<C1>(t.c1);
  detail::reduce_far(out, t);
}

/// a b and a^2, reduced. `out` may be an operand.
void multiply(Fp2& out, const Fp2& a, const Fp2& b);
void square(Fp2& out, const Fp2& a);

}  // namespace zkp::lazy
