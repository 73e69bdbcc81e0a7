#include "curve/msm.h"

#include <algorithm>
#include <cstdlib>
#include <string>

#include "curve/affine_batch.h"
#include "curve/msm_scalars.h"

namespace zkp {
namespace {

/// Bit positions of a magnitude, and of the sums that are combined at the end.
constexpr size_t kPositions = 256;
/// Points that one step of a task sorts into buckets; fewer do not fill the batches.
constexpr size_t kPointsPerStep = size_t{1} << 13;
/// A task adds at least so many +-1 points.
constexpr size_t kUnitsPerTask = size_t{1} << 13;
/// Up to here one multiplication after the other is faster.
constexpr size_t kFewTerms = 5;

template <class Affine>
Affine signed_point(std::span<const Affine> points, SignedIndex i) {
  return i.negative() ? -points[i.index()] : points[i.index()];
}

/// The buckets of a few neighbouring windows over a range of terms.
///
/// Window w has 2^(c-1) buckets: the point of a term with digit d belongs, with the sign of d, to bucket
/// |d| mod 2^(c-1), so that bucket 0 stands for |d| = 2^(c-1), and a digit 0 to none.
template <class Affine>
class BucketTask {
 public:
  BucketTask(std::span<const Affine> points, std::span<const MsmWindow> windows) : points_(points), windows_(windows) {
    for (const MsmWindow& w : windows_) {
      offsets_.push_back(static_cast<uint32_t>(buckets_.size()));
      buckets_.resize(buckets_.size() + (size_t{1} << (w.width - 1)));
    }
    ends_.resize(buckets_.size() + 1);
  }

  void add(std::span<const MsmTerm> terms) {
    // As many points as there are buckets, so that walking over all buckets in every step stays cheap.
    const size_t step = std::max(kPointsPerStep, buckets_.size()) / windows_.size() + 1;
    for (size_t i = 0; i < terms.size(); i += step) add_step(terms.subspan(i, std::min(step, terms.size() - i)));
  }

  /// sums[p] <- S_p for the positions p of the windows, such that the buckets' contribution is sum_p 2^p S_p.
  ///
  /// In one window, write a bucket's index k as (row, column), high and low half of its bits. Then
  ///   sum_k k B_k = sum_j 2^j (sum over the k with bit j of B_k),
  /// and bit j is one of the column's or of the row's: S_j sums over the columns (rows) with that bit of what a column
  /// (row) holds in all. Bucket 0 counts 2^(c-1) times: it is S_(c-1) itself, and is in no other sum.
  void bit_sums(std::span<Affine> sums) {
    // Each window's rows one after the other, and the same transposed. Row 0 and column 0 have no bit set.
    std::vector<Affine> table(2 * buckets_.size());
    std::vector<AffineSegment> segments;
    auto segment = [&](size_t start, size_t count) {
      segments.push_back({static_cast<uint32_t>(start), static_cast<uint32_t>(count)});
    };
    for (size_t w = 0; w < windows_.size(); ++w) {
      const Grid grid(windows_[w], offsets_[w]);
      for (size_t row = 0; row < grid.rows; ++row) {
        for (size_t column = 0; column < grid.columns; ++column) {
          const Affine& bucket = buckets_[offsets_[w] + row * grid.columns + column];
          table[grid.row(row) + column] = bucket;
          table[grid.column(column) + row] = bucket;
        }
      }
      for (size_t row = 1; row < grid.rows; ++row) segment(grid.row(row), grid.columns);
      for (size_t column = 1; column < grid.columns; ++column) segment(grid.column(column), grid.rows);
    }
    fold_segments_var<Affine>(table, std::move(segments), batch_);

    std::vector<Affine> of_bits;
    segments.clear();
    for (size_t w = 0; w < windows_.size(); ++w) {
      const Grid grid(windows_[w], offsets_[w]);
      auto collect = [&](size_t count, auto&& start_of) {
        for (size_t bit = 1; bit < count; bit *= 2) {
          const size_t start = of_bits.size();
          for (size_t i = bit; i < count; ++i) {
            if (i & bit) of_bits.push_back(table[start_of(i)]);
          }
          segment(start, of_bits.size() - start);
        }
      };
      collect(grid.columns, [&](size_t i) { return grid.column(i); });
      collect(grid.rows, [&](size_t i) { return grid.row(i); });
      segment(of_bits.size(), 1);
      of_bits.push_back(buckets_[offsets_[w]]);
    }
    fold_segments_var<Affine>(of_bits, segments, batch_);
    // One segment for every bit of the windows, which are neighbours.
    for (size_t i = 0; i < segments.size(); ++i) {
      sums[static_cast<size_t>(windows_[0].position) + i] = of_bits[segments[i].start];
    }
  }

