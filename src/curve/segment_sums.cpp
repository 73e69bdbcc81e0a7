#include "curve/segment_sums.h"

#include <algorithm>

#include "base/cpu.h"
#include "curve/affine_batch.h"

namespace zkp {
namespace {

template <class Affine>
class ScalarSegmentSums final : public SegmentSums<Affine> {
  void sum_chunk(std::span<const Affine> points, std::span<const PointRef> refs, std::span<const uint32_t> ends,
                 std::span<Affine> sums) override {
    points_.resize(refs.size());
    for (size_t i = 0; i < refs.size(); ++i) points_[i] = point_of(points, refs[i]);
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

  std::vector<Affine> points_;
  std::vector<AffineSegment> segments_;
  AffineBatch<Affine> batch_;
};

}  // namespace

// Consecutive segments make a chunk. A segment that is longer than one is summed piece by piece, and the pieces again.
template <class Affine>
void SegmentSums<Affine>::sum(std::span<const Affine> points, std::span<const PointRef> refs,
                              std::span<const uint32_t> ends, std::span<Affine> sums) {
  ZKP_CHECK(ends.size() == sums.size() && (ends.empty() ? 0 : ends.back()) == refs.size());
  std::vector<uint32_t> chunk_ends;
  uint32_t begin = 0;  // of the chunk
  for (size_t s = 0; s < ends.size();) {
    chunk_ends.clear();
    size_t next = s;
    while (next < ends.size() && ends[next] - begin <= kChunk) chunk_ends.push_back(ends[next++] - begin);
    if (next > s) {
      sum_chunk(points, refs.subspan(begin, ends[next - 1] - begin), chunk_ends, sums.subspan(s, next - s));
    } else {
      const size_t length = ends[s] - begin;
      const size_t pieces = (length + kChunk - 1) / kChunk;
      std::vector<Affine> partial(pieces);
      std::vector<PointRef> all(pieces);
      for (size_t i = 0; i < pieces; ++i) {
        const size_t from = length * i / pieces, to = length * (i + 1) / pieces;
        const uint32_t end = static_cast<uint32_t>(to - from);
        sum_chunk(points, refs.subspan(begin + from, to - from), {&end, 1}, {&partial[i], 1});
        all[i] = PointRef(i, false);
      }
      const uint32_t end = static_cast<uint32_t>(pieces);
      sum(partial, all, {&end, 1}, sums.subspan(s, 1));
      next = s + 1;
    }
    begin = ends[next - 1];
    s = next;
  }
}

template <class Affine>
std::unique_ptr<SegmentSums<Affine>> make_scalar_segment_sums() {
  return std::make_unique<ScalarSegmentSums<Affine>>();
}

template <class Affine>
std::unique_ptr<SegmentSums<Affine>> make_segment_sums() {
  return cpu_enabled().can_ifma() ? make_ifma_segment_sums<Affine>() : make_scalar_segment_sums<Affine>();
}

template class SegmentSums<G1Affine>;
template class SegmentSums<G2Affine>;
template std::unique_ptr<SegmentSums<G1Affine>> make_scalar_segment_sums<G1Affine>();
template std::unique_ptr<SegmentSums<G2Affine>> make_scalar_segment_sums<G2Affine>();
template std::unique_ptr<SegmentSums<G1Affine>> make_segment_sums<G1Affine>();
template std::unique_ptr<SegmentSums<G2Affine>> make_segment_sums<G2Affine>();

}  // namespace zkp
