/// Appends from many threads: payloads come in, one disk flush and one signed checkpoint serve all that arrived during
/// the flush before.
///
///   prepare   fill in, sign and stage every request in the order of its arrival
///   append    the store writes the whole group durably
///   publish   the ledger adopts it, the checkpoint over it is signed and published
///   answer    each caller gets the entries that its request became
///
/// A request is all or nothing; a refused one has no part in the group and no effect on the others. An uncertain write
/// or a checkpoint that cannot be published ends the appender: reopen the ledger to learn what is there.
#pragma once

#include <functional>
#include <vector>

#include "base/env.h"
#include "ledger/ledger.h"
#include "storage/group_commit.h"

namespace zkp {

struct AppendRequest {
  std::vector<EntryPayload> payloads;  ///< without what Ledger::complete fills in
  std::vector<Bytes> blobs;
};

/// An upper bound of the entries and records that the request adds (the hash tiles of a group come on top of them).
size_t request_bytes(const AppendRequest& request);

class LedgerAppender final : private CommitSteps<AppendRequest, std::vector<LoggedEntry>> {
 public:
  /// Called after each durable group, in the one committing thread: signs and publishes the checkpoint of the ledger as
  /// it is.
  using Publish = std::function<Result<void>()>;

  /// All must outlive the appender, and nobody else may append to the ledger. `author` may be used from any thread.
  LedgerAppender(Ledger& ledger, const Signer& author, Clock& clock, Publish publish)
      : ledger_(ledger),
        author_(author),
        clock_(clock),
        publish_(std::move(publish)),
        committer_(ledger.store(), *this) {}

  /// Blocks until the request is durable and published, or refused. Safe for concurrent use.
  Result<std::vector<LoggedEntry>> append(AppendRequest request) { return committer_.commit(std::move(request)); }

 private:
  size_t size_bytes(const AppendRequest& request) const override { return request_bytes(request); }
  Result<Batch> prepare(std::span<Slot* const> group) override;
  Result<void> publish() override;
  void abandon() override { draft_.reset(); }
  Result<std::vector<LoggedEntry>> stage(const AppendRequest& request);

  Ledger& ledger_;
  const Signer& author_;
  Clock& clock_;
  Publish publish_;
  std::optional<Ledger::Draft> draft_;  // touched by the committing thread alone
  GroupCommitter<AppendRequest, std::vector<LoggedEntry>> committer_;
};

}  // namespace zkp
