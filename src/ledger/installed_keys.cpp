#include "ledger/installed_keys.h"

#include "base/encoding.h"
#include "ledger/proving_keys.h"
#include "ledger/verify.h"
#include "statement/direct/keys.h"

namespace zkp {
namespace {

constexpr size_t kMaxKeyFileBytes = 1 << 20;

std::string vk_file(const Digest& id, const std::string& folder) { return folder + "/" + hex_encode(id) + ".vk"; }

bool is_absolute(const std::string& folder) { return folder.starts_with('/'); }

}  // namespace

Result<std::string> install_ceremony_key(const ProvingKey& key, const std::string& folder, Files& files) {
  const LabelledVerifyingKey labelled{key.label, key.circuit_id, key.vk};
  if (key.label.kind() != SetupLabel::Kind::kCeremony)
    return Error(CryptoError::kBadKey, "only keys of a ceremony can be installed, these are " + key.label.text());
  if (!is_absolute(folder))
    return Error(GeneralError::kInvalidArgument, "keys are installed in a folder with an absolute path only")
        .with_file(folder)
        .with_hint("set ZKP_SETUP_DIR, XDG_CACHE_HOME or HOME");
  ZKP_TRY(StatementKey statement_key, make_statement_key(labelled));
  ZKP_TRY_VOID(files.make_directories(folder, 0700));
  const std::string vk_path = vk_file(verifying_key_id(key.vk), folder);
  ZKP_TRY_VOID(files.replace(vk_path, encode_verifying_key_file(labelled)));
  Bytes content;
  ZKP_TRY_VOID(write_proving_key(key, [&](ByteView piece) -> Result<void> {
    append(content, piece);
    return {};
  }));
  const ProvingKeys keys(folder, files, nullptr, ProvingKeys::Source::kCeremony);
  ZKP_TRY_VOID(files.replace(keys.file_of(statement_key.capacity), content));
  return vk_path;
}

Result<std::optional<InstalledKey>> installed_verifying_key(const Digest& id, const std::string& folder, Files& files) {
  if (!is_absolute(folder)) return std::optional<InstalledKey>();
  const std::string path = vk_file(id, folder);
  ZKP_TRY(bool exists, files.exists(path));
  if (!exists) return std::optional<InstalledKey>();
  ZKP_TRY(Bytes bytes, files.read(path, kMaxKeyFileBytes));
  Result<LabelledVerifyingKey> key = decode_verifying_key_file(bytes);
  if (!key.ok()) return std::move(key).error().with_file(path);
  if (verifying_key_id(key->key) != id || key->label.kind() != SetupLabel::Kind::kCeremony)
    return Error(CryptoError::kBadKey, "the installed key is not the ceremony key that its name says").with_file(path);
  return std::optional<InstalledKey>(InstalledKey{path, std::move(*key)});
}

ProofChecker installed_key_checker(const std::string& folder, Files& files) {
  return [folder, &files](const DatasetBody& body, const Digest& ledger, const ProofRecord& proof) -> Result<void> {
    std::optional<InstalledKey> installed;
    if (known_verifying_key(proof.verification_key) == nullptr) {
      ZKP_TRY(installed, installed_verifying_key(proof.verification_key, folder, files));
    }
    return check_proof_record(body, ledger, proof, installed ? &installed->key : nullptr);
  };
}

}  // namespace zkp
