#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/partitioner.h>
#include <tbb/task_arena.h>

#include <optional>

#include "base_os/pool.h"

namespace zkp {
namespace {

class TbbPool : public TaskPool {
 public:
  explicit TbbPool(int threads) : threads_(threads), arena_(threads) {
    // oneTBB starts no more workers than there are processors unless told to.
    if (threads > tbb::info::default_concurrency())
      more_threads_.emplace(tbb::global_control::max_allowed_parallelism, static_cast<size_t>(threads));
  }

  int threads() const override { return threads_; }

  void parallel_for(size_t count, size_t grain, const std::function<void(size_t, size_t)>& body) override {
    const LoopPieces pieces(count, grain, threads_);
    if (pieces.pieces <= 1) {
      if (count > 0) body(0, count);
      return;
    }
    arena_.execute([&] {
      tbb::this_task_arena::isolate([&] {
        tbb::parallel_for(
            tbb::blocked_range<size_t>(0, pieces.pieces, 1),
            [&](const tbb::blocked_range<size_t>& range) {
              for (size_t i = range.begin(); i < range.end(); ++i) body(pieces.begin(i), pieces.end(i));
            },
            tbb::simple_partitioner());
      });
    });
  }

 private:
  int threads_;
  std::optional<tbb::global_control> more_threads_;
  tbb::task_arena arena_;
};

}  // namespace

std::unique_ptr<TaskPool> make_task_pool(int threads) {
#ifdef ZKP_THREAD_SANITIZER
  return make_thread_pool(threads);
#else
  return std::make_unique<TbbPool>(effective_threads(threads));
#endif
}

}  // namespace zkp
