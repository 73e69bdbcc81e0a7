#include <utility>

#include "curve/eight.h"
#include "field/lanes/params.h"

namespace zkp {
namespace {
using namespace lanes;
// Each needs the one before it.
// clang-format off
#include "field/lanes/vec_emulated.inc"
#include "field/lanes/element.inc"
#include "curve/lanes/coordinate.inc"
#include "curve/lanes/eight.inc"
// clang-format on
}  // namespace

const EightKernels* emulated_eight_kernels();
const EightKernels* emulated_eight_kernels() { return &kEightKernels; }

}  // namespace zkp
