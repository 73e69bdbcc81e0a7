#include "base_os/pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <numeric>
#include <set>
#include <thread>
#include <vector>

namespace zkp {
namespace {

using MakePool = std::unique_ptr<TaskPool> (*)(int);

class Pool : public ::testing::TestWithParam<MakePool> {};

TEST_P(Pool, EveryItemIsVisitedOnceInRangesOfAtLeastTheGrain) {
  for (int threads : {1, 2, 7}) {
    const auto pool = GetParam()(threads);
    EXPECT_EQ(pool->threads(), threads);
    for (size_t count : {0, 1, 2, 5, 63, 64, 1000, 12345})
      for (size_t grain : {0, 1, 3, 64, 100000}) {
        std::vector<std::atomic<int>> visits(count);
        std::atomic<int> small_ranges{0};
        pool->parallel_for(count, grain, [&](size_t begin, size_t end) {
          ASSERT_LT(begin, end);
          ASSERT_LE(end, count);
          if (end - begin < grain) ++small_ranges;
          for (size_t i = begin; i < end; ++i) ++visits[i];
        });
        for (const auto& n : visits) ASSERT_EQ(n, 1) << count << " " << grain;
        ASSERT_LE(small_ranges, count < grain ? 1 : 0) << count << " " << grain;
      }
  }
}

TEST_P(Pool, SeveralThreadsWorkAtTheSameTime) {
  const auto pool = GetParam()(2);
  // Each of two pieces waits for the other: this ends only when both run at once.
  std::atomic<int> arrived{0};
  pool->parallel_for(2, 1, [&](size_t, size_t) {
    ++arrived;
    while (arrived < 2) std::this_thread::yield();
  });
  EXPECT_EQ(arrived, 2);
}

TEST_P(Pool, NestedLoopsFinishAndNeverInterleaveOnOneThread) {
  const auto pool = GetParam()(4);
  static thread_local int depth = 0;
  std::atomic<int> interleaved{0};
  std::atomic<uint64_t> sum{0};
  for (int round = 0; round < 8; ++round)
    pool->parallel_for(40, 1, [&](size_t begin, size_t end) {
      if (depth++ != 0) ++interleaved;
      for (size_t i = begin; i < end; ++i)
        pool->parallel_for(1000, 10, [&](size_t from, size_t to) {
          // Uneven pieces: whoever waits for a slow one is tempted to take a piece of the outer loop.
          if (from / 31 % 8 == 7) std::this_thread::sleep_for(std::chrono::microseconds(300));
          for (size_t k = from; k < to; ++k) sum += i * k;
        });
      --depth;
    });
  EXPECT_EQ(sum, 8u * 780u * 499500u);
  EXPECT_EQ(interleaved, 0);
}

TEST_P(Pool, LoopsOfSeveralCallersDoNotMixUp) {
  const auto pool = GetParam()(3);
  std::vector<std::thread> callers;
  std::atomic<int> wrong{0};
  for (int caller = 0; caller < 4; ++caller)
    callers.emplace_back([&] {
      for (int round = 0; round < 50; ++round) {
        std::atomic<size_t> seen{0};
        pool->parallel_for(500, 7, [&](size_t begin, size_t end) { seen += end - begin; });
        if (seen != 500) ++wrong;
      }
    });
  for (auto& caller : callers) caller.join();
  EXPECT_EQ(wrong, 0);
}

TEST_P(Pool, ResultsAreVisibleAfterTheLoop) {
  const auto pool = GetParam()(4);
  for (int round = 0; round < 100; ++round) {
    std::vector<uint64_t> values(1000);  // not atomic: the end of the loop must order the writes
    pool->parallel_for(values.size(), 10, [&](size_t begin, size_t end) {
      for (size_t i = begin; i < end; ++i) values[i] = i;
    });
    ASSERT_EQ(std::accumulate(values.begin(), values.end(), uint64_t{0}), 499500u);
  }
}

INSTANTIATE_TEST_SUITE_P(BothPools, Pool, ::testing::Values(&make_task_pool, &make_thread_pool),
                         [](const auto& p) { return p.index == 0 ? "Default" : "Threads"; });

TEST(PoolSize, ZeroMeansAllProcessorsAndTooManyAreCut) {
  EXPECT_GE(effective_threads(0), 1);
  EXPECT_EQ(effective_threads(-3), effective_threads(0));
  EXPECT_EQ(effective_threads(5), 5);
  EXPECT_EQ(effective_threads(1 << 20), 1024);
  EXPECT_EQ(make_task_pool(0)->threads(), effective_threads(0));
}

}  // namespace
}  // namespace zkp
