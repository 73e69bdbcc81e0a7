/// The dataset ledger's state machine: what may be appended, in which order, and what can be asked.
///
/// Entries form one linear log (log/merkle.h); each names as its parent the newest entry of its branch. The machine is
/// pure: it opens no file, reads no clock, holds no key. Time, randomness and signatures come in with the entries; the
/// store is a seam.
///
/// What append() accepts, beyond the form that parse_entry and records.h check:
///   - the entry names this log's origin and log key, an author that the log knows, and as its parent the head of its
///   branch;
///   - its time is not before the previous entry's;
///   - a dataset digest, a commitment and a proof identity appear once in the log;
///   - a proof speaks about a dataset of this ledger, names this ledger's id, verifies, and its set-up label is one
///   that the genesis
///     entry allows;
///   - records of noise bits and what is proved about them follow ledger/noise_rules.h.
/// Signatures are the caller's to check (verify_entry_signature): entries that we signed ourselves need no check.
///
/// One writer: begin(), stage(), adopt() and append() from one thread at a time (ledger/appender.h puts many callers in
/// order). Queries are safe for concurrent use with each other, not with adopt() and append().
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/env.h"
#include "beacon/beacon.h"
#include "ledger/entry.h"
#include "ledger/noise_rules.h"
#include "ledger/records.h"
#include "log/merkle.h"
#include "log/tiles.h"
#include "storage/store.h"

namespace zkp {

/// What a query matches; absent members match everything.
struct EntryQuery {
  std::optional<int64_t> since_s;  ///< inclusive
  std::optional<int64_t> until_s;  ///< inclusive
  std::string name;                ///< of a subject
  std::optional<EntryType> type;
  std::optional<Digest> author;
  std::optional<Digest> dataset;  ///< notarize entry of it and proofs about it
  size_t limit = SIZE_MAX;
  bool newest_first = false;
};

struct LoggedEntry {
  uint64_t index = 0;
  SignedEntry entry;
};

/// How far the columns of a dataset are opened by recorded proofs (dataset_proof specification 4.3).
struct Acceptance {
  size_t columns = 0;
  size_t proved = 0;  ///< read by a proof, whose maker therefore knows them
  size_t typed = 0;   ///< shown to hold values of their type
  /// "accepted": every column is read by some proof. "pending": some are not.
  bool accepted() const { return proved == columns; }
};

/// By these proofs, in whatever order.
Acceptance acceptance_by(const NotarizeRecord& dataset, std::span<const RecordedProof> proofs);

/// Checks a recorded or handed-out proof against its datasets, given by position. Injected, so that the state machine
/// does not know the keys; installed_keys.h has the production one.
using ProofChecker =
    std::function<Result<void>(DatasetViews datasets, const Digest& ledger_id, const ProofRecord& proof)>;

class Ledger {
 public:
  /// Writes the genesis entry into an empty store. Errors: LedgerError::kExists for a store with entries, kBadEntry.
  static Result<std::unique_ptr<Ledger>> create(LedgerStore& store, const SignedEntry& genesis, ProofChecker checker,
                                                Beacons beacons = {});
  /// Reads the genesis entry and the edge of the tree. Errors: StorageError::kCorrupt, kMissing; LedgerError::kNoLedger
  /// for an empty store. The store must outlive the ledger.
  static Result<std::unique_ptr<Ledger>> open(LedgerStore& store, ProofChecker checker, Beacons beacons = {});

  const GenesisRecord& genesis() const { return genesis_; }
  /// Whose rounds records of noise bits may name.
  const Beacons& beacons() const { return beacons_; }
  const std::string& origin() const { return origin_; }
  const Digest& id() const { return id_; }
  uint64_t size() const { return edge_.size(); }
  Digest root() const { return edge_.root(); }
  int64_t last_time_s() const { return last_time_s_; }
  LedgerStore& store() const { return store_; }

  /// The newest entry of a branch. Error: LedgerError::kUnknownEntry.
  Result<Digest> branch_head(std::string_view branch) const;
  std::map<std::string, Digest> branches() const { return heads_; }

