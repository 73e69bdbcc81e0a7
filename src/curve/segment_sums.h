/// Sums of many lists of points: in multi-scalar multiplication those of few buckets, of rows and columns of buckets,
/// and conflicts (see bucket_sums.h). A list is a segment of an array of references, so that nothing is copied;
/// additions of one round share field inversions whatever list they belong to.
///
/// Two back ends compute the same points: 64-bit limbs with affine_batch.h, and eight lanes of 52-bit limbs where the
/// processor has AVX-512 IFMA. make_segment_sums() follows cpu_enabled() (base/cpu.h).
///
/// Right for every input: equal points, opposite points and the identity. Not constant-time. One object: one thread.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "curve/g1.h"
#include "curve/g2.h"

namespace zkp {

/// A point P of an array: number below 2^30, whether it is negated, and whether (image_x(x), y) is meant, the image of
/// P under the endomorphism with -x^2 P, x the curve's parameter (see G1Curve, G2Curve).
class PointRef {
 public:
  PointRef() = default;
  PointRef(size_t index, bool negative, bool image = false)
      : packed_(static_cast<uint32_t>(index << 2 | (image ? 2 : 0) | (negative ? 1 : 0))) {}
  size_t index() const { return packed_ >> 2; }
  bool image() const { return (packed_ & 2) != 0; }
  bool negative() const { return (packed_ & 1) != 0; }
  /// Point index() + by, with the same sign and image.
  PointRef moved_by(size_t by) const {
    PointRef out = *this;
    out.packed_ += static_cast<uint32_t>(by << 2);
    return out;
  }
  /// The point of which this is the image.
  PointRef without_image() const {
    PointRef out = *this;
    out.packed_ &= ~uint32_t{2};
    return out;
  }
  PointRef negated_where(bool condition) const {
    PointRef out = *this;
    out.packed_ ^= condition ? 1 : 0;
    return out;
  }

 private:
  uint32_t packed_;
};

/// What a reference leads to.
template <class Affine>
Affine point_of(std::span<const Affine> points, PointRef ref) {
  const Affine& p = points[ref.index()];
  if (p.is_identity()) return p;
  return Affine::from_xy_unchecked(ref.image() ? Affine::CurveType::image_x(p.x()) : p.x(),
                                   ref.negative() ? -p.y() : p.y());
}

template <class Affine>
class SegmentSums {
 public:
  virtual ~SegmentSums() = default;

  /// sums[s] <- the sum of the points refs[ends[s - 1]] .. refs[ends[s] - 1], with ends[-1] = 0. REQUIRES: ends do not
  /// decrease, ends.back() = refs.size(), as many sums as ends. Fastest when the images of a segment come last.
  void sum(std::span<const Affine> points, std::span<const PointRef> refs, std::span<const uint32_t> ends,
           std::span<Affine> sums);

 protected:
  /// References that one call of sum_chunk takes: enough to fill the rounds, few enough for the second-level cache.
  static constexpr size_t kChunk = size_t{1} << 13;
  /// As sum(), for at most kChunk references.
  virtual void sum_chunk(std::span<const Affine> points, std::span<const PointRef> refs, std::span<const uint32_t> ends,
                         std::span<Affine> sums) = 0;
};

/// The fastest back end of this processor. Instantiated for G1Affine and G2Affine.
template <class Affine>
std::unique_ptr<SegmentSums<Affine>> make_segment_sums();

/// Each back end by itself; the second is nullptr where the processor lacks AVX-512 IFMA.
template <class Affine>
std::unique_ptr<SegmentSums<Affine>> make_scalar_segment_sums();
template <class Affine>
std::unique_ptr<SegmentSums<Affine>> make_ifma_segment_sums();

}  // namespace zkp
