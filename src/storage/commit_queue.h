/// A bounded queue whose waiting threads do its work: one of them, the leader, takes a group from the front, runs it,
/// and wakes the others. While a group runs (a disk flush), the next one gathers; so one flush serves as many jobs as
/// arrived during the flush before it, without a timer and without a thread of its own.
///
/// Jobs run in the order of submit(); groups run one at a time. Safe for concurrent use.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

namespace zkp {

struct CommitLimits {
  size_t group_jobs = 1'024;               ///< a group takes at most so many jobs,
  size_t group_bytes = size_t{8} << 20;    ///< and so many bytes, but for a job that is larger by itself
  size_t queued_jobs = 10'000;             ///< submit() on a queue that holds so many jobs
  size_t queued_bytes = size_t{64} << 20;  ///< or bytes helps or waits until there is room
};

class CommitQueue {
 public:
  class Job {
   public:
    explicit Job(size_t size_bytes) : size_bytes_(size_bytes) {}
    virtual ~Job() = default;
    Job(const Job&) = delete;
    Job& operator=(const Job&) = delete;

   private:
    friend class CommitQueue;
    const size_t size_bytes_;
    // Guarded by the queue's mutex.
    bool done_ = false;
    bool waited_for_ = false;
    std::condition_variable wake_;
  };
  using Group = std::span<const std::shared_ptr<Job>>;

  /// `run` is called by one thread at a time, never empty, and must not call the queue.
  CommitQueue(const CommitLimits& limits, std::function<void(Group)> run);
  /// Runs what is left. REQUIRES: no other thread uses the queue any more.
  ~CommitQueue();
  CommitQueue(const CommitQueue&) = delete;
  CommitQueue& operator=(const CommitQueue&) = delete;

  /// Puts a job at the end. A full queue: runs groups until there is room, or waits while another thread does. A job
  /// that is larger than queued_bytes is let in when the queue is empty.
  void submit(std::shared_ptr<Job> job);
  /// Returns when the job, which must have been submitted, has run; runs groups itself when no other thread does. One
  /// thread per job.
  void wait(Job& job);
  /// Returns when everything submitted before the call has run.
  void drain();

  size_t queued() const;

 private:
  using Lock = std::unique_lock<std::mutex>;
  void lead_one_group(Lock& lock);
  bool has_room(size_t size_bytes) const;

  const CommitLimits limits_;
  const std::function<void(Group)> run_;
  mutable std::mutex mutex_;
  std::condition_variable room_;  // a group has left the queue, or the leader has finished
  std::deque<std::shared_ptr<Job>> queue_;
  size_t queued_bytes_ = 0;
  bool leading_ = false;
  uint64_t submitted_ = 0;
  uint64_t finished_ = 0;
};

}  // namespace zkp
