/// The typed content of each kind of entry: what `EntryPayload::fields` must hold (docs/formats/entry.md).
///
/// make_* builds a payload that lacks only what the ledger adds when it appends (origin, parents, time, author); read_*
/// is strict: exactly the members of the format, canonical values, and every copied value compared with its source.
/// Pure, safe for concurrent use, part of the verifier. Errors of read_*: LedgerError::kBadEntry.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ledger/payload.h"
#include "statement/catalog.h"
#include "statement/context.h"

namespace zkp {

/// Entry 0. `hash` governs plain digests of public data and of reports.
struct GenesisRecord {
  std::string name;               ///< of the ledger
  ByteArray<32> log_key{};        ///< raw Ed25519
  ByteArray<32> author_key{};     ///< raw Ed25519 of the first author
  std::string hash = "sha3-256";  ///< or "blake3"
  bool insecure_dev = false;      ///< whether proofs under insecure-dev keys may be recorded
};

/// A dataset. Its schema, rows, commitments and file binding are those of the body and of nothing else.
struct NotarizeRecord {
  std::string name;
  Bytes body_bytes;
  EntryBody body;             ///< decode_entry_body(body_bytes)
  Digest dataset{};           ///< dataset digest: entry_body_digest(body_bytes)
  Dictionaries dictionaries;  ///< public, because the owner asked for `--type c=category`
  /// A dictionary that does not fit in an entry is a blob of the store, named here by its SHA-256.
  std::optional<Digest> dictionary_blob;
  /// Plain digest of the file, only when the owner asked for --public-digest: "sha3-256" or "blake3", and the value.
  std::optional<std::pair<std::string, Digest>> public_digest;

  DatasetView view() const { return {name, &body, &dictionaries}; }
  /// Noise bits for one answer about another dataset, not a table (body of kind 1).
  bool is_noise() const { return body.query.has_value(); }
};

/// A dataset that an entry speaks about.
struct NamedDataset {
  std::string name;
  Digest dataset{};

  friend bool operator==(const NamedDataset&, const NamedDataset&) = default;
};

/// A proof, recorded. The statement's bytes are the truth; its text, words and outputs are recomputed from them.
struct ProofRecord {
  std::vector<NamedDataset> subjects;  ///< 1 to kMaxProofSubjects, in the order of the statement's entries
  std::string statement;               ///< as on the command line, "sum:age"
  Bytes statement_bytes;
  Digest nonce{};
  Bytes proof;        ///< an envelope (dataset_proof/envelope.h)
  Digest proof_id{};  ///< identity of the proof: statement and context, not the (re-randomisable) proof bytes
  Digest verification_key{};
  Digest srs{};
  std::string setup;  ///< "insecure-dev", "local" or "ceremony:<hex>"
  /// Of a sum with noise, and of no other statement: the signature of the beacon's round (beacon/beacon.h).
  std::optional<ByteArray<48>> beacon_signature = {};

  /// What the proof is bound to, in the ledger of this id.
  ProofContext context(const Digest& ledger_id) const;
};
/// A context counts its datasets in a byte; the widest statement speaks about three.
inline constexpr size_t kMaxProofSubjects = 4;

/// Members that any entry may have besides those of its type.
struct CommonFields {
  ByteArray<32> log_key{};
  ByteArray<32> author_key{};  ///< hashes to the author's key id
  int64_t clock_behind_s =
      0;  ///< by how much the clock was behind the previous entry; the entry's time did not go back
};

/// The members of an entry's type. Types that no reader is built for yet have a monostate.
using TypedRecord = std::variant<std::monostate, GenesisRecord, NotarizeRecord, ProofRecord>;

EntryPayload make_genesis(const GenesisRecord& record);
EntryPayload make_notarize(const NotarizeRecord& record);
EntryPayload make_proof(const ProofRecord& record);

Result<CommonFields> read_common(const EntryPayload& payload);
Result<TypedRecord> read_record(const EntryPayload& payload);
Result<GenesisRecord> read_genesis(const EntryPayload& payload);
Result<NotarizeRecord> read_notarize(const EntryPayload& payload);
Result<ProofRecord> read_proof(const EntryPayload& payload);

/// The dictionary blob: canonical JSON, column name -> list of categories.
Bytes encode_dictionaries(const Dictionaries& dictionaries);
/// Strict; every dictionary must belong to a CODE column of the body and hash to its linkage id, and none may be
/// missing.
Result<Dictionaries> decode_dictionaries(ByteView blob, const EntryBody& body);
Result<void> check_dictionaries(const Dictionaries& dictionaries, const EntryBody& body);

}  // namespace zkp
