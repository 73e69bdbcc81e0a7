/// Fp6 = Fp2[v] / (v^3 - xi) with delayed reductions; see lazy.h. Internal to field/.
///
/// The ranges of a coefficient that a product of elements with coefficients in [0, p) has, in multiples of p^2: for one
/// product in Fp2, c0 in (-1, 1) and c1 in (0, 2); for xi times one, c0 in (-2, 1) and c1 in (-1, 2). Hence for
///   c0 = a0 b0 + xi (a1 b2 + a2 b1)      (-5, 3) and (-2, 6)
///   c1 = a0 b1 + a1 b0 + xi a2 b2        (-4, 3) and (-1, 6)
///   c2 = a0 b2 + a2 b0 + a1 b1           (-3, 3) and ( 0, 6)
/// however it is computed, and all of them lie in (-5, 4) and (-2, 7).
#pragma once

#include "field/fp6.h"
#include "field/lazy.h"

namespace zkp::lazy {

struct Wide6 {
  Wide2 c0, c1, c2;
};

template <int K>
struct Loose6 {
  Loose<K> c0, c1, c2;
};

template <int K>
struct Ref6 {
  Ref<K> c0, c1, c2;

  Ref6(const Loose6<K>& a) : c0(a.c0), c1(a.c1), c2(a.c2) {}
  Ref6(const Fp6& a) requires(K == 1) : c0(a.c0), c1(a.c1), c2(a.c2) {}
};
Ref6(const Fp6&)->Ref6<1>;

inline Loose6<2> add(const Fp6& a, const Fp6& b) { return {add(a.c0, b.c0), add(a.c1, b.c1), add(a.c2, b.c2)}; }

/// a + b; `out` may be an operand.
inline void add(Wide6& out, const Wide6& a, const Wide6& b) {
  add(out.c0, a.c0, b.c0);
  add(out.c1, a.c1, b.c1);
  add(out.c2, a.c2, b.c2);
}
/// a - b - c; `out` may be an operand.
inline void sub_both(Wide6& out, const Wide6& a, const Wide6& b, const Wide6& c) {
  sub_both(out.c0, a.c0, b.c0, c.c0);
  sub_both(out.c1, a.c1, b.c1, c.c1);
  sub_both(out.c2, a.c2, b.c2, c.c2);
}
/// a + v b = (a0 + xi b2) + (a1 + b0) v + (a2 + b1) v^2; `out` may be a, not b.
inline void add_v(Wide6& out, const Wide6& a, const Wide6& b) {
  add_xi(out.c0, a.c0, b.c2);
  add(out.c1, a.c1, b.c0);
  add(out.c2, a.c2, b.c1);
}

/// a b, exactly. Karatsuba over the three coefficients (Devegili et al., "Multiplication and squaring on
/// pairing-friendly fields", ePrint 2006/471, section 3.1):
///   c0 = a0 b0 + xi ((a1 + a2)(b1 + b2) - a1 b1 - a2 b2)
///   c1 = (a0 + a1)(b0 + b1) - a0 b0 - a1 b1 + xi a2 b2
///   c2 = (a0 + a2)(b0 + b2) - a0 b0 - a2 b2 + a1 b1
template <int K, int L>
void multiply_wide(Wide6& out, const Ref6<K>& a, const Ref6<L>& b) {
  Wide2 v0, v1, v2, t;
  multiply_wide(v0, a.c0, b.c0);
  multiply_wide(v1, a.c1, b.c1);
  multiply_wide(v2, a.c2, b.c2);

  multiply_wide<2 * K, 2 * L>(t, add(a.c1, a.c2), add(b.c1, b.c2));
  sub_both(t, t, v1, v2);
  add_xi(out.c0, v0, t);

  multiply_wide<2 * K, 2 * L>(t, add(a.c0, a.c1), add(b.c0, b.c1));
  sub_both(t, t, v0, v1);
  add_xi(out.c1, t, v2);

  multiply_wide<2 * K, 2 * L>(t, add(a.c0, a.c2), add(b.c0, b.c2));
  sub_both(t, t, v0, v2);
  add(out.c2, t, v1);
}

/// a (b0 + b1 v), exactly: c0 = a0 b0 + xi a2 b1,  c1 = (a0 + a1)(b0 + b1) - a0 b0 - a1 b1,  c2 = a2 b0 + a1 b1.
template <int K, int L, int M>
void multiply_wide_01(Wide6& out, const Ref6<K>& a, Ref<L> b0, Ref<M> b1) {
  Wide2 v0, v1, t;
  multiply_wide(v0, a.c0, b0);
  multiply_wide(v1, a.c1, b1);
  multiply_wide<2 * K, L + M>(out.c1, add(a.c0, a.c1), add(b0, b1));
  sub_both(out.c1, out.c1, v0, v1);
  multiply_wide(t, a.c2, b1);
  add_xi(out.c0, v0, t);
  multiply_wide(t, a.c2, b0);
  add(out.c2, v1, t);
}

/// a (b1 v + b2 v^2), exactly:
///   c0 = xi ((a1 + a2)(b1 + b2) - a1 b1 - a2 b2),  c1 = a0 b1 + xi a2 b2,  c2 = a0 b2 + a1 b1.
template <int K, int L>
void multiply_wide_12(Wide6& out, const Ref6<K>& a, Ref<L> b1, Ref<L> b2) {
  Wide2 v1, v2, t;
  multiply_wide(v1, a.c1, b1);
  multiply_wide(v2, a.c2, b2);
  multiply_wide<2 * K, 2 * L>(t, add(a.c1, a.c2), add(b1, b2));
  sub_both(t, t, v1, v2);
  out.c0 = {};
  add_xi(out.c0, out.c0, t);
  multiply_wide(t, a.c0, b1);
  add_xi(out.c1, t, v2);
  multiply_wide(t, a.c0, b2);
  add(out.c2, t, v1);
}

/// The element of a product of elements with coefficients in [0, p). Changes t.
inline void reduce(Fp6& out, Wide6& t) {
  reduce<5, 2>(out.c0, t.c0);
  reduce<5, 2>(out.c1, t.c1);
  reduce<5, 2>(out.c2, t.c2);
}

inline Fp6 unset_fp6() { return {{Fp::unset(), Fp::unset()}, {Fp::unset(), Fp::unset()}, {Fp::unset(), Fp::unset()}}; }

}  // namespace zkp::lazy
