/// The kernels of mont.h in x86-64 assembly, for 4 and 6 limbs: addition and subtraction for every x86-64 processor,
/// multiplication and squaring for those with BMI1, BMI2 and ADX.
///
/// Why: g++ 12 rebuilds the carry flag for every limb of a carry chain, and no compiler interleaves the two chains that
/// ADCX and ADOX allow. Every function computes what the function of the same name in mont.h computes, bit for bit
/// (tests compare them), and is constant-time. Source of the interleaving: Ozturk, Guilford, Gopal, Feghali, "New
/// instructions supporting large integer arithmetic on Intel architecture processors" (2012); why no extra carry word
/// is needed: mul() in mont.h.
#pragma once

#include "field/mont.h"

// Unoptimised builds give every operand a register of its own, of which there are not enough.
#if defined(__x86_64__) && defined(__OPTIMIZE__)
#define ZKP_FIELD_X86_64 1

namespace zkp::mont_x86 {

/// cpu_enabled().can_adx(). False until the static initialisers have run; the portable code then does the same.
[[gnu::visibility("hidden")]] extern const bool kUseAdx;

/// Added with a carry. Next to ADCX and ADOX, instructions that clear a register cost Zen 4 more than this load.
[[gnu::visibility("hidden")]] inline constexpr uint64_t kZero = 0;

// t + b, then s = t - p; t stays where that borrows.
[[gnu::always_inline]] inline LimbArray<4> add(const LimbArray<4>& a, const LimbArray<4>& b, const LimbArray<4>& p) {
  uint64_t t0 = a[0], t1 = a[1], t2 = a[2], t3 = a[3], s0, s1, s2, s3;
  __asm__(
      "addq %[b0], %[t0]\n\tadcq %[b1], %[t1]\n\tadcq %[b2], %[t2]\n\tadcq %[b3], %[t3]\n\t"
      "movq %[t0], %[s0]\n\tmovq %[t1], %[s1]\n\tmovq %[t2], %[s2]\n\tmovq %[t3], %[s3]\n\t"
      "subq %[p0], %[s0]\n\tsbbq %[p1], %[s1]\n\tsbbq %[p2], %[s2]\n\tsbbq %[p3], %[s3]\n\t"
      "cmovncq %[s0], %[t0]\n\tcmovncq %[s1], %[t1]\n\tcmovncq %[s2], %[t2]\n\tcmovncq %[s3], %[t3]"
      : [t0] "+&r"(t0), [t1] "+&r"(t1), [t2] "+&r"(t2), [t3] "+&r"(t3), [s0] "=&r"(s0), [s1] "=&r"(s1), [s2] "=&r"(s2),
        [s3] "=&r"(s3)
      : [b0] "m"(b[0]), [b1] "m"(b[1]), [b2] "m"(b[2]), [b3] "m"(b[3]), [p0] "m"(p[0]), [p1] "m"(p[1]), [p2] "m"(p[2]),
        [p3] "m"(p[3])
      : "cc");
  return {t0, t1, t2, t3};
}

[[gnu::always_inline]] inline LimbArray<6> add(const LimbArray<6>& a, const LimbArray<6>& b, const LimbArray<6>& p) {
  uint64_t t0 = a[0], t1 = a[1], t2 = a[2], t3 = a[3], t4 = a[4], t5 = a[5], s0, s1, s2, s3, s4, s5;
  __asm__(
      "addq %[b0], %[t0]\n\tadcq %[b1], %[t1]\n\tadcq %[b2], %[t2]\n\t"
      "adcq %[b3], %[t3]\n\tadcq %[b4], %[t4]\n\tadcq %[b5], %[t5]"
      : [t0] "+&r"(t0), [t1] "+&r"(t1), [t2] "+&r"(t2), [t3] "+&r"(t3), [t4] "+&r"(t4), [t5] "+&r"(t5)
      : [b0] "m"(b[0]), [b1] "m"(b[1]), [b2] "m"(b[2]), [b3] "m"(b[3]), [b4] "m"(b[4]), [b5] "m"(b[5])
      : "cc");
  __asm__(
      "movq %[t0], %[s0]\n\tmovq %[t1], %[s1]\n\tmovq %[t2], %[s2]\n\t"
      "movq %[t3], %[s3]\n\tmovq %[t4], %[s4]\n\tmovq %[t5], %[s5]\n\t"
      "subq %[p0], %[s0]\n\tsbbq %[p1], %[s1]\n\tsbbq %[p2], %[s2]\n\t"
      "sbbq %[p3], %[s3]\n\tsbbq %[p4], %[s4]\n\tsbbq %[p5], %[s5]\n\t"
      "cmovncq %[s0], %[t0]\n\tcmovncq %[s1], %[t1]\n\tcmovncq %[s2], %[t2]\n\t"
      "cmovncq %[s3], %[t3]\n\tcmovncq %[s4], %[t4]\n\tcmovncq %[s5], %[t5]"
      : [t0] "+&r"(t0), [t1] "+&r"(t1), [t2] "+&r"(t2), [t3] "+&r"(t3), [t4] "+&r"(t4), [t5] "+&r"(t5), [s0] "=&r"(s0),
        [s1] "=&r"(s1), [s2] "=&r"(s2), [s3] "=&r"(s3), [s4] "=&r"(s4), [s5] "=&r"(s5)
      : [p0] "m"(p[0]), [p1] "m"(p[1]), [p2] "m"(p[2]), [p3] "m"(p[3]), [p4] "m"(p[4]), [p5] "m"(p[5])
      : "cc");
  return {t0, t1, t2, t3, t4, t5};
}

// t - b, then + (p where that borrowed, else 0).
[[gnu::always_inline]] inline LimbArray<4> sub(const LimbArray<4>& a, const LimbArray<4>& b, const LimbArray<4>& p) {
  uint64_t t0 = a[0], t1 = a[1], t2 = a[2], t3 = a[3], s0, s1, s2, s3;
  __asm__(
      "subq %[b0], %[t0]\n\tsbbq %[b1], %[t1]\n\tsbbq %[b2], %[t2]\n\tsbbq %[b3], %[t3]\n\t"
      "movl $0, %k[s0]\n\tmovl $0, %k[s1]\n\tmovl $0, %k[s2]\n\tmovl $0, %k[s3]\n\t"
      "cmovcq %[p0], %[s0]\n\tcmovcq %[p1], %[s1]\n\tcmovcq %[p2], %[s2]\n\tcmovcq %[p3], %[s3]\n\t"
      "addq %[s0], %[t0]\n\tadcq %[s1], %[t1]\n\tadcq %[s2], %[t2]\n\tadcq %[s3], %[t3]"
      : [t0] "+&r"(t0), [t1] "+&r"(t1), [t2] "+&r"(t2), [t3] "+&r"(t3), [s0] "=&r"(s0), [s1] "=&r"(s1), [s2] "=&r"(s2),
        [s3] "=&r"(s3)
      : [b0] "m"(b[0]), [b1] "m"(b[1]), [b2] "m"(b[2]), [b3] "m"(b[3]), [p0] "m"(p[0]), [p1] "m"(p[1]), [p2] "m"(p[2]),
        [p3] "m"(p[3])
      : "cc");
  return {t0, t1, t2, t3};
}

[[gnu::always_inline]] inline LimbArray<6> sub(const LimbArray<6>& a, const LimbArray<6>& b, const LimbArray<6>& p) {
  uint64_t t0 = a[0], t1 = a[1], t2 = a[2], t3 = a[3], t4 = a[4], t5 = a[5], s0, s1, s2, s3, s4, s5, borrow;
  __asm__(
      "subq %[b0], %[t0]\n\tsbbq %[b1], %[t1]\n\tsbbq %[b2], %[t2]\n\t"
      "sbbq %[b3], %[t3]\n\tsbbq %[b4], %[t4]\n\tsbbq %[b5], %[t5]\n\tsbbq %[borrow], %[borrow]"
      : [t0] "+&r"(t0), [t1] "+&r"(t1), [t2] "+&r"(t2), [t3] "+&r"(t3), [t4] "+&r"(t4), [t5] "+&r"(t5),
        [borrow] "=&r"(borrow)
      : [b0] "m"(b[0]), [b1] "m"(b[1]), [b2] "m"(b[2]), [b3] "m"(b[3]), [b4] "m"(b[4]), [b5] "m"(b[5])
      : "cc");
  s0 = borrow & p[0], s1 = borrow & p[1], s2 = borrow & p[2], s3 = borrow & p[3], s4 = borrow & p[4],
  s5 = borrow & p[5];
  __asm__(
      "addq %[s0], %[t0]\n\tadcq %[s1], %[t1]\n\tadcq %[s2], %[t2]\n\t"
      "adcq %[s3], %[t3]\n\tadcq %[s4], %[t4]\n\tadcq %[s5], %[t5]"
      : [t0] "+&r"(t0), [t1] "+&r"(t1), [t2] "+&r"(t2), [t3] "+&r"(t3), [t4] "+&r"(t4), [t5] "+&r"(t5)
      : [s0] "r"(s0), [s1] "r"(s1), [s2] "r"(s2), [s3] "r"(s3), [s4] "r"(s4), [s5] "r"(s5)
      : "cc");
  return {t0, t1, t2, t3, t4, t5};
}

}  // namespace zkp::mont_x86

#endif
