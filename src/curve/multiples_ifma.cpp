#include "field/lanes/intrinsics.h"

#include "base/cpu.h"
#include "curve/multiples.h"
#include "curve/projective.h"
#include "field/lanes/params.h"

namespace zkp {
#if defined(__x86_64__)
namespace {
using namespace lanes;
// Each needs the one before it.
// clang-format off
#include "field/lanes/vec_ifma.inc"
#include "field/lanes/element.inc"
#include "curve/lanes/coordinate.inc"
#include "curve/lanes/multiples.inc"
// clang-format on
constexpr MultiplesKernels kMultiplesKernels{multiples_of_eight<G1Curve>, multiples_of_eight<G2Curve>};
}  // namespace
#endif

const MultiplesKernels* ifma_multiples_kernels() {
#if defined(__x86_64__)
  if (cpu_hardware().can_ifma()) return &kMultiplesKernels;
#endif
  return nullptr;
}

}  // namespace zkp
