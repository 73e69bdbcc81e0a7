/// The ADX kernels under lazy.h, for the modulus of Fp. REQUIRES: cpu_hardware().can_adx(). Included by lazy.cpp and by
/// the test that compares them with their portable twins.
#pragma once

#include "field/lazy_portable.h"
#include "field/mont_adx.h"

#if defined(ZKP_FIELD_X86_64)

namespace zkp::lazy {

// clang-format off
#define ZKP_WIDE_STEP(operation, i, first, second, to)                                                     \
  "movq 8*" #i "(%[" #first "]), %[t]\n\t" operation " 8*" #i "(%[" #second "]), %[t]\n\tmovq %[t], 8*" #i "(%[" #to "])\n\t"
#define ZKP_WIDE_STEPS_1_TO_5(operation, a, b, to)                                                         \
  ZKP_WIDE_STEP(operation, 1, a, b, to) ZKP_WIDE_STEP(operation, 2, a, b, to) ZKP_WIDE_STEP(operation, 3, a, b, to) \
  ZKP_WIDE_STEP(operation, 4, a, b, to) ZKP_WIDE_STEP(operation, 5, a, b, to)
#define ZKP_WIDE_STEPS_6_TO_11(operation, a, b, to)                                                        \
  ZKP_WIDE_STEP(operation, 6, a, b, to) ZKP_WIDE_STEP(operation, 7, a, b, to) ZKP_WIDE_STEP(operation, 8, a, b, to) \
  ZKP_WIDE_STEP(operation, 9, a, b, to) ZKP_WIDE_STEP(operation, 10, a, b, to) ZKP_WIDE_STEP(operation, 11, a, b, to)
// (out) <- (a) +- (b) +- (c) by halves of six words, which stay in registers for both operations: memory accesses are what
// additions of this length wait for. The first operation on a word, on the lowest ones and on all others; then the second's.
#define ZKP_BOTH_LOAD(at)                                                                                  \
  "movq 8*0+" at "(%[a]), %[t0]\n\tmovq 8*1+" at "(%[a]), %[t1]\n\tmovq 8*2+" at "(%[a]), %[t2]\n\t"       \
  "movq 8*3+" at "(%[a]), %[t3]\n\tmovq 8*4+" at "(%[a]), %[t4]\n\tmovq 8*5+" at "(%[a]), %[t5]\n\t"
#define ZKP_BOTH_APPLY(first, next, with, at)                                                              \
  first " 8*0+" at "(%[" with "]), %[t0]\n\t" next " 8*1+" at "(%[" with "]), %[t1]\n\t"                   \
  next " 8*2+" at "(%[" with "]), %[t2]\n\t" next " 8*3+" at "(%[" with "]), %[t3]\n\t"                    \
  next " 8*4+" at "(%[" with "]), %[t4]\n\t" next " 8*5+" at "(%[" with "]), %[t5]\n\t"
#define ZKP_BOTH_STORE(at)                                                                                 \
  "movq %[t0], 8*0+" at "(%[out])\n\tmovq %[t1], 8*1+" at "(%[out])\n\tmovq %[t2], 8*2+" at "(%[out])\n\t" \
  "movq %[t3], 8*3+" at "(%[out])\n\tmovq %[t4], 8*4+" at "(%[out])\n\tmovq %[t5], 8*5+" at "(%[out])\n\t"
#define ZKP_BOTH(first_b, next_b, first_c, next_c)                                                         \
  uint64_t t0, t1, t2, t3, t4, t5, carry_b, carry_c;                                                       \
  __asm__ volatile(                                                                                        \
      ZKP_BOTH_LOAD("0")                                                                                   \
      ZKP_BOTH_APPLY(first_b, next_b, "b", "0") "sbbq %[carry_b], %[carry_b]\n\t"                          \
      ZKP_BOTH_APPLY(first_c, next_c, "c", "0") "sbbq %[carry_c], %[carry_c]\n\t"                          \
      ZKP_BOTH_STORE("0")                                                                                  \
      ZKP_BOTH_LOAD("48")                                                                                  \
      "addq %[carry_b], %[carry_b]\n\t" ZKP_BOTH_APPLY(next_b, next_b, "b", "48")                          \
      "addq %[carry_c], %[carry_c]\n\t" ZKP_BOTH_APPLY(next_c, next_c, "c", "48")                          \
      ZKP_BOTH_STORE("48")                                                                                 \
      : [t0] "=&r"(t0), [t1] "=&r"(t1), [t2] "=&r"(t2), [t3] "=&r"(t3), [t4] "=&r"(t4), [t5] "=&r"(t5),    \
        [carry_b] "=&r"(carry_b), [carry_c] "=&r"(carry_c)                                                 \
      : [out] "r"(out.v.data()), [a] "r"(a.v.data()), [b] "r"(b.v.data()), [c] "r"(c.v.data())             \
      : "cc", "memory")
// Row i of the 768-bit product: the lowest word of the running sum is final, and its register takes the new highest.
// Nothing is carried out of a row, so that both flags are clear when the next one begins.
#define ZKP_WIDE_ROW(i, r0, r1, r2, r3, r4, r5)                                                            \
  "movq 8*" #i "(%[a]), %%rdx\n\t"                                                                         \
  "mulxq (%[b]), %[lo], %[hi]\n\tadoxq %[lo], %[" #r0 "]\n\tmovq %[" #r0 "], 8*" #i "(%[out])\n\tadcxq %[hi], %[" #r1 "]\n\t" \
  "mulxq 8(%[b]), %[lo], %[hi]\n\tadoxq %[lo], %[" #r1 "]\n\tadcxq %[hi], %[" #r2 "]\n\t"                  \
  "mulxq 16(%[b]), %[lo], %[hi]\n\tadoxq %[lo], %[" #r2 "]\n\tadcxq %[hi], %[" #r3 "]\n\t"                 \
  "mulxq 24(%[b]), %[lo], %[hi]\n\tadoxq %[lo], %[" #r3 "]\n\tadcxq %[hi], %[" #r4 "]\n\t"                 \
  "mulxq 32(%[b]), %[lo], %[hi]\n\tadoxq %[lo], %[" #r4 "]\n\tadcxq %[hi], %[" #r5 "]\n\t"                 \
  "mulxq 40(%[b]), %[lo], %[" #r0 "]\n\tadoxq %[lo], %[" #r5 "]\n\t"                    \
  "adcxq %[zero], %[" #r0 "]\n\tadoxq %[zero], %[" #r0 "]\n\t"

struct AdxKernels {
  static constexpr auto& M = kModulus;

