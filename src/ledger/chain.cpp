#include "ledger/chain.h"

#include <map>

#include "base/encoding.h"
#include "hash/tree.h"

namespace zkp {
namespace {

constexpr uint64_t kChunkEntries = 4096;
constexpr size_t kChunkBytes = size_t{32} << 20;

// Entries read from the store, owned so that several threads can look at them.
struct Chunk {
  uint64_t first = 0;
  std::vector<uint8_t> bytes;
  std::vector<size_t> ends;

  size_t size() const { return ends.size(); }
  ByteView entry(size_t i) const {
    const size_t begin = i == 0 ? 0 : ends[i - 1];
    return ByteView(bytes).subspan(begin, ends[i] - begin);
  }
  bool full() const { return size() >= kChunkEntries || bytes.size() >= kChunkBytes; }
};

// Calls `work` on consecutive chunks of [first, end). An entry that the store cannot read ends it with the store's
// error.
Result<void> for_chunks(const LedgerStore& store, uint64_t first, uint64_t end,
                        const std::function<Result<void>(const Chunk&)>& work) {
  Chunk chunk;
  chunk.first = first;
  auto hand_over = [&]() -> Result<void> {
    if (chunk.size() == 0) return {};
    ZKP_TRY_VOID(work(chunk));
    chunk.first += chunk.size();
    chunk.bytes.clear();
    chunk.ends.clear();
    return {};
  };
  ZKP_TRY_VOID(store.scan(first, end, [&](uint64_t, ByteView entry) -> Result<Visit> {
    chunk.bytes.insert(chunk.bytes.end(), entry.begin(), entry.end());
    chunk.ends.push_back(chunk.bytes.size());
    if (chunk.full()) ZKP_TRY_VOID(hand_over());
    return Visit::kContinue;
  }));
  return hand_over();
}

std::vector<Digest> hash_chunk(const Chunk& chunk, TaskPool* pool) {
  std::vector<ByteView> views;
  views.reserve(chunk.size());
  for (size_t i = 0; i < chunk.size(); ++i) views.push_back(chunk.entry(i));
  std::vector<Digest> out(chunk.size());
  leaf_hashes(views, out, pool);
  return out;
}

class ChainCheck {
 public:
  ChainCheck(const Ledger& ledger, const ChainOptions& options, const SignatureVerifier& verifier,
             const ProofChecker& checker, TaskPool* pool)
      : ledger_(ledger),
        options_(options),
        verifier_(verifier),
        checker_(checker),
        pool_(pool),
        tiles_(ledger.store()),
        nodes_(tiles_, ledger.size()) {}

  Result<ChainReport> run() {
    report_.size = ledger_.size();
    report_.root = ledger_.root();
    report_.from = options_.from;
    if (options_.from > report_.size)
      return Error(GeneralError::kInvalidArgument, "the log has only " + std::to_string(report_.size) + " entries");
    if (options_.store_checksums)
      if (Result<void> sums = ledger_.store().check(); !sums.ok())
        fail(sums.error().where().entry, sums.error().message());
    check_root();
    if (options_.trusted) check_prefix(*options_.trusted, "the checkpoint verified before");
    if (options_.signed_checkpoint) check_prefix(*options_.signed_checkpoint, "the signed checkpoint");
    ZKP_TRY_VOID(start_before(options_.from));

    Result<void> scanned = for_chunks(ledger_.store(), options_.from, report_.size,
                                      [this](const Chunk& chunk) { return check_chunk(chunk); });
    if (!scanned.ok()) {
      if (scanned.error().code() != ErrorCode(StorageError::kCorrupt)) return std::move(scanned).error();
      fail(scanned.error().where().entry, scanned.error().message());
    } else if (report_.ok() && options_.from == 0 && range_.root() != report_.root) {
      fail(std::nullopt, "the entries do not hash to the root");
    }
    // Beyond the first failure, counts and heads are those of another log.
    if (report_.ok()) ZKP_TRY_VOID(check_records_left());
    return std::move(report_);
  }

 private:
  void fail(std::optional<uint64_t> index, std::string reason) {
    if (report_.failures.size() < kMaxChainFailures) report_.failures.push_back({index, std::move(reason)});
  }

