#include "ledger/verify.h"

#include <algorithm>
#include <set>

#include "base/encoding.h"
#include "base/utf8.h"
#include "hash/sha2.h"
#include "ledger/noise_rules.h"

namespace zkp {
namespace {

void add(std::vector<Check>& checks, std::string name, bool ok, std::string detail) {
  // Details quote files from strangers: nothing of them may drive a terminal.
  checks.push_back({std::move(name), ok, printable(detail)});
}

std::string short_hex(ByteView bytes) { return hex_encode(bytes.first(8)); }

// The log key that the checks go by: the pinned one, or the one that the entry names if the origin ends in its digest.
std::optional<VerifierKey> choose_log_key(const TrustPolicy& policy, const std::string& origin,
                                          const SignedEntry& entry, std::vector<Check>& checks) {
  const Result<CommonFields>& common = entry.common;
  Result<LogOrigin> name = parse_origin(origin);
  if (!common.ok() || !name.ok()) {
    add(checks, "log-key", false, common.ok() ? name.error().message() : common.error().message());
    return std::nullopt;
  }
  const std::string fingerprint = hex_encode(name->first_key_fingerprint);
  if (policy.log_key) {
    const bool same = policy.log_key->name() == origin && policy.log_key->public_key() == common->log_key;
    add(checks, "log-key", same,
        same ? "pinned " + fingerprint : "the pinned key is of another log: " + policy.log_key->name());
    if (!same) return std::nullopt;
    return policy.log_key;
  }
  if (key_id(common->log_key) != name->first_key_fingerprint) {
    add(checks, "log-key", false, "the entry names a log key that is not the one in the log's name");
    return std::nullopt;
  }
  Result<VerifierKey> key = VerifierKey::make(origin, common->log_key);
  if (!key.ok()) {
    add(checks, "log-key", false, key.error().message());
    return std::nullopt;
  }
  add(checks, "log-key", !policy.require_pinned, "unpinned " + fingerprint);
  return *key;
}

// The members of the entry's type, whatever it is.
Result<void> check_record(const SignedEntry& entry) {
  if (!entry.record.ok()) return entry.record.error();
  if (std::holds_alternative<std::monostate>(*entry.record))
    return Error(GeneralError::kUnsupported,
                 std::string(entry_type_name(entry.payload.type)) + " entries are not built yet");
  return {};
}

}  // namespace

bool Verification::ok() const {
  return !checks.empty() && std::all_of(checks.begin(), checks.end(), [](const Check& c) { return c.ok; });
}

const Check* Verification::first_failure() const {
  auto it = std::find_if(checks.begin(), checks.end(), [](const Check& c) { return !c.ok; });
  return it == checks.end() ? nullptr : &*it;
}

std::optional<VerifiedEntry> check_receipt(std::string_view text, const TrustPolicy& policy,
                                           const SignatureVerifier& verifier, std::vector<Check>& checks) {
  const size_t first = checks.size();
  Result<Receipt> receipt = parse_receipt(text);
  if (!receipt.ok()) {
    add(checks, "receipt", false, receipt.error().message());
    return std::nullopt;
  }
  Result<SignedEntry> entry = parse_entry(receipt->extra);
  if (!entry.ok()) {
    add(checks, "receipt", false, "the entry inside is malformed: " + entry.error().message());
    return std::nullopt;
  }
  Result<Checkpoint> claimed = parse_checkpoint(receipt->checkpoint.text);
  if (!claimed.ok()) {
    add(checks, "receipt", false, claimed.error().message());
    return std::nullopt;
  }
  Result<void> included =
      verify_inclusion(receipt->index, claimed->size, entry->leaf_hash, receipt->proof, claimed->root);
  add(checks, "receipt", included.ok(),
      included.ok() ? "entry " + std::to_string(receipt->index) + " of " + std::to_string(claimed->size) + " in " +
                          claimed->origin
                    : included.error().message());

  const bool same_log = entry->payload.ledger == claimed->origin;
  if (!same_log)
    add(checks, "log-key", false,
        "the entry names the log " + entry->payload.ledger + ", the checkpoint " + claimed->origin);
  std::optional<VerifierKey> key = same_log ? choose_log_key(policy, claimed->origin, *entry, checks) : std::nullopt;
  if (key) {
    Result<std::vector<VerifierKey>> signers = verify_note(receipt->checkpoint, std::span(&*key, 1), verifier);
    const bool is_signed = signers.ok() && !signers->empty();
    add(checks, "checkpoint", is_signed,
        is_signed ? "signed by the log, root " + short_hex(claimed->root) + "..."
                  : (signers.ok() ? "not signed by the log" : signers.error().message()));
  }
  if (policy.witnesses) {
    Result<std::vector<Cosignature>> cosigned = check_quorum(receipt->checkpoint, *policy.witnesses, verifier);
    add(checks, "witnesses", cosigned.ok(),
        cosigned.ok() ? std::to_string(cosigned->size()) + " of " + std::to_string(policy.witnesses->witnesses.size()) +
                            " cosigned"
                      : cosigned.error().message());
  }

  Result<void> record = check_record(*entry);
  if (!record.ok()) add(checks, "entry", false, record.error().message());
  if (entry->common.ok()) {
    const bool right = verify_entry_signature(*entry, entry->common->author_key, verifier);
    add(checks, "author", right,
        right ? "signed by " + short_hex(entry->payload.author) + "..." : "the author's signature is wrong");
  }
  const bool all =
      std::all_of(checks.begin() + static_cast<ptrdiff_t>(first), checks.end(), [](const Check& c) { return c.ok; });
  if (!all) return std::nullopt;
  return VerifiedEntry{receipt->index, std::move(*claimed), std::move(*entry)};
}

Result<Verification> verify_receipt_file(std::string_view text, const TrustPolicy& policy,
                                         const SignatureVerifier& verifier) {
  ZKP_TRY_VOID(parse_receipt(text));
  Verification out;
  std::optional<VerifiedEntry> entry = check_receipt(text, policy, verifier, out.checks);
  if (!entry) return out;
  const EntryPayload& payload = entry->entry.payload;
  out.words = "entry " + std::to_string(entry->index) + ", " + std::string(entry_type_name(payload.type)) + " \"" +
              payload.subjects.front().name + "\", was in the log of " + std::to_string(entry->checkpoint.size) +
              " entries at or after " + format_time(payload.time_s);
  out.not_shown = {"that what was recorded is true"};
  if (Result<const NotarizeRecord*> record = entry->entry.notarize(); record.ok() && (*record)->is_noise()) {
    const NoiseQuery& query = *(*record)->body.query;
    out.words += ": " + std::to_string((*record)->body.rows) + " noise bits for the sum of column \"" +
                 printable(query.column) + "\" of dataset " + hex_encode(query.data_entry).substr(0, 16) + "..., " +
                 noise_round_words(query, payload.time_s, policy.beacons);
  }
  if (payload.type == EntryType::kProof)
    out.not_shown.push_back("that the proof inside verifies: that needs the proof file (export ENTRY --format proof)");
  return out;
}

namespace {

// The dictionaries of the dataset, from the entry or from the blob that came along.
Result<NotarizeRecord> dataset_of(const SignedEntry& entry, std::span<const Bytes> blobs) {
  ZKP_TRY(const NotarizeRecord* recorded, entry.notarize());
  NotarizeRecord record = *recorded;
  if (!record.dictionary_blob) return record;
  for (const Bytes& blob : blobs) {
    if (sha256(blob) != *record.dictionary_blob) continue;
    ZKP_TRY(record.dictionaries, decode_dictionaries(blob, record.body));
    return record;
  }
  return Error(LedgerError::kBadProofFile, "the dictionary blob that the entry names is not in the file");
}

ProofRecord record_of(const ProofFile& file, std::span<const NotarizeRecord* const> datasets) {
  ProofRecord out;
  for (const NotarizeRecord* dataset : datasets) out.subjects.push_back({dataset->name, dataset->dataset});
  out.statement = file.statement;
  out.statement_bytes = file.statement_bytes;
  out.nonce = file.nonce;
  out.proof = file.proof;
  out.proof_id = file.proof_id;
  out.verification_key = file.verification_key;
  out.srs = file.srs;
  out.setup = file.setup;
  out.beacon_signature = file.beacon_signature;
  return out;
}

Result<const LabelledVerifier*> choose_keys(const Digest& key, const Digest& srs, const LabelledVerifier* extra) {
  const LabelledVerifier* out =
      extra != nullptr && extra->verifier.key_id() == key ? extra : known_dataset_verifier(key);
  if (out == nullptr)
    return Error(CryptoError::kBadKey, "unknown verification key " + hex_encode(key))
        .with_hint("give it with --vk, from somebody you trust");
  if (out->verifier.srs_id() != srs)
    return Error(CryptoError::kBadKey, "the proof names the reference string " + hex_encode(srs) +
                                           ", the verification key is used with another");
  return out;
}

Result<void> check_view(const StatementView& view, const ProofFile& file) {
  if (view.text != file.statement)
    return Error(LedgerError::kBadProofFile,
                 "the file calls the statement \"" + file.statement + "\"; its bytes say \"" + view.text + "\"");
  if (view.words != file.words)
    return Error(LedgerError::kBadProofFile, "the words of the claim are not what its bytes say: " + view.words);
  if (view.outputs != file.outputs)
    return Error(LedgerError::kBadProofFile, "the outputs are not what the disclosed bytes say");
  return {};
}

}  // namespace

Result<void> check_proof_record(DatasetViews datasets, const Digest& ledger, const ProofRecord& proof,
                                const LabelledVerifier* extra) {
  const ProofContext context = proof.context(ledger);
  if (proof_identity(proof.statement_bytes, context) != proof.proof_id)
    return Error(LedgerError::kBadProofFile, "the proof identity is not that of statement and context");
  ZKP_TRY(StatementView view, describe_statement(proof.statement_bytes, datasets));
  if (view.text != proof.statement)
    return Error(LedgerError::kBadProofFile, "the statement's text is not what its bytes say: " + view.text);
  ZKP_TRY(const LabelledVerifier* keys, choose_keys(proof.verification_key, proof.srs, extra));
  if (keys->label.text() != proof.setup)
    return Error(LedgerError::kBadProofFile,
                 "the set-up label is \"" + proof.setup + "\", the key's is \"" + keys->label.text() + "\"");
  std::vector<const EntryBody*> entries;
  for (const DatasetView& dataset : datasets) entries.push_back(dataset.entry);
  return verify_dataset_proof(keys->verifier, proof.proof, proof.statement_bytes, encode_context(context), entries);
}

namespace {

// The entries of a proof file's receipts, all of one log, each once. Nothing when a receipt fails.
std::optional<std::vector<VerifiedEntry>> check_receipts(const ProofFile& file, const TrustPolicy& policy,
                                                         const SignatureVerifier& verifier,
                                                         std::vector<Check>& checks) {
  if (file.receipts.empty() || file.receipts.size() > kMaxProofSubjects) {
    add(checks, "receipt", false, "a claim carries a receipt for each of its 1 to 4 datasets");
    return std::nullopt;
  }
  std::vector<VerifiedEntry> out;
  bool all = true;
  for (const std::string& receipt : file.receipts) {
    std::vector<Check> lines;
    std::optional<VerifiedEntry> entry = check_receipt(receipt, policy, verifier, lines);
    // What the first receipt says about log and author need not be said again where it holds again.
    for (Check& line : lines)
      if (&receipt == &file.receipts.front() || !line.ok || line.name == "receipt") checks.push_back(std::move(line));
    all = all && entry.has_value();
    if (entry) out.push_back(std::move(*entry));
  }
  if (!all) return std::nullopt;
  return out;
}

// The datasets that the file names, by position, from the receipts.
struct FileDatasets {
  std::vector<NotarizeRecord> records;
  std::vector<const VerifiedEntry*> entries;  // of the records
  std::vector<const NotarizeRecord*> by_position;
};

Result<FileDatasets> datasets_of(const ProofFile& file, std::span<const VerifiedEntry> entries) {
  FileDatasets out;
  std::set<Digest> blobs;
  for (const VerifiedEntry& entry : entries) {
    ZKP_TRY(NotarizeRecord record, dataset_of(entry.entry, file.blobs));
    if (ledger_id(entry.entry.payload.ledger) != file.ledger)
      return Error(LedgerError::kBadProofFile, "the proof speaks about another ledger than its receipt");
    if (record.dictionary_blob) blobs.insert(*record.dictionary_blob);
    out.records.push_back(std::move(record));
    out.entries.push_back(&entry);
  }
  if (blobs.size() != file.blobs.size())
    return Error(LedgerError::kBadProofFile, "the file carries blobs that nothing names");
  std::set<Digest> used;
  for (const Digest& digest : file.datasets) {
    const auto record = std::ranges::find(out.records, digest, &NotarizeRecord::dataset);
    if (record == out.records.end())
      return Error(LedgerError::kBadProofFile, "the proof speaks about another dataset than its receipt");
    used.insert(digest);
    out.by_position.push_back(&*record);
  }
  if (used.size() != out.records.size())
    return Error(LedgerError::kBadProofFile, "a receipt is of no dataset that the proof speaks about, or there twice");
  return out;
}

std::string names_of(const FileDatasets& datasets) {
  std::string out;
  for (const NotarizeRecord& record : datasets.records)
    out += (out.empty() ? "" : "; ") + record.name + ", " + std::to_string(record.body.rows) + " rows, " +
           hex_encode(record.dataset).substr(0, 16) + "...";
  return out;
}

// What a sum with noise needs besides its proof: the beacon's signature, and a record of the bits that was there before
// the round. Of other statements, that there is no signature.
Result<std::string> check_beacon(const StatementView& view, const FileDatasets& datasets, const ProofFile& file,
                                 DatasetViews views, const Beacons& beacons) {
  ZKP_TRY_VOID(check_noise_statement(view, views));
  ZKP_TRY_VOID(check_noise_signature(view, views, file.beacon_signature, beacons));
  if (!view.noisy) return std::string();
  const auto entry_of = [&](size_t position) -> const VerifiedEntry& {
    return *datasets.entries[static_cast<size_t>(datasets.by_position[position] - datasets.records.data())];
  };
  const VerifiedEntry& record = entry_of(view.noisy->record);
  if (record.index < entry_of(view.noisy->about.dataset).index)
    return Error(LedgerError::kNotAllowed, "the noise bits were recorded before the data");
  const NoiseQuery& query = *views[view.noisy->record].entry->query;
  const int64_t time_s = record.entry.payload.time_s;
  ZKP_TRY_VOID(check_noise_round(query, time_s, beacons));
  return noise_round_words(query, time_s, beacons);
}

}  // namespace

Result<Verification> verify_proof_file(std::string_view text, const TrustPolicy& policy,
                                       const SignatureVerifier& verifier) {
  ZKP_TRY(ProofFile file, parse_proof_file(text));
  Verification out;
  out.statement = printable(file.statement);
  out.label = printable(file.setup);
  add(out.checks, "format", true, "canonical " + std::string(file.format()));
  const std::optional<std::vector<VerifiedEntry>> entries = check_receipts(file, policy, verifier, out.checks);
  // Without valid entries there is no body to check against; what fails is already listed.
  if (!entries) return out;
  const Result<FileDatasets> datasets = datasets_of(file, *entries);
  add(out.checks, "dataset", datasets.ok(), datasets.ok() ? names_of(*datasets) : datasets.error().message());
  if (!datasets.ok()) return out;
  std::vector<DatasetView> views;
  for (const NotarizeRecord* record : datasets->by_position) views.push_back(record->view());

  const bool fresh = file.nonce == policy.nonce;
  add(out.checks, "nonce", fresh,
      !fresh
          ? (policy.nonce == Digest{} ? "the proof answers a challenge that you did not give: " + hex_encode(file.nonce)
                                      : "the proof does not answer your challenge")
          : (file.nonce == Digest{} ? "none asked for" : "answers the challenge"));

  const LabelledVerifier* extra = policy.keys ? &*policy.keys : nullptr;
  Result<const LabelledVerifier*> keys = choose_keys(file.verification_key, file.srs, extra);
  const bool label_right = keys.ok() && (*keys)->label.text() == file.setup;
  add(out.checks, "verification-key", keys.ok() && label_right,
      !keys.ok()
          ? keys.error().message() + (keys.error().hint().empty() ? "" : "; " + keys.error().hint())
          : (label_right ? short_hex(file.verification_key) + "... [" + file.setup + "]"
                         : "the file says \"" + file.setup + "\", the key is \"" + (*keys)->label.text() + "\""));

  Result<StatementView> view = describe_statement(file.statement_bytes, views);
  Result<void> words = view.ok() ? check_view(*view, file) : Result<void>(view.error());
  add(out.checks, "words", words.ok(), words.ok() ? "recomputed from the statement's bytes" : words.error().message());
  if (view.ok()) {
    out.statement = view->text;
    out.words = view->words;
    out.outputs = view->outputs;
    out.not_shown = view->not_shown;
  }
  if (view.ok() && (view->noisy || file.beacon_signature)) {
    const Result<std::string> beacon = check_beacon(*view, *datasets, file, views, policy.beacons);
    add(out.checks, "beacon", beacon.ok(), beacon.ok() ? *beacon : beacon.error().describe());
  }
  Result<void> proof = check_proof_record(views, file.ledger, record_of(file, datasets->by_position), extra);
  add(out.checks, "proof", proof.ok(),
      proof.ok() ? "dataset proof over BLS12-381, " + std::to_string(file.proof.size()) + " bytes"
                 : proof.error().message());
  return out;
}

Result<NotarizeRecord> dataset_of_file(std::string_view text) {
  auto from_receipt = [](std::string_view receipt_text, std::span<const Bytes> blobs) -> Result<NotarizeRecord> {
    ZKP_TRY(Receipt receipt, parse_receipt(receipt_text));
    ZKP_TRY(SignedEntry entry, parse_entry(receipt.extra));
    if (entry.payload.type != EntryType::kNotarize)
      return Error(GeneralError::kParse, "the receipt is not of a dataset");
    // A receipt travels without the dictionaries that do not fit in an entry; the body alone is enough to check data.
    if (Result<NotarizeRecord> full = dataset_of(entry, blobs); full.ok()) return full;
    ZKP_TRY(const NotarizeRecord* record, entry.notarize());
    return *record;
  };
  if (text.starts_with('{')) {
    ZKP_TRY(ProofFile file, parse_proof_file(text));
    if (file.receipts.size() != 1) return Error(GeneralError::kParse, "the proof file does not carry one receipt");
    return from_receipt(file.receipts[0], file.blobs);
  }
  return from_receipt(text, {});
}

}  // namespace zkp
