// A pool of std::thread: jobs are loops, threads take pieces of the oldest job that has some left.
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "base_os/pool.h"

namespace zkp {
namespace {

struct Job {
  Job(const LoopPieces& loop, const std::function<void(size_t, size_t)>& body_of_loop)
      : pieces(loop), body(&body_of_loop) {}

  // Runs pieces until none is left to take.
  void work() {
    for (size_t i = next++; i < pieces.pieces; i = next++) {
      (*body)(pieces.begin(i), pieces.end(i));
      if (++done == pieces.pieces) done.notify_all();
    }
  }
  bool has_work() const { return next < pieces.pieces; }

  LoopPieces pieces;
  const std::function<void(size_t, size_t)>* body;  ///< valid until every piece is done, and not called afterwards
  std::atomic<size_t> next{0};
  std::atomic<size_t> done{0};
};

class ThreadPool : public TaskPool {
 public:
  explicit ThreadPool(int threads) {
    for (int i = 1; i < threads; ++i) workers_.emplace_back([this] { serve(); });
  }

  ~ThreadPool() override {
    {
      const std::lock_guard guard(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    for (std::thread& worker : workers_) worker.join();
  }

  int threads() const override { return static_cast<int>(workers_.size()) + 1; }

  void parallel_for(size_t count, size_t grain, const std::function<void(size_t, size_t)>& body) override {
    const LoopPieces pieces(count, grain, threads());
    if (pieces.pieces <= 1) {
      if (count > 0) body(0, count);
      return;
    }
    const auto job = std::make_shared<Job>(pieces, body);
    {
      const std::lock_guard guard(mutex_);
      jobs_.push_back(job);
    }
    wake_.notify_all();
    job->work();
    // Everything is taken; whoever holds a piece waits for nothing but loops nested in it, so this ends.
    for (size_t done = job->done; done != pieces.pieces; done = job->done) job->done.wait(done);
    const std::lock_guard guard(mutex_);
    jobs_.erase(std::find(jobs_.begin(), jobs_.end(), job));
  }

 private:
  void serve() {
    std::unique_lock guard(mutex_);
    while (true) {
      const auto at = std::find_if(jobs_.begin(), jobs_.end(), [](const auto& job) { return job->has_work(); });
      if (at != jobs_.end()) {
        const std::shared_ptr<Job> job = *at;
        guard.unlock();
        job->work();
        guard.lock();
      } else if (stopping_) {
        return;
      } else {
        wake_.wait(guard);
      }
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::shared_ptr<Job>> jobs_;
  bool stopping_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace

LoopPieces::LoopPieces(size_t items, size_t grain, int threads)
    : count(items),
      pieces(std::min(items / std::max<size_t>(grain, 1), static_cast<size_t>(8) * static_cast<size_t>(threads))) {
  if (items > 0) pieces = std::max<size_t>(pieces, 1);
}

size_t LoopPieces::begin(size_t piece) const {
  return static_cast<size_t>(static_cast<unsigned __int128>(count) * piece / pieces);
}

int effective_threads(int threads) {
  constexpr int kMaxThreads = 1024;
  if (threads <= 0) threads = static_cast<int>(std::thread::hardware_concurrency());
  return std::clamp(threads, 1, kMaxThreads);
}

std::unique_ptr<TaskPool> make_thread_pool(int threads) {
  return std::make_unique<ThreadPool>(effective_threads(threads));
}

}  // namespace zkp
