#include "zkp_groth16/write_file.h"

#include <algorithm>

#include "groth16/files/snarkjs_json.h"
#include "groth16/insecure_dev.h"
#include "zkp_groth16/any_file.h"

namespace zkp {
namespace {

Result<void> write(Session& session, const std::string& path, ByteView bytes) {
  return session.files().replace(path, bytes);
}

Result<void> write_text(Session& session, const std::string& path, const std::string& text) {
  return write(session, path, as_bytes(text + "\n"));
}

Error wrong_suffix(const std::string& path, std::string_view what, std::string hint) {
  return Error(GeneralError::kInvalidArgument, std::string(what) + " cannot be written to a file of this name")
      .with_file(path)
      .with_hint(std::move(hint));
}

Error wrong_key_name(const std::string& path) {
  return wrong_suffix(path, "a key", "names that work end in .zkey, .zpk, .zvk, .json or .ark");
}

Error wrong_proof_name(const std::string& path) {
  return wrong_suffix(path, "a proof",
                      "names that work end in .json (snarkjs) or .ark (arkworks, and zkp's 192 bytes)");
}

ArkForm form_of(const WriteOptions& options) {
  return options.uncompressed ? ArkForm::kUncompressed : ArkForm::kCompressed;
}

bool unknown(const Digest& circuit_id) {
  return std::ranges::all_of(circuit_id, [](uint8_t byte) { return byte == 0; });
}

constexpr std::string_view kKeySuffixes[] = {".zkey", ".zpk", ".pk", ".zvk", ".vk", ".json", ".ark"};
constexpr std::string_view kVerifyingKeySuffixes[] = {".json", ".zvk", ".vk", ".ark"};
constexpr std::string_view kProofSuffixes[] = {".json", ".ark"};

Error circuit_needed(const std::string& path) {
  return Error(GeneralError::kInvalidArgument, "this file names its circuit, and the key does not say which it is for")
      .with_file(path)
      .with_hint("add --circuit CIRCUIT.r1cs");
}

// Key files of zkp name their circuit.
Result<Digest> circuit_of(const std::string& path, const Digest& known, const WriteOptions& options) {
  if (options.circuit == nullptr) return unknown(known) ? Result<Digest>(circuit_needed(path)) : known;
  const Digest given = circuit_id(*options.circuit);
  if (!unknown(known) && known != given)
    return Error(CryptoError::kBadKey, "the key is for another circuit than the one that --circuit names");
  return given;
}

// A key of development is one whatever file it went through: most have no place for a label and come in as local.
SetupLabel label_of(const SetupLabel& label, const Digest& circuit, const VerifyingKey& key) {
  const bool unmarked = label.kind() == SetupLabel::Kind::kLocal && is_insecure_dev_key(key, circuit);
  return unmarked ? SetupLabel::insecure_dev() : label;
}

Result<void> write_own_key(Session& session, const std::string& path, ProvingKey key, const WriteOptions& options) {
  ZKP_TRY(key.circuit_id, circuit_of(path, key.circuit_id, options));
  key.label = label_of(key.label, key.circuit_id, key.vk);
  ZKP_TRY_VOID(check_label({key.label, key.circuit_id, key.vk}));
  Bytes bytes;
  ZKP_TRY_VOID(write_proving_key(key, [&](ByteView piece) -> Result<void> {
    append(bytes, piece);
    return {};
  }));
  return write(session, path, bytes);
}

}  // namespace

Result<void> check_key_name(const std::string& path) {
  if (std::ranges::find(kKeySuffixes, suffix_of(path)) == std::end(kKeySuffixes)) return wrong_key_name(path);
  return {};
}

Result<void> check_verifying_key_name(const std::string& path) {
  if (std::ranges::find(kVerifyingKeySuffixes, suffix_of(path)) == std::end(kVerifyingKeySuffixes))
    return wrong_suffix(path, "a verification key", "names that work end in .json, .zvk, .vk or .ark");
  return {};
}

Result<void> check_new_key_file(Session& session, const std::string& path, bool force) {
  if (force) return {};
  ZKP_TRY(const bool exists, session.files().exists(path));
  if (exists)
    return Error(GeneralError::kInvalidArgument,
                 "this file exists already, and a key that is lost cannot be made again")
        .with_file(path)
        .with_hint("another name, or --force to replace it");
  return {};
}

Result<void> check_proof_name(const std::string& path) {
  if (std::ranges::find(kProofSuffixes, suffix_of(path)) == std::end(kProofSuffixes)) return wrong_proof_name(path);
  return {};
}

Result<void> write_key(Session& session, const std::string& path, const ProvingKey& key, const WriteOptions& options) {
  const std::string suffix = suffix_of(path);
  if (suffix == ".zkey") {
    if (options.circuit == nullptr) return circuit_needed(path);
    ProvingKey named = key;
    named.label = label_of(key.label, circuit_id(*options.circuit), key.vk);
    ZKP_TRY(Zkey zkey, make_zkey(std::move(named), *options.circuit));
    return write_zkey(session, path, zkey);
  }
  if (suffix == ".zpk" || suffix == ".pk") return write_own_key(session, path, key, options);
  if (suffix == ".ark") {
    ZKP_TRY(Bytes bytes, encode_ark_proving_key(key, form_of(options)));
    return write(session, path, bytes);
  }
  return write_verifying_key(session, path, {key.label, key.circuit_id, key.vk}, options);
}

Result<void> write_zkey(Session& session, const std::string& path, const Zkey& zkey) {
  ZKP_TRY(Bytes bytes, encode_zkey(zkey));
  return write(session, path, bytes);
}

Result<void> write_verifying_key(Session& session, const std::string& path, const LabelledVerifyingKey& key,
                                 const WriteOptions& options) {
  const std::string suffix = suffix_of(path);
  if (suffix == ".json") return write_text(session, path, snarkjs_verifying_key(key.key));
  if (suffix == ".ark") return write(session, path, encode_ark_verifying_key(key.key, form_of(options)));
  if (suffix == ".zvk" || suffix == ".vk") {
    LabelledVerifyingKey named = key;
    ZKP_TRY(named.circuit_id, circuit_of(path, key.circuit_id, options));
    named.label = label_of(key.label, named.circuit_id, key.key);
    ZKP_TRY_VOID(check_label(named));
    return write(session, path, encode_verifying_key_file(named));
  }
  return check_verifying_key_name(path);
}

Result<void> write_proof(Session& session, const std::string& path, const Groth16Proof& proof,
                         const WriteOptions& options) {
  const std::string suffix = suffix_of(path);
  if (suffix == ".json") return write_text(session, path, snarkjs_proof(proof));
  if (suffix == ".ark") return write(session, path, encode_ark_proof(proof, form_of(options)));
  return wrong_proof_name(path);
}

Result<void> write_public_inputs(Session& session, const std::string& path, std::span<const Fr> inputs) {
  const std::string suffix = suffix_of(path);
  if (suffix == ".json") return write_text(session, path, snarkjs_public_inputs(inputs));
  if (suffix == ".ark") return write(session, path, encode_ark_inputs(inputs));
  return wrong_suffix(path, "public inputs", "names that work end in .json (snarkjs) or .ark (arkworks)");
}

}  // namespace zkp
