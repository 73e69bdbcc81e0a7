/// Queries of the state machine: each walks the one index that narrows most and tests the rest on the entries
/// themselves.
#include <algorithm>
#include <charconv>
#include <set>

#include "base/encoding.h"
#include "ledger/ledger.h"

namespace zkp {
namespace {

constexpr size_t kMinPrefixDigits = 8;

bool matches(const EntryQuery& query, const EntryPayload& payload) {
  if (query.since_s && payload.time_s < *query.since_s) return false;
  if (query.until_s && payload.time_s > *query.until_s) return false;
  if (query.type && payload.type != *query.type) return false;
  if (query.author && payload.author != *query.author) return false;
  if (!query.name.empty() && std::none_of(payload.subjects.begin(), payload.subjects.end(),
                                          [&](const Subject& s) { return s.name == query.name; }))
    return false;
  if (query.dataset && std::none_of(payload.subjects.begin(), payload.subjects.end(), [&](const Subject& s) {
        return s.algorithm == "zkpCommitment" && s.digest == *query.dataset;
      }))
    return false;
  return true;
}

// Indices at the end of the keys of one list, in the order asked for.
Result<std::vector<uint64_t>> list_indices(const LedgerStore& store, Space space, ByteView prefix, bool newest_first) {
  RecordRange range = RecordRange::of_prefix(space, prefix);
  range.order = newest_first ? ScanOrder::kReverse : ScanOrder::kForward;
  std::vector<uint64_t> out;
  ZKP_TRY_VOID(store.scan_records(range, [&](ByteView key, ByteView) -> Result<Visit> {
    if (key.size() != prefix.size() + 8) return Error(StorageError::kCorrupt, "an index record has the wrong length");
    out.push_back(*ByteReader(key.subspan(prefix.size())).u64());
    return Visit::kContinue;
  }));
  return out;
}

Bytes name_prefix(std::string_view name) { return ByteWriter().raw(name).u8(0).bytes(); }

// Entry and dataset digests that begin with these hex digits (an odd last digit narrows a range of bytes).
Result<void> indices_by_prefix(const LedgerStore& store, Space space, std::string_view hex, std::set<uint64_t>& out) {
  ZKP_TRY(Bytes prefix, hex_decode(hex.substr(0, hex.size() & ~size_t{1})));
  return store.scan_prefix(space, prefix, [&](ByteView key, ByteView value) -> Result<Visit> {
    if (hex_encode(key).starts_with(hex)) {
      if (value.size() != 8) return Error(StorageError::kCorrupt, "an index record does not have 8 bytes");
      out.insert(*ByteReader(value).u64());
    }
    return out.size() > 1 ? Visit::kStop : Visit::kContinue;
  });
}

}  // namespace

Result<std::vector<LoggedEntry>> Ledger::select(const EntryQuery& query) const {
  std::vector<uint64_t> candidates;
  // Times never go back along the log, so a range of times is a range of indices.
  auto first_at_or_after = [&](int64_t time_s) -> Result<uint64_t> {
    uint64_t low = 0, high = size();
    while (low < high) {
      const uint64_t middle = low + (high - low) / 2;
      ZKP_TRY(LoggedEntry probe, entry(middle));
      if (probe.entry.payload.time_s < time_s)
        low = middle + 1;
      else
        high = middle;
    }
    return low;
  };
  uint64_t begin = 0, end = size();
  if (query.since_s) { ZKP_TRY(begin, first_at_or_after(*query.since_s)); }
  if (query.until_s && *query.until_s < INT64_MAX) { ZKP_TRY(end, first_at_or_after(*query.until_s + 1)); }

  bool listed = true;
  if (query.dataset) {
    ZKP_TRY(candidates, proofs_about(*query.dataset));
    ZKP_TRY(std::optional<uint64_t> own, find_dataset(*query.dataset));
    if (own) candidates.insert(candidates.begin(), *own);
    if (query.newest_first) std::reverse(candidates.begin(), candidates.end());
  } else if (!query.name.empty()) {
    ZKP_TRY(candidates, list_indices(store_, Space::kByName, name_prefix(query.name), query.newest_first));
  } else if (query.type) {
    ZKP_TRY(candidates,
            list_indices(store_, Space::kByOperation, name_prefix(entry_type_name(*query.type)), query.newest_first));
  } else if (query.author) {
    ZKP_TRY(candidates, list_indices(store_, Space::kByAuthor, *query.author, query.newest_first));
  } else {
    listed = false;
  }

  std::vector<LoggedEntry> out;
  auto consider = [&](uint64_t index) -> Result<bool> {
    if (index < begin || index >= end) return true;
    ZKP_TRY(LoggedEntry logged, entry(index));
    if (matches(query, logged.entry.payload)) out.push_back(std::move(logged));
    return out.size() < query.limit;
  };
  if (query.limit == 0) return out;
  if (listed) {
    for (uint64_t index : candidates) {
      ZKP_TRY(bool more, consider(index));
      if (!more) break;
    }
  } else {
    for (uint64_t i = begin; i < end; ++i) {
      ZKP_TRY(bool more, consider(query.newest_first ? end - 1 - (i - begin) : i));
      if (!more) break;
    }
  }
  return out;
}

Result<uint64_t> Ledger::resolve(std::string_view text) const {
  const Error unknown = Error(LedgerError::kUnknownEntry, "no entry \"" + std::string(text) + "\"")
                            .with_hint("name a dataset, an index (see log), or at least 8 digits of a digest");
  uint64_t index = 0;
  auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  const bool is_number = error == std::errc() && stop == text.data() + text.size();
  if (is_number && index < size()) return index;

  if (is_valid_name(text)) {
    ZKP_TRY(std::vector<uint64_t> named, list_indices(store_, Space::kByName, name_prefix(text), true));
    for (uint64_t candidate : named) {
      ZKP_TRY(LoggedEntry logged, entry(candidate));
      if (logged.entry.payload.type == EntryType::kNotarize) return candidate;
    }
  }
  const bool is_hex =
      text.size() >= kMinPrefixDigits && text.size() <= 64 &&
      std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  if (!is_hex) return unknown;
  std::set<uint64_t> found;
  ZKP_TRY_VOID(indices_by_prefix(store_, Space::kByDigest, text, found));
  ZKP_TRY_VOID(indices_by_prefix(store_, Space::kByDataset, text, found));
  if (found.empty()) return unknown;
  if (found.size() > 1)
    return Error(LedgerError::kAmbiguous, "more than one entry begins with " + std::string(text))
        .with_hint("give more digits");
  return *found.begin();
}

Result<std::vector<NotarizeRecord>> Ledger::datasets_of(const ProofRecord& proof) const {
  std::vector<NotarizeRecord> out;
  for (const NamedDataset& subject : proof.subjects) {
    ZKP_TRY(const std::optional<uint64_t> index, find_dataset(subject.dataset));
    if (!index) return Error(StorageError::kCorrupt, "a dataset of a proof is not in the index");
    ZKP_TRY(NotarizeRecord dataset, this->dataset(*index));
    out.push_back(std::move(dataset));
  }
  return out;
}

Result<StatementView> Ledger::describe(const ProofRecord& proof) const {
  ZKP_TRY(const std::vector<NotarizeRecord> datasets, datasets_of(proof));
  std::vector<DatasetView> views;
  for (const NotarizeRecord& dataset : datasets) views.push_back(dataset.view());
  return describe_statement(proof.statement_bytes, views);
}

Result<std::vector<RecordedProof>> Ledger::described_proofs(const Digest& dataset) const {
  return proofs_before(nullptr, dataset, size());
}

Result<std::vector<uint64_t>> Ledger::noise_records(const Digest& dataset) const {
  return list_indices(store_, Space::kByNoise, dataset, false);
}

Result<Acceptance> Ledger::acceptance(const NotarizeRecord& dataset) const {
  ZKP_TRY(const std::vector<RecordedProof> proofs, described_proofs(dataset.dataset));
  return acceptance_by(dataset, proofs);
}

}  // namespace zkp
