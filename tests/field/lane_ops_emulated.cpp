#include <utility>

#include "field/lane_ops.h"
#include "field/lanes/params.h"

namespace zkp::lanes {
namespace emulated {
namespace {
// Each needs the one before it.
// clang-format off
#include "field/lanes/vec_emulated.inc"
#include "field/lanes/element.inc"
#include "field/lane_ops.inc"
// clang-format on
}  // namespace
}  // namespace emulated

template <class Field>
const LaneOps<Field>* emulated_ops() {
  return &emulated::Table<Field>::ops;
}
template const LaneOps<Fp>* emulated_ops<Fp>();
template const LaneOps<Fr>* emulated_ops<Fr>();

}  // namespace zkp::lanes
