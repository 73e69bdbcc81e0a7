#include "storage/commit_queue.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace zkp {

CommitQueue::CommitQueue(const CommitLimits& limits, std::function<void(Group)> run)
    : limits_(limits), run_(std::move(run)) {
  ZKP_CHECK(limits.group_jobs > 0 && limits.queued_jobs > 0);
}

CommitQueue::~CommitQueue() { drain(); }

bool CommitQueue::has_room(size_t size_bytes) const {
  return queue_.empty() || (queue_.size() < limits_.queued_jobs && queued_bytes_ + size_bytes <= limits_.queued_bytes);
}

void CommitQueue::submit(std::shared_ptr<Job> job) {
  Lock lock(mutex_);
  while (!has_room(job->size_bytes_)) {
    // Perhaps nobody waits for the jobs in the queue yet, so waiting for them to go away could take for ever.
    if (leading_) {
      room_.wait(lock);
    } else {
      lead_one_group(lock);
    }
  }
  queued_bytes_ += job->size_bytes_;
  queue_.push_back(std::move(job));
  ++submitted_;
}

void CommitQueue::wait(Job& job) {
  Lock lock(mutex_);
  job.waited_for_ = true;
  while (!job.done_) {
    if (leading_) {
      job.wake_.wait(lock);
    } else {
      lead_one_group(lock);
    }
  }
}

void CommitQueue::drain() {
  Lock lock(mutex_);
  const uint64_t target = submitted_;
  while (finished_ < target) {
    if (leading_) {
      room_.wait(lock);
    } else {
      lead_one_group(lock);
    }
  }
}

size_t CommitQueue::queued() const {
  Lock lock(mutex_);
  return queue_.size();
}

// REQUIRES: nobody leads. A job is in the queue, since whoever comes here waits for one that has not run, or for room.
void CommitQueue::lead_one_group(Lock& lock) {
  ZKP_CHECK(!leading_ && !queue_.empty());
  std::vector<std::shared_ptr<Job>> group;
  size_t group_bytes = 0;
  // A job that is larger than a group's limit goes alone.
  while (!queue_.empty() && group.size() < limits_.group_jobs &&
         (group.empty() || group_bytes + queue_.front()->size_bytes_ <= limits_.group_bytes)) {
    group_bytes += queue_.front()->size_bytes_;
    group.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  queued_bytes_ -= group_bytes;
  leading_ = true;
  room_.notify_all();
  lock.unlock();
  run_(group);
  lock.lock();
  leading_ = false;
  finished_ += group.size();
  for (const auto& job : group) {
    job->done_ = true;
    job->wake_.notify_one();
  }
  // A thread that sleeps for a queued job would sleep on: one of them leads next. If all are still awake (between
  // submit and wait), the first that comes to wait leads.
  auto next = std::find_if(queue_.begin(), queue_.end(), [](const auto& job) { return job->waited_for_; });
  if (next != queue_.end()) (*next)->wake_.notify_one();
  room_.notify_all();
}

}  // namespace zkp