  [[gnu::always_inline]] static void add_limbs(Limbs& out, const Limbs& a, const Limbs& b) {
    uint64_t t;
    __asm__ volatile(
        ZKP_WIDE_STEP("addq", 0, a, b, out) ZKP_WIDE_STEPS_1_TO_5("adcq", a, b, out)
        : [t] "=&r"(t) : [out] "r"(out.data()), [a] "r"(a.data()), [b] "r"(b.data()) : "cc", "memory");
  }
  [[gnu::always_inline]] static void sub_limbs(Limbs& out, const Limbs& a, const Limbs& b) {
    uint64_t t;
    __asm__ volatile(
        ZKP_WIDE_STEP("subq", 0, a, b, out) ZKP_WIDE_STEPS_1_TO_5("sbbq", a, b, out)
        : [t] "=&r"(t) : [out] "r"(out.data()), [a] "r"(a.data()), [b] "r"(b.data()) : "cc", "memory");
  }
  [[gnu::always_inline]] static void add(Wide& out, const Wide& a, const Wide& b) {
    uint64_t t;
    __asm__ volatile(
        ZKP_WIDE_STEP("addq", 0, a, b, out) ZKP_WIDE_STEPS_1_TO_5("adcq", a, b, out) ZKP_WIDE_STEPS_6_TO_11("adcq", a, b, out)
        : [t] "=&r"(t) : [out] "r"(out.v.data()), [a] "r"(a.v.data()), [b] "r"(b.v.data()) : "cc", "memory");
  }
  [[gnu::always_inline]] static void sub(Wide& out, const Wide& a, const Wide& b) {
    uint64_t t;
    __asm__ volatile(
        ZKP_WIDE_STEP("subq", 0, a, b, out) ZKP_WIDE_STEPS_1_TO_5("sbbq", a, b, out) ZKP_WIDE_STEPS_6_TO_11("sbbq", a, b, out)
        : [t] "=&r"(t) : [out] "r"(out.v.data()), [a] "r"(a.v.data()), [b] "r"(b.v.data()) : "cc", "memory");
  }