  /// Entries on their way: staged one group after another, written in one batch, then adopted.
  class Draft {
   public:
    uint64_t next_index() const { return first_index_ + entries_.size(); }
    int64_t last_time_s() const { return last_time_s_; }
    bool has_branch(const std::string& branch) const { return heads_.contains(branch); }
    /// The head of a branch after what is staged. REQUIRES: has_branch(branch).
    const Digest& head(const std::string& branch) const { return heads_.at(branch); }
    bool empty() const { return entries_.empty(); }

    /// A point to return to: everything staged after it is forgotten.
    struct Mark {
      size_t entries = 0, puts = 0;
      int64_t last_time_s = 0;
      std::map<std::string, Digest> heads;
    };
    Mark mark() const { return {entries_.size(), puts_.size(), last_time_s_, heads_}; }
    void roll_back(Mark mark);

   private:
    friend class Ledger;
    struct Claim {
      Claim(Space in, ByteView digest);
      Space space;
      Digest key;
      bool operator==(const Claim&) const = default;
    };
    // Digests are outputs of hash functions already; commitments are whatever the one author of the log signs.
    struct ClaimHash {
      size_t operator()(const Claim& claim) const;
    };
    void put(Put record) { puts_.push_back(std::move(record)); }
    /// A record whose key, a digest, may be taken once in the log: also visible to what is staged later.
    void claim(Put record);
    const Bytes* claimed(Space space, const Digest& key) const;

    uint64_t first_index_ = 0;
    int64_t last_time_s_ = 0;
    std::map<std::string, Digest> heads_;
    std::deque<SignedEntry> entries_;  // a deque: the batch points into them
    std::vector<Put> puts_;
    std::unordered_map<Claim, size_t, ClaimHash> claims_;  // position in puts_
    TileEdge edge_;
  };

  Draft begin() const;
  /// Fills in what every entry carries: origin, keys, the head of its branch as parent, and a time that never goes back
  /// (`now_s`, or the last entry's with the difference recorded). REQUIRES: draft.has_branch(payload.branch).
  EntryPayload complete(EntryPayload payload, const Draft& draft, int64_t now_s) const;
  /// Checks the entries against the log and what is staged before them, and stages all or (on an error) none of them.
  /// `blobs` are stored with them. Errors: LedgerError (see above) with Where.entry; those of the store.
  Result<void> stage(Draft& draft, std::vector<SignedEntry> entries, std::span<const Bytes> blobs = {}) const;
  /// What the store has to write for the draft, which must outlive it. No staging afterwards.
  Result<Batch> batch(Draft& draft) const;
  /// The batch of this draft is durable: size(), root() and the rest are those of the longer log.
  void adopt(Draft&& draft);

  /// All of the above: appends all or none, durably.
  Result<void> append(std::vector<SignedEntry> entries, std::span<const Bytes> blobs = {});

