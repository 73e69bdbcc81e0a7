/// One multi-scalar multiplication, cut into parts that any thread may run, alone or with parts of others. Internal to
/// curve/.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "curve/msm.h"
#include "curve/msm_buckets.h"
#include "curve/msm_scalars.h"
#include "curve/msm_table.h"

namespace zkp {

/// Terms that a task should have to fill its rounds of additions.
inline constexpr size_t kMsmTermsPerTask = size_t{1} << 13;

template <class Point>
class MsmJob {
 public:
  using Affine = typename Point::Affine;

  /// Errors as msm(). With a plan, `points` holds its levels one after the other. The spans must outlive the job.
  static Result<MsmJob> make(std::span<const Affine> points, std::span<const Fr> scalars, const MsmOptions& options,
                             const MsmPlan* plan = nullptr) {
    const size_t count = plan != nullptr ? plan->points : points.size();
    if (count != scalars.size()) {
      return Error(GeneralError::kInvalidArgument,
                   std::to_string(count) + " points for " + std::to_string(scalars.size()) + " scalars");
    }
    if (scalars.size() >= size_t{1} << 30) {
      return Error(GeneralError::kInvalidArgument, std::to_string(scalars.size()) + " scalars are more than 2^30 - 1");
    }
    // Identities are not added by the lanes; proving keys are full of them.
    ZKP_TRY(MsmScalars sorted,
            sort_scalars(scalars, options.bits, options.pool, [&](size_t i) { return points[i].is_identity(); }));
    MsmJob out(points, std::move(sorted));
    out.add_few();
    out.plan_tasks(plan, options.pool);
    return out;
  }
  /// For the first scalars.size() points. Error: GeneralError::kInvalidArgument when there are fewer points.
  static Result<MsmJob> make(std::span<const Affine> points, const MsmIntegers& scalars, TaskPool* pool) {
    const size_t count = scalars.size();
    if (count > points.size() || count >= size_t{1} << 30) {
      return Error(GeneralError::kInvalidArgument,
                   std::to_string(points.size()) + " points for " + std::to_string(count) + " scalars");
    }
    MsmJob out(points, sort_scalars(scalars, pool, [&](size_t i) { return points[i].is_identity(); }));
    out.add_few();
    out.plan_tasks(nullptr, pool);
    return out;
  }

  size_t terms() const { return scalars_.terms.size() + scalars_.units.size(); }

  /// What goes through buckets: every part once, in any order, in BucketTasks over the job's points.
  size_t parts() const { return groups_.size() * splits_; }
  BucketPart<Affine> part(size_t i) {
    const size_t split = i % splits_;
    return {&groups_[i / splits_],
            part_of<MsmTerm>(scalars_.terms, split, splits_),
            {sums_.data() + split * kPositions, kPositions}};
  }

  /// What is added as it is: every task once, in any order.
  size_t unit_tasks() const { return unit_sums_.size(); }
  void run_units(size_t i, PointSums<Affine>& kernels) {
    const std::span<const PointRef> units = part_of<PointRef>(scalars_.units, i, unit_sums_.size());
    const uint32_t all = static_cast<uint32_t>(units.size());
    kernels.segments->sum(points_, units, {&all, 1}, {&unit_sums_[i], 1});
  }

  /// The sum, with Z = 1 unless it is the identity. After all parts and tasks.
  Point finish() const {
    Point bucket_sum;
    for (size_t position = groups_.empty() ? 0 : end_; position-- > 0;) {
      bucket_sum = bucket_sum.doubled();
      for (size_t split = 0; split < splits_; ++split) {
        bucket_sum = bucket_sum.add_mixed(sums_[split * kPositions + position]);
      }
    }
    Point result = few_ + bucket_sum;
    for (const Affine& unit : unit_sums_) result = result.add_mixed(unit);
    return Point(result.to_affine_var());
  }

 private:
  /// Bit positions of a magnitude, and of the sums that are combined at the end.
  static constexpr size_t kPositions = 128;
  /// Points of one task of sums and images.
  static constexpr size_t kPointsPerTask = size_t{1} << 13;
  /// Up to here one multiplication after the other is faster.
  static constexpr size_t kFewTerms = 8;

