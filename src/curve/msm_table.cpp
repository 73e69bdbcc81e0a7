#include "curve/msm_table.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "curve/msm_scalars.h"

namespace zkp {
namespace {

/// Magnitudes below 2^127, and a bit for the carry of their signed digits.
constexpr int kBits = 128;
/// Points that one task doubles.
constexpr size_t kGrain = 256;

/// The cheapest plan with at most max_levels levels, for two terms a point.
MsmPlan choose_plan(size_t points, size_t max_levels) {
  MsmPlan best{};
  double best_cost = std::numeric_limits<double>::infinity();
  for (int width = 2; width <= kMaxWindowWidth; ++width) {
    const size_t windows = static_cast<size_t>((kBits + width - 1) / width);
    for (size_t sets = 1; sets <= windows; ++sets) {
      const MsmPlan plan{width, windows, sets, points};
      if (plan.levels() > max_levels) continue;
      const double of_sets = static_cast<double>(sets), doublings = of_sets * width;
      const double terms = 2 * static_cast<double>(points * windows);
      const double cost = of_sets * bucket_set_cost(terms / of_sets, width, 1) + doublings;
      if (cost < best_cost) {
        best_cost = cost;
        best = plan;
      }
    }
  }
  return best;
}

}  // namespace

template <class Point>
Result<MsmTable<Point>> MsmTable<Point>::make(std::span<const Affine> points, const MsmTableOptions& options) {
  if (points.size() >= size_t{1} << 30) {
    return Error(GeneralError::kInvalidArgument, std::to_string(points.size()) + " points are more than 2^30 - 1");
  }
  if (points.size() > options.max_bytes / sizeof(Affine)) {
    return Error(GeneralError::kLimit, std::to_string(points.size()) + " points do not fit in " +
                                           std::to_string(options.max_bytes) + " bytes");
  }
  const size_t count = std::max<size_t>(points.size(), 1);
  // References count up to 2^30.
  const size_t max_levels = std::min(options.max_bytes / sizeof(Affine) / count, ((size_t{1} << 30) - 1) / count);
  const MsmPlan plan = choose_plan(points.size(), std::max<size_t>(max_levels, 1));
  const size_t n = points.size(), doublings = plan.sets * static_cast<size_t>(plan.width);
  std::vector<Affine> multiples(n * plan.levels());
  std::copy(points.begin(), points.end(), multiples.begin());
  parallel_for(options.pool, n, kGrain, [&](size_t begin, size_t end) {
    std::vector<Point> current(points.begin() + static_cast<std::ptrdiff_t>(begin),
                               points.begin() + static_cast<std::ptrdiff_t>(end));
    for (size_t level = 1; level < plan.levels(); ++level) {
      for (Point& p : current) {
        for (size_t i = 0; i < doublings; ++i) p = p.doubled();
      }
      const std::vector<Affine> affine = batch_to_affine(current);
      std::copy(affine.begin(), affine.end(), multiples.begin() + static_cast<std::ptrdiff_t>(level * n + begin));
    }
  });
  return MsmTable(plan, std::move(multiples));
}

template class MsmTable<G1>;
template class MsmTable<G2>;

}  // namespace zkp
