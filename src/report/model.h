/// What a report says, as plain values: a pure function of the evidence, from which every format is rendered.
///
/// Pure, safe for concurrent use, part of the verifier.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "report/opened.h"

namespace zkp {

/// What stands behind a claim.
enum class ClaimStatus : uint8_t {
  kProved,      ///< a proof in this report shows it of the committed data
  kRecorded,    ///< fixed in the log by a commitment or digest: it cannot change unnoticed, but nothing is shown of it
  kSignedOnly,  ///< the author says so; nothing else supports it
};
inline constexpr std::array kClaimStatuses = {ClaimStatus::kProved, ClaimStatus::kRecorded, ClaimStatus::kSignedOnly};
/// "proved", "recorded", "signed only", and what that means in a sentence.
std::string_view claim_status_name(ClaimStatus status);
std::string_view claim_status_meaning(ClaimStatus status);

struct ReportClaim {
  ClaimStatus status = ClaimStatus::kSignedOnly;
  std::string words;
  uint64_t entry = 0;            ///< index of the entry that makes it
  std::vector<size_t> datasets;  ///< positions in ReportModel::datasets of what it is about
  Digest author{};
  int64_t time_s = 0;
  std::string statement;  ///< these: of proved claims only
  std::string setup;
  Digest proof_id{};
  std::map<std::string, std::string> outputs;
};

/// A proof about a dataset, whether or not the filter selects it. One about several is listed with each of them.
struct ReportProof {
  uint64_t entry = 0;
  std::string statement, words, setup;
  std::vector<Digest> datasets;  ///< that it is about, by position
  Digest proof_id{}, verification_key{};
  std::map<std::string, std::string> outputs;

  /// True in the list of one of its datasets.
  bool is_first_of(const Digest& dataset) const { return datasets.front() == dataset; }
};

struct ReportColumn {
  std::string name, type;
  bool nullable = false;
  bool proved = false;                  ///< read by a proof
  bool typed = false;                   ///< shown to hold values of its type
  std::vector<std::string> categories;  ///< public dictionary, in index order
  std::vector<uint64_t> proofs;         ///< entries
  ClaimStatus status() const;
};

/// One thing that everybody may know about a dataset.
struct ReportFigure {
  std::string column;  ///< empty: the dataset as a whole
  std::string name, value;
  std::vector<uint64_t> entries;  ///< that disclose it
};

/// A proved interval of a column on a line of numbers. Positions are comparable within one axis.
struct ReportRange {
  enum class Axis : uint8_t { kNumber, kDate, kTimestamp };
  Axis axis = Axis::kNumber;
  std::string column;
  std::string low_text, high_text;
  __int128 low = 0, high = 0;                ///< numbers in units of 10^-18
  bool open_low = false, open_high = false;  ///< the end of the type: nobody asked for this bound
  uint64_t entry = 0;
};

struct ReportDataset {
  uint64_t entry = 0;
  Digest entry_digest{}, dataset{}, file_binding{}, schema_digest{}, author{};
  std::string name, file_profile;
  int64_t time_s = 0;
  uint64_t rows = 0;
  bool selected = false;
  std::vector<ReportColumn> columns;
  size_t proved = 0, typed = 0;  ///< columns
  bool accepted() const { return proved == columns.size(); }
  std::optional<std::pair<std::string, Digest>> public_digest;
  std::vector<ReportProof> proofs;
  std::vector<ReportFigure> figures;
  std::vector<ReportRange> ranges;
  std::optional<NoiseQuery> noise;    ///< of a record of noise bits: the question that they are for
  std::vector<uint64_t> noisy_sums;   ///< entries of its sums with noise
  std::string epsilon_spent = "0";    ///< by them together, at delta kNoiseDelta each; "none" when one has no epsilon
  std::vector<std::string> warnings;  ///< sentences
};

struct ReportEntry {
  uint64_t index = 0;
  Digest digest{}, author{};
  EntryType type = EntryType::kGenesis;
  std::string name, branch;
  int64_t time_s = 0, clock_behind_s = 0;
  std::vector<Digest> parents;
  bool selected = false;
  std::vector<size_t> datasets;  ///< positions of the datasets that it is or speaks about
};

struct ReportModel {
  GenesisRecord genesis;
  Checkpoint checkpoint;
  Digest ledger_id{}, log_key_id{}, author{};
  int64_t founded_s = 0, generated_s = 0;
  ReportFilter filter;
  bool visualizations = true;
  std::string digest_algorithm;
  Digest evidence_digest{};

  std::vector<ReportEntry> entries;
  std::vector<ReportDataset> datasets;
  std::vector<ReportClaim> claims;
  std::vector<std::string> setups;      ///< labels of the keys in use, sorted
  std::vector<std::string> not_proved;  ///< sentences
  size_t selected = 0;                  ///< entries

  /// True when every entry of the log is in the report.
  bool complete() const { return entries.size() == checkpoint.size; }
  size_t claims_with(ClaimStatus status) const;
  size_t proofs() const;
};

/// Digest of the canonical evidence under the algorithm that the genesis entry names ("sha3-256" or "blake3").
Digest evidence_digest(const json::Value& evidence, std::string_view algorithm);

/// Errors: those of open_evidence; StatementError for a recorded statement that is none about its dataset.
Result<ReportModel> build_model(const Evidence& evidence);
Result<ReportModel> build_model(const Evidence& evidence, const OpenedEvidence& opened);

/// Fills in everything of the dataset that its proofs and dictionaries disclose. (model_dataset.cpp)
Result<ReportDataset> build_dataset(const OpenedEvidence& evidence, const OpenedEntry& entry,
                                    const std::vector<const OpenedEntry*>& proofs, std::vector<std::string>& not_shown);

}  // namespace zkp
