/// A TaskPool for tests: the smallest ranges that the contract allows, claimed by several threads in any order.
#pragma once

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "base/task_pool.h"

namespace zkp {

class TestPool : public TaskPool {
 public:
  explicit TestPool(int threads) : threads_(threads) {}

  int threads() const override { return threads_; }
  void parallel_for(size_t count, size_t grain, const std::function<void(size_t, size_t)>& body) override {
    std::atomic<size_t> next{0};
    auto work = [&] {
      for (;;) {
        const size_t begin = next.fetch_add(grain);
        if (begin >= count) return;
        body(begin, std::min(count, begin + grain));
      }
    };
    std::vector<std::thread> others;
    for (int i = 1; i < threads_; ++i) others.emplace_back(work);
    work();
    for (std::thread& t : others) t.join();
  }

 private:
  int threads_;
};

}  // namespace zkp
