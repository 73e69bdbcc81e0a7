#include "ledger/ledger.h"

#include <algorithm>
#include <cstring>

#include "base/encoding.h"
#include "curve/encoding.h"
#include "hash/sha2.h"
#include "log/checkpoint.h"
#include "storage/record_key.h"

namespace zkp {
namespace {

Bytes to_key(const Digest& digest) { return Bytes(digest.begin(), digest.end()); }
Bytes index_value(uint64_t index) {
  const ByteArray<8> key = entry_key(index);
  return Bytes(key.begin(), key.end());
}

Result<uint64_t> index_from(ByteView value) {
  if (value.size() != 8) return Error(StorageError::kCorrupt, "an index record does not have 8 bytes");
  return *ByteReader(value).u64();
}

// Lists by key: key || u64 index, without a value. Names end with a zero byte so that "a" is no prefix of "ab".
Bytes list_key(std::string_view prefix, std::string_view end_of_prefix, uint64_t index) {
  const ByteArray<8> number = entry_key(index);
  Bytes out;
  out.reserve(prefix.size() + end_of_prefix.size() + number.size());
  for (ByteView part : {as_bytes(prefix), as_bytes(end_of_prefix), ByteView(number)}) append(out, part);
  return out;
}
Bytes list_key(const Digest& prefix, uint64_t index) { return list_key(as_text(prefix), "", index); }
Bytes named_list_key(std::string_view name, uint64_t index) { return list_key(name, std::string_view("\0", 1), index); }

Result<std::optional<uint64_t>> find_index(const LedgerStore& store, Space space, ByteView key) {
  ZKP_TRY(std::optional<Bytes> value, store.get(space, key));
  if (!value) return std::optional<uint64_t>();
  ZKP_TRY(uint64_t index, index_from(*value));
  return std::optional<uint64_t>(index);
}

Put dataset_record(const NotarizeRecord& record, uint64_t index) {
  return {Space::kByDataset, to_key(record.dataset), index_value(index)};
}
Put name_record(std::string_view name, uint64_t index) { return {Space::kByName, named_list_key(name, index)}; }
// Commitments have 48 bytes; keys that may be taken once have 32.
Digest commitment_key(const G1Affine& commitment) { return sha256(compress(commitment)); }
Put commitment_record(const EntryColumn& column, const Digest& dataset) {
  return {Space::kByCommitment, to_key(commitment_key(column.commitment)), to_key(dataset)};
}
// Only of records of noise bits: that they are for this dataset.
Put noise_record(const NotarizeRecord& record, uint64_t index) {
  return {Space::kByNoise, list_key(record.body.query->data_entry, index)};
}
Put proof_id_record(const ProofRecord& record, uint64_t index) {
  return {Space::kByProofId, to_key(record.proof_id), index_value(index)};
}
// Of each dataset that the proof is about, once.
template <class Sink>
void subject_records(const ProofRecord& record, uint64_t index, Sink&& sink) {
  for (size_t i = 0; i < record.subjects.size(); ++i) {
    const auto before = std::span(record.subjects).first(i);
    const NamedDataset& subject = record.subjects[i];
    if (std::ranges::find(before, subject.dataset, &NamedDataset::dataset) == before.end())
      sink(Put{Space::kByProof, list_key(subject.dataset, index)});
    if (std::ranges::find(before, subject.name, &NamedDataset::name) == before.end())
      sink(name_record(subject.name, index));
  }
}
Put author_record(const Digest& author, const GenesisRecord& genesis) {
  return {Space::kAuthorKey, to_key(author), to_key(genesis.author_key)};
}
// Of every entry.
template <class Sink>
void common_records(const SignedEntry& entry, uint64_t index, Sink&& sink) {
  sink(Put{Space::kByDigest, to_key(entry.digest), index_value(index)});
  sink(Put{Space::kByAuthor, list_key(entry.payload.author, index)});
  sink(Put{Space::kByOperation, named_list_key(entry_type_name(entry.payload.type), index)});
}

Error refused(LedgerError code, uint64_t index, std::string message) {
  return Error(code, std::move(message)).with_entry(index);
}

}  // namespace

Result<std::vector<Put>> index_records(const SignedEntry& entry, uint64_t index) {
  std::vector<Put> out;
  common_records(entry, index, [&](Put&& record) { out.push_back(std::move(record)); });
  if (entry.payload.type == EntryType::kGenesis) {
    ZKP_TRY(const GenesisRecord* record, entry.genesis());
    out.push_back(author_record(entry.payload.author, *record));
    out.push_back(name_record(record->name, index));
  } else if (entry.payload.type == EntryType::kNotarize) {
    ZKP_TRY(const NotarizeRecord* record, entry.notarize());
    out.push_back(dataset_record(*record, index));
    out.push_back(name_record(record->name, index));
    for (const EntryColumn& column : record->body.columns) out.push_back(commitment_record(column, record->dataset));
    if (record->is_noise()) out.push_back(noise_record(*record, index));
  } else if (entry.payload.type == EntryType::kProof) {
    ZKP_TRY(const ProofRecord* record, entry.proof());
    out.push_back(proof_id_record(*record, index));
    subject_records(*record, index, [&](Put&& put) { out.push_back(std::move(put)); });
  }
  return out;
}

Ledger::Draft::Claim::Claim(Space in, ByteView digest) : space(in) {
  ZKP_CHECK(digest.size() == key.size());
  std::copy(digest.begin(), digest.end(), key.begin());
}

size_t Ledger::Draft::ClaimHash::operator()(const Claim& claim) const {
  size_t head;
  std::memcpy(&head, claim.key.data(), sizeof head);
  return head ^ static_cast<size_t>(claim.space);
}

void Ledger::Draft::claim(Put record) {
  claims_.emplace(Claim(record.space, record.key), puts_.size());
  put(std::move(record));
}

void Ledger::Draft::roll_back(Mark mark) {
  std::erase_if(claims_, [&](const auto& claim) { return claim.second >= mark.puts; });
  puts_.resize(mark.puts);
  entries_.erase(entries_.begin() + static_cast<ptrdiff_t>(mark.entries), entries_.end());
  heads_ = std::move(mark.heads);
  last_time_s_ = mark.last_time_s;
}

const Bytes* Ledger::Draft::claimed(Space space, const Digest& key) const {
  auto it = claims_.find(Claim(space, key));
  return it == claims_.end() ? nullptr : &puts_[it->second].value;
}

Result<Bytes> StoreTiles::tile(int level, uint64_t index, int width) {
  ZKP_TRY(std::optional<Bytes> hashes,
          store_.get(Space::kTile, ByteWriter().u8(static_cast<uint8_t>(level)).u64(index).bytes()));
  const size_t wanted = static_cast<size_t>(width) * 32;
  if (!hashes || hashes->size() < wanted)
    return Error(StorageError::kCorrupt,
                 "the hash tile " + std::to_string(level) + "/" + std::to_string(index) + " is missing or short");
  hashes->resize(wanted);
  return std::move(*hashes);
}

Result<void> Ledger::adopt_genesis(const SignedEntry& genesis) {
  ZKP_TRY(const GenesisRecord* record, genesis.genesis());
  genesis_ = *record;
  ZKP_TRY(origin_, make_origin(genesis_.name, genesis_.log_key));
  if (genesis.payload.ledger != origin_)
    return Error(LedgerError::kBadEntry, "the genesis entry names another log than its own key").with_entry(0);
  id_ = ledger_id(origin_);
  author_ = key_id(genesis_.author_key);
  return {};
}

Result<std::unique_ptr<Ledger>> Ledger::create(LedgerStore& store, const SignedEntry& genesis, ProofChecker checker,
                                               Beacons beacons) {
  ZKP_TRY(uint64_t size, store.size());
  if (size != 0) return Error(LedgerError::kExists, "the store already holds a ledger");
  std::unique_ptr<Ledger> ledger(new Ledger(store, std::move(checker), std::move(beacons)));
  ZKP_TRY_VOID(ledger->adopt_genesis(genesis));
  ZKP_TRY_VOID(ledger->append({genesis}));
  return ledger;
}

Result<std::unique_ptr<Ledger>> Ledger::open(LedgerStore& store, ProofChecker checker, Beacons beacons) {
  ZKP_TRY(uint64_t size, store.size());
  if (size == 0) return Error(LedgerError::kNoLedger, "the store holds no ledger");
  std::unique_ptr<Ledger> ledger(new Ledger(store, std::move(checker), std::move(beacons)));
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

Ledger::Draft Ledger::begin() const {
  Draft draft;
  draft.first_index_ = size();
  draft.last_time_s_ = last_time_s_;
  draft.heads_ = heads_;
  draft.edge_ = edge_;
  return draft;
}

EntryPayload Ledger::complete(EntryPayload payload, const Draft& draft, int64_t now_s) const {
  const int64_t last_s = draft.last_time_s();
  payload.ledger = origin_;
  payload.parents = {draft.head(payload.branch)};
  payload.time_s = std::max(now_s, last_s);
  payload.fields["log_key"] = hex_encode(genesis_.log_key);
  payload.fields["author_key"] = hex_encode(genesis_.author_key);
  if (now_s < last_s) payload.fields["clock_behind"] = last_s - now_s;
  return payload;
}

Result<std::optional<uint64_t>> Ledger::claimed_index(const Draft& draft, Space space, const Digest& key) const {
  if (const Bytes* value = draft.claimed(space, key)) {
    ZKP_TRY(uint64_t index, index_from(*value));
    return std::optional<uint64_t>(index);
  }
  return find_index(store_, space, key);
}

Result<void> Ledger::stage_notarize(Draft& draft, const SignedEntry& entry, std::span<const Bytes> blobs) const {
  const uint64_t index = draft.next_index();
  ZKP_TRY(const NotarizeRecord* notarized, entry.notarize());
  const NotarizeRecord& record = *notarized;
  ZKP_TRY(std::optional<uint64_t> existing, claimed_index(draft, Space::kByDataset, record.dataset));
  if (existing) return refused(LedgerError::kDuplicate, index, "this dataset body is already in the ledger");
  if (record.dictionary_blob) {
    auto blob =
        std::find_if(blobs.begin(), blobs.end(), [&](const Bytes& b) { return sha256(b) == *record.dictionary_blob; });
    if (blob == blobs.end())
      return refused(LedgerError::kBadEntry, index, "the dictionary blob was not handed over with the entry");
    ZKP_TRY_VOID(decode_dictionaries(*blob, record.body));
    draft.put({Space::kBlob, to_key(*record.dictionary_blob), *blob});
  }
  if (record.is_noise()) {
    ZKP_TRY_VOID(check_noise_record(&draft, record, entry.payload.time_s, index));
    draft.put(noise_record(record, index));
  }
  for (const EntryColumn& column : record.body.columns) {
    const Digest commitment = commitment_key(column.commitment);
    ZKP_TRY(std::optional<Bytes> owner, store_.get(Space::kByCommitment, commitment));
    // One owner per commitment: otherwise somebody could notarise a copy of a commitment that he cannot open.
    if (owner || draft.claimed(Space::kByCommitment, commitment) != nullptr)
      return refused(LedgerError::kDuplicate, index,
                     "the commitment of column \"" + column.name + "\" already belongs to a dataset");
    draft.claim(commitment_record(column, record.dataset));
  }
  draft.claim(dataset_record(record, index));
  draft.put(name_record(record.name, index));
  return {};
}

Result<NotarizeRecord> Ledger::staged_dataset(const Draft& draft, const Digest& digest, uint64_t index) const {
  ZKP_TRY(std::optional<uint64_t> found, claimed_index(draft, Space::kByDataset, digest));
  if (!found)
    return refused(LedgerError::kUnknownEntry, index,
                   "the proof speaks about a dataset that this ledger does not hold");
  if (*found < draft.first_index_) return dataset(*found);
  ZKP_TRY(const NotarizeRecord* staged, draft.entries_[*found - draft.first_index_].notarize());
  NotarizeRecord out = *staged;
  if (!out.dictionary_blob) return out;
  const auto blob = std::ranges::find_if(draft.puts_, [&](const Put& put) {
    return put.space == Space::kBlob && put.key == to_key(*out.dictionary_blob);
  });
  ZKP_CHECK(blob != draft.puts_.end());  // staged with its entry
  ZKP_TRY(out.dictionaries, decode_dictionaries(blob->value, out.body));
  return out;
}

Result<void> Ledger::stage_proof(Draft& draft, const SignedEntry& entry) const {
  const uint64_t index = draft.next_index();
  ZKP_TRY(const ProofRecord* recorded, entry.proof());
  const ProofRecord& record = *recorded;
  std::vector<NotarizeRecord> datasets;
  for (const NamedDataset& subject : record.subjects) {
    ZKP_TRY(NotarizeRecord dataset, staged_dataset(draft, subject.dataset, index));
    if (dataset.name != subject.name)
      return refused(LedgerError::kBadEntry, index, "the proof calls the dataset by another name");
    datasets.push_back(std::move(dataset));
  }
  std::vector<DatasetView> views;
  for (const NotarizeRecord& dataset : datasets) views.push_back(dataset.view());
  ZKP_TRY_VOID(check_noise_proof(&draft, record, views, index));
  if (record.setup == "insecure-dev" && !genesis_.insecure_dev)
    return refused(LedgerError::kNotAllowed, index, "this ledger does not accept proofs made with insecure-dev keys");
  ZKP_TRY(std::optional<uint64_t> existing, claimed_index(draft, Space::kByProofId, record.proof_id));
  if (existing)
    return refused(LedgerError::kDuplicate, index, "this statement about this dataset is already proved in the ledger");
  if (Result<void> right = checker_(views, id_, record); !right.ok())
    return std::move(right).error().in("the proof is refused").with_entry(index);
  draft.claim(proof_id_record(record, index));
  subject_records(record, index, [&](Put&& put) { draft.put(std::move(put)); });
  return {};
}

Result<void> Ledger::stage_one(Draft& draft, const SignedEntry& entry, std::span<const Bytes> blobs) const {
  const EntryPayload& payload = entry.payload;
  const uint64_t index = draft.next_index();
  if (payload.ledger != origin_)
    return refused(LedgerError::kBadEntry, index, "the entry belongs to another log: " + payload.ledger);
  if (payload.time_s < draft.last_time_s_)
    return refused(LedgerError::kBadEntry, index, "the entry's time is before the previous entry's");
  if (!entry.common.ok()) return entry.common.error();
  if (entry.common->log_key != genesis_.log_key)
    return refused(LedgerError::kBadEntry, index, "the entry names another log key");

  if (index == 0) {
    if (payload.type != EntryType::kGenesis)
      return refused(LedgerError::kBadEntry, index, "the first entry of a log is its genesis entry");
    draft.put(author_record(payload.author, genesis_));
    draft.put(name_record(genesis_.name, index));
  } else {
    if (payload.author != author_)
      return refused(LedgerError::kUnknownAuthor, index,
                     "the ledger does not know the author " + hex_encode(payload.author));
    auto head = draft.heads_.find(payload.branch);
    if (head == draft.heads_.end())
      return refused(LedgerError::kBadParent, index, "no branch \"" + payload.branch + "\"");
    if (payload.parents.size() != 1 || payload.parents[0] != head->second)
      return refused(LedgerError::kBadParent, index,
                     "the entry's parent is not the head of branch \"" + payload.branch + "\"");
    switch (payload.type) {
      case EntryType::kNotarize:
        ZKP_TRY_VOID(stage_notarize(draft, entry, blobs));
        break;
      case EntryType::kProof:
        ZKP_TRY_VOID(stage_proof(draft, entry));
        break;
      case EntryType::kGenesis:
        return refused(LedgerError::kBadEntry, index, "a second genesis entry");
      default:
        return Error(GeneralError::kUnsupported,
                     std::string(entry_type_name(payload.type)) + " entries are not built yet")
            .with_entry(index);
    }
  }
  common_records(entry, index, [&](Put&& record) { draft.put(std::move(record)); });
  draft.heads_[payload.branch] = entry.digest;
  draft.last_time_s_ = payload.time_s;
  return {};
}

Result<void> Ledger::stage(Draft& draft, std::vector<SignedEntry> entries, std::span<const Bytes> blobs) const {
  Draft::Mark before = draft.mark();
  for (SignedEntry& entry : entries) {
    if (Result<void> staged = stage_one(draft, entry, blobs); !staged.ok()) {
      draft.roll_back(std::move(before));
      return staged;
    }
    draft.entries_.push_back(std::move(entry));
  }
  return {};
}

Result<Batch> Ledger::batch(Draft& draft) const {
  Batch out;
  out.first_index = draft.first_index_;
  std::vector<Digest> hashes;
  for (const SignedEntry& entry : draft.entries_) {
    out.entries.emplace_back(entry.leaf);
    hashes.push_back(entry.leaf_hash);
  }
  if (out.entries.empty()) return out;
  ZKP_TRY(std::vector<TileUpdate> tiles, draft.edge_.append(hashes));
  out.puts = std::move(draft.puts_);
  for (TileUpdate& tile : tiles)
    out.puts.push_back({Space::kTile, ByteWriter().u8(static_cast<uint8_t>(tile.level)).u64(tile.index).bytes(),
                        std::move(tile.hashes)});
  for (const auto& [branch, head] : draft.heads_)
    out.puts.push_back({Space::kByBranch, to_bytes(branch), to_key(head)});
  return out;
}

void Ledger::adopt(Draft&& draft) {
  edge_ = std::move(draft.edge_);
  heads_ = std::move(draft.heads_);
  last_time_s_ = draft.last_time_s_;
}

Result<void> Ledger::append(std::vector<SignedEntry> entries, std::span<const Bytes> blobs) {
  if (entries.empty()) return {};
  Draft draft = begin();
  ZKP_TRY_VOID(stage(draft, std::move(entries), blobs));
  ZKP_TRY(Batch writes, batch(draft));
  ZKP_TRY_VOID(store_.append(writes));
  adopt(std::move(draft));
  return {};
}

Result<LoggedEntry> Ledger::entry(uint64_t index) const {
  ZKP_TRY(Bytes leaf, store_.entry(index));
  Result<SignedEntry> parsed = parse_entry(leaf);
  if (!parsed.ok()) return Error(StorageError::kCorrupt, parsed.error().message()).with_entry(index);
  return LoggedEntry{index, std::move(*parsed)};
}

Result<std::optional<uint64_t>> Ledger::find_entry(const Digest& digest) const {
  return find_index(store_, Space::kByDigest, digest);
}
Result<std::optional<uint64_t>> Ledger::find_dataset(const Digest& dataset) const {
  return find_index(store_, Space::kByDataset, dataset);
}
Result<std::optional<uint64_t>> Ledger::find_proof(const Digest& id) const {
  return find_index(store_, Space::kByProofId, id);
}
Result<std::optional<Bytes>> Ledger::blob(const Digest& digest) const { return store_.get(Space::kBlob, digest); }

Result<NotarizeRecord> Ledger::dataset(uint64_t index) const {
  ZKP_TRY(LoggedEntry logged, entry(index));
  if (logged.entry.payload.type != EntryType::kNotarize)
    return Error(LedgerError::kUnknownEntry, "entry " + std::to_string(index) + " is a " +
                                                 std::string(entry_type_name(logged.entry.payload.type)) +
                                                 " entry, not a dataset")
        .with_entry(index);
  ZKP_TRY(const NotarizeRecord* stored, logged.entry.notarize());
  NotarizeRecord record = *stored;
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
  if (size > this->size())
    return Error(GeneralError::kInvalidArgument, "the log has only " + std::to_string(this->size()) + " entries");
  StoreTiles tiles(store_);
  TileNodes nodes(tiles, size);
  return tree_root(nodes, size);
}

}  // namespace zkp
