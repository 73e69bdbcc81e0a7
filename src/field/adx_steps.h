/// The steps that the MULX, ADCX and ADOX kernels are made of, as pieces of assembly. Included by mont_adx.h and
/// lazy_adx.h only. They use operands named t0.. lo hi top, the modulus p0.. and inv, zero, and rdx.
#pragma once

// clang-format off
// Registers: t0..t(N-1) the running sum, `top` its carry word, rdx the factor that MULX multiplies by.
//
// t_j += lo(x y_j) runs on the overflow flag, t_(j+1) += hi(x y_j) on the carry flag, independently of each other.
#define ZKP_MULTIPLY_STEP(y, j, k)                 \
  "mulxq 8*" #j "(%[" #y "]), %[lo], %[hi]\n\t"    \
  "adoxq %[lo], %[t" #j "]\n\t"                    \
  "adcxq %[hi], %[t" #k "]\n\t"
// Loads the factor x_i and clears both flags.
#define ZKP_BEGIN_MULTIPLY(x, i) "movq 8*" #i "(%[" #x "]), %%rdx\n\txorl %k[lo], %k[lo]\n\t"
// The last product's high word with both carries becomes `top`.
#define ZKP_END_MULTIPLY(y, last)                                                                        \
  "mulxq 8*" #last "(%[" #y "]), %[lo], %[top]\n\tadoxq %[lo], %[t" #last "]\n\t"     \
  "adcxq %[zero], %[top]\n\tadoxq %[zero], %[top]\n\t"
// t <- (t + m p) / 2^64 with m = t_0 (-1/p): t_k <- hi(m p_k) + t_j + lo(m p_j), j = k + 1. The shift by one word is in
// the choice of the register. t_0 + lo(m p_0) = 0 modulo 2^64 leaves its carry alone.
#define ZKP_BEGIN_REDUCE                                                                                 \
  "movq %[inv], %%rdx\n\timulq %[t0], %%rdx\n\txorl %k[lo], %k[lo]\n\t"                                  \
  "mulxq %[p0], %[lo], %[hi]\n\tadcxq %[t0], %[lo]\n\tmovq %[hi], %[t0]\n\t"
#define ZKP_REDUCE_STEP(j, k)                      \
  "adcxq %[t" #j "], %[t" #k "]\n\t"               \
  "mulxq %[p" #j "], %[lo], %[t" #j "]\n\t"        \
  "adoxq %[lo], %[t" #k "]\n\t"
#define ZKP_END_REDUCE(last) "adcxq %[zero], %[t" #last "]\n\tadoxq %[top], %[t" #last "]\n\t"
#define ZKP_SUBTRACT_4(s0, s1, s2, s3)                                                                   \
  "movq %[t0], %[" #s0 "]\n\tsubq %[p0], %[" #s0 "]\n\tmovq %[t1], %[" #s1 "]\n\tsbbq %[p1], %[" #s1 "]\n\t"  \
  "movq %[t2], %[" #s2 "]\n\tsbbq %[p2], %[" #s2 "]\n\tmovq %[t3], %[" #s3 "]\n\tsbbq %[p3], %[" #s3 "]\n\t"

#define ZKP_MULTIPLY_4(x, y, i)                                                                          \
  ZKP_BEGIN_MULTIPLY(x, i) ZKP_MULTIPLY_STEP(y, 0, 1) ZKP_MULTIPLY_STEP(y, 1, 2) ZKP_MULTIPLY_STEP(y, 2, 3) \
  ZKP_END_MULTIPLY(y, 3)
#define ZKP_REDUCE_4 ZKP_BEGIN_REDUCE ZKP_REDUCE_STEP(1, 0) ZKP_REDUCE_STEP(2, 1) ZKP_REDUCE_STEP(3, 2)
#define ZKP_MULTIPLY_6(x, y, i)                                                                          \
  ZKP_BEGIN_MULTIPLY(x, i) ZKP_MULTIPLY_STEP(y, 0, 1) ZKP_MULTIPLY_STEP(y, 1, 2) ZKP_MULTIPLY_STEP(y, 2, 3) \
  ZKP_MULTIPLY_STEP(y, 3, 4) ZKP_MULTIPLY_STEP(y, 4, 5) ZKP_END_MULTIPLY(y, 5)
