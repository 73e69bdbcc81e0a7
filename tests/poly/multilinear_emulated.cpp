#include <algorithm>
#include <type_traits>
#include <utility>

#include "field/lanes/params.h"
#include "poly/multilinear_backends.h"

namespace zkp {
namespace {
using namespace lanes;
// Each needs the one before it.
// clang-format off
#include "field/lanes/vec_emulated.inc"
#include "field/lanes/element.inc"
#include "field/lanes/memory_form.inc"
#include "poly/lanes/multilinear.inc"
// clang-format on
}  // namespace

const MultilinearKernels& emulated_multilinear_kernels() { return kLaneMultilinear; }

}  // namespace zkp
