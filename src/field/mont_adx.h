/// Montgomery multiplication and squaring with MULX, ADCX and ADOX. See mont_x86.h. Included by prime_field_impl.h and
/// lazy.cpp only.
///
/// Results go to memory from within the assembly: a compiler that gets them in registers may join them into vectors.
#pragma once

#include "field/adx_steps.h"
#include "field/mont_x86.h"

#if defined(ZKP_FIELD_X86_64)

namespace zkp::mont_x86 {

// A squaring of six limbs needs thirteen registers and memory beside them. g++ keeps the locals of code that is
// instrumented for addresses on a stack of its own, which leaves too few: there the kernels are functions by
// themselves, and not instrumented. clang has enough, but only where they are inlined.
#if defined(__SANITIZE_ADDRESS__) && !defined(__clang__)
#define ZKP_ADX_KERNEL [[gnu::noinline, gnu::no_sanitize("address")]]
#else
#define ZKP_ADX_KERNEL [[gnu::always_inline]]
#endif

// clang-format off
/// out <- a b / R mod p. REQUIRES: cpu_hardware().can_adx(); a b < R p and b < R - p. `out` may be an operand.
template <auto& M>
ZKP_ADX_KERNEL inline void mul(LimbArray<4>& out, const LimbArray<4>& a, const LimbArray<4>& b) {
  uint64_t t0, t1, t2, t3, lo, hi, top, spare;
  __asm__ volatile(
      ZKP_FIRST_4(a, b) ZKP_REDUCE_4 ZKP_END_REDUCE(3)
      ZKP_MULTIPLY_4(a, b, 1) ZKP_REDUCE_4 ZKP_END_REDUCE(3)
      ZKP_MULTIPLY_4(a, b, 2) ZKP_REDUCE_4 ZKP_END_REDUCE(3)
      ZKP_MULTIPLY_4(a, b, 3) ZKP_REDUCE_4 ZKP_END_REDUCE(3)
      ZKP_SUBTRACT_4(lo, hi, top, spare)
      "cmovncq %[lo], %[t0]\n\tcmovncq %[hi], %[t1]\n\tcmovncq %[top], %[t2]\n\tcmovncq %[spare], %[t3]\n\t"
      "movq %[t0], (%[out])\n\tmovq %[t1], 8(%[out])\n\tmovq %[t2], 16(%[out])\n\tmovq %[t3], 24(%[out])"
      : [t0] "=&r"(t0), [t1] "=&r"(t1), [t2] "=&r"(t2), [t3] "=&r"(t3), [lo] "=&r"(lo), [hi] "=&r"(hi), [top] "=&r"(top),
        [spare] "=&r"(spare)
      : [a] "r"(a.data()), [b] "r"(b.data()), [out] "r"(out.data()), ZKP_MODULUS_4
      : "rdx", "cc", "memory");
}

template <auto& M>
ZKP_ADX_KERNEL inline void mul(LimbArray<6>& out, const LimbArray<6>& a, const LimbArray<6>& b) {
  uint64_t t0, t1, t2, t3, t4, t5, lo, hi, top;
  const uint64_t *a_or_scratch = a.data(), *b_or_scratch = b.data();
  __asm__ volatile(
      ZKP_FIRST_6(a, b) ZKP_REDUCE_6 ZKP_END_REDUCE(5)
      ZKP_MULTIPLY_6(a, b, 1) ZKP_REDUCE_6 ZKP_END_REDUCE(5)
      ZKP_MULTIPLY_6(a, b, 2) ZKP_REDUCE_6 ZKP_END_REDUCE(5)
      ZKP_MULTIPLY_6(a, b, 3) ZKP_REDUCE_6 ZKP_END_REDUCE(5)
      ZKP_MULTIPLY_6(a, b, 4) ZKP_REDUCE_6 ZKP_END_REDUCE(5)
      ZKP_MULTIPLY_6(a, b, 5) ZKP_REDUCE_6 ZKP_END_REDUCE(5)
      ZKP_SUBTRACT_ONCE_6(lo, hi, top, a, b)
      ZKP_STORE_6(out)
      : [t0] "=&r"(t0), [t1] "=&r"(t1), [t2] "=&r"(t2), [t3] "=&r"(t3), [t4] "=&r"(t4), [t5] "=&r"(t5), [lo] "=&r"(lo),
        [hi] "=&r"(hi), [top] "=&r"(top), [a] "+&r"(a_or_scratch), [b] "+&r"(b_or_scratch)
      : [out] "r"(out.data()), ZKP_MODULUS_6
      : "rdx", "cc", "memory");
}

/// out <- a^2 / R mod p. REQUIRES: cpu_hardware().can_adx(); a^2 < R p. `out` may be the operand.
///
/// Products a_i a_j with i < j once; then, in one pass, their doubles (carry flag) and the squares a_i^2 (overflow flag);
/// then the reduction of the low half, to which the high half is added. For 4 and 6 limbs 30 and 63 multiplications
/// instead of 36 and 78.
template <auto& M>
ZKP_ADX_KERNEL inline void sqr(LimbArray<4>& out, const LimbArray<4>& a) {
  uint64_t t0, t1, t2, t3, t4, t5, t6, t7, lo, hi;
  __asm__ volatile(
      "movq (%[a]), %%rdx\n\t"
      "mulxq 8(%[a]), %[t1], %[t2]\n\t"
      "mulxq 16(%[a]), %[lo], %[t3]\n\taddq %[lo], %[t2]\n\t"
      "mulxq 24(%[a]), %[lo], %[t4]\n\tadcq %[lo], %[t3]\n\tadcq $0, %[t4]\n\t"
      ZKP_BEGIN_MULTIPLY(a, 1) ZKP_SQUARE_STEP(2, 3, 4) ZKP_END_SQUARE(3, 4, 5)
      "movq 16(%[a]), %%rdx\n\tmulxq 24(%[a]), %[lo], %[t6]\n\taddq %[lo], %[t5]\n\tadcq $0, %[t6]\n\t"
      "movq (%[a]), %%rdx\n\tmovl $0, %k[t7]\n\txorl %k[lo], %k[lo]\n\t"
      "mulxq %%rdx, %[t0], %[hi]\n\tadcxq %[t1], %[t1]\n\tadoxq %[hi], %[t1]\n\t"
      ZKP_DOUBLE_STEP(1, 2, 3) ZKP_DOUBLE_STEP(2, 4, 5) ZKP_DOUBLE_STEP(3, 6, 7)
      ZKP_HALF_ROW_4(t) ZKP_HALF_ROW_4(t) ZKP_HALF_ROW_4(t) ZKP_HALF_ROW_4(t)
      "addq %[t4], %[t0]\n\tadcq %[t5], %[t1]\n\tadcq %[t6], %[t2]\n\tadcq %[t7], %[t3]\n\t"
      ZKP_SUBTRACT_4(t4, t5, t6, t7)
      "cmovncq %[t4], %[t0]\n\tcmovncq %[t5], %[t1]\n\tcmovncq %[t6], %[t2]\n\tcmovncq %[t7], %[t3]\n\t"
      "movq %[t0], (%[out])\n\tmovq %[t1], 8(%[out])\n\tmovq %[t2], 16(%[out])\n\tmovq %[t3], 24(%[out])"
      : [t0] "=&r"(t0), [t1] "=&r"(t1), [t2] "=&r"(t2), [t3] "=&r"(t3), [t4] "=&r"(t4), [t5] "=&r"(t5), [t6] "=&r"(t6),
        [t7] "=&r"(t7), [lo] "=&r"(lo), [hi] "=&r"(hi)
      : [a] "r"(a.data()), [out] "r"(out.data()), ZKP_MODULUS_4
      : "rdx", "cc", "memory");
}

template <auto& M>
ZKP_ADX_KERNEL inline void sqr(LimbArray<6>& out, const LimbArray<6>& a) {
  uint64_t t0, t1, t2, t3, t4, t5, t6, t7, t8, lo, hi;
  uint64_t high[6];
  uint64_t* const out_pointer = out.data();
  __asm__ volatile(
      "movq (%[a]), %%rdx\n\t"
      "mulxq 8(%[a]), %[t1], %[t2]\n\t"
      "mulxq 16(%[a]), %[lo], %[t3]\n\taddq %[lo], %[t2]\n\t"
      "mulxq 24(%[a]), %[lo], %[t4]\n\tadcq %[lo], %[t3]\n\t"
      "mulxq 32(%[a]), %[lo], %[t5]\n\tadcq %[lo], %[t4]\n\t"
      "mulxq 40(%[a]), %[lo], %[t6]\n\tadcq %[lo], %[t5]\n\tadcq $0, %[t6]\n\t"
      ZKP_BEGIN_MULTIPLY(a, 1) ZKP_SQUARE_STEP(2, 3, 4) ZKP_SQUARE_STEP(3, 4, 5) ZKP_SQUARE_STEP(4, 5, 6) ZKP_END_SQUARE(5, 6, 7)
      ZKP_BEGIN_MULTIPLY(a, 2) ZKP_SQUARE_STEP(3, 5, 6) ZKP_SQUARE_STEP(4, 6, 7) ZKP_END_SQUARE(5, 7, 8)
      // The words t_9, t_10 wait in high[3], high[4].
      ZKP_BEGIN_MULTIPLY(a, 3) ZKP_SQUARE_STEP(4, 7, 8) ZKP_END_SQUARE(5, 8, 0)
      "movq 32(%[a]), %%rdx\n\tmulxq 40(%[a]), %[lo], %[hi]\n\taddq %[lo], %[t0]\n\tadcq $0, %[hi]\n\t"
      "movq %[t0], %[h3]\n\tmovq %[hi], %[h4]\n\t"
      "movq (%[a]), %%rdx\n\txorl %k[lo], %k[lo]\n\t"
      "mulxq %%rdx, %[t0], %[hi]\n\tadcxq %[t1], %[t1]\n\tadoxq %[hi], %[t1]\n\t"
      ZKP_DOUBLE_STEP(1, 2, 3) ZKP_DOUBLE_STEP(2, 4, 5) ZKP_DOUBLE_STEP(3, 6, 7)
      "movq %[t6], %[h0]\n\tmovq %[t7], %[h1]\n\tmovq %[h3], %[t6]\n\tmovq %[h4], %[t7]\n\t"
      ZKP_DOUBLE_STEP(4, 8, 6)
      "movq %[t8], %[h2]\n\tmovq %[t6], %[h3]\n\tmovl $0, %k[t8]\n\t"
      ZKP_DOUBLE_STEP(5, 7, 8)
      "movq %[t7], %[h4]\n\tmovq %[t8], %[h5]\n\t"
      ZKP_HALF_ROW_6(t) ZKP_HALF_ROW_6(t) ZKP_HALF_ROW_6(t) ZKP_HALF_ROW_6(t) ZKP_HALF_ROW_6(t) ZKP_HALF_ROW_6(t)
      "addq %[h0], %[t0]\n\tadcq %[h1], %[t1]\n\tadcq %[h2], %[t2]\n\t"
      "adcq %[h3], %[t3]\n\tadcq %[h4], %[t4]\n\tadcq %[h5], %[t5]\n\t"
      ZKP_SUBTRACT_ONCE_6(lo, hi, t6, t7, t8)
      "movq %[out], %[lo]\n\t"
      ZKP_STORE_6(lo)
      : [t0] "=&r"(t0), [t1] "=&r"(t1), [t2] "=&r"(t2), [t3] "=&r"(t3), [t4] "=&r"(t4), [t5] "=&r"(t5), [t6] "=&r"(t6),
        [t7] "=&r"(t7), [t8] "=&r"(t8), [lo] "=&r"(lo), [hi] "=&r"(hi), [h0] "=m"(high[0]), [h1] "=m"(high[1]),
        [h2] "=m"(high[2]), [h3] "=m"(high[3]), [h4] "=m"(high[4]), [h5] "=m"(high[5])
      : [a] "r"(a.data()), [out] "m"(out_pointer), ZKP_MODULUS_6
      : "rdx", "cc", "memory");
}
// clang-format on

}  // namespace zkp::mont_x86

#endif
