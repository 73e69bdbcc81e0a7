/// Offline verification of what a ledger hands out: receipts (docs/formats/receipt.md) and proof files
/// (docs/formats/proof-file.md). Needs no ledger, no data, no network: the file, perhaps a pinned log key, and a
/// signature verifier. Says line by line what was checked; the answer is yes only if every line holds.
///
/// Pure, safe for concurrent use, part of libzkp_verify. Bytes from anywhere: never aborts, never throws, work bounded
/// by the size of the input.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/env.h"
#include "beacon/beacon.h"
#include "dataset_proof/known_keys.h"
#include "ledger/entry.h"
#include "ledger/proof_file.h"
#include "ledger/records.h"
#include "log/receipt.h"

namespace zkp {

/// Whom the verifier trusts, and what it asked for.
struct TrustPolicy {
  std::optional<VerifierKey> log_key;  ///< pinned; without it the log key is the one that the entry and the origin name
  bool require_pinned = false;         ///< an unpinned log key is a failed check
  std::optional<Quorum> witnesses;     ///< cosignatures that the checkpoint must carry
  Digest nonce{};                      ///< the challenge given to the prover; zeros: none
  std::optional<LabelledVerifier> keys;  ///< besides those compiled in
  Beacons beacons;                       ///< whose rounds sums with noise may rely on
};

struct Check {
  std::string name;
  bool ok = false;
  std::string detail;
};

struct Verification {
  std::vector<Check> checks;
  std::string statement;                       ///< "sum:age", "" for a receipt
  std::string words;                           ///< the claim in a sentence
  std::map<std::string, std::string> outputs;  ///< disclosed values, for people
  std::string label;                           ///< set-up label of the keys, "" for a receipt
  std::vector<std::string> not_shown;          ///< what a yes does not say, in sentences

  bool ok() const;
  const Check* first_failure() const;
};

/// An entry whose receipt was checked, for callers that look further (data, reports).
struct VerifiedEntry {
  uint64_t index = 0;
  Checkpoint checkpoint;
  SignedEntry entry;
};

/// Errors mean that the bytes are not a receipt at all (GeneralError::kParse, kLimit); everything else is a failed
/// check.
Result<Verification> verify_receipt_file(std::string_view text, const TrustPolicy& policy,
                                         const SignatureVerifier& verifier);
/// Likewise for a proof file.
Result<Verification> verify_proof_file(std::string_view text, const TrustPolicy& policy,
                                       const SignatureVerifier& verifier);

/// The dataset that a receipt of a notarize entry or a proof file about one dataset speaks about, unverified: for
/// check_data, after the file itself was verified. Error: GeneralError::kParse.
Result<NotarizeRecord> dataset_of_file(std::string_view text);

/// The checks of one receipt, appended to `checks`. `blobs` are the dictionaries that came with it. The entry when all
/// hold.
std::optional<VerifiedEntry> check_receipt(std::string_view text, const TrustPolicy& policy,
                                           const SignatureVerifier& verifier, std::vector<Check>& checks);

/// Checks a proof against the datasets that it speaks about, by position, with keys that are compiled in (or `extra`):
/// the ProofChecker of the production ledger. Errors: CryptoError::kBadProof, kBadKey; LedgerError::kBadProofFile.
Result<void> check_proof_record(DatasetViews datasets, const Digest& ledger_id, const ProofRecord& proof,
                                const LabelledVerifier* extra = nullptr);

}  // namespace zkp
