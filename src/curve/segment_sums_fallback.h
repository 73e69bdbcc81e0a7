/// One chunk of segment sums with 64-bit limbs: the scalar back end, and what the lanes fall back on. Internal to
/// curve/.
#pragma once

#include "curve/affine_batch.h"
#include "curve/segment_sums.h"

namespace zkp {

template <class Affine>
class FallbackSums {
 public:
  void sum_one_chunk(const PointSource<Affine>& source, std::span<const PointRef> refs, std::span<const uint32_t> ends,
                     std::span<Affine> sums) {
    points_.resize(refs.size());
    for (size_t i = 0; i < refs.size(); ++i) points_[i] = source.get(refs[i]);
    segments_.clear();
    uint32_t begin = 0;
    for (uint32_t end : ends) {
      if (end - begin > 1) segments_.push_back({begin, end - begin});
      begin = end;
    }
    fold_segments_var<Affine>(points_, segments_, batch_);
    begin = 0;
    for (size_t s = 0; s < ends.size(); begin = ends[s++]) {
      sums[s] = ends[s] > begin ? points_[begin] : Affine::identity();
    }
  }

 private:
  std::vector<Affine> points_;
  std::vector<AffineSegment> segments_;
  AffineBatch<Affine> batch_;
};

}  // namespace zkp
