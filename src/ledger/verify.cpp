#include "ledger/verify.h"

#include <algorithm>

#include "base/encoding.h"

namespace zkp {
namespace {

void add(std::vector<Check>& checks, std::string name, bool ok, std::string detail) {
  checks.push_back({std::move(name), ok, std::move(detail)});
}

std::string short_hex(ByteView bytes) { return hex_encode(bytes.first(8)); }

// The log key that the checks go by: the pinned one, or the one that the entry names if the origin ends in its digest.
std::optional<VerifierKey> choose_log_key(const TrustPolicy& policy, const std::string& origin, const EntryPayload& payload, std::vector<Check>& checks) {
  Result<CommonFields> common = read_common(payload);
  Result<LogOrigin> name = parse_origin(origin);
  if (!common.ok() || !name.ok()) {
    add(checks, "log-key", false, common.ok() ? name.error().message() : common.error().message());
    return std::nullopt;
  }
  const std::string fingerprint = hex_encode(name->first_key_fingerprint);
  if (policy.log_key) {
    const bool same = policy.log_key->name() == origin && policy.log_key->public_key() == common->log_key;
    add(checks, "log-key", same, same ? "pinned " + fingerprint : "the pinned key is of another log: " + policy.log_key->name());
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
Result<void> check_record(const EntryPayload& payload) {
  switch (payload.type) {
    case EntryType::kGenesis: ZKP_TRY_VOID(read_genesis(payload)); return {};
    case EntryType::kNotarize: ZKP_TRY_VOID(read_notarize(payload)); return {};
    case EntryType::kProof: ZKP_TRY_VOID(read_proof(payload)); return {};
    default: return Error(GeneralError::kUnsupported, std::string(entry_type_name(payload.type)) + " entries are not built yet");
  }
}

}  // namespace

bool Verification::ok() const {
  return !checks.empty() && std::all_of(checks.begin(), checks.end(), [](const Check& c) { return c.ok; });
}

const Check* Verification::first_failure() const {
  auto it = std::find_if(checks.begin(), checks.end(), [](const Check& c) { return !c.ok; });
  return it == checks.end() ? nullptr : &*it;
}

std::optional<VerifiedEntry> check_receipt(std::string_view text, const TrustPolicy& policy, const SignatureVerifier& verifier,
                                           std::vector<Check>& checks) {
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
  Result<void> included = verify_inclusion(receipt->index, claimed->size, entry->leaf_hash, receipt->proof, claimed->root);
  add(checks, "receipt", included.ok(),
      included.ok() ? "entry " + std::to_string(receipt->index) + " of " + std::to_string(claimed->size) + " in " + claimed->origin
                    : included.error().message());

  const bool same_log = entry->payload.ledger == claimed->origin;
  if (!same_log) add(checks, "log-key", false, "the entry names the log " + entry->payload.ledger + ", the checkpoint " + claimed->origin);
  std::optional<VerifierKey> key = same_log ? choose_log_key(policy, claimed->origin, entry->payload, checks) : std::nullopt;
  if (key) {
    Result<std::vector<VerifierKey>> signers = verify_note(receipt->checkpoint, std::span(&*key, 1), verifier);
    const bool is_signed = signers.ok() && !signers->empty();
    add(checks, "checkpoint", is_signed,
        is_signed ? "signed by the log, root " + short_hex(claimed->root) + "..." : (signers.ok() ? "not signed by the log" : signers.error().message()));
  }
  if (policy.witnesses) {
    Result<std::vector<Cosignature>> cosigned = check_quorum(receipt->checkpoint, *policy.witnesses, verifier);
    add(checks, "witnesses", cosigned.ok(),
        cosigned.ok() ? std::to_string(cosigned->size()) + " of " + std::to_string(policy.witnesses->witnesses.size()) + " cosigned" : cosigned.error().message());
  }

  Result<void> record = check_record(entry->payload);
  if (!record.ok()) add(checks, "entry", false, record.error().message());
  if (Result<CommonFields> common = read_common(entry->payload); common.ok()) {
    const bool right = verify_entry_signature(*entry, common->author_key, verifier);
    add(checks, "author", right, right ? "signed by " + short_hex(entry->payload.author) + "..." : "the author's signature is wrong");
  }
  const bool all = std::all_of(checks.begin() + static_cast<ptrdiff_t>(first), checks.end(), [](const Check& c) { return c.ok; });
  if (!all) return std::nullopt;
  return VerifiedEntry{receipt->index, std::move(*claimed), std::move(*entry)};
}

}  // namespace zkp
