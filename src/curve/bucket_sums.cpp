#include "curve/bucket_sums.h"

#include <algorithm>
#include <utility>

#include "base/cpu.h"
#include "curve/affine_batch.h"

namespace zkp {
namespace {

template <class Affine>
class ScalarBucketSums final : public BucketSums<Affine> {
  using Field = typename Affine::Field;

  void allocate(size_t count) override { buckets_.assign(count, Affine::identity()); }

  void move(std::span<const Affine> points, std::span<const BucketAddend> addends) override {
    for (const BucketAddend& a : addends) buckets_[a.bucket] = point_of(points, a.point);
  }

  void add_batch(std::span<const Affine> points, std::span<const BucketAddend> batch,
                 std::span<const BucketAddend> next) override {
    for (size_t i = 0; i < batch.size(); ++i) {
      if (i < next.size()) {
        request_point(&buckets_[next[i].bucket]);
        request_point(&points[next[i].point.index()]);
      }
      // Again, from the second-level cache.
      if (i + kAhead < batch.size()) request_point(&buckets_[batch[i + kAhead].bucket]);
      batch_.add(&buckets_[batch[i].bucket], &points[batch[i].point.index()], batch[i].point.negative());
    }
    batch_.flush();
  }

  void multiply_x(const Field& factor) override {
    for (Affine& bucket : buckets_) bucket = Affine::from_xy_unchecked(bucket.x() * factor, bucket.y());
  }

  std::span<const Affine> take() override { return buckets_; }

  static constexpr size_t kAhead = 8;

  std::vector<Affine> buckets_;
  AffineBatch<Affine> batch_;
};

}  // namespace

template <class Affine>
void BucketSums<Affine>::reset(size_t count) {
  states_.assign(count, State::kEmpty);
  moves_.clear();
  batch_.clear();
  pending_.clear();
  retries_.clear();
  deferred_.clear();
  allocate(count);
}

// A first point is moved. A second one for the same batch is tried again in the next, unless many are: then all of them
// are for few buckets.
template <class Affine>
void BucketSums<Affine>::add_unusual(BucketAddend addend) {
  State& state = states_[addend.bucket];
  if (state == State::kEmpty) {
    state = State::kInBatch;
    moves_.push(addend);
    if (moves_.size() == kBatch) advance();
  } else if (retries_.size() < kRetries) {
    retries_.push_back(addend);
  } else {
    deferred_.push_back(addend);
    if (deferred_.size() >= states_.size() + kBatch) settle();
  }
}

// Runs the batch before this one, whose buckets have been requested meanwhile, and requests this one's.
template <class Affine>
void BucketSums<Affine>::advance() {
  for (const Batch* batch : {&moves_, &batch_}) {
    for (const BucketAddend& a : batch->all()) states_[a.bucket] = State::kFilled;
  }
  move(points_, moves_.all());
  moves_.clear();
  if (pending_.size() > 0) add_batch(points_, pending_.all(), batch_.all());
  std::swap(pending_, batch_);
  batch_.clear();
  std::erase_if(retries_, [&](const BucketAddend& a) {
    State& state = states_[a.bucket];  // not empty: a point came before this one
    if (state == State::kInBatch) return false;
    state = State::kInBatch;
    batch_.push(a);
    return true;
  });
}

template <class Affine>
void BucketSums<Affine>::settle() {
  while (!is_idle()) advance();
  if (deferred_.empty()) return;

  const SortedRefs sorted = sort_by_bucket(states_.size(), [&](auto visit) {
    for (const BucketAddend& a : deferred_) visit(a.bucket, a.point);
  });
  deferred_.clear();
  if (segments_ == nullptr) segments_ = make_segment_sums<Affine>();
  std::vector<Affine> sums(states_.size());
  segments_->sum(points_, sorted.refs, sorted.ends, sums);

  const std::span<const Affine> points = points_;
  begin(sums);
  for (size_t b = 0; b < sums.size(); ++b) {
    if (!sums[b].is_identity()) add(static_cast<uint32_t>(b), PointRef(b, false));
  }
  while (!is_idle()) advance();
  begin(points);
}

template <class Affine>
std::unique_ptr<BucketSums<Affine>> make_scalar_bucket_sums() {
  return std::make_unique<ScalarBucketSums<Affine>>();
}

template <class Affine>
std::unique_ptr<BucketSums<Affine>> make_bucket_sums() {
  return cpu_enabled().can_ifma() ? make_ifma_bucket_sums<Affine>() : make_scalar_bucket_sums<Affine>();
}

template class BucketSums<G1Affine>;
template class BucketSums<G2Affine>;
template std::unique_ptr<BucketSums<G1Affine>> make_scalar_bucket_sums<G1Affine>();
template std::unique_ptr<BucketSums<G2Affine>> make_scalar_bucket_sums<G2Affine>();
template std::unique_ptr<BucketSums<G1Affine>> make_bucket_sums<G1Affine>();
template std::unique_ptr<BucketSums<G2Affine>> make_bucket_sums<G2Affine>();

}  // namespace zkp
