#include "ledger/ledger.h"

#include <algorithm>
#include <charconv>

#include "base/encoding.h"
#include "hash/sha2.h"
#include "log/checkpoint.h"

namespace zkp {
namespace {


Bytes index_value(uint64_t index) { return ByteWriter().u64(index).bytes(); }

Result<uint64_t> index_from(ByteView value) {
  if (value.size() != 8) return Error(StorageError::kCorrupt, "an index record does not have 8 bytes");
  return *ByteReader(value).u64();
}

// Lists by key: key || u64 index, without a value. Names end with a zero byte so that "a" is no prefix of "ab".
Bytes list_prefix(std::string_view name) { return ByteWriter().raw(name).u8(0).bytes(); }
Bytes list_key(ByteView prefix, uint64_t index) { return ByteWriter().raw(prefix).u64(index).bytes(); }

Result<std::optional<uint64_t>> find_index(const LedgerStore& store, Space space, ByteView key) {
  ZKP_TRY(std::optional<Bytes> value, store.get(space, key));
  if (!value) return std::optional<uint64_t>();
  ZKP_TRY(uint64_t index, index_from(*value));
  return std::optional<uint64_t>(index);
}

Error refused(LedgerError code, uint64_t index, std::string message) {
  return Error(code, std::move(message)).with_entry(index);
}

}  // namespace

// What an append would change: collected entry by entry, written at once.
struct Ledger::Staged {
  uint64_t next_index = 0;
  int64_t last_time_s = 0;
  std::map<std::string, Digest> heads;
  std::vector<Put> puts;
  std::vector<Digest> leaf_hashes;
  // Keys that this very batch has already taken.
  std::map<Digest, uint64_t> datasets;
  std::map<Digest, const SignedEntry*> dataset_entries;
  std::set<Digest> commitments, proof_ids, blobs;

