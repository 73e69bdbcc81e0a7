/// Data-parallel loops without a thread library in the interface. The implementation over oneTBB is base_os/tbb_pool.h.
#pragma once

#include <cstddef>
#include <functional>

namespace zkp {

class TaskPool {
 public:
  virtual ~TaskPool() = default;
  /// Number of threads that parallel_for uses, at least 1.
  virtual int threads() const = 0;
  /// Calls body(begin, end) on disjoint ranges that together are [0, count), possibly at the same time on several
  /// threads, and returns when all have returned. Ranges hold at least `grain` items (the last may hold fewer). The
  /// body must not throw. Nested calls are allowed.
  virtual void parallel_for(size_t count, size_t grain, const std::function<void(size_t begin, size_t end)>& body) = 0;
};

/// As TaskPool::parallel_for; on a null pool the whole range runs on the calling thread.
inline void parallel_for(TaskPool* pool, size_t count, size_t grain, const std::function<void(size_t, size_t)>& body) {
  if (count == 0) return;
  if (pool == nullptr || pool->threads() == 1 || count <= grain) return body(0, count);
  pool->parallel_for(count, grain, body);
}

}  // namespace zkp