 private:
  static constexpr uint32_t kNoBucket = ~uint32_t{0};

  /// Where bit_sums() keeps the rows and the columns of a window.
  struct Grid {
    Grid(const MsmWindow& w, size_t bucket_offset)
        : columns(size_t{1} << w.width / 2), rows(size_t{1} << (w.width - 1) / 2), offset(2 * bucket_offset) {}
    size_t row(size_t i) const { return offset + i * columns; }
    size_t column(size_t i) const { return offset + rows * columns + i * rows; }

    size_t columns;
    size_t rows;
    size_t offset;
  };

  /// Sorts the points of the terms by bucket (counting sort), sums what falls into the same bucket by halving, and
  /// adds that to the bucket. Equal scalars, which would make a bucket wait for itself, cost nothing extra that way.
  void add_step(std::span<const MsmTerm> terms) {
    keys_.clear();
    std::fill(ends_.begin(), ends_.end(), 0);
    for (const MsmTerm& term : terms) {
      for (size_t w = 0; w < windows_.size(); ++w) {
        const int32_t digit = windows_[w].digit(term.magnitude);
        if (digit == 0) {
          keys_.push_back(kNoBucket);
          continue;
        }
        const uint32_t mask = (uint32_t{1} << (windows_[w].width - 1)) - 1;
        const uint32_t bucket = offsets_[w] + (static_cast<uint32_t>(std::abs(digit)) & mask);
        keys_.push_back(bucket << 1 | static_cast<uint32_t>(digit < 0));
        ++ends_[bucket + 1];
      }
    }
    for (size_t b = 1; b < ends_.size(); ++b) ends_[b] += ends_[b - 1];
    sorted_.resize(ends_.back());
    const uint32_t* key = keys_.data();
    for (const MsmTerm& term : terms) {
      for (size_t w = 0; w < windows_.size(); ++w, ++key) {
        if (*key == kNoBucket) continue;
        const SignedIndex point(term.point.index(), term.point.negative() != ((*key & 1) != 0));
        sorted_[ends_[*key >> 1]++] = signed_point(points_, point);  // bucket b ends up with its end in ends_[b]
      }
    }

    std::vector<AffineSegment> segments;
    for (uint32_t b = 0, begin = 0; b < buckets_.size(); begin = ends_[b++]) {
      if (ends_[b] > begin) segments.push_back({begin, ends_[b] - begin});
    }
    fold_segments_var<Affine>(sorted_, std::move(segments), batch_);
    for (uint32_t b = 0, begin = 0; b < buckets_.size(); begin = ends_[b++]) {
      if (ends_[b] > begin) batch_.add(&buckets_[b], &sorted_[begin]);
    }
    batch_.flush();
  }

