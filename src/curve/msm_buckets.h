/// Buckets of a multi-scalar multiplication: where digits go, and what the buckets' sums contribute. Not constant-time.
/// One object: one thread. Internal to curve/.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "base/task_pool.h"
#include "curve/bucket_sums.h"
#include "curve/msm_scalars.h"
#include "curve/segment_sums.h"

namespace zkp {

/// 2^(width - 1) buckets; bucket k counts 2^position k times.
struct BucketSet {
  int position;
  int width;
};

/// A window of digits and the set that it fills. Windows of one set differ in the points: term i stands for point
/// i + first_point, the multiple of point i by 2^(position of the window - position of the set).
struct BucketWindow {
  MsmWindow digits;
  size_t set;
  size_t first_point;
};

/// Windows that one task fills together.
struct BucketGroup {
  std::vector<BucketSet> sets;
  std::vector<BucketWindow> windows;
};

/// A group, the terms that it reads, and where its sums go: sums[p] <- S_p for the positions p of its sets, such that
/// the buckets' contribution is sum_p 2^p S_p.
template <class Affine>
struct BucketPart {
  const BucketGroup* group;
  std::span<const MsmTerm> terms;
  std::span<Affine> sums;

  size_t digits() const { return terms.size() * group->windows.size(); }
};

/// The kernels that sum points, with the memory of their buckets.
template <class Affine>
struct PointSums {
  std::unique_ptr<SegmentSums<Affine>> segments = make_segment_sums<Affine>();
  std::unique_ptr<BucketSums<Affine>> buckets = make_bucket_sums<Affine>();
};

/// PointSums that tasks use one after the other, one for each thread: the memory of new ones would have to be cleared,
/// and a task's would be given back to the system late. Safe for concurrent use.
template <class Affine>
class PointSumsPool {
  struct Slot {
    std::atomic<bool> taken = false;
    PointSums<Affine> sums;
  };

 public:
  explicit PointSumsPool(const TaskPool* pool) : slots_(pool == nullptr ? 1 : static_cast<size_t>(pool->threads())) {}

  class Loan {
   public:
    explicit Loan(Slot* slot) : slot_(slot), own_(slot != nullptr ? nullptr : std::make_unique<PointSums<Affine>>()) {}
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;
    ~Loan() {
      if (slot_ != nullptr) slot_->taken.store(false, std::memory_order_release);
    }
    PointSums<Affine>& operator*() const { return slot_ != nullptr ? slot_->sums : *own_; }

   private:
    Slot* slot_;
    std::unique_ptr<PointSums<Affine>> own_;  ///< when every slot is taken
  };

  Loan borrow() {
    for (Slot& slot : slots_) {
      if (!slot.taken.exchange(true, std::memory_order_acquire)) return Loan(&slot);
    }
    return Loan(nullptr);
  }

 private:
  std::vector<Slot> slots_;
};

/// One pass over the digits of a few parts, which share the rounds of additions (and with them the inversions): windows
/// of one vector of scalars, or of many vectors over the same points.
///
/// A set has 2^(c-1) buckets: the point of a term with digit d belongs, with the sign of d, to bucket |d| mod 2^(c-1),
/// so that bucket 0 stands for |d| = 2^(c-1), and a digit 0 to none.
template <class Affine>
class BucketTask {
 public:
  using Part = BucketPart<Affine>;

  /// REQUIRES: nobody else uses `kernels` while the task lives.
  BucketTask(std::span<const Affine> points, std::span<const Part> parts, PointSums<Affine>& kernels)
      : points_(points), parts_(parts), kernels_(kernels) {
    for (const Part& part : parts_) {
      digits_ += part.digits();
      for (const BucketSet& set : part.group->sets) {
        sets_.push_back({set, static_cast<uint32_t>(count_), part.sums});
        count_ += size_t{1} << (set.width - 1);
      }
    }
  }

  /// Once.
  void run() {
    if (count_ >= kBucketsInOrder && digits_ >= 4 * count_) {
      add_in_order();
    } else {
      add_sorted();
    }
    sum_bits();
  }

 private:
  /// A set with its first bucket and the sums that it writes.
  struct PlacedSet {
    BucketSet set;
    uint32_t offset;
    std::span<Affine> sums;
  };

  /// With fewer, many points of a batch would have the same bucket.
  static constexpr size_t kBucketsInOrder = size_t{1} << 13;

