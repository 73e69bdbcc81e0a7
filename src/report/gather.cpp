#include "report/gather.h"

#include <set>

namespace zkp {
namespace {

Result<std::set<uint64_t>> entries_to_show(const Ledger& ledger, uint64_t size, const ReportFilter& filter) {
  EntryQuery query;
  query.name = filter.dataset;
  query.since_s = filter.since_s;
  query.until_s = filter.until_s;
  query.type = filter.operation;
  query.author = filter.author;
  ZKP_TRY(std::vector<LoggedEntry> selected, ledger.select(query));
  std::set<uint64_t> out = {0};
  std::set<Digest> shown;
  for (const LoggedEntry& logged : selected) {
    if (logged.index >= size || !filter.matches(logged.entry.payload)) continue;
    out.insert(logged.index);
    for (const Subject& subject : logged.entry.payload.subjects)
      if (subject.algorithm == "zkpCommitment") shown.insert(subject.digest);
  }
  for (const Digest& dataset : shown) {
    ZKP_TRY(std::optional<uint64_t> own, ledger.find_dataset(dataset));
    if (!own) return Error(StorageError::kCorrupt, "a proof speaks about a dataset that is not in the log");
    out.insert(*own);
    ZKP_TRY(std::vector<uint64_t> proofs, ledger.proofs_about(dataset));
    for (uint64_t index : proofs) {
      if (index >= size) continue;
      out.insert(index);
      // A proof about several datasets is checked against all of them.
      ZKP_TRY(LoggedEntry proof, ledger.entry(index));
      for (const Subject& subject : proof.entry.payload.subjects) {
        ZKP_TRY(std::optional<uint64_t> other, ledger.find_dataset(subject.digest));
        if (!other) return Error(StorageError::kCorrupt, "a proof speaks about a dataset that is not in the log");
        out.insert(*other);
      }
    }
  }
  return out;
}

}  // namespace

Result<Evidence> gather_evidence(const Ledger& ledger, uint64_t size, const ReceiptSource& receipt,
                                 const ReportFilter& filter) {
  ZKP_TRY_VOID(check_filter(filter));
  Evidence out;
  out.filter = filter;
  ZKP_TRY(std::set<uint64_t> indices, entries_to_show(ledger, size, filter));
  std::set<Digest> blobs;
  for (uint64_t index : indices) {
    ZKP_TRY(std::string text, receipt(index));
    out.receipts.push_back(std::move(text));
    ZKP_TRY(LoggedEntry logged, ledger.entry(index));
    if (logged.entry.payload.type != EntryType::kNotarize) continue;
    ZKP_TRY(const NotarizeRecord* record, logged.entry.notarize());
    if (!record->dictionary_blob || !blobs.insert(*record->dictionary_blob).second) continue;
    ZKP_TRY(std::optional<Bytes> blob, ledger.blob(*record->dictionary_blob));
    if (!blob) return Error(StorageError::kCorrupt, "a dictionary blob is missing").with_entry(index);
    out.blobs.push_back(std::move(*blob));
  }
  return out;
}

}  // namespace zkp
