/// The evidence, decoded: every entry of a report with its typed record, checked against the others. Signatures,
/// inclusion proofs and statement proofs are not looked at here (report/report.h does that).
///
/// Pure, safe for concurrent use, part of the verifier.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "ledger/records.h"
#include "log/checkpoint.h"
#include "report/evidence.h"

namespace zkp {

struct OpenedEntry {
  uint64_t index = 0;
  SignedEntry entry;
  bool selected = false;  ///< matches the filter; the others are there because a selected one speaks about them
  int64_t clock_behind_s = 0;
  std::optional<NotarizeRecord> dataset;  ///< with its dictionaries
  std::optional<ProofRecord> proof;
};

struct OpenedEvidence {
  Checkpoint checkpoint;
  GenesisRecord genesis;
  std::vector<OpenedEntry> entries;     ///< by ascending index; the first is the genesis entry
  std::map<Digest, size_t> by_dataset;  ///< dataset digest -> position of its notarize entry

  /// The datasets of a proof, by position. REQUIRES: they are here.
  std::vector<DatasetView> views(const ProofRecord& proof) const;
};

/// What holds afterwards: one checkpoint of at most 2^53 - 1 entries; one log and one author, those of the genesis
/// entry; neighbours in the log are parent and child; times do not go back; a dataset, a commitment and a proof
/// identity appear once, noise bits for a column too; a proof comes after its dataset and has a set-up that the genesis
/// entry allows; no entry and no blob is missing or superfluous, as far as the filter and the others tell. Errors:
/// GeneralError::kParse, kLimit, LedgerError::kBadEntry; Where names the entry.
Result<OpenedEvidence> open_evidence(const Evidence& evidence);

}  // namespace zkp