  std::span<const Affine> points_;
  std::span<const MsmWindow> windows_;
  std::vector<uint32_t> offsets_;  ///< of each window's buckets
  std::vector<Affine> buckets_;
  std::vector<uint32_t> keys_;  ///< of each term and window: bucket and sign
  std::vector<uint32_t> ends_;  ///< of each bucket's points in sorted_
  std::vector<Affine> sorted_;
  AffineBatch<Affine> batch_;
};

/// Lanes that are added to in turn, then folded.
template <class Affine>
Affine sum_units(std::span<const Affine> points, std::span<const SignedIndex> units) {
  AffineBatch<Affine> batch;
  std::vector<Affine> lanes(std::min(units.size(), AffineBatch<Affine>::kCapacity));
  for (size_t i = 0; i < units.size(); i += lanes.size()) {
    for (size_t k = 0; k < lanes.size() && i + k < units.size(); ++k) {
      batch.add(&lanes[k], &points[units[i + k].index()], units[i + k].negative());
    }
    batch.flush();
  }
  fold_segments_var<Affine>(lanes, {{0, static_cast<uint32_t>(lanes.size())}}, batch);
  return lanes[0];
}

/// Neighbouring windows that one task reads together, so that small inputs fill the batches too.
std::vector<std::span<const MsmWindow>> group_windows(std::span<const MsmWindow> windows,
                                                      const std::array<size_t, 256>& reach, size_t splits) {
  std::vector<std::span<const MsmWindow>> groups;
  for (size_t begin = 0, end = 0; begin < windows.size(); begin = end) {
    size_t points = 0;
    while (end < windows.size() && points < kPointsPerStep) {
      points += reach[static_cast<size_t>(windows[end++].position)] / splits + 1;
    }
    groups.push_back(windows.subspan(begin, end - begin));
  }
  return groups;
}

/// In how many parts the terms are cut: one, unless the windows alone would not keep the threads busy.
size_t choose_splits(const std::array<size_t, 256>& reach, TaskPool* pool) {
  constexpr size_t kUsualWidth = 15, kTasksPerThread = 3, kTermsPerPart = size_t{1} << 13;
  if (pool == nullptr || pool->threads() == 1) return 1;
  const size_t length = static_cast<size_t>(std::ranges::find(reach, 0u) - reach.begin());
  const size_t windows = length / kUsualWidth + 1;
  const size_t wanted = (kTasksPerThread * static_cast<size_t>(pool->threads()) + windows - 1) / windows;
  return std::max<size_t>(1, std::min(wanted, reach[0] / kTermsPerPart));
}

template <class Point>
Result<Point> msm_var(std::span<const typename Point::Affine> points, std::span<const Fr> scalars,
                      const MsmOptions& options) {
  using Affine = typename Point::Affine;
  if (points.size() != scalars.size()) {
    return Error(GeneralError::kInvalidArgument,
                 std::to_string(points.size()) + " points for " + std::to_string(scalars.size()) + " scalars");
  }
  if (scalars.size() >= size_t{1} << 31) {
    return Error(GeneralError::kInvalidArgument, std::to_string(scalars.size()) + " scalars are more than 2^31 - 1");
  }
  ZKP_TRY(MsmScalars sorted, sort_scalars(scalars, options.bits, options.pool));

  Point result;
  if (sorted.terms.size() <= kFewTerms) {
    for (const MsmTerm& term : sorted.terms) result += points[term.point.index()].mul_var(scalars[term.point.index()]);
    sorted.terms.clear();
    sorted.reach.fill(0);
  }

  const size_t splits = choose_splits(sorted.reach, options.pool);
  const std::vector<MsmWindow> windows = choose_windows(sorted.reach, splits);
  const auto groups = group_windows(windows, sorted.reach, splits);
  bias_terms(sorted.terms, windows, options.pool);

  const size_t bucket_tasks = groups.size() * splits;
  const size_t unit_tasks = (sorted.units.size() + kUnitsPerTask - 1) / kUnitsPerTask;
  std::vector<Affine> sums(splits * kPositions);
  std::vector<Affine> unit_sums(unit_tasks);
  auto part = []<class T>(const std::vector<T>& all, size_t i, size_t parts) {
    const size_t begin = all.size() * i / parts;
    return std::span<const T>(all).subspan(begin, all.size() * (i + 1) / parts - begin);
  };
  parallel_for(options.pool, bucket_tasks + unit_tasks, 1, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      if (i >= bucket_tasks) {
        const size_t unit = i - bucket_tasks;
        unit_sums[unit] = sum_units(points, part(sorted.units, unit, unit_tasks));
        continue;
      }
      const size_t split = i % splits;
      BucketTask<Affine> task(points, groups[i / splits]);
      task.add(part(sorted.terms, split, splits));
      task.bit_sums({sums.data() + split * kPositions, kPositions});
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
