/// The back ends of segment sums, the emulated lanes among them.
#pragma once

#include "curve/segment_sums.h"

namespace zkp {

template <class Affine>
std::unique_ptr<SegmentSums<Affine>> make_emulated_segment_sums();

}  // namespace zkp
