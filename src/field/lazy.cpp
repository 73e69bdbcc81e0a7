#include "field/lazy.h"

#include "field/lazy_adx.h"

namespace zkp::lazy {
namespace {

template <class K>
[[gnu::always_inline]] inline void multiply_wide_with(Wide2& out, const Limbs& a0, const Limbs& a1, const Limbs& b0,
                                                      const Limbs& b1) {
  Limbs a_sum, b_sum;
  Wide v1;
  K::add_limbs(a_sum, a0, a1);
  K::add_limbs(b_sum, b0, b1);
  K::mul(out.c1, a_sum, b_sum);
  K::mul(out.c0, a0, b0);
  K::mul(v1, a1, b1);
  K::sub_both(out.c1, out.c1, out.c0, v1);
  K::sub(out.c0, out.c0, v1);
}

template <class K>
[[gnu::always_inline]] inline void square_wide_with(Wide2& out, const Limbs& a0, const Limbs& a1,
                                                    const Limbs& multiple) {
  Limbs sum, difference, twice;
  K::add_limbs(sum, a0, a1);
  K::add_limbs(difference, a0, multiple);
  K::sub_limbs(difference, difference, a1);
  K::add_limbs(twice, a0, a0);
  K::mul(out.c0, sum, difference);
  K::mul(out.c1, twice, a1);
}

template <class K>
[[gnu::always_inline]] inline void add_with(Wide2& out, const Wide2& a, const Wide2& b) {
  K::add(out.c0, a.c0, b.c0);
  K::add(out.c1, a.c1, b.c1);
}

template <class K>
[[gnu::always_inline]] inline void sub_with(Wide2& out, const Wide2& a, const Wide2& b) {
  K::sub(out.c0, a.c0, b.c0);
  K::sub(out.c1, a.c1, b.c1);
}

template <class K>
[[gnu::always_inline]] inline void sub_both_with(Wide2& out, const Wide2& a, const Wide2& b, const Wide2& c) {
  K::sub_both(out.c0, a.c0, b.c0, c.c0);
  K::sub_both(out.c1, a.c1, b.c1, c.c1);
}

// (1 + u)(b0 + b1 u) = (b0 - b1) + (b0 + b1) u. `out` is not b.
template <class K>
[[gnu::always_inline]] inline void add_xi_with(Wide2& out, const Wide2& a, const Wide2& b) {
  K::add_sub(out.c0, a.c0, b.c0, b.c1);
  K::add_both(out.c1, a.c1, b.c0, b.c1);
}
template <class K>
[[gnu::always_inline]] inline void sub_xi_with(Wide2& out, const Wide2& a, const Wide2& b) {
  K::add_sub(out.c0, a.c0, b.c1, b.c0);
  K::sub_both(out.c1, a.c1, b.c0, b.c1);
}

template <class K>
[[gnu::always_inline]] inline void reduce_with(Fp2& out, const Wide2& t) {
  K::reduce(out.c0.kernel_limbs(), t.c0);
  K::reduce(out.c1.kernel_limbs(), t.c1);
}
template <class K>
[[gnu::always_inline]] inline void reduce_far_with(Fp2& out, const Wide2& t) {
  K::reduce_far(out.c0.kernel_limbs(), t.c0);
  K::reduce_far(out.c1.kernel_limbs(), t.c1);
}

// t = (a0 b0 - a1 b1) + (a0 b1 + a1 b0) u, c0 in (-p^2, p^2), c1 in [0, 2 p^2).
template <class K>
[[gnu::always_inline]] inline void multiply_with(Fp2& out, const Fp2& a, const Fp2& b) {
  static constexpr Wide kOffset = multiple_of_p_squared(1);
  Wide2 t;
  multiply_wide_with<K>(t, a.c0.montgomery_limbs(), a.c1.montgomery_limbs(), b.c0.montgomery_limbs(),
                        b.c1.montgomery_limbs());
  K::add(t.c0, t.c0, kOffset);
  reduce_with<K>(out, t);
}

// (a0 + a1)(a0 - a1 + p) + 2 a0 a1 u: products below 4 p^2.
template <class K>
[[gnu::always_inline]] inline void square_with(Fp2& out, const Fp2& a) {
  const Limbs &a0 = a.c0.montgomery_limbs(), &a1 = a.c1.montgomery_limbs();
  Limbs sum, difference, twice;
  K::add_limbs(sum, a0, a1);
  K::add_limbs(difference, a0, Fp::kModulus);
  K::sub_limbs(difference, difference, a1);
  K::add_limbs(twice, a0, a0);
  K::mont(out.c1.kernel_limbs(), twice, a1);
  K::mont(out.c0.kernel_limbs(), sum, difference);
}

// The portable twins by themselves, so that the choice costs the assembly no registers.
using P = PortableKernels;
[[gnu::noinline]] void multiply_wide_portable(Wide2& out, const Limbs& a0, const Limbs& a1, const Limbs& b0,
                                              const Limbs& b1) {
  multiply_wide_with<P>(out, a0, a1, b0, b1);
}
[[gnu::noinline]] void square_wide_portable(Wide2& out, const Limbs& a0, const Limbs& a1, const Limbs& multiple) {
  square_wide_with<P>(out, a0, a1, multiple);
}
[[gnu::noinline]] void add_portable(Wide2& out, const Wide2& a, const Wide2& b) { add_with<P>(out, a, b); }
[[gnu::noinline]] void sub_portable(Wide2& out, const Wide2& a, const Wide2& b) { sub_with<P>(out, a, b); }
[[gnu::noinline]] void sub_both_portable(Wide2& out, const Wide2& a, const Wide2& b, const Wide2& c) {
  sub_both_with<P>(out, a, b, c);
}
[[gnu::noinline]] void add_xi_portable(Wide2& out, const Wide2& a, const Wide2& b) { add_xi_with<P>(out, a, b); }
[[gnu::noinline]] void sub_xi_portable(Wide2& out, const Wide2& a, const Wide2& b) { sub_xi_with<P>(out, a, b); }
[[gnu::noinline]] void reduce_portable(Fp2& out, const Wide2& t) { reduce_with<P>(out, t); }
[[gnu::noinline]] void reduce_far_portable(Fp2& out, const Wide2& t) { reduce_far_with<P>(out, t); }
[[gnu::noinline]] void multiply_portable(Fp2& out, const Fp2& a, const Fp2& b) { multiply_with<P>(out, a, b); }
[[gnu::noinline]] void square_portable(Fp2& out, const Fp2& a) { square_with<P>(out, a); }

}  // namespace

#if defined(ZKP_FIELD_X86_64)
using A = AdxKernels;
#define ZKP_ADX(statement) \
  if (mont_x86::kUseAdx) { \
    statement;             \
    return;                \
  }
#else
#define ZKP_ADX(statement)
#endif

namespace detail {

void add_limbs(Limbs& out, const Limbs& a, const Limbs& b) {
  ZKP_ADX(A::add_limbs(out, a, b))
  P::add_limbs(out, a, b);
}
void add_wide(Wide& out, const Wide& a, const Wide& b) {
  ZKP_ADX(A::add(out, a, b))
  P::add(out, a, b);
}
void multiply_wide(Wide2& out, const Limbs& a0, const Limbs& a1, const Limbs& b0, const Limbs& b1) {
  ZKP_ADX(multiply_wide_with<A>(out, a0, a1, b0, b1))
  multiply_wide_portable(out, a0, a1, b0, b1);
}
void square_wide(Wide2& out, const Limbs& a0, const Limbs& a1, const Limbs& multiple) {
  ZKP_ADX(square_wide_with<A>(out, a0, a1, multiple))
  square_wide_portable(out, a0, a1, multiple);
}
void reduce(Fp2& out, const Wide2& t) {
  ZKP_ADX(reduce_with<A>(out, t))
  reduce_portable(out, t);
}
void reduce_far(Fp2& out, const Wide2& t) {
  ZKP_ADX(reduce_far_with<A>(out, t))
  reduce_far_portable(out, t);
}

}  // namespace detail

void add(Wide2& out, const Wide2& a, const Wide2& b) {
  ZKP_ADX(add_with<A>(out, a, b))
  add_portable(out, a, b);
}
void sub(Wide2& out, const Wide2& a, const Wide2& b) {
  ZKP_ADX(sub_with<A>(out, a, b))
  sub_portable(out, a, b);
}
void sub_both(Wide2& out, const Wide2& a, const Wide2& b, const Wide2& c) {
  ZKP_ADX(sub_both_with<A>(out, a, b, c))
  sub_both_portable(out, a, b, c);
}
void add_xi(Wide2& out, const Wide2& a, const Wide2& b) {
  ZKP_ADX(add_xi_with<A>(out, a, b))
  add_xi_portable(out, a, b);
}
void sub_xi(Wide2& out, const Wide2& a, const Wide2& b) {
  ZKP_ADX(sub_xi_with<A>(out, a, b))
  sub_xi_portable(out, a, b);
}
void multiply(Fp2& out, const Fp2& a, const Fp2& b) {
  ZKP_ADX(multiply_with<A>(out, a, b))
  multiply_portable(out, a, b);
}
void square(Fp2& out, const Fp2& a) {
  ZKP_ADX(square_with<A>(out, a))
  square_portable(out, a);
}

}  // namespace zkp::lazy
