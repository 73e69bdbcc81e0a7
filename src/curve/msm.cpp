#include "curve/msm.h"

#include "curve/msm_job.h"

namespace zkp {
namespace {

template <class Point>
Point run_job(MsmJob<Point>& job, TaskPool* pool) {
  PointSumsPool<typename Point::Affine> kernels(pool);
  parallel_for(pool, job.tasks(), 1, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) job.run(i, kernels);
  });
  return job.finish();
}

template <class Point>
Result<Point> msm_var(std::span<const typename Point::Affine> points, std::span<const Fr> scalars,
                      const MsmOptions& options, const MsmPlan* plan = nullptr) {
  ZKP_TRY(MsmJob<Point> job, MsmJob<Point>::make(points, scalars, options, plan));
  return run_job(job, options.pool);
}

// As many columns at a time as together have kTermsAtOnce terms, so that short ones fill all threads and long ones do
// not fill the memory.
template <class Point>
Result<std::vector<Point>> msm_columns_var(std::span<const typename Point::Affine> points,
                                           std::span<const std::span<const Fr>> columns, const MsmOptions& options) {
  constexpr size_t kTermsAtOnce = size_t{1} << 20;
  std::vector<Point> sums;
  PointSumsPool<typename Point::Affine> kernels(options.pool);
  for (size_t next = 0; next < columns.size();) {
    std::vector<MsmJob<Point>> jobs;
    std::vector<std::pair<size_t, size_t>> tasks;  // job and task
    for (size_t terms = 0; next < columns.size() && terms < kTermsAtOnce; ++next) {
      auto job = MsmJob<Point>::make(points, columns[next], options);
      if (!job.ok()) return std::move(job).error().in("column " + std::to_string(next));
      terms += job->terms();
      for (size_t i = 0; i < job->tasks(); ++i) tasks.emplace_back(jobs.size(), i);
      jobs.push_back(std::move(job).value());
    }
    parallel_for(options.pool, tasks.size(), 1, [&](size_t begin, size_t end) {
      for (size_t i = begin; i < end; ++i) jobs[tasks[i].first].run(tasks[i].second, kernels);
    });
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
  return msm_columns_var<G1>(points, columns, options);
}
Result<std::vector<G2>> msm_columns(std::span<const G2Affine> points, std::span<const std::span<const Fr>> columns,
                                    const MsmOptions& options) {
  return msm_columns_var<G2>(points, columns, options);
}

Result<G1> msm(const MsmTable<G1>& table, std::span<const Fr> scalars, const MsmOptions& options) {
  return msm_var<G1>(table.multiples(), scalars, options, &table.plan());
}
Result<G2> msm(const MsmTable<G2>& table, std::span<const Fr> scalars, const MsmOptions& options) {
  return msm_var<G2>(table.multiples(), scalars, options, &table.plan());
}

}  // namespace zkp
