/// Thread pools behind base/task_pool.h.
#pragma once

#include <memory>

#include "base/task_pool.h"

namespace zkp {

/// `threads` 0 or less: one per processor that this process may use; more than 1024 are not made. The calling thread of
/// a loop is one of them. Over oneTBB; in ThreadSanitizer builds (which cannot see into oneTBB) it is
/// make_thread_pool().
///
/// A thread that waits for a nested loop works on pieces of that nested loop only, so a body never runs in the middle
/// of another body of the outer loop on the same thread: per-thread scratch memory is safe to use. The pool is safe for
/// concurrent use; destroy it when no loop is running. Not usable in a forked child.
std::unique_ptr<TaskPool> make_task_pool(int threads);

/// The same promises over std::thread alone.
std::unique_ptr<TaskPool> make_thread_pool(int threads);

/// What `threads` means after defaults and limits, at least 1.
int effective_threads(int threads);

/// How a loop is cut: `count` items into `pieces` ranges of at least `grain` items each.
struct LoopPieces {
  /// About eight pieces a thread, so that uneven pieces even out.
  LoopPieces(size_t count, size_t grain, int threads);
  size_t begin(size_t piece) const;
  size_t end(size_t piece) const { return begin(piece + 1); }

  size_t count;
  size_t pieces;
};

}  // namespace zkp
