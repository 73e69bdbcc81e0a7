#include <array>
#include <utility>

#include "field/lanes/params.h"
#include "poly/ntt_backends.h"

namespace zkp {
namespace {
using namespace lanes;
// Each needs the one before it.
// clang-format off
#include "field/lanes/vec_emulated.inc"
#include "field/lanes/element.inc"
#include "field/lanes/memory_form.inc"
#include "poly/lanes/ntt.inc"
// clang-format on
}  // namespace

const NttKernels& emulated_ntt_kernels() { return kLaneKernels; }

}  // namespace zkp