  MsmJob(std::span<const Affine> points, MsmScalars scalars) : points_(points), scalars_(std::move(scalars)) {}

  template <class T>
  static std::span<const T> part_of(std::span<const T> all, size_t i, size_t parts) {
    const size_t begin = all.size() * i / parts;
    return all.subspan(begin, all.size() * (i + 1) / parts - begin);
  }

  void add_few() {
    if (scalars_.terms.size() <= kFewTerms) {
      for (const MsmTerm& term : scalars_.terms) {
        few_ += Point(point_of(points_, term.point)).mul_integer_var(term.magnitude);
      }
      scalars_.terms.clear();
      scalars_.reach.fill(0);
    }
    if (scalars_.units.size() <= kFewTerms) {
      for (const PointRef& unit : scalars_.units) few_ = few_.add_mixed(point_of(points_, unit));
      scalars_.units.clear();
    }
  }

  void plan_tasks(const MsmPlan* plan, TaskPool* pool) {
    unit_sums_.resize((scalars_.units.size() + kPointsPerTask - 1) / kPointsPerTask);
    // One more than the bits of the longest magnitude: the carry of the biases may reach that far.
    const size_t length = static_cast<size_t>(std::ranges::find(scalars_.reach, 0u) - scalars_.reach.begin());
    if (length == 0) return;
    std::vector<MsmWindow> windows;
    if (plan == nullptr) {
      constexpr size_t kUsualWidth = 16;
      splits_ = choose_splits(length / kUsualWidth + 1, pool);
      windows = choose_windows(scalars_.reach, splits_);
      group_windows(windows);
    } else {
      for (size_t w = 0; w < plan->windows; ++w) {
        const int position = static_cast<int>(w) * plan->width;
        const int width = std::min(plan->width, static_cast<int>(kPositions) - position);
        windows.push_back({position, width, w + 1 == plan->windows});
        if (position > static_cast<int>(length)) continue;  // no magnitude reaches it, not even with a carry
        if (w < plan->sets) groups_.push_back({{{position, width}}, {}});
        groups_[w % plan->sets].windows.push_back({windows[w], 0, w / plan->sets * plan->points});
      }
      splits_ = choose_splits(groups_.size(), pool);
    }
    for (const BucketGroup& group : groups_) {
      end_ = std::max(end_, static_cast<size_t>(group.sets.back().position + group.sets.back().width));
    }
    sums_.resize(splits_ * kPositions);
    bias_terms(scalars_.terms, windows, pool);
  }

  /// In how many parts the terms are cut: one, unless `wide` tasks alone would not keep the threads busy.
  size_t choose_splits(size_t wide, TaskPool* pool) const {
    constexpr size_t kTasksPerThread = 3, kTermsPerPart = size_t{1} << 14;
    if (pool == nullptr || pool->threads() == 1) return 1;
    const size_t wanted = (kTasksPerThread * static_cast<size_t>(pool->threads()) + wide - 1) / wide;
    return std::max<size_t>(1, std::min(wanted, scalars_.reach[0] / kTermsPerPart));
  }

  /// Neighbouring windows that one task reads together, so that small inputs fill the rounds too.
  void group_windows(std::span<const MsmWindow> windows) {
    for (size_t next = 0; next < windows.size();) {
      BucketGroup group;
      for (size_t terms = 0; next < windows.size() && terms < kMsmTermsPerTask; ++next) {
        const MsmWindow& window = windows[next];
        terms += scalars_.reach[static_cast<size_t>(window.position)] / splits_ + 1;
        group.windows.push_back({window, group.sets.size(), 0});
        group.sets.push_back({window.position, window.width});
      }
      groups_.push_back(std::move(group));
    }
  }

  std::span<const Affine> points_;
  MsmScalars scalars_;
  Point few_;
  std::vector<BucketGroup> groups_;
  size_t splits_ = 1;
  size_t end_ = 0;  ///< behind the highest position
  std::vector<Affine> sums_;
  std::vector<Affine> unit_sums_;
};

}  // namespace zkp
