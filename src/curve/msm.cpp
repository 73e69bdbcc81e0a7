#include "curve/msm.h"

#include <algorithm>
#include <cstdlib>
#include <string>

#include "curve/msm_scalars.h"
#include "curve/segment_sums.h"

namespace zkp {
namespace {

/// Bit positions of a magnitude, and of the sums that are combined at the end.
constexpr size_t kPositions = 128;
/// Terms that a task should have to fill its rounds of additions.
constexpr size_t kTermsPerTask = size_t{1} << 13;
/// Points of one task of sums and images.
constexpr size_t kPointsPerTask = size_t{1} << 13;
/// Up to here one multiplication after the other is faster.
constexpr size_t kFewTerms = 8;

/// The buckets of a few neighbouring windows over a range of terms.
///
/// Window w has 2^(c-1) buckets: the point of a term with digit d belongs, with the sign of d, to bucket
/// |d| mod 2^(c-1), so that bucket 0 stands for |d| = 2^(c-1), and a digit 0 to none.
template <class Affine>
class BucketTask {
 public:
  BucketTask(std::span<const Affine> points, std::span<const MsmWindow> windows)
      : points_(points), windows_(windows), adder_(make_segment_sums<Affine>()) {
    size_t buckets = 0;
    for (const MsmWindow& w : windows_) {
      offsets_.push_back(static_cast<uint32_t>(buckets));
      buckets += size_t{1} << (w.width - 1);
    }
    buckets_.resize(buckets);
  }

  /// Sorts references to the points of the terms by bucket (counting sort) and sums each bucket.
  void add(std::span<const MsmTerm> terms) {
    std::vector<uint32_t> ends(buckets_.size() + 1);
    for_digits(terms, [&](uint32_t bucket, PointRef) { ++ends[bucket + 1]; });
    for (size_t b = 1; b < ends.size(); ++b) ends[b] += ends[b - 1];
    std::vector<PointRef> refs(ends.back());
    // Bucket b begins at ends[b], and ends there, where the next one began, once its points are in place.
    for_digits(terms, [&](uint32_t bucket, PointRef point) { refs[ends[bucket]++] = point; });
    ends.pop_back();
    adder_->sum(points_, refs, ends, buckets_);
  }

  /// sums[p] <- S_p for the positions p of the windows, such that the buckets' contribution is sum_p 2^p S_p.
  ///
  /// In one window, write a bucket's index k as (row, column), high and low half of its bits. Then
  ///   sum_k k B_k = sum_j 2^j (sum over the k with bit j of B_k),
  /// and bit j is one of the column's or of the row's: S_j sums over the columns (rows) with that bit of what a column
  /// (row) holds in all. Bucket 0 counts 2^(c-1) times: it is S_(c-1) itself, and is in no other sum.
  void bit_sums(std::span<Affine> sums) {
    // What each row and column holds; row 0 and column 0 have no bit set.
    Lists lines;
    for (size_t w = 0; w < windows_.size(); ++w) {
      const Grid grid(windows_[w]);
      auto take = [&](size_t row, size_t column) {
        const size_t bucket = offsets_[w] + row * grid.columns + column;
        if (!buckets_[bucket].is_identity()) lines.refs.push_back(PointRef(bucket, false));
      };
      for (size_t column = 1; column < grid.columns; ++column) {
        for (size_t row = 0; row < grid.rows; ++row) take(row, column);
        lines.close();
      }
      for (size_t row = 1; row < grid.rows; ++row) {
        for (size_t column = 0; column < grid.columns; ++column) take(row, column);
        lines.close();
      }
    }
    const std::vector<Affine> line_sums = lines.sum(*adder_, buckets_);

    // Per window: bits of the column, bits of the row, bucket 0.
    Lists bits;
    size_t line = 0;
    for (const MsmWindow& window : windows_) {
      const Grid grid(window);
      for (const size_t count : {grid.columns, grid.rows}) {
        for (size_t bit = 1; bit < count; bit *= 2) {
          for (size_t i = 1; i < count; ++i) {
            if ((i & bit) != 0 && !line_sums[line + i - 1].is_identity()) {
              bits.refs.push_back(PointRef(line + i - 1, false));
            }
          }
          bits.close();
        }
        line += count - 1;
      }
    }
    const std::vector<Affine> of_bits = bits.sum(*adder_, line_sums);
    size_t next = 0;
    for (size_t w = 0; w < windows_.size(); ++w) {
      const size_t position = static_cast<size_t>(windows_[w].position);
      const size_t top = static_cast<size_t>(windows_[w].width) - 1;
      for (size_t i = 0; i < top; ++i) sums[position + i] = of_bits[next++];
      sums[position + top] = buckets_[offsets_[w]];
    }
  }

