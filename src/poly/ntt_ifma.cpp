#include "field/lanes/intrinsics.h"

#include <array>

#include "base/cpu.h"
#include "field/lanes/params.h"
#include "poly/ntt_kernels.h"

namespace zkp {
#if defined(__x86_64__)
namespace {
using namespace lanes;
// Each needs the one before it.
// clang-format off
#include "field/lanes/vec_ifma.inc"
#include "field/lanes/element.inc"
#include "field/lanes/memory_form.inc"
#include "poly/lanes/ntt.inc"
// clang-format on
}  // namespace

const NttKernels* ifma_ntt_kernels() { return cpu_hardware().can_ifma() ? &kLaneKernels : nullptr; }
#else
const NttKernels* ifma_ntt_kernels() { return nullptr; }
#endif

}  // namespace zkp
