#include <algorithm>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

#include "curve/point_sums_backends.h"
#include "curve/request_point.h"
#include "field/lanes/params.h"

namespace zkp {
namespace {
using namespace lanes;
// Each needs the one before it.
// clang-format off
#include "field/lanes/vec_emulated.inc"
#include "field/lanes/element.inc"
#include "curve/lanes/coordinate.inc"
#include "curve/lanes/addition.inc"
#include "curve/lanes/segment_sums.inc"
#include "curve/lanes/bucket_sums.inc"
// clang-format on
}  // namespace

template <class Affine>
std::unique_ptr<SegmentSums<Affine>> make_emulated_segment_sums() {
  return std::make_unique<LaneSums<Affine>>();
}
template std::unique_ptr<SegmentSums<G1Affine>> make_emulated_segment_sums<G1Affine>();
template std::unique_ptr<SegmentSums<G2Affine>> make_emulated_segment_sums<G2Affine>();

template <class Affine>
std::unique_ptr<BucketSums<Affine>> make_emulated_bucket_sums() {
  return std::make_unique<LaneBucketSums<Affine>>();
}
template std::unique_ptr<BucketSums<G1Affine>> make_emulated_bucket_sums<G1Affine>();
template std::unique_ptr<BucketSums<G2Affine>> make_emulated_bucket_sums<G2Affine>();

}  // namespace zkp
