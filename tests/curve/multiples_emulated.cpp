/// The lanes' multiples over emulated instructions, on any processor.
#include "curve/g1.h"
#include "curve/g2.h"
#include "curve/multiples.h"
#include "curve/multiples_backends.h"
#include "curve/projective.h"
#include "field/lanes/params.h"

namespace zkp {
namespace {
using namespace lanes;
// Each needs the one before it.
// clang-format off
#include "field/lanes/vec_emulated.inc"
#include "field/lanes/element.inc"
#include "curve/lanes/coordinate.inc"
#include "curve/lanes/multiples.inc"
// clang-format on
constexpr MultiplesKernels kKernels{multiples_of_eight<G1Curve>, multiples_of_eight<G2Curve>};
}  // namespace

const MultiplesKernels& emulated_multiples_kernels() { return kKernels; }

}  // namespace zkp
