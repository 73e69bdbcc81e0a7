/// The back ends of bucket sums and segment sums over emulated lanes.
#pragma once

#include "curve/bucket_sums.h"
#include "curve/segment_sums.h"

namespace zkp {

template <class Affine>
std::unique_ptr<SegmentSums<Affine>> make_emulated_segment_sums();
template <class Affine>
std::unique_ptr<BucketSums<Affine>> make_emulated_bucket_sums();

}  // namespace zkp