  Result<LoggedEntry> entry(uint64_t index) const;
  Result<std::optional<uint64_t>> find_entry(const Digest& entry_digest) const;
  Result<std::optional<uint64_t>> find_dataset(const Digest& dataset) const;
  Result<std::optional<uint64_t>> find_proof(const Digest& proof_id) const;
  Result<std::optional<Bytes>> blob(const Digest& sha256) const;
  /// "17" (index), a name (its newest notarize entry), or at least 8 hex digits of an entry or dataset digest.
  /// Errors: LedgerError::kUnknownEntry, kAmbiguous.
  Result<uint64_t> resolve(std::string_view text) const;
  Result<std::vector<LoggedEntry>> select(const EntryQuery& query) const;
  /// Indices of the recorded proofs about a dataset, oldest first.
  Result<std::vector<uint64_t>> proofs_about(const Digest& dataset) const;
  Result<Acceptance> acceptance(const NotarizeRecord& dataset) const;
  /// The recorded proofs about a dataset and what they say, oldest first.
  Result<std::vector<RecordedProof>> described_proofs(const Digest& dataset) const;
  /// Indices of the records of noise bits for a dataset, oldest first.
  Result<std::vector<uint64_t>> noise_records(const Digest& dataset) const;
  /// The rules of ledger/noise_rules.h for entry `index` of this log, from what is before it. Errors: LedgerError,
  /// CryptoError::kBadSignature, with Where.entry; those of the store. REQUIRES: record.is_noise().
  Result<void> check_noise_rules(const NotarizeRecord& record, int64_t time_s, uint64_t index) const;
  /// Likewise for a proof about these datasets, by position.
  Result<void> check_noise_rules(const ProofRecord& record, DatasetViews datasets, uint64_t index) const;
  /// The datasets of a recorded proof, by position, with their dictionaries.
  Result<std::vector<NotarizeRecord>> datasets_of(const ProofRecord& proof) const;
  /// What it says. Errors: those of describe_statement.
  Result<StatementView> describe(const ProofRecord& proof) const;
  /// The notarize record with its dictionaries, also where they are a blob.
  Result<NotarizeRecord> dataset(uint64_t index) const;

  /// Proofs of the log, over the stored tiles. Errors: GeneralError::kInvalidArgument, those of the store.
  Result<std::vector<Digest>> prove_inclusion(uint64_t index, uint64_t size) const;
  Result<std::vector<Digest>> prove_consistency(uint64_t size1, uint64_t size2) const;
  Result<Digest> root_at(uint64_t size) const;

 private:
  Ledger(LedgerStore& store, ProofChecker checker, Beacons beacons)
      : store_(store), checker_(std::move(checker)), beacons_(std::move(beacons)) {}

  Result<void> stage_one(Draft& draft, const SignedEntry& entry, std::span<const Bytes> blobs) const;
  Result<void> stage_notarize(Draft& draft, const SignedEntry& entry, std::span<const Bytes> blobs) const;
  Result<void> stage_proof(Draft& draft, const SignedEntry& entry) const;
  /// A dataset that is recorded or staged, with its dictionaries; `index` of the proof that speaks about it.
  Result<NotarizeRecord> staged_dataset(const Draft& draft, const Digest& digest, uint64_t index) const;
  /// Proofs about a dataset before entry `index`, recorded or (with a draft) staged.
  Result<std::vector<RecordedProof>> proofs_before(const Draft* draft, const Digest& dataset, uint64_t index) const;
  Result<NotarizeRecord> dataset_before(const Draft* draft, const Digest& digest, uint64_t index) const;
  /// draft: nullptr when the entry is in the log.
  Result<void> check_noise_record(const Draft* draft, const NotarizeRecord& record, int64_t time_s,
                                  uint64_t index) const;
  Result<void> check_noise_proof(const Draft* draft, const ProofRecord& record, DatasetViews datasets,
                                 uint64_t index) const;
  /// The index that a claimed key leads to, in the draft or the store.
  Result<std::optional<uint64_t>> claimed_index(const Draft& draft, Space space, const Digest& key) const;
  Result<void> adopt_genesis(const SignedEntry& genesis);

  LedgerStore& store_;
  ProofChecker checker_;
  Beacons beacons_;
  GenesisRecord genesis_;
  std::string origin_;
  Digest id_{};
  Digest author_{};  ///< key id of the one author that the genesis entry names
  TileEdge edge_;
  int64_t last_time_s_ = 0;
  std::map<std::string, Digest> heads_;
};

/// The records by which entry `index` is found, as append() writes them beside the leaf, the tiles, the branch head and
/// its blob: verify_chain compares them with the store. Errors: those of records.h.
Result<std::vector<Put>> index_records(const SignedEntry& entry, uint64_t index);

/// The tiles that a ledger keeps in its store.
class StoreTiles final : public TileSource {
 public:
  explicit StoreTiles(const LedgerStore& store) : store_(store) {}
  Result<Bytes> tile(int level, uint64_t index, int width) override;

 private:
  const LedgerStore& store_;
};

}  // namespace zkp
