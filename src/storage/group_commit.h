/// Group commit: many threads submit, one append (one disk flush) serves many of them, each gets its own answer.
///
/// The state machine above implements CommitSteps; the committer calls its steps from one thread at a time, in the
/// order
///   prepare(group) -> store.append(batch) -> publish() -> the answers are handed out
/// so a request is answered with success only after its batch is on stable storage and published (the signed
/// checkpoint). prepare runs in the order of submission and may change the state machine ahead of the disk, because
/// nothing else runs before the outcome is known; abandon() takes such a change back.
///
/// After a write whose outcome is unknown, or a publication that failed, the committer fails for good: everything
/// queued and everything later is answered with that error, until the ledger is opened again. Safe for concurrent use.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "base/result.h"
#include "storage/commit_queue.h"
#include "storage/store.h"

namespace zkp {

/// A request on its way. prepare sets `answer`: what to say once the group is durable, or why this request is refused.
template <class Request, class Answer>
struct CommitSlot {
  Request request;
  std::optional<Result<Answer>> answer;
};

template <class Request, class Answer>
class CommitSteps {
 public:
  using Slot = CommitSlot<Request, Answer>;
  virtual ~CommitSteps() = default;

  /// Bytes that the request adds, roughly: for the limits of groups and queue. Called by any thread.
  virtual size_t size_bytes(const Request& request) const = 0;
  /// Decides every request of the group in order and returns what they write together. Sets the answer of every slot; a
  /// request that is refused must have no part in the batch. An error refuses the whole group, and nothing is written.
  virtual Result<Batch> prepare(std::span<Slot* const> group) = 0;
  /// The batch of the last prepare is durable. Not called when that batch was empty.
  virtual Result<void> publish() = 0;
  /// The batch of the last prepare was not written, or it is not known whether it was: forget what prepare changed.
  virtual void abandon() = 0;
};

template <class Request, class Answer>
class GroupCommitter {
 public:
  using Steps = CommitSteps<Request, Answer>;
  using Slot = CommitSlot<Request, Answer>;

 private:
  struct Job final : CommitQueue::Job {
    Job(size_t size_bytes, Request request) : CommitQueue::Job(size_bytes), slot{std::move(request), std::nullopt} {}
    Slot slot;
  };

 public:
  /// A submitted request; it is committed even when nobody waits for it. Must not outlive the committer.
  class [[nodiscard]] Ticket {
   public:
    /// Blocks until the outcome is known. REQUIRES: called once.
    Result<Answer> wait() {
      ZKP_CHECK(job_ != nullptr);
      queue_->wait(*job_);
      return std::move(*std::exchange(job_, nullptr)->slot.answer);
    }

   private:
    friend class GroupCommitter;
    Ticket(CommitQueue& queue, std::shared_ptr<Job> job) : queue_(&queue), job_(std::move(job)) {}
    CommitQueue* queue_;
    std::shared_ptr<Job> job_;
  };

  /// `store` and `steps` must outlive the committer, and nobody else may append to the store.
  GroupCommitter(LedgerStore& store, Steps& steps, const CommitLimits& limits = {})
      : store_(store), steps_(steps), queue_(limits, [this](CommitQueue::Group group) { run(group); }) {}

  /// Puts a request in line; one thread may have many on their way. Blocks, or commits for others, while the queue is
  /// full.
  Ticket submit(Request request) {
    const size_t size_bytes = steps_.size_bytes(request);
    auto job = std::make_shared<Job>(size_bytes, std::move(request));
    queue_.submit(job);
    return Ticket(queue_, std::move(job));
  }
  Result<Answer> commit(Request request) { return submit(std::move(request)).wait(); }

  /// Returns when everything submitted before the call has its answer.
  void drain() { queue_.drain(); }
  size_t queued() const { return queue_.queued(); }
  /// Why the committer takes no more requests, if it does not.
  std::optional<Error> failure() const {
    std::lock_guard lock(failure_mutex_);
    return failure_;
  }

 private:
  void run(CommitQueue::Group jobs) {
    std::vector<Slot*> group;
    group.reserve(jobs.size());
    for (const auto& job : jobs) group.push_back(&static_cast<Job&>(*job).slot);
    if (std::optional<Error> earlier = failure())
      return refuse(group, std::move(*earlier).in("an earlier write failed"));

    Result<Batch> batch = steps_.prepare(group);
    if (!batch.ok()) {
      steps_.abandon();
      return refuse(group, batch.error());
    }
    for (const Slot* slot : group) ZKP_CHECK(slot->answer.has_value());
    if (batch->empty()) return;

    if (Result<void> written = store_.append(*batch); !written.ok()) {
      steps_.abandon();
      // A batch over the limits was not touched; anything else, a conflict too, means that we no longer know the store.
      if (written.error().code() != GeneralError::kLimit) fail(written.error());
      return refuse(group, written.error());
    }
    if (Result<void> published = steps_.publish(); !published.ok()) {
      fail(published.error());
      refuse(group, published.error());
    }
  }

  // Requests that prepare has refused keep their own reason.
  static void refuse(std::span<Slot* const> group, const Error& error) {
    for (Slot* slot : group)
      if (!slot->answer || slot->answer->ok()) slot->answer.emplace(error);
  }

  void fail(const Error& error) {
    std::lock_guard lock(failure_mutex_);
    failure_ = error;
  }

  LedgerStore& store_;
  Steps& steps_;
  mutable std::mutex failure_mutex_;
  std::optional<Error> failure_;
  CommitQueue queue_;  // last: its destructor runs what is left
};

}  // namespace zkp
