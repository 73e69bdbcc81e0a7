#include "ledger/records.h"

#include <algorithm>

#include "base/encoding.h"
#include "hash/sha2.h"

namespace zkp {
namespace {

Error bad(std::string message) { return Error(LedgerError::kBadEntry, std::move(message)); }

// The members of a predicate that belong to its type, read one by one in place; end() fails on any that was not asked
// for.
class Fields {
 public:
  explicit Fields(const EntryPayload& payload) : members_(payload.fields) {}

  Result<std::string_view> text(std::string_view key) {
    const json::Value* value = optional(key);
    if (value == nullptr || !value->is_string())
      return bad("member \"" + std::string(key) + "\" is missing or no string");
    return std::string_view(value->string());
  }
  Result<Digest> digest(std::string_view key) {
    ZKP_TRY(std::string_view hex, text(key));
    return hex_decode_array<32>(hex);
  }
  Result<Bytes> bytes(std::string_view key) {
    ZKP_TRY(std::string_view base64, text(key));
    return base64_decode(base64);
  }
  /// nullptr when absent.
  const json::Value* optional(std::string_view key) {
    auto it = members_.find(key);
    if (it == members_.end()) return nullptr;
    ++read_;
    return &it->second;
  }
  /// Members of every entry, which read_common reads.
  void skip_common() {
    for (std::string_view key : {"author_key", "log_key", "clock_behind"}) optional(key);
  }
  Result<void> end() const {
    if (read_ != members_.size()) return bad("a member that the format does not know");
    return {};
  }

