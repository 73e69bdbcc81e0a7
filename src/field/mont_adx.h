/// Montgomery multiplication with MULX, ADCX and ADOX. See mont_x86.h. Included by prime_field_impl.h only.
#pragma once

#include "field/mont_x86.h"

#if defined(ZKP_FIELD_X86_64)

namespace zkp::mont_x86 {

// clang-format off
// One row is  t <- (t + a_i b + m p) / 2^64,  the loop body of mont::mul. Registers: t0..t(N-1) the running sum, `top` the
// carry word of t + a_i b, rdx the factor that MULX multiplies by. `p` points to the modulus, and -1/p follows it.
//
// t_j += lo(x y_j) runs on the overflow flag, t_(j+1) += hi(x y_j) on the carry flag, independently of each other.
#define ZKP_MULTIPLY_STEP(j, k)                    \
  "mulxq 8*" #j "(%[b]), %[lo], %[hi]\n\t"         \
  "adoxq %[lo], %[t" #j "]\n\t"                    \
  "adcxq %[hi], %[t" #k "]\n\t"
// t_(j-1) <- t_j + lo(m p_j) + hi(m p_(j-1)): the shift by one word is in the choice of the register.
#define ZKP_REDUCE_STEP(j, k)                      \
  "mulxq 8*" #j "(%[p]), %[lo], %[hi]\n\t"         \
  "adcxq %[t" #j "], %[t" #k "]\n\t"               \
  "adoxq %[lo], %[t" #k "]\n\t"                    \
  "movq %[hi], %[t" #j "]\n\t"
// Loads the factor a_i and clears both flags.
#define ZKP_BEGIN_MULTIPLY(i) "movq 8*" #i "(%[a]), %%rdx\n\txorl %k[lo], %k[lo]\n\t"
// The last product's high word with both carries becomes `top`.
#define ZKP_END_MULTIPLY(last)                                                                        \
  "mulxq 8*" #last "(%[b]), %[lo], %[top]\n\tadoxq %[lo], %[t" #last "]\n\tmovl $0, %k[lo]\n\t"       \
  "adcxq %[lo], %[top]\n\tadoxq %[lo], %[top]\n\t"
// m = t0 (-1/p), and t0 + lo(m p_0) = 0 modulo 2^64 leaves its carry alone.
#define ZKP_BEGIN_REDUCE(limbs)                                                                       \
  "movq 8*" #limbs "(%[p]), %%rdx\n\timulq %[t0], %%rdx\n\txorl %k[lo], %k[lo]\n\t"                   \
  "mulxq (%[p]), %[lo], %[hi]\n\tadcxq %[t0], %[lo]\n\tmovq %[hi], %[t0]\n\t"
#define ZKP_END_REDUCE(last) "movl $0, %k[lo]\n\tadcxq %[lo], %[t" #last "]\n\tadoxq %[top], %[t" #last "]\n\t"

#define ZKP_MULTIPLY_4(i)                                                                             \
  ZKP_BEGIN_MULTIPLY(i) ZKP_MULTIPLY_STEP(0, 1) ZKP_MULTIPLY_STEP(1, 2) ZKP_MULTIPLY_STEP(2, 3) ZKP_END_MULTIPLY(3)
#define ZKP_REDUCE_4 \
  ZKP_BEGIN_REDUCE(4) ZKP_REDUCE_STEP(1, 0) ZKP_REDUCE_STEP(2, 1) ZKP_REDUCE_STEP(3, 2) ZKP_END_REDUCE(3)
#define ZKP_MULTIPLY_6(i)                                                                             \
  ZKP_BEGIN_MULTIPLY(i) ZKP_MULTIPLY_STEP(0, 1) ZKP_MULTIPLY_STEP(1, 2) ZKP_MULTIPLY_STEP(2, 3)       \
  ZKP_MULTIPLY_STEP(3, 4) ZKP_MULTIPLY_STEP(4, 5) ZKP_END_MULTIPLY(5)
#define ZKP_REDUCE_6                                                                                  \
  ZKP_BEGIN_REDUCE(6) ZKP_REDUCE_STEP(1, 0) ZKP_REDUCE_STEP(2, 1) ZKP_REDUCE_STEP(3, 2)               \
  ZKP_REDUCE_STEP(4, 3) ZKP_REDUCE_STEP(5, 4) ZKP_END_REDUCE(5)

/// a b / R mod p. REQUIRES: cpu_hardware().can_adx(); b < p.
[[gnu::always_inline]] inline LimbArray<4> mul(const LimbArray<4>& a, const LimbArray<4>& b, const mont::Modulus<4>& m) {
  uint64_t t0, t1, t2, t3, lo, hi, top;
  __asm__ volatile(
      "movq (%[a]), %%rdx\n\t"
      "mulxq (%[b]), %[t0], %[t1]\n\t"
      "mulxq 8(%[b]), %[lo], %[t2]\n\taddq %[lo], %[t1]\n\t"
      "mulxq 16(%[b]), %[lo], %[t3]\n\tadcq %[lo], %[t2]\n\t"
      "mulxq 24(%[b]), %[lo], %[top]\n\tadcq %[lo], %[t3]\n\tadcq $0, %[top]\n\t"
      ZKP_REDUCE_4
      ZKP_MULTIPLY_4(1) ZKP_REDUCE_4
      ZKP_MULTIPLY_4(2) ZKP_REDUCE_4
      ZKP_MULTIPLY_4(3) ZKP_REDUCE_4
      // t - p where that does not borrow.
      "movq %[t0], %[lo]\n\tsubq (%[p]), %[lo]\n\t"
      "movq %[t1], %[hi]\n\tsbbq 8(%[p]), %[hi]\n\t"
      "movq %[t2], %[top]\n\tsbbq 16(%[p]), %[top]\n\t"
      "movq %[t3], %%rdx\n\tsbbq 24(%[p]), %%rdx\n\t"
      "cmovncq %[lo], %[t0]\n\tcmovncq %[hi], %[t1]\n\tcmovncq %[top], %[t2]\n\tcmovncq %%rdx, %[t3]"
      : [t0] "=&r"(t0), [t1] "=&r"(t1), [t2] "=&r"(t2), [t3] "=&r"(t3), [lo] "=&r"(lo), [hi] "=&r"(hi), [top] "=&r"(top)
      : [a] "r"(a.data()), [b] "r"(b.data()), [p] "r"(&m)
      : "rdx", "cc", "memory");
  return {t0, t1, t2, t3};
}

[[gnu::always_inline]] inline LimbArray<6> mul(const LimbArray<6>& a, const LimbArray<6>& b, const mont::Modulus<6>& m) {
  uint64_t t0, t1, t2, t3, t4, t5, lo, hi, top;
  const uint64_t *a_or_scratch = a.data(), *b_or_scratch = b.data();
  __asm__ volatile(
      "movq (%[a]), %%rdx\n\t"
      "mulxq (%[b]), %[t0], %[t1]\n\t"
      "mulxq 8(%[b]), %[lo], %[t2]\n\taddq %[lo], %[t1]\n\t"
      "mulxq 16(%[b]), %[lo], %[t3]\n\tadcq %[lo], %[t2]\n\t"
      "mulxq 24(%[b]), %[lo], %[t4]\n\tadcq %[lo], %[t3]\n\t"
      "mulxq 32(%[b]), %[lo], %[t5]\n\tadcq %[lo], %[t4]\n\t"
      "mulxq 40(%[b]), %[lo], %[top]\n\tadcq %[lo], %[t5]\n\tadcq $0, %[top]\n\t"
      ZKP_REDUCE_6
      ZKP_MULTIPLY_6(1) ZKP_REDUCE_6
      ZKP_MULTIPLY_6(2) ZKP_REDUCE_6
      ZKP_MULTIPLY_6(3) ZKP_REDUCE_6
      ZKP_MULTIPLY_6(4) ZKP_REDUCE_6
      ZKP_MULTIPLY_6(5) ZKP_REDUCE_6
      // t - p where that does not borrow; the operands are no longer needed, their registers hold the difference.
      "movq %[t0], %[lo]\n\tsubq (%[p]), %[lo]\n\t"
      "movq %[t1], %[hi]\n\tsbbq 8(%[p]), %[hi]\n\t"
      "movq %[t2], %[top]\n\tsbbq 16(%[p]), %[top]\n\t"
      "movq %[t3], %[a]\n\tsbbq 24(%[p]), %[a]\n\t"
      "movq %[t4], %[b]\n\tsbbq 32(%[p]), %[b]\n\t"
      "movq %[t5], %%rdx\n\tsbbq 40(%[p]), %%rdx\n\t"
      "cmovncq %[lo], %[t0]\n\tcmovncq %[hi], %[t1]\n\tcmovncq %[top], %[t2]\n\t"
      "cmovncq %[a], %[t3]\n\tcmovncq %[b], %[t4]\n\tcmovncq %%rdx, %[t5]"
      : [t0] "=&r"(t0), [t1] "=&r"(t1), [t2] "=&r"(t2), [t3] "=&r"(t3), [t4] "=&r"(t4), [t5] "=&r"(t5), [lo] "=&r"(lo),
        [hi] "=&r"(hi), [top] "=&r"(top), [a] "+&r"(a_or_scratch), [b] "+&r"(b_or_scratch)
      : [p] "r"(&m)
      : "rdx", "cc", "memory");
  return {t0, t1, t2, t3, t4, t5};
}
// clang-format on

#undef ZKP_MULTIPLY_STEP
#undef ZKP_REDUCE_STEP
#undef ZKP_BEGIN_MULTIPLY
#undef ZKP_END_MULTIPLY
#undef ZKP_BEGIN_REDUCE
#undef ZKP_END_REDUCE
#undef ZKP_MULTIPLY_4
#undef ZKP_REDUCE_4
#undef ZKP_MULTIPLY_6
#undef ZKP_REDUCE_6

}  // namespace zkp::mont_x86

#endif
