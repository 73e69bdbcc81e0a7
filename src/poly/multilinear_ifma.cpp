#include "field/lanes/intrinsics.h"

#include <algorithm>
#include <type_traits>

#include "base/cpu.h"
#include "field/lanes/params.h"
#include "poly/multilinear_kernels.h"

namespace zkp {
#if defined(__x86_64__)
namespace {
using namespace lanes;
// Each needs the one before it.
// clang-format off
#include "field/lanes/vec_ifma.inc"
#include "field/lanes/element.inc"
#include "field/lanes/memory_form.inc"
#include "poly/lanes/multilinear.inc"
// clang-format on
}  // namespace

const MultilinearKernels* ifma_multilinear_kernels() { return cpu_hardware().can_ifma() ? &kLaneMultilinear : nullptr; }
#else
const MultilinearKernels* ifma_multilinear_kernels() { return nullptr; }
#endif

}  // namespace zkp
