#include "field/lanes/intrinsics.h"

#include "base/cpu.h"
#include "field/lane_ops.h"
#include "field/lanes/params.h"

namespace zkp::lanes {
#if defined(__x86_64__)
namespace ifma {
namespace {
// Each needs the one before it.
// clang-format off
#include "field/lanes/vec_ifma.inc"
#include "field/lanes/element.inc"
#include "field/lane_ops.inc"
// clang-format on
}  // namespace
}  // namespace ifma
#endif

template <class Field>
const LaneOps<Field>* ifma_ops() {
#if defined(__x86_64__)
  if (cpu_hardware().can_ifma()) return &ifma::Table<Field>::ops;
#endif
  return nullptr;
}
template const LaneOps<Fp>* ifma_ops<Fp>();
template const LaneOps<Fr>* ifma_ops<Fr>();

}  // namespace zkp::lanes
