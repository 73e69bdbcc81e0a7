#include "ledger/noise_rules.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/utf8.h"
#include "statement/units.h"

namespace zkp {
namespace {

Error refused(std::string message) { return Error(LedgerError::kNotAllowed, std::move(message)); }

std::string quoted(std::string_view text) { return "\"" + printable(text) + "\""; }

}  // namespace

Result<const RandomBeacon*> beacon_of(const NoiseQuery& query, const Beacons& beacons) {
  const RandomBeacon* beacon = beacons.find(query.beacon_id);
  if (beacon == nullptr)
    return refused("no beacon with the id " + hex_encode(query.beacon_id) + " is trusted here")
        .with_hint("beacon.trusted in zkp-ledger.toml, or --trust-beacon, names one besides quicknet");
  return beacon;
}

Result<void> check_noise_round(const NoiseQuery& query, int64_t record_time_s, const Beacons& beacons) {
  ZKP_TRY(const RandomBeacon* beacon, beacon_of(query, beacons));
  const std::optional<int64_t> time_s = beacon->round_time_s(query.round);
  const std::string round = "round " + std::to_string(query.round) + " of beacon " + quoted(beacon->name);
  if (!time_s) return refused(round + " is never drawn");
  if (*time_s - kNoiseDelay_s < record_time_s)
    return refused(round + " is drawn at " + format_time(*time_s) + ", not " + std::to_string(kNoiseDelay_s) +
                   " seconds or more after the record of the noise bits, " + format_time(record_time_s))
        .with_hint("the first that is late enough is round " +
                   std::to_string(beacon->first_round_at(record_time_s + kNoiseDelay_s)));
  return {};
}

const RecordedProof* find_exact_sum(std::span<const RecordedProof> proofs, const Digest& dataset,
                                    std::string_view column) {
  for (const RecordedProof& proof : proofs)
    for (const ColumnOf& sum : proof.view.exact_sums)
      if (sum.column == column && proof.dataset_of(sum) == dataset) return &proof;
  return nullptr;
}

Result<void> check_no_exact_sum(std::span<const RecordedProof> proofs, const Digest& dataset, std::string_view column) {
  const RecordedProof* proof = find_exact_sum(proofs, dataset, column);
  if (proof == nullptr) return {};
  return refused("noise protects nobody: the exact sum of column " + quoted(column) + " follows from entry " +
                 std::to_string(proof->index) + ", " + printable(proof->view.text));
}

std::vector<std::string> unprotected_answers(std::span<const RecordedProof> proofs, const NotarizeRecord& dataset) {
  std::vector<std::string> out;
  for (const RecordedProof& answer : proofs) {
    if (!answer.view.noisy || answer.dataset_of(answer.view.noisy->about) != dataset.dataset) continue;
    const std::string& column = answer.view.noisy->about.column;
    if (const RecordedProof* exact = find_exact_sum(proofs, dataset.dataset, column))
      out.push_back("the noise of entry " + std::to_string(answer.index) +
                    " protects nobody: the exact sum of column " + quoted(column) + " of " + quoted(dataset.name) +
                    " follows from entry " + std::to_string(exact->index));
  }
  return out;
}

Result<void> check_noise_statement(const StatementView& view, DatasetViews datasets) {
  const bool is_about_noise =
      std::ranges::any_of(datasets, [](const DatasetView& dataset) { return dataset.entry->query.has_value(); });
  if (!is_about_noise || view.noisy || view.type == StatementType::kWellTyped || view.type == StatementType::kKnowledge)
    return {};
  return refused(
      "of a record of noise bits nothing may be disclosed but its answer: figures of the bits narrow the noise");
}

Result<void> check_noise_signature(const StatementView& view, DatasetViews datasets,
                                   const std::optional<ByteArray<48>>& signature, const Beacons& beacons) {
  if (!view.noisy) {
    if (signature) return refused("a beacon's signature belongs to a sum with noise, and to no other statement");
    return {};
  }
  if (!signature) return refused("a sum with noise without the signature of the beacon's round");
  const NoiseQuery& query = *datasets[view.noisy->record].entry->query;
  ZKP_TRY(const RandomBeacon* beacon, beacon_of(query, beacons));
  ZKP_TRY(const Digest value, check_beacon_round(*beacon, query.round, *signature));
  if (value != view.noisy->round_value)
    return Error(CryptoError::kBadSignature, "the statement's round value is not that of the beacon's signature");
  return {};
}

std::string noise_round_words(const NoiseQuery& query, int64_t record_time_s, const Beacons& beacons) {
  const RandomBeacon* beacon = beacons.find(query.beacon_id);
  std::string out = "round " + std::to_string(query.round) + " of ";
  if (beacon == nullptr) return out + "beacon " + hex_encode(query.beacon_id).substr(0, 16) + "...";
  out += printable(beacon->name);
  const std::optional<int64_t> time_s = beacon->round_time_s(query.round);
  if (!time_s) return out + ", which is never drawn";
  out += ", drawn " + format_time(*time_s) + ", ";
  const int64_t later = *time_s - record_time_s;
  return out + format_count(static_cast<uint64_t>(later < 0 ? -later : later)) + " seconds " +
         (later < 0 ? "before" : "after") + " the record of the bits";
}

}  // namespace zkp
