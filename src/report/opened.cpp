#include "report/opened.h"

#include <algorithm>
#include <set>

#include "curve/encoding.h"
#include "hash/sha2.h"
#include "log/receipt.h"

namespace zkp {
namespace {

Error bad(uint64_t index, std::string message) {
  return Error(LedgerError::kBadEntry, std::move(message)).with_entry(index);
}

// Things that may appear once in a log.
struct Seen {
  std::set<ByteArray<48>> commitments;
  std::set<Digest> proof_ids;
  std::set<std::pair<Digest, std::string>> noise;  // dataset and column
};

// Receipts to entries; the checkpoint is the first one's, and that of all others.
Result<std::vector<OpenedEntry>> open_entries(const Evidence& evidence, Checkpoint& checkpoint) {
  if (evidence.receipts.empty()) return Error(GeneralError::kParse, "a report holds at least the genesis entry");
  std::vector<OpenedEntry> out;
  SignedNote note;
  for (const std::string& text : evidence.receipts) {
    ZKP_TRY(Receipt receipt, parse_receipt(text));
    if (out.empty()) {
      note = receipt.checkpoint;
      ZKP_TRY(checkpoint, parse_checkpoint(note.text));
      if (checkpoint.size > static_cast<uint64_t>(json::kMaxInteger))
        return Error(GeneralError::kLimit, "the log claims more entries than a report can count");
    } else if (receipt.checkpoint != note) {
      return bad(receipt.index, "the receipts are not all of one checkpoint");
    }
    if (receipt.index >= checkpoint.size) return bad(receipt.index, "the entry is not covered by the checkpoint");
    if (!out.empty() && receipt.index <= out.back().index)
      return bad(receipt.index, "the receipts are not in the order of the log");
    Result<SignedEntry> entry = parse_entry(receipt.extra);
    if (!entry.ok()) return bad(receipt.index, entry.error().message());
    const bool selected = evidence.filter.matches(entry->payload);
    out.push_back({receipt.index, std::move(*entry), selected, 0, {}, {}});
  }
  return out;
}

// One log, one author, one line of time.
Result<void> check_line(const OpenedEvidence& evidence) {
  const OpenedEntry* previous = nullptr;
  for (const OpenedEntry& opened : evidence.entries) {
    const EntryPayload& payload = opened.entry.payload;
    if (payload.ledger != evidence.checkpoint.origin) return bad(opened.index, "the entry is of another log");
    const Result<CommonFields>& common = opened.entry.common;
    if (!common.ok()) return common.error();
    if (common->log_key != evidence.genesis.log_key) return bad(opened.index, "the entry names another log key");
    if (common->author_key != evidence.genesis.author_key)
      return bad(opened.index, "the author is not one that the genesis entry names");
    if (previous != nullptr) {
      if (payload.type == EntryType::kGenesis) return bad(opened.index, "a second genesis entry");
      if (payload.time_s < previous->entry.payload.time_s)
        return bad(opened.index, "the entry is older than one before it");
      if (payload.parents.size() != 1) return bad(opened.index, "the entry does not have one parent");
      if (opened.index == previous->index + 1 && payload.parents[0] != previous->entry.digest)
        return bad(opened.index, "the parent is not the entry before");
    }
    previous = &opened;
  }
  return {};
}

Result<void> open_dataset(OpenedEvidence& evidence, size_t position, const Evidence& source,
                          std::vector<bool>& blob_used, const std::map<Digest, size_t>& blobs, Seen& seen) {
  OpenedEntry& opened = evidence.entries[position];
  ZKP_TRY(const NotarizeRecord* recorded, opened.entry.notarize());
  NotarizeRecord record = *recorded;
  if (record.dictionary_blob) {
    auto it = blobs.find(*record.dictionary_blob);
    if (it == blobs.end()) return bad(opened.index, "the dictionary that the entry names is not in the report");
    // In the order of naming: every blob before it is in use already.
    if (it->second > 0 && !blob_used[it->second - 1]) return bad(opened.index, "the dictionaries are out of order");
    blob_used[it->second] = true;
    ZKP_TRY(record.dictionaries, decode_dictionaries(source.blobs[it->second], record.body));
  }
  if (!evidence.by_dataset.emplace(record.dataset, position).second)
    return bad(opened.index, "the dataset appears a second time");
  for (const EntryColumn& column : record.body.columns)
    if (!seen.commitments.insert(compress(column.commitment)).second)
      return bad(opened.index, "a commitment appears a second time");
  if (record.is_noise()) {
    const NoiseQuery& query = *record.body.query;
    if (!seen.noise.emplace(query.data_entry, query.column).second)
      return bad(opened.index, "a second record of noise bits for one column");
  }
  opened.dataset = std::move(record);
  return {};
}

Result<void> open_proof(OpenedEvidence& evidence, size_t position, Seen& seen) {
  OpenedEntry& opened = evidence.entries[position];
  ZKP_TRY(const ProofRecord* recorded, opened.entry.proof());
  const ProofRecord& record = *recorded;
  for (const NamedDataset& subject : record.subjects) {
    auto about = evidence.by_dataset.find(subject.dataset);
    if (about == evidence.by_dataset.end())
      return bad(opened.index, "the proof speaks about a dataset that is not before it");
    if (evidence.entries[about->second].dataset->name != subject.name)
      return bad(opened.index, "the proof gives the dataset another name");
  }
  if (!seen.proof_ids.insert(record.proof_id).second) return bad(opened.index, "the proof appears a second time");
  if (record.setup == "insecure-dev" && !evidence.genesis.insecure_dev)
    return bad(opened.index, "an insecure-dev proof in a ledger whose genesis entry does not allow them");
  opened.proof = record;
  return {};
}

Result<void> open_records(OpenedEvidence& evidence, const Evidence& source) {
  std::map<Digest, size_t> blobs;
  for (size_t i = 0; i < source.blobs.size(); ++i)
    if (!blobs.emplace(sha256(source.blobs[i]), i).second)
      return Error(GeneralError::kParse, "the report holds a dictionary twice");
  std::vector<bool> blob_used(source.blobs.size());
  Seen seen;
  for (size_t i = 0; i < evidence.entries.size(); ++i) {
    OpenedEntry& opened = evidence.entries[i];
    if (!opened.entry.common.ok()) return opened.entry.common.error();
    opened.clock_behind_s = opened.entry.common->clock_behind_s;
    switch (opened.entry.payload.type) {
      case EntryType::kGenesis:
        break;
      case EntryType::kNotarize:
        ZKP_TRY_VOID(open_dataset(evidence, i, source, blob_used, blobs, seen));
        break;
      case EntryType::kProof:
        ZKP_TRY_VOID(open_proof(evidence, i, seen));
        break;
      default:
        return bad(opened.index, "entries of this type are not built yet");
    }
  }
  for (bool used : blob_used)
    if (!used) return Error(GeneralError::kParse, "the report holds a dictionary that no entry names");
  return {};
}

// The evidence is the selected entries, the genesis entry, the datasets that selected proofs speak about, the proofs
// about every dataset that is shown, and the other datasets of these proofs.
Result<void> check_minimal(const OpenedEvidence& evidence) {
  std::set<Digest> shown, spoken_of;
  for (const OpenedEntry& opened : evidence.entries) {
    if (!opened.selected) continue;
    if (opened.dataset) shown.insert(opened.dataset->dataset);
    if (opened.proof)
      for (const NamedDataset& subject : opened.proof->subjects) shown.insert(subject.dataset);
  }
  const auto is_about_shown = [&](const ProofRecord& proof) {
    return std::ranges::any_of(proof.subjects, [&](const NamedDataset& s) { return shown.contains(s.dataset); });
  };
  for (const OpenedEntry& opened : evidence.entries) {
    if (!opened.proof || !is_about_shown(*opened.proof)) continue;
    for (const NamedDataset& subject : opened.proof->subjects) spoken_of.insert(subject.dataset);
  }
  for (const OpenedEntry& opened : evidence.entries) {
    if (opened.selected || opened.index == 0) continue;
    const bool wanted = opened.dataset
                            ? shown.contains(opened.dataset->dataset) || spoken_of.contains(opened.dataset->dataset)
                            : is_about_shown(*opened.proof);
    if (!wanted) return bad(opened.index, "the entry is not one that the filter asks for");
  }
  return {};
}

}  // namespace

std::vector<DatasetView> OpenedEvidence::views(const ProofRecord& proof) const {
  std::vector<DatasetView> out;
  for (const NamedDataset& subject : proof.subjects)
    out.push_back(entries[by_dataset.at(subject.dataset)].dataset->view());
  return out;
}

Result<OpenedEvidence> open_evidence(const Evidence& evidence) {
  OpenedEvidence out;
  ZKP_TRY(out.entries, open_entries(evidence, out.checkpoint));
  const OpenedEntry& first = out.entries.front();
  if (first.index != 0) return bad(first.index, "the genesis entry is missing");
  ZKP_TRY(const GenesisRecord* genesis, first.entry.genesis());
  out.genesis = *genesis;
  ZKP_TRY(std::string origin, make_origin(out.genesis.name, out.genesis.log_key));
  if (origin != out.checkpoint.origin) return bad(0, "the genesis entry is of another log than the checkpoint");
  ZKP_TRY_VOID(check_line(out));
  ZKP_TRY_VOID(open_records(out, evidence));
  ZKP_TRY_VOID(check_minimal(out));
  return out;
}

}  // namespace zkp
