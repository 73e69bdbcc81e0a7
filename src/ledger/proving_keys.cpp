#include "ledger/proving_keys.h"

#include "base/encoding.h"
#include "statement/direct/keys.h"

namespace zkp {
namespace {

// The larger key has about 130 MB; a key of twice that is not ours.
constexpr size_t kMaxKeyBytes = size_t{512} << 20;

}  // namespace

std::string setup_folder(const Environment& environment) {
  if (auto folder = environment("ZKP_SETUP_DIR")) return *folder;
  if (auto cache = environment("XDG_CACHE_HOME")) return *cache + "/zkp/setup";
  if (auto home = environment("HOME")) return *home + "/.cache/zkp/setup";
  return "zkp-setup";
}

std::string circuit_name(uint32_t capacity) { return "direct-" + std::to_string(capacity); }

std::string ProvingKeys::file_of(uint32_t capacity) const {
  return folder_ + "/" + circuit_name(capacity) + "-" + hex_encode(direct_circuit_id(capacity)).substr(0, 16) +
         (source_ == Source::kCeremony ? ".ceremony.pk" : ".pk");
}

Result<const ProvingKey*> ProvingKeys::load(uint32_t capacity) {
  std::unique_ptr<ProvingKey>& slot = loaded_[capacity];
  if (slot) return slot.get();
  const std::string path = file_of(capacity);
  const bool ceremony = source_ == Source::kCeremony;
  const std::string remedy = ceremony ? "zkp-ledger ceremony finish --install puts the keys of a ceremony there"
                                      : "zkp-ledger setup --insecure-dev --again makes it anew";
  ZKP_TRY(bool exists, files_.exists(path));
  if (!exists)
    return Error(StatementError::kNoKeys, "no " + std::string(ceremony ? "ceremony" : "proving") +
                                              " key for the circuit " + circuit_name(capacity) + " in " + folder_)
        .with_hint(ceremony ? remedy : "zkp-ledger setup --insecure-dev makes one for development");
  ZKP_TRY(Bytes bytes, files_.read(path, kMaxKeyBytes));
  Result<ProvingKey> key = parse_proving_key(bytes, pool_);
  if (!key.ok()) return std::move(key).error().with_file(path).with_hint(remedy);
  if (key->circuit_id != direct_circuit_id(capacity))
    return Error(StatementError::kNoKeys, "the proving key is of another circuit").with_file(path).with_hint(remedy);
  const SetupLabel::Kind wanted = ceremony ? SetupLabel::Kind::kCeremony : SetupLabel::Kind::kInsecureDev;
  if (key->label.kind() != wanted)
    return Error(StatementError::kNoKeys,
                 "the proving key is labelled " + key->label.text() + ", which does not belong here")
        .with_file(path)
        .with_hint(remedy);
  slot = std::make_unique<ProvingKey>(std::move(*key));
  return slot.get();
}

}  // namespace zkp
