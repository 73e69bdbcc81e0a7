#include "ledger/installed_keys.h"

#include <map>
#include <memory>
#include <mutex>

#include "base/encoding.h"
#include "commit/srs_file.h"
#include "ledger/dataset_keys.h"
#include "ledger/verify.h"

namespace zkp {
namespace {

constexpr size_t kMaxKeyFileBytes = 1 << 20;

std::string vk_file(const Digest& id, const std::string& folder) { return folder + "/" + hex_encode(id) + ".vk"; }

bool is_absolute(const std::string& folder) { return folder.starts_with('/'); }

}  // namespace

Result<std::string> install_ceremony_key(const ProvingKey& key, const std::string& folder, Files& files,
                                         TaskPool* pool) {
  const LabelledVerifyingKey labelled{key.label, key.circuit_id, key.vk};
  if (key.label.kind() != SetupLabel::Kind::kCeremony)
    return Error(CryptoError::kBadKey, "only keys of a ceremony can be installed, these are " + key.label.text());
  if (!is_absolute(folder))
    return Error(GeneralError::kInvalidArgument, "keys are installed in a folder with an absolute path only")
        .with_file(folder)
        .with_hint("set ZKP_SETUP_DIR, XDG_CACHE_HOME or HOME");
  // Whatever string it will be used with: circuit, inputs and label are those of a key of ours.
  ZKP_TRY_VOID(make_dataset_verifier(labelled, insecure_dev_srs_key()));
  ZKP_TRY_VOID(files.make_directories(folder, 0700));
  const std::string vk_path = vk_file(verifying_key_id(key.vk), folder);
  ZKP_TRY_VOID(files.replace(vk_path, encode_verifying_key_file(labelled)));
  const DatasetKeys keys(folder, files, nullptr, DatasetKeys::Source::kCeremony);
  ZKP_TRY_VOID(files.replace_in_pieces(keys.key_file(*class_of_circuit(key.circuit_id)),
                                       [&](const auto& sink) { return write_proving_key(key, sink, pool); }));
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

Result<std::optional<InstalledSrsKey>> installed_srs_key(const Digest& id, const std::string& folder, Files& files) {
  if (!is_absolute(folder)) return std::optional<InstalledSrsKey>();
  const std::string path = DatasetKeys::ceremony_srs_file(folder, id);
  ZKP_TRY(const bool exists, files.exists(path));
  if (!exists) return std::optional<InstalledSrsKey>();
  ZKP_TRY(SrsHead head, read_srs_head(files, path));
  const Result<SetupLabel> label = SetupLabel::parse(head.label);
  if (!label.ok() || label->kind() != SetupLabel::Kind::kCeremony || head.key.id != id)
    return Error(CryptoError::kBadKey, "the installed reference string is not the ceremony's that its name says")
        .with_file(path);
  return std::optional<InstalledSrsKey>(InstalledSrsKey{path, {*label, std::move(head.key)}});
}

Result<std::optional<LabelledVerifier>> installed_dataset_verifier(const Digest& vk_id, const Digest& srs_id,
                                                                   const std::string& folder, Files& files) {
  ZKP_TRY(const std::optional<InstalledKey> key, installed_verifying_key(vk_id, folder, files));
  if (!key) return std::optional<LabelledVerifier>();
  ZKP_TRY(const std::optional<InstalledSrsKey> srs, installed_srs_key(srs_id, folder, files));
  if (!srs) return std::optional<LabelledVerifier>();
  Result<LabelledVerifier> out = make_dataset_verifier(key->key, srs->key);
  if (!out.ok()) return std::move(out).error().with_file(key->file);
  return std::optional<LabelledVerifier>(std::move(*out));
}

namespace {

/// Those that were found, so that a ledger of many proofs reads each file once. Safe for concurrent use.
class InstalledVerifiers {
 public:
  InstalledVerifiers(std::string folder, Files& files) : folder_(std::move(folder)), files_(files) {}

  Result<std::optional<LabelledVerifier>> find(const Digest& vk_id, const Digest& srs_id) {
    const std::lock_guard guard(mutex_);
    const std::pair key(vk_id, srs_id);
    if (const auto at = found_.find(key); at != found_.end()) return std::optional(at->second);
    ZKP_TRY(std::optional<LabelledVerifier> out, installed_dataset_verifier(vk_id, srs_id, folder_, files_));
    if (out) found_.emplace(key, *out);
    return out;
  }

 private:
  std::string folder_;
  Files& files_;
  std::mutex mutex_;
  std::map<std::pair<Digest, Digest>, LabelledVerifier> found_;
};

}  // namespace

ProofChecker installed_key_checker(const std::string& folder, Files& files) {
  const auto installed = std::make_shared<InstalledVerifiers>(folder, files);
  return [installed](DatasetViews datasets, const Digest& ledger_id, const ProofRecord& proof) -> Result<void> {
    std::optional<LabelledVerifier> extra;
    if (known_dataset_verifier(proof.verification_key) == nullptr) {
      ZKP_TRY(extra, installed->find(proof.verification_key, proof.srs));
    }
    return check_proof_record(datasets, ledger_id, proof, extra ? &*extra : nullptr);
  };
}

}  // namespace zkp
