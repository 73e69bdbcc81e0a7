#include "field/lanes/intrinsics.h"

#include "field/lane_ops.h"
#include "field/lanes/params.h"

namespace zkp::lanes {
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

template <class Field>
const LaneOps<Field>* ifma_ops() {
  return has_ifma() ? &ifma::Table<Field>::ops : nullptr;
}
template const LaneOps<Fp>* ifma_ops<Fp>();
template const LaneOps<Fr>* ifma_ops<Fr>();

}  // namespace zkp::lanes