 private:
  const json::Object& members_;
  size_t read_ = 0;  // each key is asked for once
};

Result<void> expect_type(const EntryPayload& payload, EntryType type, size_t max_subjects = 1) {
  const std::string name(entry_type_name(type));
  if (payload.type != type) return bad("not a " + name + " entry");
  if (payload.subjects.empty() || payload.subjects.size() > max_subjects) {
    return bad("a " + name + " entry has " +
               (max_subjects == 1 ? "one subject" : "1 to " + std::to_string(max_subjects) + " subjects"));
  }
  return {};
}

json::Object dictionaries_json(const Dictionaries& dictionaries) {
  json::Object out;
  for (const auto& [column, words] : dictionaries) out[column] = json::Array(words.begin(), words.end());
  return out;
}

Result<Dictionaries> dictionaries_from_json(const json::Object& object) {
  Dictionaries out;
  for (const auto& [column, words] : object) {
    if (!words.is_array()) return bad("the dictionary of \"" + column + "\" is not a list");
    std::vector<std::string>& list = out[column];
    for (const json::Value& word : words.array()) {
      if (!word.is_string()) return bad("the dictionary of \"" + column + "\" holds something other than strings");
      list.push_back(word.string());
    }
  }
  return out;
}

bool has_dictionary(const EntryColumn& column) { return column.type.code == TypeCode::kCode; }

Result<GenesisRecord> genesis(const EntryPayload& payload) {
  ZKP_TRY_VOID(expect_type(payload, EntryType::kGenesis));
  Fields fields(payload);
  fields.skip_common();
  GenesisRecord out;
  out.name = payload.subjects[0].name;
  ZKP_TRY(CommonFields common, read_common(payload));
  out.log_key = common.log_key;
  if (payload.subjects[0].algorithm != "sha256" || payload.subjects[0].digest != key_id(out.log_key))
    return bad("the subject of the genesis entry is not the log key");
  out.author_key = common.author_key;
  ZKP_TRY(out.hash, fields.text("hash"));
  if (out.hash != "sha3-256" && out.hash != "blake3") return bad("unknown hash " + out.hash);
  ZKP_TRY(std::string_view insecure, fields.text("insecure_dev"));
  if (insecure != "yes" && insecure != "no") return bad("insecure_dev is neither \"yes\" nor \"no\"");
  out.insecure_dev = insecure == "yes";
  if (!payload.parents.empty()) return bad("the genesis entry has no parents");
  ZKP_TRY_VOID(fields.end());
  return out;
}

Result<NotarizeRecord> notarize(const EntryPayload& payload) {
  ZKP_TRY_VOID(expect_type(payload, EntryType::kNotarize));
  Fields fields(payload);
  fields.skip_common();
  NotarizeRecord out;
  out.name = payload.subjects[0].name;
  out.dataset = payload.subjects[0].digest;
  if (payload.subjects[0].algorithm != "zkpCommitment") return bad("a dataset is named by its zkpCommitment");
  ZKP_TRY(out.body_bytes, fields.bytes("body"));
  ZKP_TRY(out.body, decode_entry_body(out.body_bytes));
  if (entry_body_digest(out.body_bytes) != out.dataset) return bad("the subject's digest is not that of the body");
  // The key id of the payload is the author key's, so the owner is the author if the ids agree.
  if (key_id(out.body.owner_key) != payload.author) return bad("the body belongs to another author than the entry");
  const json::Value* inline_words = fields.optional("dictionaries");
  const json::Value* blob = fields.optional("dictionary_blob");
  // An entry has one spelling: without categories there is no dictionary to name.
  const bool has_words = std::any_of(out.body.columns.begin(), out.body.columns.end(), has_dictionary);
  if (!has_words && (inline_words != nullptr || blob != nullptr))
    return bad("a dictionary without a column of categories");
  if (inline_words != nullptr && blob != nullptr) return bad("dictionaries both inside the entry and as a blob");
  if (inline_words != nullptr) {
    if (!inline_words->is_object()) return bad("\"dictionaries\" is not an object");
    ZKP_TRY(out.dictionaries, dictionaries_from_json(inline_words->object()));
  }
  if (blob != nullptr) {
    if (!blob->is_string()) return bad("\"dictionary_blob\" is not a string");
    ZKP_TRY(Digest digest, hex_decode_array<32>(blob->string()));
    out.dictionary_blob = digest;
  } else {
    ZKP_TRY_VOID(check_dictionaries(out.dictionaries, out.body));
  }
  if (const json::Value* plain = fields.optional("public_digest")) {
    ZKP_TRY_VOID(plain->expect_members({"algorithm", "value"}));
    ZKP_TRY(std::string algorithm, plain->get_string("algorithm"));
    if (algorithm != "sha3-256" && algorithm != "blake3") return bad("unknown public digest " + algorithm);
    ZKP_TRY(std::string value, plain->get_string("value"));
    ZKP_TRY(Digest digest, hex_decode_array<32>(value));
    out.public_digest = {algorithm, digest};
  }
  ZKP_TRY_VOID(fields.end());
  return out;
}

Result<ProofRecord> proof(const EntryPayload& payload) {
  ZKP_TRY_VOID(expect_type(payload, EntryType::kProof, kMaxProofSubjects));
  Fields fields(payload);
  fields.skip_common();
  ProofRecord out;
  for (const Subject& subject : payload.subjects) {
    if (subject.algorithm != "zkpCommitment") return bad("a dataset is named by its zkpCommitment");
    out.subjects.push_back({subject.name, subject.digest});
  }
  ZKP_TRY(out.statement, fields.text("statement"));
  ZKP_TRY(out.statement_bytes, fields.bytes("statement_bytes"));
  ZKP_TRY(out.nonce, fields.digest("nonce"));
  ZKP_TRY(out.proof, fields.bytes("proof"));
  ZKP_TRY(out.proof_id, fields.digest("proof_id"));
  ZKP_TRY(out.verification_key, fields.digest("vk"));
  ZKP_TRY(out.srs, fields.digest("srs"));
  ZKP_TRY(out.setup, fields.text("setup"));
  if (const json::Value* signature = fields.optional("beacon_signature")) {
    if (!signature->is_string()) return bad("\"beacon_signature\" is not a string");
    ZKP_TRY(out.beacon_signature, hex_decode_array<48>(signature->string()));
  }
  ZKP_TRY_VOID(fields.end());
  return out;
}

// Nested readers speak of hex, base64 and members; to a caller all of it is a bad entry.
template <class T>
Result<T> as_bad_entry(Result<T> result) {
  if (result.ok()) return result;
  return bad(result.error().message());
}

}  // namespace

ProofContext ProofRecord::context(const Digest& ledger_id) const {
  ProofContext out{ledger_id, {}, nonce};
  for (const NamedDataset& subject : subjects) out.datasets.push_back(subject.dataset);
  return out;
}

EntryPayload make_genesis(const GenesisRecord& record) {
  EntryPayload out;
  out.type = EntryType::kGenesis;
  out.subjects = {{record.name, "sha256", key_id(record.log_key)}};
  out.fields = {{"hash", record.hash}, {"insecure_dev", record.insecure_dev ? "yes" : "no"}};
  return out;
}

EntryPayload make_notarize(const NotarizeRecord& record) {
  EntryPayload out;
  out.type = EntryType::kNotarize;
  out.subjects = {{record.name, "zkpCommitment", record.dataset}};
  out.fields["body"] = base64_encode(record.body_bytes);
  if (record.dictionary_blob)
    out.fields["dictionary_blob"] = hex_encode(*record.dictionary_blob);
  else if (!record.dictionaries.empty())
    out.fields["dictionaries"] = dictionaries_json(record.dictionaries);
  if (record.public_digest)
    out.fields["public_digest"] =
        json::Object{{"algorithm", record.public_digest->first}, {"value", hex_encode(record.public_digest->second)}};
  return out;
}

EntryPayload make_proof(const ProofRecord& record) {
  EntryPayload out;
  out.type = EntryType::kProof;
  for (const NamedDataset& subject : record.subjects)
    out.subjects.push_back({subject.name, "zkpCommitment", subject.dataset});
  out.fields = {{"statement", record.statement},           {"statement_bytes", base64_encode(record.statement_bytes)},
                {"nonce", hex_encode(record.nonce)},       {"proof", base64_encode(record.proof)},
                {"proof_id", hex_encode(record.proof_id)}, {"vk", hex_encode(record.verification_key)},
                {"srs", hex_encode(record.srs)},           {"setup", record.setup}};
  if (record.beacon_signature) out.fields["beacon_signature"] = hex_encode(*record.beacon_signature);
  return out;
}

Result<CommonFields> read_common(const EntryPayload& payload) {
  Fields fields(payload);
  CommonFields out;
  ZKP_TRY(out.log_key, fields.digest("log_key"));
  ZKP_TRY(out.author_key, fields.digest("author_key"));
  if (key_id(out.author_key) != payload.author) return bad("author_key is not the key of the author");
  if (const json::Value* behind = fields.optional("clock_behind")) {
    if (!behind->is_integer() || behind->integer() <= 0) return bad("clock_behind is not a positive number of seconds");
    out.clock_behind_s = behind->integer();
  }
  return out;
}

Result<TypedRecord> read_record(const EntryPayload& payload) {
  TypedRecord out;
  if (payload.type == EntryType::kGenesis) {
    ZKP_TRY(out, read_genesis(payload));
  } else if (payload.type == EntryType::kNotarize) {
    ZKP_TRY(out, read_notarize(payload));
  } else if (payload.type == EntryType::kProof) {
    ZKP_TRY(out, read_proof(payload));
  }
  return out;
}

Result<GenesisRecord> read_genesis(const EntryPayload& payload) { return as_bad_entry(genesis(payload)); }
Result<NotarizeRecord> read_notarize(const EntryPayload& payload) { return as_bad_entry(notarize(payload)); }
Result<ProofRecord> read_proof(const EntryPayload& payload) { return as_bad_entry(proof(payload)); }

Bytes encode_dictionaries(const Dictionaries& dictionaries) {
  return to_bytes(json::dump(dictionaries_json(dictionaries)));
}

Result<Dictionaries> decode_dictionaries(ByteView blob, const EntryBody& body) {
  Result<json::Value> value = json::parse_canonical(as_text(blob));
  if (!value.ok() || !value->is_object()) return bad("the dictionary blob is not a canonical JSON object");
  ZKP_TRY(Dictionaries out, dictionaries_from_json(value->object()));
  ZKP_TRY_VOID(check_dictionaries(out, body));
  return out;
}

Result<void> check_dictionaries(const Dictionaries& dictionaries, const EntryBody& body) {
  size_t wanted = 0;
  for (const EntryColumn& column : body.columns) {
    if (!has_dictionary(column)) continue;
    ++wanted;
    auto it = dictionaries.find(column.name);
    if (it == dictionaries.end()) return bad("column \"" + column.name + "\" lacks its dictionary");
    if (it->second.size() != column.type.param || dictionary_digest(it->second) != column.linkage_id)
      return bad("the dictionary of \"" + column.name + "\" is not the one that the body names");
  }
  if (dictionaries.size() != wanted) return bad("a dictionary belongs to no column");
  return {};
}

}  // namespace zkp
