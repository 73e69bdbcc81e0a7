/// The back ends of bucket sums, the emulated lanes among them.
#pragma once

#include "curve/bucket_sums.h"

namespace zkp {

template <class Affine>
std::unique_ptr<BucketSums<Affine>> make_emulated_bucket_sums();

}  // namespace zkp