  /// In one set, write a bucket's index k as (row, column), high and low half of its bits. Then
  ///   sum_k k B_k = sum_j 2^j (sum over the k with bit j of B_k),
  /// and bit j is one of the column's or of the row's: S_j sums over the columns (rows) with that bit of what a column
  /// (row) holds in all. Bucket 0 counts 2^(c-1) times: it is S_(c-1) itself, and is in no other sum.
  void sum_bits() {
    // What each row and column holds; row 0 and column 0 have no bit set.
    Lists lines;
    for (const PlacedSet& placed : sets_) {
      const Grid grid(placed.set);
      auto take = [&](size_t row, size_t column) {
        const size_t bucket = placed.offset + row * grid.columns + column;
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
    const std::vector<Affine> line_sums = lines.sum(*kernels_.segments, buckets_);

    // Per set: bits of the column, bits of the row, bucket 0.
    Lists bits;
    size_t line = 0;
    for (const PlacedSet& placed : sets_) {
      const Grid grid(placed.set);
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
    const std::vector<Affine> of_bits = bits.sum(*kernels_.segments, line_sums);
    size_t next = 0;
    for (const PlacedSet& placed : sets_) {
      const size_t position = static_cast<size_t>(placed.set.position);
      const size_t top = static_cast<size_t>(placed.set.width) - 1;
      for (size_t i = 0; i < top; ++i) placed.sums[position + i] = of_bits[next++];
      placed.sums[position + top] = buckets_[placed.offset];
    }
  }

  /// Sums each bucket in the order of the points: see bucket_sums.h.
  void add_in_order() {
    BucketSums<Affine>& sums = *kernels_.buckets;
    sums.reset(count_);
    auto add = [&](bool images) {
      sums.begin(points_);
      for_digits([images](std::span<const MsmTerm> terms) { return images ? images_of(terms) : points_of(terms); },
                 [&](uint32_t bucket, PointRef point) { sums.add(bucket, point.without_image()); });
      sums.end();
    };
    // Images are added as the points that they are images of, to what will be mapped with them. The map has order 3.
    add(false);
    if (std::ranges::any_of(parts_, [](const Part& part) { return !images_of(part.terms).empty(); })) {
      const auto factor = Affine::CurveType::image_x(Affine::Field::one());
      sums.multiply_x(factor.square());
      add(true);
      sums.multiply_x(factor);
    }
    buckets_ = sums.take();
  }

  /// Sorts references to the points by bucket. In every bucket images come last, as segment sums like it.
  void add_sorted() {
    const auto all = [](std::span<const MsmTerm> terms) { return terms; };
    const SortedRefs sorted = sort_by_bucket(count_, [&](auto visit) { for_digits(all, visit); });
    sorted_sums_.resize(count_);
    kernels_.segments->sum(points_, sorted.refs, sorted.ends, sorted_sums_);
    buckets_ = sorted_sums_;
  }

  /// Images come last.
  static size_t first_image(std::span<const MsmTerm> terms) {
    const auto is_point = [](const MsmTerm& term) { return !term.point.image(); };
    return static_cast<size_t>(std::ranges::partition_point(terms, is_point) - terms.begin());
  }
  static std::span<const MsmTerm> points_of(std::span<const MsmTerm> terms) { return terms.first(first_image(terms)); }
  static std::span<const MsmTerm> images_of(std::span<const MsmTerm> terms) {
    return terms.subspan(first_image(terms));
  }

  /// visit(bucket, point) for every digit but 0 of the terms that `choose` takes from each part, all windows of a term
  /// together.
  template <class Choose, class Visit>
  void for_digits(Choose&& choose, Visit&& visit) const {
    struct Reader {
      DigitReader digits;
      uint32_t offset, mask;
      size_t first_point;
    };
    std::vector<Reader> readers;
    size_t first_set = 0;
    for (const Part& part : parts_) {
      readers.clear();
      for (const BucketWindow& window : part.group->windows) {
        const PlacedSet& placed = sets_[first_set + window.set];
        readers.push_back({DigitReader(window.digits), placed.offset, (uint32_t{1} << (placed.set.width - 1)) - 1,
                           window.first_point});
      }
      first_set += part.group->sets.size();
      for (const MsmTerm& term : choose(part.terms)) {
        for (const Reader& r : readers) {
          const int32_t digit = r.digits.digit(term.magnitude);
          if (digit == 0) continue;
          visit(r.offset + (static_cast<uint32_t>(std::abs(digit)) & r.mask),
                term.point.moved_by(r.first_point).negated_where(digit < 0));
        }
      }
    }
  }

  struct Grid {
    explicit Grid(const BucketSet& w) : columns(size_t{1} << w.width / 2), rows(size_t{1} << (w.width - 1) / 2) {}
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

  std::span<const Affine> points_;
  std::span<const Part> parts_;
  std::vector<PlacedSet> sets_;  ///< of all parts
  size_t count_ = 0;             ///< of buckets
  size_t digits_ = 0;            ///< at most so many points are added
  PointSums<Affine>& kernels_;
  std::vector<Affine> sorted_sums_;
  std::span<const Affine> buckets_;  ///< those, or what the kernels hold
};

}  // namespace zkp