  // The edge from which the ledger knows its root against the tiles from which it proves.
  void check_root() {
    Result<Digest> root = tree_root(nodes_, report_.size);
    if (!root.ok()) return fail(std::nullopt, root.error().message());
    if (*root != report_.root) fail(std::nullopt, "the stored tiles do not hash to the root");
  }

  void check_prefix(const Checkpoint& checkpoint, const std::string& what) {
    if (checkpoint.origin != ledger_.origin())
      return fail(std::nullopt, what + " is of another log: " + checkpoint.origin);
    if (checkpoint.size > report_.size)
      return fail(std::nullopt, what + " signs " + std::to_string(checkpoint.size) + " entries; the store holds " +
                                    std::to_string(report_.size) + ": entries " + std::to_string(report_.size) +
                                    " to " + std::to_string(checkpoint.size - 1) + " are missing");
    Result<std::vector<Digest>> proof = ledger_.prove_consistency(checkpoint.size, report_.size);
    if (!proof.ok()) return fail(std::nullopt, proof.error().message());
    if (!verify_consistency(checkpoint.size, checkpoint.root, report_.size, report_.root, *proof).ok())
      fail(std::nullopt, what + " (" + std::to_string(checkpoint.size) +
                             " entries) is not a prefix of this log: history was rewritten");
  }

  // What the first checked entry must continue.
  Result<void> start_before(uint64_t index) {
    if (index == 0) return {};
    Result<LoggedEntry> previous = ledger_.entry(index - 1);
    if (!previous.ok()) {
      fail(index - 1, previous.error().message());
      return {};
    }
    last_time_s_ = previous->entry.payload.time_s;
    heads_[previous->entry.payload.branch] = previous->entry.digest;
    return {};
  }

  Result<void> check_chunk(const Chunk& chunk) {
    std::vector<Digest> hashes = hash_chunk(chunk, pool_);
    report_.bytes_hashed += chunk.bytes.size();

    // Form and signature of each entry, in parallel; order, parents and indexes afterwards.
    std::vector<std::optional<SignedEntry>> parsed(chunk.size());
    std::vector<std::string> wrong(chunk.size());
    parallel_for(pool_, chunk.size(), 16, [&](size_t begin, size_t end) {
      for (size_t i = begin; i < end; ++i) {
        Result<SignedEntry> entry = parse_entry(chunk.entry(i));
        if (!entry.ok()) {
          wrong[i] = entry.error().message();
        } else if (options_.signatures && !verify_entry_signature(*entry, ledger_.genesis().author_key, verifier_)) {
          wrong[i] = "the author's signature is wrong";
        } else {
          parsed[i] = std::move(*entry);
        }
      }
    });
    for (size_t i = 0; i < chunk.size(); ++i) {
      const uint64_t index = chunk.first + i;
      range_.append(hashes[i]);
      ++report_.entries_checked;
      Result<Digest> stored = nodes_.node(0, index);
      if (!stored.ok()) {
        fail(index, stored.error().message());
      } else if (*stored != hashes[i]) {
        fail(index, "the entry does not have the hash that the log recorded: it was altered");
        heads_known_ = false;
        continue;
      }
      if (!parsed[i]) {
        fail(index, wrong[i]);
        heads_known_ = false;
        continue;
      }
      check_place(*parsed[i], index);
      check_records(*parsed[i], index);
      if (parsed[i]->payload.fields.contains("dictionary_blob")) check_blob(index);
      if (parsed[i]->payload.type == EntryType::kNotarize) check_noise(*parsed[i], index);
      if (parsed[i]->payload.type == EntryType::kProof) check_proof(*parsed[i], index);
    }
    if (options_.from == 0) check_upper_tiles(chunk);
    return {};
  }

