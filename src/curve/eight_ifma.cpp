#include "field/lanes/intrinsics.h"

#include "base/cpu.h"
#include "curve/eight.h"
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
#include "curve/lanes/eight.inc"
// clang-format on
}  // namespace
#endif

const EightKernels* ifma_eight_kernels() {
#if defined(__x86_64__)
  if (cpu_hardware().can_ifma()) return &kEightKernels;
#endif
  return nullptr;
}

}  // namespace zkp
