/// The table of benchmarks behind zkp-bench. A file bench/NAME_bench.cpp registers its rows with ZKP_BENCH; the names
/// are those of docs/performance.md, so that a table of ours joins with the peers' by name.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/task_pool.h"

namespace zkp::bench {

/// What one run gets.
struct Context {
  uint64_t size = 0;  ///< items, bytes or iterations, as the row says
  int threads = 1;
  TaskPool* pool = nullptr;
};

struct Bench {
  std::string name;
  std::string what;  ///< what `size` counts and what `seconds` covers
  uint64_t default_size;
  int default_threads;
  /// Prepares inputs (not timed) and returns the body to time. The body returns the seconds to print: usually those
  /// measured by `timed`, for per-operation rows divided by the iterations.
  std::function<std::function<double()>(const Context&)> prepare;
};

std::vector<Bench>& registry();

struct Registration {
  explicit Registration(Bench bench) { registry().push_back(std::move(bench)); }
};

/// Wall-clock seconds of one call.
double timed(const std::function<void()>& body);

/// Keeps the compiler from removing a result.
template <class T>
inline void keep(const T& value) {
  asm volatile("" : : "g"(&value) : "memory");
}

}  // namespace zkp::bench

#define ZKP_BENCH_CONCAT_INNER(a, b) a##b
#define ZKP_BENCH_CONCAT(a, b) ZKP_BENCH_CONCAT_INNER(a, b)
#define ZKP_BENCH static const ::zkp::bench::Registration ZKP_BENCH_CONCAT(registration_, __LINE__)