  // Tiles of level 1 and above, recomputed from the stored hashes of level 0 (which were compared one by one).
  void check_upper_tiles(const Chunk& chunk) {
    std::vector<Digest> hashes;
    for (size_t i = 0; i < chunk.size(); ++i) {
      Result<Digest> stored = nodes_.node(0, chunk.first + i);
      if (!stored.ok()) return;  // listed already
      hashes.push_back(*stored);
    }
    if (edge_.size() != chunk.first) return;
    Result<std::vector<TileUpdate>> tiles = edge_.append(hashes);
    if (!tiles.ok()) return fail(std::nullopt, tiles.error().message());
    for (const TileUpdate& tile : *tiles) {
      if (tile.level == 0) continue;
      Result<Bytes> stored = tiles_.tile(tile.level, tile.index, static_cast<int>(tile.hashes.size() / 32));
      if (!stored.ok())
        fail(std::nullopt, stored.error().message());
      else if (*stored != tile.hashes)
        fail(std::nullopt, "the hash tile " + std::to_string(tile.level) + "/" + std::to_string(tile.index) +
                               " does not follow from the entries");
    }
  }

  void check_place(const SignedEntry& entry, uint64_t index) {
    const EntryPayload& payload = entry.payload;
    if (payload.ledger != ledger_.origin()) fail(index, "the entry belongs to another log");
    if (payload.time_s < last_time_s_) fail(index, "time goes backwards");
    last_time_s_ = payload.time_s;
    if (!entry.common.ok())
      fail(index, entry.common.error().message());
    else if (entry.common->log_key != ledger_.genesis().log_key)
      fail(index, "the entry names another log key");
    if ((index == 0) != (payload.type == EntryType::kGenesis))
      fail(index, "the genesis entry is the first one and no other");
    if (index == 0) {
      if (!payload.parents.empty()) fail(index, "the genesis entry has no parents");
    } else if (payload.parents.size() != 1) {
      fail(index, "an entry has one parent");
    } else {
      check_parent(payload, index);
    }
    heads_[payload.branch] = entry.digest;
    heads_known_ = true;
  }

  void check_parent(const EntryPayload& payload, uint64_t index) {
    const Digest& parent = payload.parents[0];
    auto head = heads_.find(payload.branch);
    if (heads_known_ && (head != heads_.end() || options_.from == 0)) {
      if (head == heads_.end() || head->second != parent)
        fail(index, "the parent is not the head of branch \"" + payload.branch + "\"");
      return;
    }
    // After an entry that cannot be read: at least an earlier one.
    Result<std::optional<uint64_t>> found = ledger_.find_entry(parent);
    if (!found.ok())
      fail(index, found.error().message());
    else if (!*found || **found >= index)
      fail(index, "parent " + hex_encode(parent).substr(0, 16) + "... is not an earlier entry");
  }

  // The records by which the entry is found. A key that may be taken once (dataset, commitment, proof) leads to its
  // first owner, so this also finds whoever took it again.
  void check_records(const SignedEntry& entry, uint64_t index) {
    Result<std::vector<Put>> expected = index_records(entry, index);
    if (!expected.ok()) return fail(index, expected.error().message());
    for (const Put& record : *expected) {
      ++records_[record.space];
      Result<std::optional<Bytes>> stored = ledger_.store().get(record.space, record.key);
      if (!stored.ok())
        fail(index, stored.error().message());
      else if (*stored != record.value)
        fail(index, "the index record " + std::to_string(static_cast<int>(record.space)) + "/" +
                        hex_encode(record.key).substr(0, 16) + "... does not lead to this entry");
    }
  }

  void check_blob(uint64_t index) {
    if (Result<NotarizeRecord> dataset = ledger_.dataset(index);
        !dataset.ok() && dataset.error().code() == ErrorCode(StorageError::kCorrupt))
      fail(index, dataset.error().message());
  }

  // What no index record shows of a record of noise bits.
  void check_noise(const SignedEntry& entry, uint64_t index) {
    Result<const NotarizeRecord*> record = entry.notarize();
    if (!record.ok() || !(*record)->is_noise()) return;  // not readable: listed with the records
    if (Result<void> right = ledger_.check_noise_rules(**record, entry.payload.time_s, index); !right.ok())
      fail(index, right.error().message());
  }

