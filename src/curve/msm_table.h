/// Tables of multiples for multi-scalar multiplications that share their points, such as those of a structured
/// reference string: level l holds 2^(l sets width) P for every point P, so that windows of the scalars meet in the
/// same buckets. Fewer buckets are summed and fewer points doubled; short inputs gain most.
///
/// A table never changes after make(). Safe for concurrent use. Source: Brickell, Gordon, McCurley, Wilson, "Fast
/// exponentiation with precomputation", EUROCRYPT 1992.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "base/result.h"
#include "base/task_pool.h"
#include "curve/g1.h"
#include "curve/g2.h"

namespace zkp {

/// Windows that are chosen before the scalars are known: `windows` windows of `width` bits. `sets` neighbours of them,
/// at positions 0, width, 2 width ..., have buckets of their own; window w stands for the points from
/// (w / sets) `points` on. Internal to curve/.
struct MsmPlan {
  int width;
  size_t windows;
  size_t sets;
  size_t points;

  size_t levels() const { return (windows + sets - 1) / sets; }
};

struct MsmTableOptions {
  size_t max_bytes = size_t{1} << 30;  ///< of the table; at least the points themselves
  TaskPool* pool = nullptr;            ///< for make()
};

template <class Point>
class MsmTable {
 public:
  using Affine = typename Point::Affine;

  /// Copies the points; every one must be in the prime-order subgroup. About 127 doublings a point. Errors:
  /// GeneralError::kInvalidArgument when there are 2^30 or more, kLimit when not even they fit in max_bytes.
  static Result<MsmTable> make(std::span<const Affine> points, const MsmTableOptions& options = {});

  size_t size() const { return plan_.points; }
  size_t bytes() const { return multiples_.size() * sizeof(Affine); }
  size_t levels() const { return plan_.levels(); }

  /// For msm(): level after level.
  std::span<const Affine> multiples() const { return multiples_; }
  const MsmPlan& plan() const { return plan_; }

 private:
  MsmTable(MsmPlan plan, std::vector<Affine> multiples) : plan_(plan), multiples_(std::move(multiples)) {}

  MsmPlan plan_;
  std::vector<Affine> multiples_;
};

extern template class MsmTable<G1>;
extern template class MsmTable<G2>;

}  // namespace zkp