 private:
  struct Grid {
    explicit Grid(const MsmWindow& w) : columns(size_t{1} << w.width / 2), rows(size_t{1} << (w.width - 1) / 2) {}
    size_t columns, rows;
  };

  /// Lists of points to be summed.
  struct Lists {
    std::vector<PointRef> refs;
    std::vector<uint32_t> ends;
    void close() { ends.push_back(static_cast<uint32_t>(refs.size())); }
    std::vector<Affine> sum(SegmentSums<Affine>& adder, std::span<const Affine> points) const {
      std::vector<Affine> out(ends.size());
      adder.sum(points, refs, ends, out);
      return out;
    }
  };

  template <class Visit>
  void for_digits(std::span<const MsmTerm> terms, Visit&& visit) const {
    for (size_t w = 0; w < windows_.size(); ++w) {
      const MsmWindow window = windows_[w];
      const uint32_t offset = offsets_[w], mask = (uint32_t{1} << (window.width - 1)) - 1;
      for (const MsmTerm& term : terms) {
        const int32_t digit = window.digit(term.magnitude);
        if (digit == 0) continue;
        visit(offset + (static_cast<uint32_t>(std::abs(digit)) & mask), digit < 0 ? term.point.negated() : term.point);
      }
    }
  }

  std::span<const Affine> points_;
  std::span<const MsmWindow> windows_;
  std::vector<uint32_t> offsets_;  ///< of each window's buckets
  std::vector<Affine> buckets_;
  std::unique_ptr<SegmentSums<Affine>> adder_;
};

/// Neighbouring windows that one task reads together, so that small inputs fill the rounds too.
std::vector<std::span<const MsmWindow>> group_windows(std::span<const MsmWindow> windows,
                                                      const std::array<size_t, 129>& reach, size_t splits) {
  std::vector<std::span<const MsmWindow>> groups;
  for (size_t begin = 0, end = 0; begin < windows.size(); begin = end) {
    size_t terms = 0;
    while (end < windows.size() && terms < kTermsPerTask) {
      terms += reach[static_cast<size_t>(windows[end++].position)] / splits + 1;
    }
    groups.push_back(windows.subspan(begin, end - begin));
  }
  return groups;
}

/// In how many parts the terms are cut: one, unless the windows alone would not keep the threads busy.
size_t choose_splits(const std::array<size_t, 129>& reach, TaskPool* pool) {
  constexpr size_t kUsualWidth = 16, kTasksPerThread = 3, kTermsPerPart = size_t{1} << 14;
  if (pool == nullptr || pool->threads() == 1) return 1;
  const size_t length = static_cast<size_t>(std::ranges::find(reach, 0u) - reach.begin());
  const size_t windows = length / kUsualWidth + 1;
  const size_t wanted = (kTasksPerThread * static_cast<size_t>(pool->threads()) + windows - 1) / windows;
  return std::max<size_t>(1, std::min(wanted, reach[0] / kTermsPerPart));
}

template <class T>
std::span<const T> part_of(const std::vector<T>& all, size_t i, size_t parts) {
  const size_t begin = all.size() * i / parts;
  return std::span<const T>(all).subspan(begin, all.size() * (i + 1) / parts - begin);
}

template <class Point>
Result<Point> msm_var(std::span<const typename Point::Affine> points, std::span<const Fr> scalars,
                      const MsmOptions& options) {
  using Affine = typename Point::Affine;
  if (points.size() != scalars.size()) {
    return Error(GeneralError::kInvalidArgument,
                 std::to_string(points.size()) + " points for " + std::to_string(scalars.size()) + " scalars");
  }
  if (scalars.size() >= size_t{1} << 30) {
    return Error(GeneralError::kInvalidArgument, std::to_string(scalars.size()) + " scalars are more than 2^30 - 1");
  }
  ZKP_TRY(MsmScalars sorted, sort_scalars(scalars, options.bits, options.pool));
  // Identities are not added by the lanes; proving keys are full of them.
  auto is_nothing = [&](PointRef point) { return points[point.index()].is_identity(); };
  if (std::ranges::any_of(points, [](const Affine& p) { return p.is_identity(); })) {
    std::erase_if(sorted.units, is_nothing);
    std::erase_if(sorted.terms, [&](const MsmTerm& term) { return is_nothing(term.point); });
  }
  Point result;
  if (sorted.terms.size() <= kFewTerms) {
    for (const MsmTerm& term : sorted.terms)
      result += Point(point_of(points, term.point)).mul_integer_var(term.magnitude);
    sorted.terms.clear();
    sorted.reach.fill(0);
  }

  if (sorted.units.size() <= kFewTerms) {
    for (const PointRef& unit : sorted.units) result = result.add_mixed(point_of(points, unit));
    sorted.units.clear();
  }

  const size_t splits = choose_splits(sorted.reach, options.pool);
  const std::vector<MsmWindow> windows = choose_windows(sorted.reach, splits);
  const auto groups = group_windows(windows, sorted.reach, splits);
  bias_terms(sorted.terms, windows, options.pool);

  const size_t bucket_tasks = groups.size() * splits;
  const size_t unit_tasks = (sorted.units.size() + kPointsPerTask - 1) / kPointsPerTask;
  std::vector<Affine> sums(splits * kPositions);
  std::vector<Affine> unit_sums(unit_tasks);
  parallel_for(options.pool, bucket_tasks + unit_tasks, 1, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      if (i < bucket_tasks) {
        const size_t split = i % splits;
        BucketTask<Affine> task(points, groups[i / splits]);
        task.add(part_of(sorted.terms, split, splits));
        task.bit_sums({sums.data() + split * kPositions, kPositions});
      } else {
        const std::span<const PointRef> units = part_of(sorted.units, i - bucket_tasks, unit_tasks);
        const uint32_t all = static_cast<uint32_t>(units.size());
        make_segment_sums<Affine>()->sum(points, units, {&all, 1}, {&unit_sums[i - bucket_tasks], 1});
      }
    }
  });

  Point bucket_sum;
  for (size_t position = windows.empty() ? 0 : static_cast<size_t>(windows.back().end()); position-- > 0;) {
    bucket_sum = bucket_sum.doubled();
    for (size_t split = 0; split < splits; ++split) {
      bucket_sum = bucket_sum.add_mixed(sums[split * kPositions + position]);
    }
  }
  result += bucket_sum;
  for (const Affine& unit : unit_sums) result = result.add_mixed(unit);
  return Point(result.to_affine_var());
}

}  // namespace

Result<G1> msm(std::span<const G1Affine> points, std::span<const Fr> scalars, const MsmOptions& options) {
  return msm_var<G1>(points, scalars, options);
}

Result<G2> msm(std::span<const G2Affine> points, std::span<const Fr> scalars, const MsmOptions& options) {
  return msm_var<G2>(points, scalars, options);
}

}  // namespace zkp
