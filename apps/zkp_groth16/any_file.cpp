#include "zkp_groth16/any_file.h"

#include <algorithm>
#include <filesystem>

#include "groth16/files/ark_files.h"
#include "groth16/files/snarkjs_json.h"
#include "groth16/insecure_dev.h"

namespace zkp {
namespace {

template <class T>
Result<AnyFile> as(const char* format, Result<T> content) {
  if (!content.ok()) return content.error();
  return AnyFile{format, AnyContent(std::in_place_type<T>, std::move(*content))};
}

Result<AnyFile> parse_json(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && text[first] == '[')
    return as("snarkjs json", parse_snarkjs_public_inputs(text));
  if (text.find("\"pi_a\"") != std::string_view::npos) return as("snarkjs json", parse_snarkjs_proof(text));
  return as("snarkjs json", parse_snarkjs_verifying_key(text));
}

Result<AnyFile> parse_arkworks(ByteView bytes, SubgroupCheck proving_points, TaskPool* pool) {
  const ArkForm form = ark_form_of(bytes);
  switch (ark_kind_of(bytes)) {
    case ArkKind::kProof:
      return as("arkworks", decode_ark_proof(bytes, form));
    case ArkKind::kVerifyingKey:
      return as("arkworks", decode_ark_verifying_key(bytes, form));
    case ArkKind::kProvingKey:
      break;
  }
  return as("arkworks", decode_ark_proving_key(bytes, form, proving_points, pool));
}

Result<AnyFile> parse_any(ByteView bytes, SubgroupCheck proving_points, TaskPool* pool) {
  const std::string_view text = as_text(bytes);
  if (text.starts_with(kCircomR1csMagic)) return as("r1cs", parse_circom_r1cs(bytes));
  if (text.starts_with("wtns")) return as("wtns", parse_wtns_file(bytes));
  if (text.starts_with("zkey")) return as("zkey", parse_zkey(bytes, proving_points, pool));
  if (text.starts_with("ZPK1")) return as("zkp", parse_proving_key(bytes, pool));
  if (text.starts_with("ZVK1")) return as("zkp", decode_verifying_key_file(bytes));
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && (text[first] == '{' || text[first] == '[')) return parse_json(text);
  // A point begins with a flag or with the high bits of a number below 2^381.
  if (!bytes.empty() && (bytes[0] < 0x20 || bytes[0] >= 0x80)) return parse_arkworks(bytes, proving_points, pool);
  return Error(GeneralError::kParse, "not a file that this program knows")
      .with_hint(".r1cs, .wtns, .zkey, snarkjs JSON, arkworks keys and proofs, and zkp's own key files");
}

// What a file holds and we do not support is a fault of the file, not of the command line.
Result<AnyFile> parse_content(ByteView bytes, SubgroupCheck proving_points, TaskPool* pool) {
  Result<AnyFile> out = parse_any(bytes, proving_points, pool);
  if (!out.ok() && out.error().code() == GeneralError::kUnsupported)
    return Error(GeneralError::kParse, out.error().message()).with_hint(out.error().hint());
  return out;
}

// Files that name their circuit must not pass off keys of development as others.
Result<void> check_label_of(const AnyFile& file) {
  if (const auto* key = std::get_if<LabelledVerifyingKey>(&file.content)) return check_label(*key);
  if (const auto* key = std::get_if<ProvingKey>(&file.content))
    return check_label({key->label, key->circuit_id, key->vk});
  return {};
}

}  // namespace

Error in_file(const Error& error, const std::string& path) {
  return Error(error.code(), error.message()).with_hint(error.hint()).with_file(path);
}

Result<AnyFile> read_any_file(Session& session, const std::string& path, SubgroupCheck proving_points) {
  ZKP_TRY(Bytes bytes, session.read(path));
  Result<AnyFile> out = parse_content(bytes, proving_points, session.pool());
  if (as_text(bytes).starts_with("wtns")) wipe(bytes);
  if (!out.ok()) return in_file(out.error(), path);
  if (Result<void> label = check_label_of(*out); !label.ok()) return in_file(label.error(), path);
  return out;
}

Result<FoundVerifyingKey> read_verifying_key(Session& session, const std::string& path) {
  ZKP_TRY(AnyFile file, read_any_file(session, path, SubgroupCheck::kTrusted));
  if (auto* key = std::get_if<VerifyingKey>(&file.content)) return FoundVerifyingKey{std::move(*key), ""};
  if (auto* key = std::get_if<LabelledVerifyingKey>(&file.content))
    return FoundVerifyingKey{std::move(key->key), key->label.text()};
  if (auto* key = std::get_if<ProvingKey>(&file.content)) {
    const std::string label = file.format == "zkp" ? key->label.text() : "";
    return FoundVerifyingKey{std::move(key->vk), label};
  }
  if (auto* zkey = std::get_if<Zkey>(&file.content))
    return FoundVerifyingKey{std::move(zkey->key.vk), zkey->key.label.text()};
  return in_file(Error(GeneralError::kParse, "there is no verification key in this file"), path);
}

Result<CircomR1cs> read_circuit(Session& session, const std::string& path) {
  ZKP_TRY(AnyFile file, read_any_file(session, path, SubgroupCheck::kTrusted));
  if (auto* circuit = std::get_if<CircomR1cs>(&file.content)) return std::move(*circuit);
  return in_file(Error(GeneralError::kParse, "expected a circuit, a .r1cs file"), path);
}

std::string suffix_of(const std::string& path) {
  std::string out = std::filesystem::path(path).extension().string();
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

}  // namespace zkp
