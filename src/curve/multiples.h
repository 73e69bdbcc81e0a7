/// A multiple of each of many points, by a scalar of its own: what a participant of a ceremony computes, and what a
/// transform over points is made of.
///
/// A scalar is split as s = a + b x^2 (x the curve's parameter, a, b < x^2 < 2^128), because x^2 acts on the subgroup
/// at the cost of one multiplication; complete addition formulas, signed windows of four bits, look-ups that read the
/// whole table. Eight points at a time where the processor has AVX-512 IFMA (multiples_ifma.cpp).
///
/// Constant-time in the scalars and the points, but for points at infinity in the conversion of the results. Safe for
/// concurrent use. Sources: Gallant, Lambert, Vanstone, "Faster point multiplication on elliptic curves with efficient
/// endomorphisms", CRYPTO 2001; Renes, Costello, Batina, ePrint 2015/1060, algorithms 7 and 9.
#pragma once

#include <span>
#include <vector>

#include "base/task_pool.h"
#include "curve/g1.h"
#include "curve/g2.h"

namespace zkp {

/// points[i] <- scalars[i] * points[i]. REQUIRES: as many points as scalars, all in the prime-order subgroup.
void multiply_each(std::span<G1Affine> points, std::span<const Fr> scalars, TaskPool* pool);
void multiply_each(std::span<G2Affine> points, std::span<const Fr> scalars, TaskPool* pool);

/// s = low + high x^2, low < x^2, high <= x^2. Constant-time.
struct ScalarHalves {
  LimbArray<2> low;
  LimbArray<2> high;
};
ScalarHalves split_by_x_squared(const Fr& scalar);

/// Eight multiples at a time; nullptr where the processor lacks the instructions. Internal to curve/.
struct MultiplesKernels {
  void (*multiply_g1)(G1 (&out)[8], const G1Affine* const (&points)[8], const ScalarHalves (&scalars)[8]);
  void (*multiply_g2)(G2 (&out)[8], const G2Affine* const (&points)[8], const ScalarHalves (&scalars)[8]);
};
const MultiplesKernels* ifma_multiples_kernels();

}  // namespace zkp
