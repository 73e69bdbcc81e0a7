/// The state machine's side of ledger/noise_rules.h: what is in the log, or on its way into it, before an entry.
#include <algorithm>
#include <set>

#include "ledger/ledger.h"

namespace zkp {
namespace {

Error at(Error error, uint64_t index) { return std::move(error).with_entry(index); }

}  // namespace

Acceptance acceptance_by(const NotarizeRecord& dataset, std::span<const RecordedProof> proofs) {
  std::set<std::string_view> proved, typed;
  for (const RecordedProof& proof : proofs) {
    const auto collect = [&](const std::vector<ColumnOf>& columns, std::set<std::string_view>& out) {
      for (const ColumnOf& column : columns)
        if (proof.dataset_of(column) == dataset.dataset) out.insert(column.column);
    };
    collect(proof.view.columns, proved);
    collect(proof.view.typed, typed);
  }
  return {dataset.body.columns.size(), proved.size(), typed.size()};
}

Result<NotarizeRecord> Ledger::dataset_before(const Draft* draft, const Digest& digest, uint64_t index) const {
  if (draft != nullptr) return staged_dataset(*draft, digest, index);
  ZKP_TRY(const std::optional<uint64_t> found, find_dataset(digest));
  if (!found || *found >= index)
    return Error(LedgerError::kUnknownEntry, "the entry speaks about a dataset that is not before it in this ledger")
        .with_entry(index);
  return dataset(*found);
}

Result<std::vector<RecordedProof>> Ledger::proofs_before(const Draft* draft, const Digest& dataset,
                                                         uint64_t index) const {
  std::vector<RecordedProof> out;
  const auto add = [&](const ProofRecord& proof, uint64_t at_index) -> Result<void> {
    std::vector<NotarizeRecord> datasets;
    std::vector<DatasetView> views;
    for (const NamedDataset& subject : proof.subjects) {
      ZKP_TRY(NotarizeRecord about, dataset_before(draft, subject.dataset, at_index));
      datasets.push_back(std::move(about));
    }
    for (const NotarizeRecord& about : datasets) views.push_back(about.view());
    ZKP_TRY(StatementView view, describe_statement(proof.statement_bytes, views));
    out.push_back({at_index, proof.subjects, std::move(view)});
    return {};
  };
  ZKP_TRY(const std::vector<uint64_t> recorded, proofs_about(dataset));
  for (const uint64_t each : recorded) {
    if (each >= index) break;
    ZKP_TRY(const LoggedEntry logged, entry(each));
    ZKP_TRY(const ProofRecord* proof, logged.entry.proof());
    ZKP_TRY_VOID(add(*proof, each));
  }
  if (draft == nullptr) return out;
  for (size_t i = 0; i < draft->entries_.size(); ++i) {
    const SignedEntry& staged = draft->entries_[i];
    if (staged.payload.type != EntryType::kProof) continue;
    ZKP_TRY(const ProofRecord* proof, staged.proof());
    if (std::ranges::find(proof->subjects, dataset, &NamedDataset::dataset) == proof->subjects.end()) continue;
    ZKP_TRY_VOID(add(*proof, draft->first_index_ + i));
  }
  return out;
}

Result<void> Ledger::check_noise_record(const Draft* draft, const NotarizeRecord& record, int64_t time_s,
                                        uint64_t index) const {
  const NoiseQuery& query = *record.body.query;
  ZKP_TRY(const NotarizeRecord data, dataset_before(draft, query.data_entry, index));
  if (data.is_noise())
    return at(Error(LedgerError::kNotAllowed, "noise bits for a record of noise bits, which is no table"), index);
  ZKP_TRY(const std::vector<RecordedProof> proofs, proofs_before(draft, query.data_entry, index));
  const Acceptance acceptance = acceptance_by(data, proofs);
  if (!acceptance.accepted())
    return at(Error(LedgerError::kNotAllowed, "\"" + data.name + "\" is pending: only " +
                                                  std::to_string(acceptance.proved) + " of its " +
                                                  std::to_string(acceptance.columns) + " columns are opened by proofs")
                  .with_hint("zkp-ledger prove " + data.name + " knowledge"),
              index);
  if (Result<void> late = check_noise_round(query, time_s, beacons_); !late.ok())
    return at(std::move(late).error(), index);

  // One draw for a column: of several the owner could publish the best.
  ZKP_TRY(const std::vector<uint64_t> recorded, noise_records(query.data_entry));
  const auto is_second = [&](const NotarizeRecord& other) {
    return other.is_noise() && other.body.query->data_entry == query.data_entry &&
           other.body.query->column == query.column;
  };
  const auto refuse_second = [&](uint64_t first) {
    return at(Error(LedgerError::kDuplicate, "entry " + std::to_string(first) + " records noise bits for column \"" +
                                                 query.column + "\" of \"" + data.name + "\" already"),
              index);
  };
  for (const uint64_t each : recorded) {
    if (each >= index) break;
    ZKP_TRY(const LoggedEntry logged, entry(each));
    ZKP_TRY(const NotarizeRecord* other, logged.entry.notarize());
    if (is_second(*other)) return refuse_second(each);
  }
  for (size_t i = 0; draft != nullptr && i < draft->entries_.size(); ++i) {
    const SignedEntry& staged = draft->entries_[i];
    if (staged.payload.type != EntryType::kNotarize) continue;
    ZKP_TRY(const NotarizeRecord* other, staged.notarize());
    if (is_second(*other)) return refuse_second(draft->first_index_ + i);
  }
  if (Result<void> hidden = check_no_exact_sum(proofs, query.data_entry, query.column); !hidden.ok())
    return at(std::move(hidden).error(), index);
  return {};
}

Result<void> Ledger::check_noise_proof(const Draft* draft, const ProofRecord& record, DatasetViews datasets,
                                       uint64_t index) const {
  const bool is_about_noise =
      std::ranges::any_of(datasets, [](const DatasetView& dataset) { return dataset.entry->query.has_value(); });
  if (!is_about_noise) {
    if (!record.beacon_signature) return {};
    return at(Error(LedgerError::kNotAllowed, "a beacon's signature belongs to a sum with noise, and to nothing else"),
              index);
  }
  ZKP_TRY(const StatementView view, describe_statement(record.statement_bytes, datasets));
  if (Result<void> allowed = check_noise_statement(view, datasets); !allowed.ok())
    return at(std::move(allowed).error(), index);
  if (Result<void> right = check_noise_signature(view, datasets, record.beacon_signature, beacons_); !right.ok())
    return at(std::move(right).error(), index);
  if (!view.noisy) return {};
  const Digest& data = record.subjects.at(view.noisy->about.dataset).dataset;
  ZKP_TRY(const std::vector<RecordedProof> proofs, proofs_before(draft, data, index));
  if (Result<void> hidden = check_no_exact_sum(proofs, data, view.noisy->about.column); !hidden.ok())
    return at(std::move(hidden).error(), index);
  return {};
}

Result<void> Ledger::check_noise_rules(const NotarizeRecord& record, int64_t time_s, uint64_t index) const {
  return check_noise_record(nullptr, record, time_s, index);
}

Result<void> Ledger::check_noise_rules(const ProofRecord& record, DatasetViews datasets, uint64_t index) const {
  return check_noise_proof(nullptr, record, datasets, index);
}

}  // namespace zkp
