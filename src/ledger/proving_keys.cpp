#include "ledger/proving_keys.h"

#include "base/encoding.h"
#include "statement/direct/keys.h"

namespace zkp {
namespace {

// The larger key has about 130 MB; a key of twice that is not ours.
constexpr size_t kMaxKeyBytes = size_t{512} << 20;

}  // namespace

std::string circuit_name(uint32_t capacity) { return "direct-" + std::to_string(capacity); }

std::string ProvingKeys::file_of(uint32_t capacity) const {
  return folder_ + "/" + circuit_name(capacity) + "-" + hex_encode(direct_circuit_id(capacity)).substr(0, 16) +
         (source_ == Source::kCeremony ? ".ceremony.pk" : ".pk");
}

Result<ProvingKeys::Loaded> ProvingKeys::open(const std::string& path) const {
  Loaded out;
  auto mapped = MappedProvingKey::open(files_, path, {.pool = pool_, .max_bytes = kMaxKeyBytes});
  if (mapped.ok()) {
    out.mapped = std::move(*mapped);
    out.view = out.mapped->view();
    return out;
  }
  if (!(mapped.error().code() == GeneralError::kUnsupported)) return std::move(mapped).error();
  ZKP_TRY(const Bytes bytes, files_.read(path, kMaxKeyBytes));
  ZKP_TRY(ProvingKey key, parse_proving_key(bytes, pool_));
  out.in_memory = std::make_unique<const ProvingKey>(std::move(key));
  out.view = *out.in_memory;
  return out;
}

Result<const ProvingKeyView*> ProvingKeys::load(uint32_t capacity) {
  if (const auto at = loaded_.find(capacity); at != loaded_.end()) return &at->second.view;
  const std::string path = file_of(capacity);
  const bool ceremony = source_ == Source::kCeremony;
  const std::string remedy = ceremony ? "zkp-ledger ceremony finish --install puts the keys of a ceremony there"
                                      : "zkp-ledger setup --insecure-dev --again makes it anew";
  ZKP_TRY(bool exists, files_.exists(path));
  if (!exists)
    return Error(StatementError::kNoKeys, "no " + std::string(ceremony ? "ceremony" : "proving") +
                                              " key for the circuit " + circuit_name(capacity) + " in " + folder_)
        .with_hint(ceremony ? remedy : "zkp-ledger setup --insecure-dev makes one for development");
  Result<Loaded> key = open(path);
  if (!key.ok()) return std::move(key).error().with_file(path).with_hint(remedy);
  if (key->view.circuit_id != direct_circuit_id(capacity))
    return Error(StatementError::kNoKeys, "the proving key is of another circuit").with_file(path).with_hint(remedy);
  const SetupLabel::Kind wanted = ceremony ? SetupLabel::Kind::kCeremony : SetupLabel::Kind::kInsecureDev;
  if (key->view.label.kind() != wanted)
    return Error(StatementError::kNoKeys,
                 "the proving key is labelled " + key->view.label.text() + ", which does not belong here")
        .with_file(path)
        .with_hint(remedy);
  return &loaded_.emplace(capacity, std::move(*key)).first->second.view;
}

}  // namespace zkp
