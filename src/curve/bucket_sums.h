/// Sums of points in buckets, for many points to a bucket: the first kernel of multi-scalar multiplication. Points are
/// read in the order in which they come, once, and buckets stay in the cache; segment_sums.h, where points are sorted
/// by bucket first, reads points at random instead.
///
/// Additions wait until a batch of them, to different buckets, can share a field inversion. A point whose bucket is in
/// the batch already is deferred: deferred points are sorted by bucket and summed by segments, so that an input with
/// few different buckets costs no more than in segment_sums.h.
///
/// Two back ends compute the same points, as in segment_sums.h. Not constant-time. One object: one thread. Internal to
/// curve/.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "curve/g1.h"
#include "curve/g2.h"
#include "curve/segment_sums.h"

namespace zkp {

/// To be added to a bucket.
struct BucketAddend {
  uint32_t bucket;
  PointRef point;

  uint32_t first() const { return bucket; }
  PointRef second() const { return point; }
  uint32_t sum() const { return bucket; }
};

/// References in the order of their buckets: those of bucket b end at ends[b].
struct SortedRefs {
  std::vector<PointRef> refs;
  std::vector<uint32_t> ends;
};
/// Counting sort, stable. for_each(visit) calls visit(bucket, ref) for each; it is called twice, and does the same
/// twice.
template <class ForEach>
SortedRefs sort_by_bucket(size_t buckets, ForEach&& for_each) {
  SortedRefs out;
  out.ends.resize(buckets + 1);
  for_each([&](uint32_t bucket, PointRef) { ++out.ends[bucket + 1]; });
  for (size_t b = 1; b <= buckets; ++b) out.ends[b] += out.ends[b - 1];
  out.refs.resize(out.ends.back());
  // Bucket b begins at ends[b], and ends there, where the next one began, once its references are in place.
  for_each([&](uint32_t bucket, PointRef ref) { out.refs[out.ends[bucket]++] = ref; });
  out.ends.pop_back();
  return out;
}

template <class Affine>
class BucketSums {
 public:
  using Field = typename Affine::Field;
  virtual ~BucketSums() = default;

  /// `count` buckets that hold the identity. REQUIRES: count < 2^32.
  void reset(size_t count);

  /// Adds what add() gets from now on: references to `points`, none of them an image or the identity.
  void begin(std::span<const Affine> points) { points_ = points; }
  void add(uint32_t bucket, PointRef point) {
    State& state = states_[bucket];
    if (state != State::kFilled) return add_unusual({bucket, point});
    state = State::kInBatch;
    batch_.push({bucket, point});
    if (batch_.size() == kBatch) advance();
  }
  /// Ends what begin() began: afterwards every point is in its bucket.
  void end() { settle(); }

  /// (x, y) <- (factor x, y) in every bucket.
  virtual void multiply_x(const Field& factor) = 0;
  /// What the buckets hold. Only reset() may be called afterwards, and ends the span.
  virtual std::span<const Affine> take() = 0;

 protected:
  /// Addends with one inversion.
  static constexpr size_t kBatch = 1024;

  virtual void allocate(size_t count) = 0;
  /// Moves each point to its bucket.
  virtual void move(std::span<const Affine> points, std::span<const BucketAddend> addends) = 0;
  /// Adds each point to its bucket; no two have the same. `next`: what the next call gets, to be requested.
  virtual void add_batch(std::span<const Affine> points, std::span<const BucketAddend> batch,
                         std::span<const BucketAddend> next) = 0;

 private:
  enum class State : uint8_t { kEmpty, kFilled, kInBatch };

  /// Conflicts that are tried again in the next batch: a few, as random buckets give.
  static constexpr size_t kRetries = 128;

  /// At most kBatch addends.
  class Batch {
   public:
    void push(BucketAddend addend) { addends_[size_++] = addend; }
    void clear() { size_ = 0; }
    size_t size() const { return size_; }
    std::span<const BucketAddend> all() const { return {addends_.get(), size_}; }

   private:
    std::unique_ptr<BucketAddend[]> addends_ = std::make_unique_for_overwrite<BucketAddend[]>(kBatch);
    size_t size_ = 0;
  };

  bool is_idle() const { return moves_.size() == 0 && batch_.size() == 0 && pending_.size() == 0; }
  void add_unusual(BucketAddend addend);
  void advance();
  void settle();

  std::span<const Affine> points_;
  std::vector<State> states_;      ///< of each bucket
  Batch moves_, batch_, pending_;  ///< to empty buckets; to others; the batch before this one
  std::vector<BucketAddend> retries_, deferred_;
  std::unique_ptr<SegmentSums<Affine>> segments_;
};

/// The fastest back end of this processor. Instantiated for G1Affine and G2Affine.
template <class Affine>
std::unique_ptr<BucketSums<Affine>> make_bucket_sums();

/// Each back end by itself; the second is nullptr where the processor lacks AVX-512 IFMA.
template <class Affine>
std::unique_ptr<BucketSums<Affine>> make_scalar_bucket_sums();
template <class Affine>
std::unique_ptr<BucketSums<Affine>> make_ifma_bucket_sums();

}  // namespace zkp
