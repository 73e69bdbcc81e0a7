#include "ledger/entry.h"

#include <algorithm>

#include "base/encoding.h"
#include "hash/sha2.h"
#include "hash/sha3.h"
#include "hash/tree.h"

namespace zkp {
namespace {

constexpr json::Limits kEnvelopeLimits{.max_bytes = kMaxEntryBytes, .max_depth = 16};

Error bad(std::string message) { return Error(LedgerError::kBadEntry, std::move(message)); }

// DSSE v1.0.2: PAE(type, body) = "DSSEv1" SP len(type) SP type SP len(body) SP body.
Bytes pre_authentication_encoding(std::string_view payload) {
  Bytes out = to_bytes("DSSEv1 " + std::to_string(kPayloadType.size()) + " " + std::string(kPayloadType) + " " +
                       std::to_string(payload.size()) + " ");
  append(out, as_bytes(payload));
  return out;
}

std::string encode_envelope(std::string_view payload, const Digest& author, const ByteArray<64>& signature) {
  return json::dump(json::Object{
      {"payload", base64_encode(as_bytes(payload))},
      {"payloadType", kPayloadType},
      {"signatures", json::Array{json::Object{{"keyid", hex_encode(author)}, {"sig", base64_encode(signature)}}}},
  });
}

SignedEntry finish(EntryPayload payload, const ByteArray<64>& signature, Bytes leaf) {
  Result<CommonFields> common = read_common(payload);
  Result<TypedRecord> record = read_record(payload);
  Digest digest = entry_digest(leaf);
  Digest hash = leaf_hash(leaf);
  return {std::move(payload), std::move(common), std::move(record), signature, std::move(leaf), digest, hash};
}

// Every failure of a nested reader is one of the entry's form.
Result<SignedEntry> parse_entry_unwrapped(ByteView leaf) {
  ZKP_TRY(json::Value envelope, json::parse_canonical(as_text(leaf), kEnvelopeLimits));
  ZKP_TRY_VOID(envelope.expect_members({"payload", "payloadType", "signatures"}));
  ZKP_TRY(std::string type, envelope.get_string("payloadType"));
  if (type != kPayloadType) return bad("payloadType is not " + std::string(kPayloadType));
  ZKP_TRY(std::string payload_base64, envelope.get_string("payload"));
  ZKP_TRY(Bytes payload_bytes, base64_decode(payload_base64));
  ZKP_TRY(const json::Array* signatures, envelope.get_array("signatures"));
  if (signatures->size() != 1) return bad("an envelope has exactly one signature");
  const json::Value& signature = signatures->front();
  ZKP_TRY_VOID(signature.expect_members({"keyid", "sig"}));
  ZKP_TRY(std::string key_text, signature.get_string("keyid"));
  ZKP_TRY(std::string sig_text, signature.get_string("sig"));
  ZKP_TRY(Bytes sig, base64_decode(sig_text));
  if (sig.size() != 64) return bad("a signature has 64 bytes");

  ZKP_TRY(EntryPayload payload, parse_payload(as_text(payload_bytes)));
  if (key_text != hex_encode(payload.author)) return bad("the envelope is signed by another key than the author's");
  ByteArray<64> sig_bytes;
  std::copy(sig.begin(), sig.end(), sig_bytes.begin());
  return finish(std::move(payload), sig_bytes, Bytes(leaf.begin(), leaf.end()));
}

template <class T>
Result<const T*> record_as(const SignedEntry& entry, EntryType type) {
  if (entry.payload.type != type) return bad("not a " + std::string(entry_type_name(type)) + " entry");
  if (!entry.record.ok()) return entry.record.error();
  return &std::get<T>(*entry.record);
}

}  // namespace

Result<const GenesisRecord*> SignedEntry::genesis() const {
  return record_as<GenesisRecord>(*this, EntryType::kGenesis);
}
Result<const NotarizeRecord*> SignedEntry::notarize() const {
  return record_as<NotarizeRecord>(*this, EntryType::kNotarize);
}
Result<const ProofRecord*> SignedEntry::proof() const { return record_as<ProofRecord>(*this, EntryType::kProof); }

Digest entry_digest(ByteView leaf) {
  Sha3_256 hash;
  hash.update(as_bytes("zkp/entry/v1"));
  hash.update(leaf);
  return hash.finish();
}

Digest ledger_id(std::string_view origin) {
  Sha256 hash;
  hash.update(as_bytes("zkp/ledger/v1"));
  hash.update(as_bytes(origin));
  return hash.finish();
}

Result<SignedEntry> sign_entry(EntryPayload payload, const Signer& author) {
  payload.author = key_id(author.public_key());
  ZKP_TRY_VOID(check_payload(payload));
  std::string text = encode_payload(payload);
  ZKP_TRY(ByteArray<64> signature, author.sign_ed25519(pre_authentication_encoding(text)));
  Bytes leaf = to_bytes(encode_envelope(text, payload.author, signature));
  if (leaf.size() > kMaxEntryBytes)
    return Error(LedgerError::kTooLarge,
                 "the entry would have " + std::to_string(leaf.size()) + " bytes; an entry holds at most 65,535");
  return finish(std::move(payload), signature, std::move(leaf));
}

Result<SignedEntry> parse_entry(ByteView leaf) {
  Result<SignedEntry> parsed = parse_entry_unwrapped(leaf);
  if (parsed.ok()) return parsed;
  return bad(parsed.error().message());
}

bool verify_entry_signature(const SignedEntry& entry, const ByteArray<32>& author_key,
                            const SignatureVerifier& verifier) {
  if (key_id(author_key) != entry.payload.author) return false;
  return verifier.verify_ed25519(author_key, pre_authentication_encoding(encode_payload(entry.payload)),
                                 entry.signature);
}

}  // namespace zkp
