/// Many independent additions of affine points with one field inversion: about 6 multiplications each (5 and a square),
/// against 11 for a mixed Jacobian addition. The core of msm.cpp and fixed_base.cpp.
///
/// Right for every input: equal points, opposite points and the identity. Not constant-time. One object: one thread.
/// Source: Bernstein, Doumen, Lange, Oosterwijk, "Faster batch forgery identification", ePrint 2012/549, section 4.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "curve/point.h"
#include "curve/request_point.h"
#include "field/batch_inverse.h"

namespace zkp {

template <class Affine>
class AffineBatch {
 public:
  /// At this many pairs the inversion costs less than half a multiplication for each.
  static constexpr size_t kCapacity = 1024;

  AffineBatch() {
    pairs_.reserve(kCapacity);
    inverses_.reserve(kCapacity);
  }

  /// *sum += addend, or -= addend; done at the latest by flush(). REQUIRES: until then no other pair has the same
  /// `sum`, and nobody writes *addend.
  void add(Affine* sum, const Affine* addend, bool subtract = false) {
    if (is_identity(*addend)) return;
    if (is_identity(*sum)) {
      *sum = subtract ? -*addend : *addend;
      return;
    }
    Kind kind = Kind::kAdd;
    Field denominator = addend->x() - sum->x();
    if (denominator.is_zero()) {
      // Equal x: equal points are doubled, opposite ones cancel (also a point of order 2, which has y = -y).
      const bool same_y = addend->y() == sum->y();
      if (same_y == subtract || sum->y().is_zero()) {
        *sum = Affine::identity();
        return;
      }
      kind = Kind::kDouble;
      denominator = sum->y().doubled();
    } else if (subtract) {
      kind = Kind::kSubtract;
    }
    pairs_.push_back({sum, addend, kind});
    inverses_.push_back(denominator);
    if (pairs_.size() == kCapacity) flush();
  }

  // chord:   s = (y2 - y1) / (x2 - x1)      tangent:  s = 3 x1^2 / (2 y1)
  // x3 = s^2 - x1 - x2,  y3 = s (x1 - x3) - y1
  //
  // A step for a group of pairs before the next step: neighbouring multiplications do not wait for each other.
  void flush() {
    batch_inverse_var<Field>(inverses_);
    Field values[kGroup], xs[kGroup];
    for (size_t begin = 0; begin < pairs_.size(); begin += kGroup) {
      const size_t count = std::min(kGroup, pairs_.size() - begin);
      const Pair* pairs = &pairs_[begin];
      Field* slopes = &inverses_[begin];
      for (size_t i = 0; i < count; ++i) {
        values[i] = rise(pairs[i]);
        if (begin + i + kAhead < pairs_.size()) request(pairs_[begin + i + kAhead]);
      }
      Field::multiply_each(slopes, values, count);
      Field::square_each(xs, slopes, count);
      for (size_t i = 0; i < count; ++i) {
        xs[i] = xs[i] - pairs[i].sum->x() - pairs[i].addend->x();
        values[i] = pairs[i].sum->x() - xs[i];
      }
      Field::multiply_each(slopes, values, count);
      for (size_t i = 0; i < count; ++i) {
        *pairs[i].sum = Affine::from_xy_unchecked(xs[i], slopes[i] - pairs[i].sum->y());
      }
    }
    pairs_.clear();
    inverses_.clear();
  }

 private:
  using Field = typename Affine::Field;
  enum class Kind : uint8_t { kAdd, kSubtract, kDouble };
  struct Pair {
    Affine* sum;
    const Affine* addend;
    Kind kind;
  };

  static constexpr size_t kGroup = 16;
  /// So many pairs before it is their turn, their points are requested from the second-level cache.
  static constexpr size_t kAhead = 20;

  /// A point with x = 0 is hardly ever met, and y need not be read.
  static bool is_identity(const Affine& p) { return p.x().is_zero() && p.is_identity(); }

  /// Signs are random: no branch on them.
  static Field rise(const Pair& pair) {
    if (pair.kind == Kind::kDouble) {
      const Field xx = pair.sum->x().square();
      return xx.doubled() + xx;
    }
    const Field& y = pair.addend->y();
    return Field::conditional_select(y, -y, pair.kind == Kind::kSubtract ? ~uint64_t{0} : 0) - pair.sum->y();
  }
  [[gnu::always_inline]] static void request(const Pair& pair) {
    request_point(pair.sum);
    request_point(pair.addend);
  }

  std::vector<Pair> pairs_;
  std::vector<Field> inverses_;
};

/// values[start] .. values[start + count - 1], to be summed into values[start].
struct AffineSegment {
  uint32_t start;
  uint32_t count;
};

/// For every segment: values[start] <- the sum of the segment; its other values are overwritten. All segments are
/// halved together, so that they share inversions whatever their lengths are. REQUIRES: segments are disjoint, none is
/// empty, the batch is empty.
template <class Affine>
void fold_segments_var(std::span<Affine> values, std::vector<AffineSegment> segments, AffineBatch<Affine>& batch) {
  auto is_summed = [](const AffineSegment& s) { return s.count == 1; };
  std::erase_if(segments, is_summed);
  while (!segments.empty()) {
    for (AffineSegment& s : segments) {
      Affine* value = values.data() + s.start;
      const uint32_t half = (s.count + 1) / 2;
      for (uint32_t i = half; i < s.count; ++i) batch.add(&value[i - half], &value[i]);
      s.count = half;
    }
    batch.flush();
    std::erase_if(segments, is_summed);
  }
}

}  // namespace zkp
