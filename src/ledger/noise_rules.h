/// The rules of differentially private answers that no proof of a statement can enforce: dataset_proof specification,
/// sections 4.3 and 11.15, and its model ledger.py.
///
///   record   draws its bits before anybody knows the beacon's round: that lies at least kNoiseDelay_s after it; for a
///            dataset whose columns are all opened by proofs; the only one for its column of it; while no exact sum of
///            the column is public
///   answer   carries the signature of the record's round; while no exact sum of the column is public
///   besides  nothing else is said about the bits: a figure of them narrows the noise
///
/// A ledger applies them when it appends and when its chain is verified, whoever verifies a proof file or a report
/// applies those for which it has what they need. Pure, safe for concurrent use, part of the verifier.
/// Errors: LedgerError::kNotAllowed, kDuplicate, CryptoError::kBadSignature.
#pragma once

#include <span>

#include "beacon/beacon.h"
#include "ledger/records.h"

namespace zkp {

inline constexpr int64_t kNoiseDelay_s = 60;

/// A proof that is in the log, and what it says.
struct RecordedProof {
  uint64_t index = 0;
  std::vector<NamedDataset> subjects;
  StatementView view;

  const Digest& dataset_of(const ColumnOf& column) const { return subjects.at(column.dataset).dataset; }
};

/// The beacon of the question, where it is trusted.
Result<const RandomBeacon*> beacon_of(const NoiseQuery& query, const Beacons& beacons);

/// That the round is drawn late enough after a record of this time.
Result<void> check_noise_round(const NoiseQuery& query, int64_t record_time_s, const Beacons& beacons);

/// The first of the proofs from which an exact sum of the column follows; nullptr when there is none.
const RecordedProof* find_exact_sum(std::span<const RecordedProof> proofs, const Digest& dataset,
                                    std::string_view column);
/// That there is none.
Result<void> check_no_exact_sum(std::span<const RecordedProof> proofs, const Digest& dataset, std::string_view column);

/// Sentences about answers of the dataset whose noise protects nobody, because an exact sum of the column followed.
std::vector<std::string> unprotected_answers(std::span<const RecordedProof> proofs, const NotarizeRecord& dataset);

/// That the statement may be made about these datasets, by position: about a record of noise bits a sum with noise,
/// WELLTYPED and KNOWLEDGE may.
Result<void> check_noise_statement(const StatementView& view, DatasetViews datasets);

/// The beacon's signature: there for a sum with noise and for nothing else, that of the record's round, and its value
/// the statement's.
Result<void> check_noise_signature(const StatementView& view, DatasetViews datasets,
                                   const std::optional<ByteArray<48>>& signature, const Beacons& beacons);

/// "round 1000 of quicknet, drawn 2023-08-23T16:39:24Z, 3,600 seconds after the record"
std::string noise_round_words(const NoiseQuery& query, int64_t record_time_s, const Beacons& beacons);

}  // namespace zkp