#define ZKP_REDUCE_6                                                                                     \
  ZKP_BEGIN_REDUCE ZKP_REDUCE_STEP(1, 0) ZKP_REDUCE_STEP(2, 1) ZKP_REDUCE_STEP(3, 2) ZKP_REDUCE_STEP(4, 3) \
  ZKP_REDUCE_STEP(5, 4)
// t <- x_0 y.
#define ZKP_FIRST_4(x, y)                                                                                \
  "movq (%[" #x "]), %%rdx\n\tmulxq (%[" #y "]), %[t0], %[t1]\n\t"                                       \
  "mulxq 8(%[" #y "]), %[lo], %[t2]\n\taddq %[lo], %[t1]\n\t"                                            \
  "mulxq 16(%[" #y "]), %[lo], %[t3]\n\tadcq %[lo], %[t2]\n\t"                                           \
  "mulxq 24(%[" #y "]), %[lo], %[top]\n\tadcq %[lo], %[t3]\n\tadcq $0, %[top]\n\t"
#define ZKP_FIRST_6(x, y)                                                                                \
  "movq (%[" #x "]), %%rdx\n\tmulxq (%[" #y "]), %[t0], %[t1]\n\t"                                       \
  "mulxq 8(%[" #y "]), %[lo], %[t2]\n\taddq %[lo], %[t1]\n\t"                                            \
  "mulxq 16(%[" #y "]), %[lo], %[t3]\n\tadcq %[lo], %[t2]\n\t"                                           \
  "mulxq 24(%[" #y "]), %[lo], %[t4]\n\tadcq %[lo], %[t3]\n\t"                                           \
  "mulxq 32(%[" #y "]), %[lo], %[t5]\n\tadcq %[lo], %[t4]\n\t"                                           \
  "mulxq 40(%[" #y "]), %[lo], %[top]\n\tadcq %[lo], %[t5]\n\tadcq $0, %[top]\n\t"
// t - p where that does not borrow, with six scratch registers.
#define ZKP_SUBTRACT_ONCE_6(s0, s1, s2, s3, s4)                                                          \
  ZKP_SUBTRACT_4(s0, s1, s2, s3) "movq %[t4], %[" #s4 "]\n\tsbbq %[p4], %[" #s4 "]\n\t"                  \
  "movq %[t5], %%rdx\n\tsbbq %[p5], %%rdx\n\t"                                                           \
  "cmovncq %[" #s0 "], %[t0]\n\tcmovncq %[" #s1 "], %[t1]\n\tcmovncq %[" #s2 "], %[t2]\n\t"              \
  "cmovncq %[" #s3 "], %[t3]\n\tcmovncq %[" #s4 "], %[t4]\n\tcmovncq %%rdx, %[t5]\n\t"
#define ZKP_STORE_6(out)                                                                                 \
  "movq %[t0], (%[" #out "])\n\tmovq %[t1], 8(%[" #out "])\n\tmovq %[t2], 16(%[" #out "])\n\t"           \
  "movq %[t3], 24(%[" #out "])\n\tmovq %[t4], 32(%[" #out "])\n\tmovq %[t5], 40(%[" #out "])"