  void check_proof(const SignedEntry& entry, uint64_t index) {
    Result<const ProofRecord*> proof = entry.proof();
    if (!proof.ok()) return;  // listed with the records
    const ProofRecord* record = *proof;
    if (record->setup == "insecure-dev" && !ledger_.genesis().insecure_dev)
      fail(index, "this ledger does not accept proofs made with insecure-dev keys");
    std::vector<NotarizeRecord> datasets;
    for (const NamedDataset& subject : record->subjects) {
      Result<std::optional<uint64_t>> found = ledger_.find_dataset(subject.dataset);
      if (!found.ok()) return fail(index, found.error().message());
      if (!*found || **found >= index)
        return fail(index, "the proof speaks about a dataset that this ledger does not hold");
      Result<NotarizeRecord> dataset = ledger_.dataset(**found);
      if (!dataset.ok()) return fail(index, dataset.error().message());
      if (dataset->name != subject.name) fail(index, "the proof calls the dataset by another name");
      datasets.push_back(std::move(*dataset));
    }
    std::vector<DatasetView> views;
    for (const NotarizeRecord& dataset : datasets) views.push_back(dataset.view());
    if (Result<void> right = ledger_.check_noise_rules(*record, views, index); !right.ok())
      fail(index, right.error().message());
    if (!options_.proofs) return;
    ++report_.proofs_checked;
    if (Result<void> right = checker_(views, ledger_.id(), *record); !right.ok()) fail(index, right.error().message());
  }

  // What no single entry accounts for: branch heads, and, when all entries were read, records that belong to none.
  Result<void> check_records_left() {
    const LedgerStore& store = ledger_.store();
    for (const auto& [branch, head] : heads_) {
      ZKP_TRY(std::optional<Bytes> stored, store.get(Space::kByBranch, as_bytes(branch)));
      if (!stored || *stored != Bytes(head.begin(), head.end()))
        fail(std::nullopt, "the head of branch \"" + branch + "\" is not its newest entry");
    }
    if (options_.from != 0) return {};
    records_[Space::kByBranch] = heads_.size();
    for (Space space : {Space::kMeta, Space::kByDigest, Space::kByDataset, Space::kByName, Space::kByTime,
                        Space::kByAuthor, Space::kByOperation, Space::kByFile, Space::kByBranch, Space::kByProof,
                        Space::kAuthorKey, Space::kByProofId, Space::kByCommitment, Space::kByNoise}) {
      uint64_t found = 0;
      ZKP_TRY_VOID(store.scan_prefix(space, {}, [&](ByteView, ByteView) -> Result<Visit> {
        ++found;
        return Visit::kContinue;
      }));
      if (found != records_[space])
        fail(std::nullopt, "index " + std::to_string(static_cast<int>(space)) + " has " + std::to_string(found) +
                               " records; the entries account for " + std::to_string(records_[space]));
    }
    return {};
  }

  const Ledger& ledger_;
  const ChainOptions& options_;
  const SignatureVerifier& verifier_;
  const ProofChecker& checker_;
  TaskPool* pool_;
  StoreTiles tiles_;
  TileNodes nodes_;
  ChainReport report_;
  CompactRange range_;
  TileEdge edge_;
  std::map<std::string, Digest> heads_;
  bool heads_known_ = true;
  std::map<Space, uint64_t> records_;  // that the entries account for
  int64_t last_time_s_ = 0;
};

}  // namespace

Result<ChainReport> verify_chain(const Ledger& ledger, const ChainOptions& options, const SignatureVerifier& verifier,
                                 const ProofChecker& checker, TaskPool* pool) {
  return ChainCheck(ledger, options, verifier, checker, pool).run();
}

Result<uint64_t> rehash(const Ledger& ledger, TaskPool* pool) {
  uint64_t bytes = 0;
  CompactRange range;
  StoreTiles tiles(ledger.store());
  TileNodes nodes(tiles, ledger.size());
  ZKP_TRY_VOID(for_chunks(ledger.store(), 0, ledger.size(), [&](const Chunk& chunk) -> Result<void> {
    bytes += chunk.bytes.size();
    std::vector<Digest> hashes = hash_chunk(chunk, pool);
    for (size_t i = 0; i < hashes.size(); ++i) {
      ZKP_TRY(Digest stored, nodes.node(0, chunk.first + i));
      if (stored != hashes[i])
        return Error(StorageError::kCorrupt, "the entry does not have the hash that the log recorded")
            .with_entry(chunk.first + i);
      range.append(hashes[i]);
    }
    return {};
  }));
  if (range.root() != ledger.root()) return Error(StorageError::kCorrupt, "the entries do not hash to the root");
  return bytes;
}

}  // namespace zkp
