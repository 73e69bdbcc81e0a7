/// The owner's and the auditor's jobs over a ledger folder: notarise files, prove statements, check data against an
/// opening, hand things out. One thread at a time; long loops use env().pool. Errors keep their place (file, row,
/// column).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/progress.h"
#include "commit/srs_file.h"
#include "ledger/directory.h"
#include "ledger/verify.h"
#include "table/ingest.h"

namespace zkp {

class DatasetKeys;

struct NotarizeRequest {
  std::string file;
  std::string name;
  ScanOptions scan;                     ///< format, declared schema, null tokens, types
  std::vector<std::string> statements;  ///< empty: that every column is well typed
  bool prove = true;                    ///< false: no proofs now, the entry stays pending
  bool again = false;                   ///< notarise even if the same file was notarised before
  bool public_digest = false;           ///< also publish the plain digest of the file
};

struct ProofOutcome {
  std::string statement;
  std::string words;
  std::map<std::string, std::string> outputs;
  std::string label;
  std::string file;        ///< proof file
  size_t proof_bytes = 0;  ///< of the proof itself
  double seconds = 0;
  std::optional<uint64_t> index;      ///< of the proof's entry, when it was recorded
  std::vector<std::string> warnings;  ///< what it means for sums with noise of the same column
};

struct NotarizeOutcome {
  uint64_t index = 0;
  Digest entry_digest{};
  Digest dataset{};
  std::string name;
  uint64_t rows = 0;
  bool existed = false;  ///< the same file was notarised before: nothing was appended
  std::string receipt_file;
  std::vector<ProofOutcome> proofs;
  std::vector<std::string> warnings;  ///< what became public, what is not committed and why
};

inline constexpr size_t kMaxDatasetsPerBatch = 100;

/// Reads every file, commits, saves the openings, proves, and appends all notarize and proof entries in one atomic
/// batch; writes receipts and proof files to `out_dir` (empty: DIR/out). Nothing is appended if anything fails.
Result<std::vector<NotarizeOutcome>> notarize(LedgerDirectory& directory, std::vector<NotarizeRequest> requests,
                                              const std::string& out_dir, const ProgressSink& progress);

struct ProveRequest {
  uint64_t index = 0;           ///< of the dataset's entry
  std::string statement;        ///< "sum:age"
  std::optional<Digest> nonce;  ///< a verifier's challenge: the proof is handed out, not recorded
  /// Of the dataset and of the others that the statement names; missing or empty: where the opening says.
  std::vector<std::string> data_files;
  std::string out_file;  ///< empty: DIR/out/<name>-<statement>.zkproof
  std::string beacon;    ///< of a sum with noise: the round's signature, as parse_beacon_round reads it
};

Result<ProofOutcome> prove(LedgerDirectory& directory, const ProveRequest& request, const ProgressSink& progress);

/// Noise for one differentially private sum (ledger/noise_rules.h).
struct NoiseRequest {
  uint64_t index = 0;  ///< of the dataset's entry
  std::string column;
  std::string lo, hi;               ///< bounds of every value, in the column's units
  std::optional<uint64_t> bits;     ///< or
  std::optional<double> epsilon;    ///< the fewest bits that give it
  double delta = 1e-6;              ///< for which epsilon is said
  std::optional<uint64_t> round;    ///< missing: the first that is kDefaultNoiseLead_s away
  std::optional<Digest> beacon_id;  ///< missing: quicknet
  std::string name;                 ///< of the record; empty: from those of dataset and column
  std::string data_file;            ///< empty: where the opening says
};
/// Time to hand the record's receipt to others before the round is drawn.
inline constexpr int64_t kDefaultNoiseLead_s = 600;

struct NoiseOutcome {
  uint64_t index = 0;
  Digest dataset{};  ///< of the record
  std::string name;
  uint64_t bits = 0;
  std::optional<double> epsilon;  ///< nothing: none for this delta
  double delta = 0;
  std::string beacon_name;
  Digest beacon_id{};
  uint64_t round = 0;
  int64_t time_s = 0, round_time_s = 0;  ///< of the record, of the round
  std::string receipt_file;
};

/// Draws secret bits, keeps them in private/, and records the commitment to them. Refuses bounds that a value of the
/// column breaks: a column has one record, and its answer could not be proved. Errors: those of
/// Ledger::check_noise_rules and reload_dataset, GeneralError::kInvalidArgument, kLimit when no number of bits gives
/// the epsilon, StatementError for the column and the bounds.
Result<NoiseOutcome> record_noise(LedgerDirectory& directory, const NoiseRequest& request,
                                  const ProgressSink& progress);

/// The proof file of a recorded proof entry.
Result<std::string> proof_file_of(const LedgerDirectory& directory, uint64_t proof_index);

/// Recomputes a dataset from the file: file binding, rows, schema, every column commitment. Appends its checks; an
/// error only when a file cannot be read at all, or no reference string is installed.
Result<void> check_data(const NotarizeRecord& dataset, const std::string& data_file, ByteView opening,
                        DatasetKeys& keys, TaskPool* pool, const ProgressSink& progress, std::vector<Check>& checks);

/// Writes the log as C2SP tlog-tiles beneath `folder`: checkpoint, tile/..., tile/entries/.... Returns the number of
/// files.
Result<uint64_t> export_tiles(const LedgerDirectory& directory, const std::string& folder);

struct SetupRequest {
  std::vector<std::string> circuits;  ///< "dataset-s", "dataset-l"; empty: those that tables of so many rows need
  std::optional<uint64_t> rows;       ///< of the largest table; default: 1,000,000
  bool again = false;                 ///< make them even if they are there
};
/// A file of the set-up folder.
struct SetupOutcome {
  std::string name;     ///< circuit_name(), or "reference-string"
  Digest id{};          ///< of the verification key, or of the string
  uint64_t powers = 0;  ///< of a string
  std::string file;
  uint64_t file_bytes = 0;
  double seconds = 0;
  bool existed = false;
};
/// Makes (or finds) proving keys and a reference string from the public insecure-dev seed, each in a file that appears
/// whole or not at all. Errors: GeneralError::kInvalidArgument for a name that is no circuit's and for more rows than
/// the largest class holds; CryptoError::kBadKey when what was made is not what is compiled in; those of `files`.
Result<std::vector<SetupOutcome>> setup_insecure_dev(const std::string& folder, const SetupRequest& request,
                                                     const LedgerEnv& env, const ProgressSink& progress);

/// Puts a string of a ceremony into the folder: at least two powers, whose source gives them in order. To install it is
/// to trust its ceremony. Errors: CryptoError::kBadKey for another label, or the string of development under one;
/// GeneralError::kInvalidArgument for a relative folder, and where the string of another ceremony is installed; those
/// of `powers` and `files`.
Result<SetupOutcome> install_srs(const std::string& folder, const SrsKey& key, const SetupLabel& label, size_t count,
                                 const PowerSource& powers, const LedgerEnv& env);

}  // namespace zkp