// Adds x_i y to t and `top`, which a row of another product has set. REQUIRES: the sum is below 2^448.
#define ZKP_ADD_MULTIPLY_6(x, y, i)                                                                      \
  ZKP_BEGIN_MULTIPLY(x, i) ZKP_MULTIPLY_STEP(y, 0, 1) ZKP_MULTIPLY_STEP(y, 1, 2) ZKP_MULTIPLY_STEP(y, 2, 3) \
  ZKP_MULTIPLY_STEP(y, 3, 4) ZKP_MULTIPLY_STEP(y, 4, 5)                                                  \
  "mulxq 40(%[" #y "]), %[lo], %[hi]\n\tadoxq %[lo], %[t5]\n\tadcxq %[hi], %[top]\n\t"                  \
  "adoxq %[zero], %[top]\n\t"
// Squaring: t_j += lo(x a_i), t_k += hi(x a_i); the last product of a row begins a new word.
#define ZKP_SQUARE_STEP(i, j, k)                                                                         \
  "mulxq 8*" #i "(%[a]), %[lo], %[hi]\n\tadoxq %[lo], %[t" #j "]\n\tadcxq %[hi], %[t" #k "]\n\t"
#define ZKP_END_SQUARE(last, j, k)                                                                          \
  "mulxq 8*" #last "(%[a]), %[lo], %[t" #k "]\n\tadoxq %[lo], %[t" #j "]\n\t"                 \
  "adcxq %[zero], %[t" #k "]\n\tadoxq %[zero], %[t" #k "]\n\t"
// (t_j, t_k) <- 2 (t_j, t_k) + a_i^2.
#define ZKP_DOUBLE_STEP(i, j, k)                                                                         \
  "movq 8*" #i "(%[a]), %%rdx\n\tmulxq %%rdx, %[lo], %[hi]\n\t"                                         \
  "adcxq %[t" #j "], %[t" #j "]\n\tadoxq %[lo], %[t" #j "]\n\t"                                         \
  "adcxq %[t" #k "], %[t" #k "]\n\tadoxq %[hi], %[t" #k "]\n\t"
// x <- (x + m p) / 2^(64 N) for the N words x, N rows in all: at most p. As above, with the carry of x_0 + lo(m p_0), which
// is set unless x_0 = 0, from BLSI (BMI1, which every processor with BMI2 has); it clears the overflow flag as well.
#define ZKP_BEGIN_HALF(x) \
  "movq %[inv], %%rdx\n\timulq %[" #x "0], %%rdx\n\tblsiq %[" #x "0], %[lo]\n\tmulxq %[p0], %[lo], %[" #x "0]\n\t"
#define ZKP_HALF_STEP(x, j, k)                     \
  "adcxq %[" #x #j "], %[" #x #k "]\n\t"           \
  "mulxq %[p" #j "], %[lo], %[" #x #j "]\n\t"      \
  "adoxq %[lo], %[" #x #k "]\n\t"
#define ZKP_END_HALF(x, last) "adcxq %[zero], %[" #x #last "]\n\tadoxq %[zero], %[" #x #last "]\n\t"
#define ZKP_HALF_ROW_4(x)                                                                                \
  ZKP_BEGIN_HALF(x) ZKP_HALF_STEP(x, 1, 0) ZKP_HALF_STEP(x, 2, 1) ZKP_HALF_STEP(x, 3, 2) ZKP_END_HALF(x, 3)
#define ZKP_HALF_ROW_6(x)                                                                                \
  ZKP_BEGIN_HALF(x) ZKP_HALF_STEP(x, 1, 0) ZKP_HALF_STEP(x, 2, 1) ZKP_HALF_STEP(x, 3, 2)                 \
  ZKP_HALF_STEP(x, 4, 3) ZKP_HALF_STEP(x, 5, 4) ZKP_END_HALF(x, 5)
#define ZKP_MODULUS_4                                                                                    \
  [zero] "m"(mont_x86::kZero), [p0] "m"(M.p[0]), [p1] "m"(M.p[1]), [p2] "m"(M.p[2]), [p3] "m"(M.p[3]), [inv] "m"(M.inv)
#define ZKP_MODULUS_6 ZKP_MODULUS_4, [p4] "m"(M.p[4]), [p5] "m"(M.p[5])
// clang-format on
