/// Powers in Fp and multiples of points, eight at a time, for processors with AVX-512 IFMA. What decoding many points
/// spends its time on. Internal to curve/.
///
/// Exponents and multipliers are public. Not constant-time. Safe for concurrent use.
#pragma once

#include <span>

#include "curve/g1.h"
#include "curve/g2.h"

namespace zkp {

struct EightKernels {
  /// x[i] <- x[i]^exponent. REQUIRES: exponent > 0.
  void (*pow)(Fp (&x)[8], std::span<const uint64_t> exponent_le_limbs);
  /// out[i] <- multiplier * p[i], or Z = 0 where the additions met an exceptional case, which happens only to points
  /// whose order is less than twice the multiplier. REQUIRES: multiplier > 0; on the curve and not the identity.
  void (*multiply_g1)(G1 (&out)[8], const G1Affine* const (&p)[8], std::span<const uint64_t> multiplier_le_limbs);
  void (*multiply_g2)(G2 (&out)[8], const G2Affine* const (&p)[8], std::span<const uint64_t> multiplier_le_limbs);
};

/// nullptr where the processor lacks the instructions.
const EightKernels* ifma_eight_kernels();

}  // namespace zkp
