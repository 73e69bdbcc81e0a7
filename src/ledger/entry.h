/// Entries of the dataset ledger: an in-toto Statement v1 inside a DSSE envelope with one Ed25519 signature
/// (docs/formats/entry.md).
///
///   payload   RFC 8785 canonical JSON, `_type`, `subject`, `predicateType`, `predicate`
///   envelope  { "payload": base64, "payloadType": "application/vnd.in-toto+json", "signatures": [ { "keyid", "sig" } ]
///   } leaf      the canonical envelope bytes; at most 65,535 of them digest    SHA3-256("zkp/entry/v1" || leaf), the
///   name by which `parents`, lineage and people speak of an entry
///
/// A SignedEntry can only be made by sign_entry (we built it) or parse_entry (strict: a reader re-encodes and
/// compares), so code that holds one never re-checks its form. Whether the signature is right is a separate, dear
/// question: verify_entry_signature. Everything here is pure and safe for concurrent use. Sources: DSSE v1.0.2
/// protocol.md; in-toto attestation framework, Statement v1.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/env.h"
#include "base/json.h"

namespace zkp {

inline constexpr size_t kMaxEntryBytes = 65535;
inline constexpr std::string_view kPayloadType = "application/vnd.in-toto+json";

/// What an entry records. The order is that of ledger.md section 3; the types beyond `proof` are read but not yet
/// written.
enum class EntryType : uint8_t {
  kGenesis,
  kNotarize,
  kTransform,
  kSplit,
  kProof,
  kBranch,
  kMerge,
  kKey,
  kRetract,
  kErase
};

/// "notarize", and "tag:zkp-ledger,2026:notarize/v1".
std::string_view entry_type_name(EntryType type);
std::string predicate_type(EntryType type);
std::optional<EntryType> entry_type_from_name(std::string_view name);

/// One thing that the entry is about, and the digest that names it.
struct Subject {
  std::string name;
  std::string algorithm;  ///< "zkpCommitment" for datasets, "sha256" for the log key of the genesis entry
  Digest digest;
};

/// The payload, parsed. `fields` holds the members of the predicate that belong to the type; the common ones are here.
struct EntryPayload {
  EntryType type = EntryType::kNotarize;
  std::vector<Subject> subjects;
  std::string ledger;  ///< origin of the log
  std::string branch = "main";
  std::vector<Digest> parents;
  int64_t time_s = 0;  ///< seconds since 1970-01-01T00:00:00Z
  Digest author{};     ///< key id: SHA-256 of the raw public key
  json::Object fields;
};

struct SignedEntry {
  EntryPayload payload;
  ByteArray<64> signature;
  Bytes leaf;        ///< canonical envelope
  Digest digest;     ///< entry digest
  Digest leaf_hash;  ///< RFC 6962
};

/// SHA-256 of the raw key.
Digest key_id(const ByteArray<32>& public_key);
Digest entry_digest(ByteView leaf);
/// SHA-256("zkp/ledger/v1" || origin): `ledger_id` of proof contexts.
Digest ledger_id(std::string_view origin);

/// [A-Za-z0-9._-]{1,128}
bool is_valid_name(std::string_view name);

/// The canonical payload text. REQUIRES: names and times in range.
std::string encode_payload(const EntryPayload& payload);

/// Signs and encodes. Errors: LedgerError::kBadEntry for names, counts and times that parse_entry would refuse,
/// kTooLarge when the envelope would exceed kMaxEntryBytes. REQUIRES: texts in `fields` are valid UTF-8.
Result<SignedEntry> sign_entry(EntryPayload payload, const Signer& author);

/// Strict parser of a leaf. Errors: LedgerError::kBadEntry with a sentence; never aborts on any bytes.
Result<SignedEntry> parse_entry(ByteView leaf);

/// True if the signature is the author's. The key must hash to payload.author.
bool verify_entry_signature(const SignedEntry& entry, const ByteArray<32>& author_key,
                            const SignatureVerifier& verifier);

/// RFC 3339 in UTC with seconds: "2026-11-21T12:00:00Z"; years 1970..9999.
std::string format_time(int64_t time_s);
Result<int64_t> parse_time(std::string_view text);

}  // namespace zkp
