/// What the author signs: an in-toto Statement v1 about datasets (docs/formats/entry.md).
///
/// RFC 8785 canonical JSON with `_type`, `subject`, `predicateType` and `predicate`. The members of the predicate that
/// every entry has are typed here; those of its type are read by records.h. Everything is pure and safe for concurrent
/// use. Source: in-toto attestation framework, Statement v1.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/json.h"

namespace zkp {

inline constexpr size_t kMaxEntryBytes = 65535;

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

/// SHA-256 of the raw key.
Digest key_id(const ByteArray<32>& public_key);

/// [A-Za-z0-9._-]{1,128}
bool is_valid_name(std::string_view name);

/// The canonical payload text. REQUIRES: names and times in range.
std::string encode_payload(const EntryPayload& payload);
/// Strict. Errors: LedgerError::kBadEntry and those of the JSON reader; never aborts on any text.
Result<EntryPayload> parse_payload(std::string_view text);
/// LedgerError::kBadEntry for names, counts and times that parse_payload would refuse: an entry that cannot be read
/// back would end its log.
Result<void> check_payload(const EntryPayload& payload);

/// RFC 3339 in UTC with seconds: "2026-11-21T12:00:00Z"; years 1970..9999.
std::string format_time(int64_t time_s);
Result<int64_t> parse_time(std::string_view text);

}  // namespace zkp
