/// Sums of many lists of points: the kernel of multi-scalar multiplication. A list is a segment of an array of
/// references, so that nothing is copied; additions of one round share field inversions whatever list they belong to.
///
/// Two back ends compute the same points: 64-bit limbs with affine_batch.h, and eight lanes of 52-bit limbs where the
/// processor has AVX-512 IFMA. make_segment_sums() chooses by CPUID, and by the environment variable ZKP_CPU.
///
/// Right for every input: equal points, opposite points and the identity. Not constant-time. One object: one thread.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "curve/g1.h"
#include "curve/g2.h"

namespace zkp {

/// A point of an array: number below 2^30, whether it is negated, and whether x is that of the endomorphism's image.
class PointRef {
 public:
  PointRef() = default;
  PointRef(size_t index, bool negative, bool image = false)
      : packed_(static_cast<uint32_t>(index << 2 | (image ? 2 : 0) | (negative ? 1 : 0))) {}
  size_t index() const { return packed_ >> 2; }
  bool image() const { return (packed_ & 2) != 0; }
  bool negative() const { return (packed_ & 1) != 0; }
  PointRef negated() const {
    PointRef out = *this;
    out.packed_ ^= 1;
    return out;
  }

 private:
  uint32_t packed_ = 0;
};

/// What references lead to. `image_x` has an element for each point, or none at all if no reference is an image.
template <class Affine>
struct PointSource {
  using Field = typename Affine::Field;
  std::span<const Affine> points;
  std::span<const Field> image_x = {};

  const Field& x(PointRef ref) const { return ref.image() ? image_x[ref.index()] : points[ref.index()].x(); }
  const Field& y(PointRef ref) const { return points[ref.index()].y(); }
  Affine get(PointRef ref) const {
    const Affine& p = points[ref.index()];
    if (p.is_identity()) return p;
    return Affine::from_xy_unchecked(x(ref), ref.negative() ? -p.y() : p.y());
  }
};

template <class Affine>
class SegmentSums {
 public:
  virtual ~SegmentSums() = default;

  /// sums[s] <- the sum of the points refs[ends[s - 1]] .. refs[ends[s] - 1], with ends[-1] = 0. REQUIRES: ends do not
  /// decrease, ends.back() = refs.size(), as many sums as ends.
  void sum(const PointSource<Affine>& source, std::span<const PointRef> refs, std::span<const uint32_t> ends,
           std::span<Affine> sums);

 protected:
  /// References that one call of sum_chunk takes: enough to fill the rounds, few enough for the second-level cache.
  static constexpr size_t kChunk = size_t{1} << 13;
  /// As sum(), for at most kChunk references.
  virtual void sum_chunk(const PointSource<Affine>& source, std::span<const PointRef> refs,
                         std::span<const uint32_t> ends, std::span<Affine> sums) = 0;
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