  [[gnu::always_inline]] static void add_both(Wide& out, const Wide& a, const Wide& b, const Wide& c) {
    ZKP_BOTH("addq", "adcq", "addq", "adcq");
  }
  [[gnu::always_inline]] static void add_sub(Wide& out, const Wide& a, const Wide& b, const Wide& c) {
    ZKP_BOTH("addq", "adcq", "subq", "sbbq");
  }
  [[gnu::always_inline]] static void sub_both(Wide& out, const Wide& a, const Wide& b, const Wide& c) {
    ZKP_BOTH("subq", "sbbq", "subq", "sbbq");
  }

  /// out <- a b for any a and b; `out` is neither of them.
  [[gnu::always_inline]] static void mul(Wide& out, const Limbs& a, const Limbs& b) {
    uint64_t t0, t1, t2, t3, t4, t5, lo, hi, zero;
    __asm__ volatile(
        "movq (%[a]), %%rdx\n\tmulxq (%[b]), %[lo], %[t1]\n\tmovq %[lo], (%[out])\n\t"
        "mulxq 8(%[b]), %[lo], %[t2]\n\taddq %[lo], %[t1]\n\t"
        "mulxq 16(%[b]), %[lo], %[t3]\n\tadcq %[lo], %[t2]\n\t"
        "mulxq 24(%[b]), %[lo], %[t4]\n\tadcq %[lo], %[t3]\n\t"
        "mulxq 32(%[b]), %[lo], %[t5]\n\tadcq %[lo], %[t4]\n\t"
        "mulxq 40(%[b]), %[lo], %[t0]\n\tadcq %[lo], %[t5]\n\tadcq $0, %[t0]\n\t"
        "xorl %k[zero], %k[zero]\n\t" ZKP_WIDE_ROW(1, t1, t2, t3, t4, t5, t0)
        ZKP_WIDE_ROW(2, t2, t3, t4, t5, t0, t1)
        ZKP_WIDE_ROW(3, t3, t4, t5, t0, t1, t2)
        ZKP_WIDE_ROW(4, t4, t5, t0, t1, t2, t3)
        ZKP_WIDE_ROW(5, t5, t0, t1, t2, t3, t4)
        "movq %[t0], 48(%[out])\n\tmovq %[t1], 56(%[out])\n\tmovq %[t2], 64(%[out])\n\t"
        "movq %[t3], 72(%[out])\n\tmovq %[t4], 80(%[out])\n\tmovq %[t5], 88(%[out])"
        : [t0] "=&r"(t0), [t1] "=&r"(t1), [t2] "=&r"(t2), [t3] "=&r"(t3), [t4] "=&r"(t4), [t5] "=&r"(t5), [lo] "=&r"(lo),
          [hi] "=&r"(hi), [zero] "=&r"(zero)
        : [a] "r"(a.data()), [b] "r"(b.data()), [out] "r"(out.v.data())
        : "rdx", "cc", "memory");
  }

  /// out <- a b / R mod p. REQUIRES: a b < R p, b < R - p.
  [[gnu::always_inline]] static void mont(Limbs& out, const Limbs& a, const Limbs& b) { mont_x86::mul<kModulus>(out, a, b); }

