/// Entries of the dataset ledger: a payload inside a DSSE envelope with one Ed25519 signature (docs/formats/entry.md).
///
///   envelope  { "payload": base64, "payloadType": "application/vnd.in-toto+json", "signatures": [ { "keyid", "sig" } ]
///   } leaf      the canonical envelope bytes; at most 65,535 of them digest    SHA3-256("zkp/entry/v1" || leaf), the
///   name by which `parents`, lineage and people speak of an entry
///
/// A SignedEntry can only be made by sign_entry (we built it) or parse_entry (strict: a reader re-encodes and
/// compares), so code that holds one never re-checks its form, and what it records is read once, when it is made. A log
/// may hold entries whose members only a later version reads: that is for those who use the record to refuse. Whether
/// the signature is right is a separate, dear
/// question: verify_entry_signature. Everything here is pure and safe for concurrent use. Source: DSSE v1.0.2
/// protocol.md.
#pragma once

#include "base/env.h"
#include "ledger/payload.h"
#include "ledger/records.h"

namespace zkp {

inline constexpr std::string_view kPayloadType = "application/vnd.in-toto+json";

struct SignedEntry {
  EntryPayload payload;
  Result<CommonFields> common;  ///< read_common(payload)
  Result<TypedRecord> record;   ///< read_record(payload)
  ByteArray<64> signature;
  Bytes leaf;        ///< canonical envelope
  Digest digest;     ///< entry digest
  Digest leaf_hash;  ///< RFC 6962

  /// The record of an entry of that type. Errors: LedgerError::kBadEntry for another type, or members that are not
  /// those of the type. The pointer lives as long as the entry.
  Result<const GenesisRecord*> genesis() const;
  Result<const NotarizeRecord*> notarize() const;
  Result<const ProofRecord*> proof() const;
};

Digest entry_digest(ByteView leaf);
/// SHA-256("zkp/ledger/v1" || origin): `ledger_id` of proof contexts.
Digest ledger_id(std::string_view origin);

/// Signs and encodes. Errors: LedgerError::kBadEntry for names, counts and times that parse_entry would refuse,
/// kTooLarge when the envelope would exceed kMaxEntryBytes. REQUIRES: texts in `fields` are valid UTF-8.
Result<SignedEntry> sign_entry(EntryPayload payload, const Signer& author);

/// Strict parser of a leaf. Errors: LedgerError::kBadEntry with a sentence; never aborts on any bytes.
Result<SignedEntry> parse_entry(ByteView leaf);

/// True if the signature is the author's. The key must hash to payload.author.
bool verify_entry_signature(const SignedEntry& entry, const ByteArray<32>& author_key,
                            const SignatureVerifier& verifier);

}  // namespace zkp