  void put(Space space, Bytes key, Bytes value = {}) { puts.push_back({space, std::move(key), std::move(value)}); }
};

Result<Bytes> StoreTiles::tile(int level, uint64_t index, int width) {
  ZKP_TRY(std::optional<Bytes> hashes, store_.get(Space::kTile, ByteWriter().u8(static_cast<uint8_t>(level)).u64(index).bytes()));
  const size_t wanted = static_cast<size_t>(width) * 32;
  if (!hashes || hashes->size() < wanted)
    return Error(StorageError::kCorrupt, "the hash tile " + std::to_string(level) + "/" + std::to_string(index) + " is missing or short");
  hashes->resize(wanted);
  return std::move(*hashes);
}

Result<void> Ledger::adopt_genesis(const SignedEntry& genesis) {
  ZKP_TRY(genesis_, read_genesis(genesis.payload));
  ZKP_TRY(origin_, make_origin(genesis_.name, genesis_.log_key));
  if (genesis.payload.ledger != origin_)
    return Error(LedgerError::kBadEntry, "the genesis entry names another log than its own key").with_entry(0);
  id_ = ledger_id(origin_);
  return {};
}

Result<std::unique_ptr<Ledger>> Ledger::create(LedgerStore& store, const SignedEntry& genesis, ProofChecker checker) {
  ZKP_TRY(uint64_t size, store.size());
  if (size != 0) return Error(LedgerError::kExists, "the store already holds a ledger");
  std::unique_ptr<Ledger> ledger(new Ledger(store, std::move(checker)));
  ZKP_TRY_VOID(ledger->adopt_genesis(genesis));
  ZKP_TRY_VOID(ledger->append(std::span(&genesis, 1)));
  return ledger;
}

Result<std::unique_ptr<Ledger>> Ledger::open(LedgerStore& store, ProofChecker checker) {
  ZKP_TRY(uint64_t size, store.size());
  if (size == 0) return Error(LedgerError::kNoLedger, "the store holds no ledger");
  std::unique_ptr<Ledger> ledger(new Ledger(store, std::move(checker)));
  ZKP_TRY(LoggedEntry genesis, ledger->entry(0));
  ZKP_TRY_VOID(ledger->adopt_genesis(genesis.entry));
  StoreTiles tiles(store);
  ZKP_TRY(ledger->edge_, TileEdge::load(tiles, size));
  ZKP_TRY(LoggedEntry last, ledger->entry(size - 1));
  ledger->last_time_s_ = last.entry.payload.time_s;
  ZKP_TRY_VOID(store.scan_prefix(Space::kByBranch, {}, [&](ByteView key, ByteView value) -> Result<Visit> {
    if (value.size() != 32) return Error(StorageError::kCorrupt, "a branch head does not have 32 bytes");
    Digest head;
    std::copy(value.begin(), value.end(), head.begin());
    ledger->heads_.emplace(as_text(key), head);
    return Visit::kContinue;
  }));
  return ledger;
}

Result<Digest> Ledger::branch_head(std::string_view branch) const {
  auto it = heads_.find(std::string(branch));
  if (it == heads_.end()) return Error(LedgerError::kUnknownEntry, "no branch \"" + std::string(branch) + "\"");
  return it->second;
}

EntryPayload Ledger::complete(EntryPayload payload, const Digest& parent, int64_t now_s) const {
  payload.ledger = origin_;
  payload.parents = {parent};
  payload.time_s = std::max(now_s, last_time_s_);
  payload.fields["log_key"] = hex_encode(genesis_.log_key);
  payload.fields["author_key"] = hex_encode(genesis_.author_key);
  if (now_s < last_time_s_) payload.fields["clock_behind"] = last_time_s_ - now_s;
  return payload;
}

Result<void> Ledger::stage_notarize(const SignedEntry& entry, uint64_t index, std::span<const Bytes> blobs, Staged& staged) const {
  ZKP_TRY(NotarizeRecord record, read_notarize(entry.payload));
  ZKP_TRY(std::optional<uint64_t> existing, find_dataset(record.dataset));
  if (existing || staged.datasets.contains(record.dataset))
    return refused(LedgerError::kDuplicate, index, "this dataset body is already in the ledger");
  if (record.dictionary_blob) {
    auto blob = std::find_if(blobs.begin(), blobs.end(), [&](const Bytes& b) { return sha256(b) == *record.dictionary_blob; });
    if (blob == blobs.end()) return refused(LedgerError::kBadEntry, index, "the dictionary blob was not handed over with the entry");
    ZKP_TRY_VOID(decode_dictionaries(*blob, record.body));
    if (staged.blobs.insert(*record.dictionary_blob).second)
      staged.put(Space::kBlob, Bytes(record.dictionary_blob->begin(), record.dictionary_blob->end()), *blob);
  }
  for (const BodyColumn& column : record.body.columns) {
    if (!column.commitment) continue;
    const Digest commitment = column.commitment->to_bytes();
    ZKP_TRY(std::optional<Bytes> owner, store_.get(Space::kByCommitment, commitment));
    // One owner per commitment: otherwise somebody could notarise a copy of a commitment that he cannot open.
    if (owner || !staged.commitments.insert(commitment).second)
      return refused(LedgerError::kDuplicate, index, "the commitment of column \"" + column.name + "\" already belongs to a dataset");
    staged.put(Space::kByCommitment, Bytes(commitment.begin(), commitment.end()), Bytes(record.dataset.begin(), record.dataset.end()));
  }
  staged.put(Space::kByDataset, Bytes(record.dataset.begin(), record.dataset.end()), index_value(index));
  staged.put(Space::kByName, list_key(list_prefix(record.name), index));
  staged.datasets.emplace(record.dataset, index);
  staged.dataset_entries.emplace(record.dataset, &entry);
  return {};
}

Result<void> Ledger::stage_proof(const SignedEntry& entry, uint64_t index, Staged& staged) const {
  ZKP_TRY(ProofRecord record, read_proof(entry.payload));
  NotarizeRecord subject;
  if (auto inside = staged.dataset_entries.find(record.dataset); inside != staged.dataset_entries.end()) {
    ZKP_TRY(subject, read_notarize(inside->second->payload));
  } else {
    ZKP_TRY(std::optional<uint64_t> found, find_dataset(record.dataset));
    if (!found) return refused(LedgerError::kUnknownEntry, index, "the proof speaks about a dataset that this ledger does not hold");
    ZKP_TRY(LoggedEntry logged, this->entry(*found));
    ZKP_TRY(subject, read_notarize(logged.entry.payload));
  }
  if (subject.name != record.name) return refused(LedgerError::kBadEntry, index, "the proof calls the dataset by another name");
  if (record.setup == "insecure-dev" && !genesis_.insecure_dev)
    return refused(LedgerError::kNotAllowed, index, "this ledger does not accept proofs made with insecure-dev keys");
  ZKP_TRY(std::optional<uint64_t> existing, find_proof(record.proof_id));
  if (existing || !staged.proof_ids.insert(record.proof_id).second)
    return refused(LedgerError::kDuplicate, index, "this statement about this dataset is already proved in the ledger");
  if (Result<void> right = checker_(subject.body, id_, record); !right.ok())
    return std::move(right).error().in("the proof is refused").with_entry(index);
  staged.put(Space::kByProofId, Bytes(record.proof_id.begin(), record.proof_id.end()), index_value(index));
  staged.put(Space::kByProof, list_key(record.dataset, index));
  staged.put(Space::kByName, list_key(list_prefix(record.name), index));
  return {};
}

Result<void> Ledger::stage(const SignedEntry& entry, std::span<const Bytes> blobs, Staged& staged) const {
  const EntryPayload& payload = entry.payload;
  const uint64_t index = staged.next_index;
  if (payload.ledger != origin_) return refused(LedgerError::kBadEntry, index, "the entry belongs to another log: " + payload.ledger);
  if (payload.time_s < staged.last_time_s) return refused(LedgerError::kBadEntry, index, "the entry's time is before the previous entry's");
  ZKP_TRY(CommonFields common, read_common(payload));
  if (common.log_key != genesis_.log_key) return refused(LedgerError::kBadEntry, index, "the entry names another log key");

  if (index == 0) {
    if (payload.type != EntryType::kGenesis) return refused(LedgerError::kBadEntry, index, "the first entry of a log is its genesis entry");
    staged.put(Space::kAuthorKey, Bytes(payload.author.begin(), payload.author.end()),
               Bytes(genesis_.author_key.begin(), genesis_.author_key.end()));
  } else {
    if (payload.author != key_id(genesis_.author_key)) return refused(LedgerError::kUnknownAuthor, index, "the ledger does not know the author " + hex_encode(payload.author));
    auto head = staged.heads.find(payload.branch);
    if (head == staged.heads.end()) return refused(LedgerError::kBadParent, index, "no branch \"" + payload.branch + "\"");
    if (payload.parents.size() != 1 || payload.parents[0] != head->second)
      return refused(LedgerError::kBadParent, index, "the entry's parent is not the head of branch \"" + payload.branch + "\"");
    switch (payload.type) {
      case EntryType::kNotarize: ZKP_TRY_VOID(stage_notarize(entry, index, blobs, staged)); break;
      case EntryType::kProof: ZKP_TRY_VOID(stage_proof(entry, index, staged)); break;
      case EntryType::kGenesis: return refused(LedgerError::kBadEntry, index, "a second genesis entry");
      default:
        return Error(GeneralError::kUnsupported, std::string(entry_type_name(payload.type)) + " entries are not built yet").with_entry(index);
    }
  }
  staged.put(Space::kByDigest, Bytes(entry.digest.begin(), entry.digest.end()), index_value(index));
  staged.put(Space::kByAuthor, list_key(payload.author, index));
  staged.put(Space::kByOperation, list_key(list_prefix(entry_type_name(payload.type)), index));
  staged.heads[payload.branch] = entry.digest;
  staged.last_time_s = payload.time_s;
  staged.leaf_hashes.push_back(entry.leaf_hash);
  ++staged.next_index;
  return {};
}

Result<void> Ledger::append(std::span<const SignedEntry> entries, std::span<const Bytes> blobs) {
  if (entries.empty()) return {};
  Staged staged;
  staged.next_index = size();
  staged.last_time_s = last_time_s_;
  staged.heads = heads_;
  staged.puts.reserve(8 * entries.size());
  for (const SignedEntry& entry : entries) ZKP_TRY_VOID(stage(entry, blobs, staged));

  Batch batch;
  batch.first_index = size();
  for (const SignedEntry& entry : entries) batch.entries.emplace_back(entry.leaf);
  TileEdge edge = edge_;
  ZKP_TRY(std::vector<TileUpdate> tiles, edge.append(staged.leaf_hashes));
  batch.puts = std::move(staged.puts);
  for (TileUpdate& tile : tiles)
    batch.puts.push_back({Space::kTile, ByteWriter().u8(static_cast<uint8_t>(tile.level)).u64(tile.index).bytes(), std::move(tile.hashes)});
  for (const auto& [branch, head] : staged.heads)
    batch.puts.push_back({Space::kByBranch, to_bytes(branch), Bytes(head.begin(), head.end())});
  ZKP_TRY_VOID(store_.append(batch));

  edge_ = std::move(edge);
  heads_ = std::move(staged.heads);
  last_time_s_ = staged.last_time_s;
  return {};
}

Result<LoggedEntry> Ledger::entry(uint64_t index) const {
  ZKP_TRY(Bytes leaf, store_.entry(index));
  Result<SignedEntry> parsed = parse_entry(leaf);
  if (!parsed.ok()) return Error(StorageError::kCorrupt, parsed.error().message()).with_entry(index);
  return LoggedEntry{index, std::move(*parsed)};
}

Result<std::optional<uint64_t>> Ledger::find_entry(const Digest& digest) const { return find_index(store_, Space::kByDigest, digest); }
Result<std::optional<uint64_t>> Ledger::find_dataset(const Digest& dataset) const { return find_index(store_, Space::kByDataset, dataset); }
Result<std::optional<uint64_t>> Ledger::find_proof(const Digest& id) const { return find_index(store_, Space::kByProofId, id); }
Result<std::optional<Bytes>> Ledger::blob(const Digest& digest) const { return store_.get(Space::kBlob, digest); }

Result<NotarizeRecord> Ledger::dataset(uint64_t index) const {
  ZKP_TRY(LoggedEntry logged, entry(index));
  if (logged.entry.payload.type != EntryType::kNotarize)
    return Error(LedgerError::kUnknownEntry, "entry " + std::to_string(index) + " is a " +
                                                 std::string(entry_type_name(logged.entry.payload.type)) + " entry, not a dataset")
        .with_entry(index);
  ZKP_TRY(NotarizeRecord record, read_notarize(logged.entry.payload));
  if (record.dictionary_blob) {
    ZKP_TRY(std::optional<Bytes> words, blob(*record.dictionary_blob));
    if (!words || sha256(*words) != *record.dictionary_blob)
      return Error(StorageError::kCorrupt, "the dictionary blob is missing or damaged").with_entry(index);
    ZKP_TRY(record.dictionaries, decode_dictionaries(*words, record.body));
  }
  return record;
}

Result<std::vector<uint64_t>> Ledger::proofs_about(const Digest& dataset) const {
  std::vector<uint64_t> out;
  ZKP_TRY_VOID(store_.scan_prefix(Space::kByProof, dataset, [&](ByteView key, ByteView) -> Result<Visit> {
    ZKP_TRY(uint64_t index, index_from(key.subspan(std::min<size_t>(32, key.size()))));
    out.push_back(index);
    return Visit::kContinue;
  }));
  return out;
}

Result<std::vector<Digest>> Ledger::prove_inclusion(uint64_t index, uint64_t size) const {
  StoreTiles tiles(store_);
  TileNodes nodes(tiles, size);
  return inclusion_proof(nodes, index, size);
}

Result<std::vector<Digest>> Ledger::prove_consistency(uint64_t size1, uint64_t size2) const {
  StoreTiles tiles(store_);
  TileNodes nodes(tiles, size2);
  return consistency_proof(nodes, size1, size2);
}

Result<Digest> Ledger::root_at(uint64_t size) const {
  if (size > this->size()) return Error(GeneralError::kInvalidArgument, "the log has only " + std::to_string(this->size()) + " entries");
  StoreTiles tiles(store_);
  TileNodes nodes(tiles, size);
  return tree_root(nodes, size);
}

}  // namespace zkp
