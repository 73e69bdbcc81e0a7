#include "curve/msm.h"

#include "curve/msm_job.h"

namespace zkp {
namespace {

/// Runs all jobs, over the same points. Parts that are too small to fill rounds of additions share a pass, whatever job
/// they belong to, as long as every thread has something to do.
template <class Point>
void run_jobs(std::span<const typename Point::Affine> points, std::span<MsmJob<Point>> jobs,
              PointSumsPool<typename Point::Affine>& kernels, TaskPool* pool) {
  using Affine = typename Point::Affine;
  constexpr size_t kPassesPerThread = 4, kLeastDigits = size_t{1} << 10;
  struct UnitTask {
    MsmJob<Point>* job;
    size_t number;
  };
  std::vector<BucketPart<Affine>> parts;
  std::vector<UnitTask> units;
  size_t digits = 0;
  for (MsmJob<Point>& job : jobs) {
    for (size_t i = 0; i < job.parts(); ++i) {
      parts.push_back(job.part(i));
      digits += parts.back().digits();
    }
    for (size_t i = 0; i < job.unit_tasks(); ++i) units.push_back({&job, i});
  }

  const size_t threads = pool == nullptr ? 1 : static_cast<size_t>(pool->threads());
  const size_t enough =
      std::min(kMsmTermsPerTask, std::max(kLeastDigits, threads == 1 ? digits : digits / (kPassesPerThread * threads)));
  std::vector<std::span<const BucketPart<Affine>>> passes;
  for (size_t begin = 0, end = 0; begin < parts.size(); begin = end) {
    for (size_t in_pass = 0; end < parts.size() && in_pass < enough; ++end) in_pass += parts[end].digits();
    passes.push_back(std::span(parts).subspan(begin, end - begin));
  }
  parallel_for(pool, passes.size() + units.size(), 1, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      const auto loan = kernels.borrow();
      if (i < passes.size()) {
        BucketTask<Affine>(points, passes[i], *loan).run();
      } else {
        const UnitTask& task = units[i - passes.size()];
        task.job->run_units(task.number, *loan);
      }
    }
  });
}

template <class Point>
Result<Point> msm_var(std::span<const typename Point::Affine> points, std::span<const Fr> scalars,
                      const MsmOptions& options, const MsmPlan* plan = nullptr) {
  ZKP_TRY(MsmJob<Point> job, MsmJob<Point>::make(points, scalars, options, plan));
  PointSumsPool<typename Point::Affine> kernels(options.pool);
  run_jobs<Point>(points, {&job, 1}, kernels, options.pool);
  return job.finish();
}

// As many columns at a time as together have kTermsAtOnce terms, so that short ones share passes and threads and long
// ones do not fill the memory.
template <class Point, class Make>
Result<std::vector<Point>> msm_columns_var(std::span<const typename Point::Affine> points, size_t columns,
                                           TaskPool* pool, Make make) {
  constexpr size_t kTermsAtOnce = size_t{1} << 20;
  std::vector<Point> sums;
  PointSumsPool<typename Point::Affine> kernels(pool);
  for (size_t next = 0; next < columns;) {
    std::vector<MsmJob<Point>> jobs;
    for (size_t terms = 0; next < columns && terms < kTermsAtOnce; ++next) {
      Result<MsmJob<Point>> job = make(next);
      if (!job.ok()) return std::move(job).error().in("column " + std::to_string(next));
      terms += job->terms();
      jobs.push_back(std::move(job).value());
    }
    run_jobs<Point>(points, jobs, kernels, pool);
    for (const MsmJob<Point>& job : jobs) sums.push_back(job.finish());
  }
  return sums;
}

}  // namespace

Result<G1> msm(std::span<const G1Affine> points, std::span<const Fr> scalars, const MsmOptions& options) {
  return msm_var<G1>(points, scalars, options);
}
Result<G2> msm(std::span<const G2Affine> points, std::span<const Fr> scalars, const MsmOptions& options) {
  return msm_var<G2>(points, scalars, options);
}

Result<std::vector<G1>> msm_columns(std::span<const G1Affine> points, std::span<const std::span<const Fr>> columns,
                                    const MsmOptions& options) {
  return msm_columns_var<G1>(points, columns.size(), options.pool,
                             [&](size_t i) { return MsmJob<G1>::make(points, columns[i], options); });
}
Result<std::vector<G2>> msm_columns(std::span<const G2Affine> points, std::span<const std::span<const Fr>> columns,
                                    const MsmOptions& options) {
  return msm_columns_var<G2>(points, columns.size(), options.pool,
                             [&](size_t i) { return MsmJob<G2>::make(points, columns[i], options); });
}

Result<std::vector<G1>> msm_columns(std::span<const G1Affine> points, std::span<const MsmIntegers> columns,
                                    TaskPool* pool) {
  return msm_columns_var<G1>(points, columns.size(), pool,
                             [&](size_t i) { return MsmJob<G1>::make(points, columns[i], pool); });
}

Result<G1> msm(const MsmTable<G1>& table, std::span<const Fr> scalars, const MsmOptions& options) {
  return msm_var<G1>(table.multiples(), scalars, options, &table.plan());
}
Result<G2> msm(const MsmTable<G2>& table, std::span<const Fr> scalars, const MsmOptions& options) {
  return msm_var<G2>(table.multiples(), scalars, options, &table.plan());
}

}  // namespace zkp
