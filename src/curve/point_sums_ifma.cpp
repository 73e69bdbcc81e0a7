#include "field/lanes/intrinsics.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <type_traits>

#include "base/cpu.h"
#include "curve/bucket_sums.h"
#include "curve/request_point.h"
#include "field/lanes/params.h"

namespace zkp {
#if defined(__x86_64__)
namespace {
using namespace lanes;
// Each needs the one before it.
// clang-format off
#include "field/lanes/vec_ifma.inc"
#include "field/lanes/element.inc"
#include "curve/lanes/coordinate.inc"
#include "curve/lanes/addition.inc"
#include "curve/lanes/segment_sums.inc"
#include "curve/lanes/bucket_sums.inc"
// clang-format on
}  // namespace
#endif

template <class Affine>
std::unique_ptr<SegmentSums<Affine>> make_ifma_segment_sums() {
#if defined(__x86_64__)
  if (cpu_hardware().can_ifma()) return std::make_unique<LaneSums<Affine>>();
#endif
  return nullptr;
}
template std::unique_ptr<SegmentSums<G1Affine>> make_ifma_segment_sums<G1Affine>();
template std::unique_ptr<SegmentSums<G2Affine>> make_ifma_segment_sums<G2Affine>();

template <class Affine>
std::unique_ptr<BucketSums<Affine>> make_ifma_bucket_sums() {
#if defined(__x86_64__)
  if (cpu_hardware().can_ifma()) return std::make_unique<LaneBucketSums<Affine>>();
#endif
  return nullptr;
}
template std::unique_ptr<BucketSums<G1Affine>> make_ifma_bucket_sums<G1Affine>();
template std::unique_ptr<BucketSums<G2Affine>> make_ifma_bucket_sums<G2Affine>();

}  // namespace zkp
