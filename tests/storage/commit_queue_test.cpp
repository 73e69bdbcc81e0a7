/// The leader-and-followers queue by itself.
#include "storage/commit_queue.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

namespace zkp {
namespace {

struct Number : CommitQueue::Job {
  Number(int n, size_t size_bytes = 1) : CommitQueue::Job(size_bytes), value(n) {}
  const int value;
  bool ran = false;
};

/// Records the groups; every run checks that no other is under way.
struct Recorder {
  std::vector<std::vector<int>> groups;
  std::atomic<bool> running = false;
  std::function<void()> during = [] {};

  std::function<void(CommitQueue::Group)> run() {
    return [this](CommitQueue::Group group) {
      EXPECT_FALSE(running.exchange(true)) << "one group at a time";
      EXPECT_FALSE(group.empty());
      during();
      auto& numbers = groups.emplace_back();
      for (const auto& job : group) {
        auto& number = static_cast<Number&>(*job);
        EXPECT_FALSE(std::exchange(number.ran, true)) << "each job once";
        numbers.push_back(number.value);
      }
      running = false;
    };
  }
};

using Groups = std::vector<std::vector<int>>;

TEST(CommitQueue, WaiterRunsEverythingQueuedInOrderOfSubmission) {
  Recorder recorder;
  CommitQueue queue({}, recorder.run());
  std::vector<std::shared_ptr<Number>> jobs;
  for (int i = 0; i < 5; ++i) queue.submit(jobs.emplace_back(std::make_shared<Number>(i)));
  EXPECT_EQ(queue.queued(), 5u);
  EXPECT_TRUE(recorder.groups.empty()) << "nobody has waited yet";
  queue.wait(*jobs[2]);
  EXPECT_EQ(recorder.groups, (Groups{{0, 1, 2, 3, 4}}));
  queue.wait(*jobs[4]);
  EXPECT_EQ(recorder.groups.size(), 1u);
}

TEST(CommitQueue, GroupsKeepToTheLimitsOfJobsAndBytes) {
  Recorder recorder;
  CommitQueue queue({.group_jobs = 3, .group_bytes = 10, .queued_jobs = 100, .queued_bytes = 1000}, recorder.run());
  const size_t sizes[] = {1, 1, 1, 1, 9, 50, 4, 6, 1};
  std::shared_ptr<Number> last;
  for (int i = 0; i < 9; ++i) queue.submit(last = std::make_shared<Number>(i, sizes[i]));
  queue.wait(*last);
  EXPECT_EQ(recorder.groups, (Groups{{0, 1, 2}, {3, 4}, {5}, {6, 7}, {8}}));
}

TEST(CommitQueue, AGroupStopsBeforeTheJobThatWouldPassItsLimit) {
  Recorder recorder;
  CommitQueue queue({.group_jobs = 9, .group_bytes = 10, .queued_jobs = 100, .queued_bytes = 1000}, recorder.run());
  const size_t sizes[] = {6, 5, 1, 50};
  std::shared_ptr<Number> last;
  for (int i = 0; i < 4; ++i) queue.submit(last = std::make_shared<Number>(i, sizes[i]));
  queue.wait(*last);
  EXPECT_EQ(recorder.groups, (Groups{{0}, {1, 2}, {3}}));
}

TEST(CommitQueue, FullQueueMakesTheSubmitterWorkInsteadOfBlockingForEver) {
  Recorder recorder;
  CommitQueue queue({.group_jobs = 2, .group_bytes = 100, .queued_jobs = 4, .queued_bytes = 50}, recorder.run());
  for (int i = 0; i < 9; ++i) {
    queue.submit(std::make_shared<Number>(i));
    EXPECT_LE(queue.queued(), 4u);
  }
  queue.submit(std::make_shared<Number>(9, 49));
  EXPECT_EQ(queue.queued(), 2u);
  queue.submit(std::make_shared<Number>(10, 5000));  // larger than the queue: alone
  EXPECT_EQ(queue.queued(), 1u);
  queue.drain();
  Groups expected{{0, 1}, {2, 3}, {4, 5}, {6, 7}, {8, 9}, {10}};
  EXPECT_EQ(recorder.groups, expected);
}

TEST(CommitQueue, DestructorRunsWhatNobodyWaitedFor) {
  Recorder recorder;
  { CommitQueue(CommitLimits{}, recorder.run()).submit(std::make_shared<Number>(1)); }
  EXPECT_EQ(recorder.groups, (Groups{{1}}));
}

TEST(CommitQueue, JobsThatArriveDuringARunAreServedTogetherByTheNext) {
  Recorder recorder;
  CommitQueue queue({}, recorder.run());
  constexpr int kFollowers = 8;
  std::vector<std::thread> followers;
  std::atomic<bool> first = true;
  recorder.during = [&] {
    if (!first.exchange(false)) return;
    for (int i = 1; i <= kFollowers; ++i)
      followers.emplace_back([&queue, i] {
        auto job = std::make_shared<Number>(i);
        queue.submit(job);
        queue.wait(*job);
      });
    while (queue.queued() < kFollowers) std::this_thread::yield();  // the disk is slow until all have arrived
  };
  auto job = std::make_shared<Number>(0);
  queue.submit(job);
  queue.wait(*job);
  for (std::thread& follower : followers) follower.join();
  ASSERT_EQ(recorder.groups.size(), 2u);
  EXPECT_EQ(recorder.groups[1].size(), size_t{kFollowers});
}

TEST(CommitQueue, EveryJobOfManyThreadsRunsOnceAndInTheOrderOfItsThread) {
  Recorder recorder;
  CommitQueue queue({.group_jobs = 7, .group_bytes = 1000, .queued_jobs = 5, .queued_bytes = 100}, recorder.run());
  constexpr int kThreads = 8, kEach = 300;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&, t] {
      std::vector<std::shared_ptr<Number>> open;
      for (int i = 0; i < kEach; ++i) {
        queue.submit(open.emplace_back(std::make_shared<Number>(t * kEach + i)));
        if (i % (t + 1) == t) {  // threads with 1 to 8 jobs on their way
          for (auto& job : open) {
            queue.wait(*job);
            EXPECT_TRUE(job->ran);
          }
          open.clear();
        }
        if (i % 50 == 0) queue.drain();
      }
    });
  for (std::thread& thread : threads) thread.join();
  queue.drain();
  std::vector<int> next(kThreads);
  for (const auto& group : recorder.groups) {
    EXPECT_LE(group.size(), 7u);
    for (int value : group) EXPECT_EQ(value % kEach, next[value / kEach]++);
  }
  for (int count : next) EXPECT_EQ(count, kEach);
}

}  // namespace
}  // namespace zkp
