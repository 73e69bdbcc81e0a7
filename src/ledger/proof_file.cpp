#include "ledger/proof_file.h"

#include "base/encoding.h"
#include "base/json.h"

namespace zkp {
namespace {

constexpr json::Limits kLimits{.max_bytes = kMaxProofFileBytes, .max_depth = 8};
constexpr size_t kMaxDatasets = 64;

Result<Bytes> bytes_member(const json::Value& object, std::string_view key) {
  ZKP_TRY(std::string text, object.get_string(key));
  return base64_decode(text);
}

Result<Digest> digest_member(const json::Value& object, std::string_view key) {
  ZKP_TRY(std::string text, object.get_string(key));
  return hex_decode_array<32>(text);
}

Result<std::vector<std::string>> strings_member(const json::Value& object, std::string_view key) {
  ZKP_TRY(const json::Array* array, object.get_array(key));
  if (array->size() > kMaxDatasets)
    return Error(GeneralError::kLimit, "more than 64 items in \"" + std::string(key) + "\"");
  std::vector<std::string> out;
  for (const json::Value& item : *array) {
    if (!item.is_string())
      return Error(GeneralError::kParse, "\"" + std::string(key) + "\" holds something other than strings");
    out.push_back(item.string());
  }
  return out;
}

}  // namespace

std::string encode_proof_file(const ProofFile& file) {
  json::Object outputs;
  for (const auto& [name, value] : file.outputs) outputs[name] = value;
  json::Array datasets, receipts, blobs;
  for (const Digest& dataset : file.datasets) datasets.emplace_back(hex_encode(dataset));
  for (const std::string& receipt : file.receipts) receipts.emplace_back(receipt);
  for (const Bytes& blob : file.blobs) blobs.emplace_back(base64_encode(blob));
  json::Object out = {
      {"format", file.format()},
      {"statement",
       json::Object{{"text", file.statement}, {"bytes", base64_encode(file.statement_bytes)}, {"words", file.words}}},
      {"outputs", std::move(outputs)},
      {"context",
       json::Object{
           {"ledger", hex_encode(file.ledger)}, {"datasets", std::move(datasets)}, {"nonce", hex_encode(file.nonce)}}},
      {"proof", base64_encode(file.proof)},
      {"proof_id", hex_encode(file.proof_id)},
      {"vk", hex_encode(file.verification_key)},
      {"srs", hex_encode(file.srs)},
      {"setup", file.setup},
      {"receipts", std::move(receipts)},
      {"blobs", std::move(blobs)},
  };
  if (file.beacon_signature) out["beacon_signature"] = hex_encode(*file.beacon_signature);
  return json::dump(std::move(out));
}

Result<ProofFile> parse_proof_file(std::string_view text) {
  ZKP_TRY(json::Value value, json::parse_canonical(text, kLimits));
  ZKP_TRY(std::string format, value.get_string("format"));
  ProofFile out;
  if (format == kProofFileFormat) {
    ZKP_TRY_VOID(value.expect_members(
        {"format", "statement", "outputs", "context", "proof", "proof_id", "vk", "srs", "setup", "receipts", "blobs"}));
  } else if (format == kNoisyProofFileFormat) {
    ZKP_TRY_VOID(value.expect_members({"format", "statement", "outputs", "context", "proof", "proof_id", "vk", "srs",
                                       "setup", "receipts", "blobs", "beacon_signature"}));
    ZKP_TRY(const std::string signature, value.get_string("beacon_signature"));
    ZKP_TRY(out.beacon_signature, hex_decode_array<48>(signature));
  } else {
    return Error(GeneralError::kParse, "not a proof file of format " + std::string(kProofFileFormat) + " or " +
                                           std::string(kNoisyProofFileFormat));
  }
  const json::Value& statement = *value.find("statement");
  ZKP_TRY_VOID(statement.expect_members({"text", "bytes", "words"}));
  ZKP_TRY(out.statement, statement.get_string("text"));
  ZKP_TRY(out.statement_bytes, bytes_member(statement, "bytes"));
  ZKP_TRY(out.words, statement.get_string("words"));
  ZKP_TRY(const json::Object* outputs, value.get_object("outputs"));
  for (const auto& [name, output] : *outputs) {
    if (!output.is_string()) return Error(GeneralError::kParse, "an output is not a string");
    out.outputs.emplace(name, output.string());
  }
  const json::Value& context = *value.find("context");
  ZKP_TRY_VOID(context.expect_members({"ledger", "datasets", "nonce"}));
  ZKP_TRY(out.ledger, digest_member(context, "ledger"));
  ZKP_TRY(std::vector<std::string> datasets, strings_member(context, "datasets"));
  for (const std::string& dataset : datasets) {
    ZKP_TRY(Digest digest, hex_decode_array<32>(dataset));
    out.datasets.push_back(digest);
  }
  ZKP_TRY(out.nonce, digest_member(context, "nonce"));
  ZKP_TRY(out.proof, bytes_member(value, "proof"));
  ZKP_TRY(out.proof_id, digest_member(value, "proof_id"));
  ZKP_TRY(out.verification_key, digest_member(value, "vk"));
  ZKP_TRY(out.srs, digest_member(value, "srs"));
  ZKP_TRY(out.setup, value.get_string("setup"));
  ZKP_TRY(out.receipts, strings_member(value, "receipts"));
  ZKP_TRY(std::vector<std::string> blobs, strings_member(value, "blobs"));
  for (const std::string& blob : blobs) {
    ZKP_TRY(Bytes bytes, base64_decode(blob));
    out.blobs.push_back(std::move(bytes));
  }
  return out;
}

}  // namespace zkp