  // t / R: the low half of t becomes at most p, and the high half is added to it.
#define ZKP_REDUCE_WIDE(subtract_twice)                                                                    \
  uint64_t t0, t1, t2, t3, t4, t5, lo, s1, s2, s3;                                                         \
  const uint64_t* in = t.v.data();                                                                         \
  __asm__ volatile(                                                                                        \
      "movq (%[in]), %[t0]\n\tmovq 8(%[in]), %[t1]\n\tmovq 16(%[in]), %[t2]\n\t"                           \
      "movq 24(%[in]), %[t3]\n\tmovq 32(%[in]), %[t4]\n\tmovq 40(%[in]), %[t5]\n\t"                        \
      ZKP_HALF_ROW_6(t) ZKP_HALF_ROW_6(t) ZKP_HALF_ROW_6(t) ZKP_HALF_ROW_6(t) ZKP_HALF_ROW_6(t) ZKP_HALF_ROW_6(t) \
      "addq 48(%[in]), %[t0]\n\tadcq 56(%[in]), %[t1]\n\tadcq 64(%[in]), %[t2]\n\t"                        \
      "adcq 72(%[in]), %[t3]\n\tadcq 80(%[in]), %[t4]\n\tadcq 88(%[in]), %[t5]\n\t"                        \
      subtract_twice ZKP_SUBTRACT_ONCE_6(lo, s1, s2, s3, in) ZKP_STORE_6(out)                              \
      : [t0] "=&r"(t0), [t1] "=&r"(t1), [t2] "=&r"(t2), [t3] "=&r"(t3), [t4] "=&r"(t4), [t5] "=&r"(t5),    \
        [lo] "=&r"(lo), [s1] "=&r"(s1), [s2] "=&r"(s2), [s3] "=&r"(s3), [in] "+&r"(in)                     \
      : [out] "r"(out.data()), ZKP_TWICE_MODULUS_6, ZKP_MODULUS_6                                          \
      : "rdx", "cc", "memory")
#define ZKP_TWICE_MODULUS_6                                                                                \
  [q0] "m"(kTwoP[0]), [q1] "m"(kTwoP[1]), [q2] "m"(kTwoP[2]), [q3] "m"(kTwoP[3]), [q4] "m"(kTwoP[4]), [q5] "m"(kTwoP[5])
// t - 2 p where that does not borrow.
#define ZKP_SUBTRACT_TWO_P                                                                                 \
  "movq %[t0], %[lo]\n\tsubq %[q0], %[lo]\n\tmovq %[t1], %[s1]\n\tsbbq %[q1], %[s1]\n\t"                   \
  "movq %[t2], %[s2]\n\tsbbq %[q2], %[s2]\n\tmovq %[t3], %[s3]\n\tsbbq %[q3], %[s3]\n\t"                   \
  "movq %[t4], %[in]\n\tsbbq %[q4], %[in]\n\tmovq %[t5], %%rdx\n\tsbbq %[q5], %%rdx\n\t"                   \
  "cmovncq %[lo], %[t0]\n\tcmovncq %[s1], %[t1]\n\tcmovncq %[s2], %[t2]\n\t"                               \
  "cmovncq %[s3], %[t3]\n\tcmovncq %[in], %[t4]\n\tcmovncq %%rdx, %[t5]\n\t"

  /// out <- t / R mod p. REQUIRES: t in [0, 9.8 p^2).
  [[gnu::always_inline]] static void reduce(Limbs& out, const Wide& t) { ZKP_REDUCE_WIDE(""); }
  /// The same for t in [0, 29 p^2).
  [[gnu::always_inline]] static void reduce_far(Limbs& out, const Wide& t) { ZKP_REDUCE_WIDE(ZKP_SUBTRACT_TWO_P); }
};
#undef ZKP_WIDE_STEP
#undef ZKP_WIDE_STEPS_1_TO_5
#undef ZKP_WIDE_STEPS_6_TO_11
#undef ZKP_BOTH_LOAD
#undef ZKP_BOTH_APPLY
#undef ZKP_BOTH_STORE
#undef ZKP_BOTH
#undef ZKP_WIDE_ROW
#undef ZKP_REDUCE_WIDE
#undef ZKP_TWICE_MODULUS_6
#undef ZKP_SUBTRACT_TWO_P
// clang-format on

}  // namespace zkp::lazy

#endif
