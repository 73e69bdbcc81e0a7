/// Butterflies of the transform with MULX, ADCX and ADOX. REQUIRES, everywhere: cpu_hardware().can_adx(). Included by
/// ntt_kernels.cpp and the constant-time check only.
///
/// A constant c < r comes with s = floor(c R / r), R = 2^256 (Shoup's way; Harvey, "Faster arithmetic for
/// number-theoretic transforms", J. Symb. Comp. 60, 2014):
///   a c mod r = a c - q r  and perhaps less one more r,  q = floor(a s / R) or one less,
/// where q is the upper half of a product, and the difference needs the lower halves of two: 25 MULX and 8 IMUL instead
/// of the 32 and 4 of a Montgomery product, two thirds of the additions, and no form that the values have to be in.
///
/// Bounds. Of a s, the products of words that begin at 2^64 or lower are dropped, and of those at 2^128 the low words:
/// less than 6 * 2^192 in all. So  0 <= a c / r - q < 1 + a / R + 6 / 2^64,  which is below 2 for a < 2 r = 0.906 R.
/// Values in memory are below 2 r, which fits in four words; so are sums and differences modulo 2 r.
#pragma once

#include <cstddef>

#include "field/fr.h"

#if defined(ZKP_FIELD_X86_64)

namespace zkp::ntt_adx {

/// c, and s as above.
struct Factor {
  LimbArray<4> c, s;
};

struct Constants {
  LimbArray<4> negative_r;  ///< R - r
  LimbArray<4> twice_r;
  LimbArray<4> negative_inverse;  ///< -1/r mod R
};

/// The low half of a b.
constexpr LimbArray<4> low_product(const LimbArray<4>& a, const LimbArray<4>& b) {
  LimbArray<4> out{};
  for (size_t i = 0; i < 4; ++i) {
    uint64_t carry = 0;
    for (size_t j = 0; i + j < 4; ++j) out[i + j] = limbs::mul_add(out[i + j], a[i], b[j], carry);
  }
  return out;
}

inline constexpr Constants kConstants = [] {
  Constants k{};
  limbs::sub(k.negative_r, {}, Fr::kModulus);
  limbs::add(k.twice_r, Fr::kModulus, Fr::kModulus);
  LimbArray<4> x = Fr::kModulus;  // 1/r, by x <- x (2 - r x)
  for (int i = 0; i < 7; ++i) {
    LimbArray<4> step{};
    limbs::sub(step, {2}, low_product(Fr::kModulus, x));
    x = low_product(x, step);
  }
  limbs::sub(k.negative_inverse, {}, x);
  return k;
}();

/// With the Montgomery form m = c R - s r:  s = -m / r modulo R.
inline Factor prepare(const Fr& c) {
  return {c.to_limbs(), low_product(c.montgomery_limbs(), kConstants.negative_inverse)};
}

/// What the assembly finds in memory, by one register: there are no more. Stores to `volatile` places stay apart; a
/// compiler may join others in a vector register, which takes longer.
struct Workspace {
  LimbArray<4> negative_r = kConstants.negative_r, twice_r = kConstants.twice_r;
  uint64_t zero = 0;
  const LimbArray<4>* volatile lo_at, * volatile hi_at, * volatile lo_to, * volatile hi_to;
};
static_assert(offsetof(Workspace, twice_r) == 32 && offsetof(Workspace, zero) == 64);
static_assert(offsetof(Workspace, lo_at) == 72 && offsetof(Workspace, hi_to) == 96);

// clang-format off
// Registers: w3..w7 the words of a s from 2^192 on, of which w4..w7 become q; t0..t3 the low half of a c - q r. rdx: the factor
// that MULX multiplies by. w: the workspace; -r at 0, 2 r at 32, zero at 64, lo_at at 72, hi_at at 80, lo_to at 88, hi_to at 96.
#define ZKP_NTT_FACTOR(i) "movq 80(%[w]), %%rdx\n\tmovq 8*" #i "(%%rdx), %%rdx\n\t"
#define ZKP_NTT_CLEAR "xorl %k[l], %k[l]\n\t"
// w_j += hi(a_i s_k), with k below the products that count in full.
#define ZKP_NTT_HIGH(k, j) "mulxq 32+8*" #k "(%[c]), %[h], %[h]\n\tadcxq %[h], %[w" #j "]\n\t"
#define ZKP_NTT_FULL(k, j, j1) \
  "mulxq 32+8*" #k "(%[c]), %[l], %[h]\n\tadoxq %[l], %[w" #j "]\n\tadcxq %[h], %[w" #j1 "]\n\t"
// The last product of a row begins a new word.
#define ZKP_NTT_END(j, j1) \
  "mulxq 32+8*3(%[c]), %[l], %[w" #j1 "]\n\tadoxq %[l], %[w" #j "]\n\t" \
  "adcxq 64(%[w]), %[w" #j1 "]\n\tadoxq 64(%[w]), %[w" #j1 "]\n\t"
#define ZKP_NTT_LOW(y, j, j1) "mulxq " y ", %[l], %[h]\n\tadcxq %[l], %[t" #j "]\n\tadoxq %[h], %[t" #j1 "]\n\t"
// The product that begins at t3; rdx is used up. LAST: after a row of ZKP_NTT_LOW.
#define ZKP_NTT_TOP(y) "imulq " y ", %%rdx\n\taddq %%rdx, %[t3]\n\t"
#define ZKP_NTT_LAST(y) "adcq $0, %[t3]\n\t" ZKP_NTT_TOP(y)
// t <- a c - q r, a at *hi_at. Rows of a s and of a c in turn, then those of q (-r).
#define ZKP_NTT_PRODUCT                                                                                    \
  ZKP_NTT_FACTOR(0)                                                                                        \
  "mulxq 48(%[c]), %[w3], %[w3]\n\tmulxq 56(%[c]), %[l], %[w4]\n\taddq %[l], %[w3]\n\tadcq $0, %[w4]\n\t"  \
  "mulxq (%[c]), %[t0], %[t1]\n\tmulxq 8(%[c]), %[l], %[t2]\n\tmulxq 16(%[c]), %[h], %[t3]\n\t"            \
  "addq %[l], %[t1]\n\tadcq %[h], %[t2]\n\t" ZKP_NTT_LAST("24(%[c])")                                      \
  ZKP_NTT_FACTOR(1) ZKP_NTT_CLEAR ZKP_NTT_HIGH(1, 3) ZKP_NTT_FULL(2, 3, 4) ZKP_NTT_END(4, 5)               \
  ZKP_NTT_LOW("(%[c])", 1, 2) ZKP_NTT_LOW("8(%[c])", 2, 3) ZKP_NTT_LAST("16(%[c])")                        \
  ZKP_NTT_FACTOR(2) ZKP_NTT_CLEAR ZKP_NTT_HIGH(0, 3) ZKP_NTT_FULL(1, 3, 4) ZKP_NTT_FULL(2, 4, 5) ZKP_NTT_END(5, 6) \
  "mulxq (%[c]), %[l], %[h]\n\taddq %[l], %[t2]\n\tadcq %[h], %[t3]\n\t" ZKP_NTT_TOP("8(%[c])")            \
  ZKP_NTT_FACTOR(3) ZKP_NTT_CLEAR ZKP_NTT_FULL(0, 3, 4) ZKP_NTT_FULL(1, 4, 5) ZKP_NTT_FULL(2, 5, 6) ZKP_NTT_END(6, 7) \
  ZKP_NTT_TOP("(%[c])")                                                                                    \
  "movq %[w4], %%rdx\n\t" ZKP_NTT_CLEAR ZKP_NTT_LOW("(%[w])", 0, 1) ZKP_NTT_LOW("8(%[w])", 1, 2)           \
  ZKP_NTT_LOW("16(%[w])", 2, 3) ZKP_NTT_LAST("24(%[w])")                                                   \
  "movq %[w5], %%rdx\n\t" ZKP_NTT_CLEAR ZKP_NTT_LOW("(%[w])", 1, 2) ZKP_NTT_LOW("8(%[w])", 2, 3) ZKP_NTT_LAST("16(%[w])") \
  "movq %[w6], %%rdx\n\tmulxq (%[w]), %[l], %[h]\n\timulq 8(%[w]), %%rdx\n\timulq (%[w]), %[w7]\n\t"       \
  "addq %[l], %[t2]\n\tadcq %[h], %[t3]\n\taddq %%rdx, %[t3]\n\taddq %[w7], %[t3]\n\t"
// *hi_to <- lo - t, + 2 r where that borrows; then *lo_to <- lo + t, - 2 r unless that borrows from the carry as well. `c` is
// used up.
#define ZKP_NTT_SUM_AND_DIFFERENCE                                                                         \
  "movq 72(%[w]), %[c]\n\t"                                                                                \
  "movq (%[c]), %[w3]\n\tmovq 8(%[c]), %[w4]\n\tmovq 16(%[c]), %[w5]\n\tmovq 24(%[c]), %[w6]\n\t"          \
  "subq %[t0], %[w3]\n\tsbbq %[t1], %[w4]\n\tsbbq %[t2], %[w5]\n\tsbbq %[t3], %[w6]\n\tsbbq %%rdx, %%rdx\n\t" \
  "movq 32(%[w]), %[w7]\n\tmovq 40(%[w]), %[l]\n\tmovq 48(%[w]), %[h]\n\t"                                 \
  "andq %%rdx, %[w7]\n\tandq %%rdx, %[l]\n\tandq %%rdx, %[h]\n\tandq 56(%[w]), %%rdx\n\t"                  \
  "addq %[w7], %[w3]\n\tadcq %[l], %[w4]\n\tadcq %[h], %[w5]\n\tadcq %%rdx, %[w6]\n\tmovl $0, %k[h]\n\t"   \
  "addq (%[c]), %[t0]\n\tadcq 8(%[c]), %[t1]\n\tadcq 16(%[c]), %[t2]\n\tadcq 24(%[c]), %[t3]\n\tadcq %[h], %[h]\n\t" \
  "movq 96(%[w]), %[c]\n\t"                                                                                \
  "movq %[w3], (%[c])\n\tmovq %[w4], 8(%[c])\n\tmovq %[w5], 16(%[c])\n\tmovq %[w6], 24(%[c])\n\t"          \
  "movq %[t0], %[w3]\n\tmovq %[t1], %[w4]\n\tmovq %[t2], %[w5]\n\tmovq %[t3], %[w6]\n\t"                   \
  "subq 32(%[w]), %[w3]\n\tsbbq 40(%[w]), %[w4]\n\tsbbq 48(%[w]), %[w5]\n\tsbbq 56(%[w]), %[w6]\n\tsbbq $0, %[h]\n\t"  \
  "cmovcq %[t0], %[w3]\n\tcmovcq %[t1], %[w4]\n\tcmovcq %[t2], %[w5]\n\tcmovcq %[t3], %[w6]\n\t"           \
  "movq 88(%[w]), %[c]\n\t"                                                                                \
  "movq %[w3], (%[c])\n\tmovq %[w4], 8(%[c])\n\tmovq %[w5], 16(%[c])\n\tmovq %[w6], 24(%[c])"
#define ZKP_NTT_REGISTERS                                                                                  \
  [t0] "=&r"(t0), [t1] "=&r"(t1), [t2] "=&r"(t2), [t3] "=&r"(t3), [w3] "=&r"(w3), [w4] "=&r"(w4), [w5] "=&r"(w5), \
  [w6] "=&r"(w6), [w7] "=&r"(w7), [l] "=&r"(l), [h] "=&r"(h), [c] "+&r"(c)

/// (lo_out, hi_out) <- (lo + hi c, lo - hi c). All below 2 r; the results may be at the same places.
[[gnu::always_inline]] inline void butterfly(Workspace& work, LimbArray<4>& lo_out, LimbArray<4>& hi_out,
                                             const LimbArray<4>& lo, const LimbArray<4>& hi, const Factor& factor) {
  uint64_t t0, t1, t2, t3, w3, w4, w5, w6, w7, l, h;
  const Factor* c = &factor;
  work.lo_at = &lo;
  work.hi_at = &hi;
  work.lo_to = &lo_out;
  work.hi_to = &hi_out;
  __asm__ volatile(ZKP_NTT_PRODUCT ZKP_NTT_SUM_AND_DIFFERENCE
                   : ZKP_NTT_REGISTERS
                   : [w] "r"(&work)
                   : "rdx", "cc", "memory");
}

/// The same with c = 1.
[[gnu::always_inline]] inline void butterfly_one(Workspace& work, LimbArray<4>& lo_out, LimbArray<4>& hi_out,
                                                 const LimbArray<4>& lo, const LimbArray<4>& hi) {
  uint64_t t0, t1, t2, t3, w3, w4, w5, w6, w7, l, h;
  const LimbArray<4>* c = &hi;
  work.lo_at = &lo;
  work.lo_to = &lo_out;
  work.hi_to = &hi_out;
  __asm__ volatile(
      "movq (%[c]), %[t0]\n\tmovq 8(%[c]), %[t1]\n\tmovq 16(%[c]), %[t2]\n\tmovq 24(%[c]), %[t3]\n\t"
      ZKP_NTT_SUM_AND_DIFFERENCE
      : ZKP_NTT_REGISTERS
      : [w] "r"(&work)
      : "rdx", "cc", "memory");
}

/// out <- x c, below 2 r. REQUIRES: x < 2 r. `out` may be x.
[[gnu::always_inline]] inline void product(Workspace& work, LimbArray<4>& out, const LimbArray<4>& x, const Factor& factor) {
  uint64_t t0, t1, t2, t3, w3, w4, w5, w6, w7, l, h;
  const Factor* c = &factor;
  work.hi_at = &x;
  work.hi_to = &out;
  __asm__ volatile(
      ZKP_NTT_PRODUCT "movq 96(%[w]), %[c]\n\t"
      "movq %[t0], (%[c])\n\tmovq %[t1], 8(%[c])\n\tmovq %[t2], 16(%[c])\n\tmovq %[t3], 24(%[c])"
      : ZKP_NTT_REGISTERS
      : [w] "r"(&work)
      : "rdx", "cc", "memory");
}
// clang-format on
#undef ZKP_NTT_FACTOR
#undef ZKP_NTT_CLEAR
#undef ZKP_NTT_HIGH
#undef ZKP_NTT_FULL
#undef ZKP_NTT_END
#undef ZKP_NTT_LOW
#undef ZKP_NTT_TOP
#undef ZKP_NTT_LAST
#undef ZKP_NTT_PRODUCT
#undef ZKP_NTT_SUM_AND_DIFFERENCE
#undef ZKP_NTT_REGISTERS

/// Below r. REQUIRES: x < 2 r.
[[gnu::always_inline]] inline void make_canonical(LimbArray<4>& x) {
  static constexpr auto& p = Fr::kModulus;
  uint64_t s0 = x[0], s1 = x[1], s2 = x[2], s3 = x[3];
  __asm__ volatile("subq %[p0], %[s0]\n\tsbbq %[p1], %[s1]\n\tsbbq %[p2], %[s2]\n\tsbbq %[p3], %[s3]\n\t"
                   "cmovcq %[x0], %[s0]\n\tcmovcq %[x1], %[s1]\n\tcmovcq %[x2], %[s2]\n\tcmovcq %[x3], %[s3]\n\t"
                   "movq %[s0], %[x0]\n\tmovq %[s1], %[x1]\n\tmovq %[s2], %[x2]\n\tmovq %[s3], %[x3]"
                   : [s0] "+&r"(s0), [s1] "+&r"(s1), [s2] "+&r"(s2), [s3] "+&r"(s3), [x0] "+m"(x[0]), [x1] "+m"(x[1]),
                     [x2] "+m"(x[2]), [x3] "+m"(x[3])
                   : [p0] "m"(p[0]), [p1] "m"(p[1]), [p2] "m"(p[2]), [p3] "m"(p[3])
                   : "cc");
}

}  // namespace zkp::ntt_adx

#endif
