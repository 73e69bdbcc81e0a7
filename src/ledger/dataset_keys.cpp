#include "ledger/dataset_keys.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <optional>

#include "base/encoding.h"

namespace zkp {
namespace {

// The larger of the two keys has about 160 MB; a key of several times that is not ours.
constexpr size_t kMaxKeyBytes = size_t{512} << 20;
constexpr std::string_view kDevPrefix = "insecure-dev-", kDevSuffix = ".srs", kCeremonySuffix = ".ceremony.srs";

/// log2 of the powers, from the name of a string of development.
std::optional<int> log_powers_of(std::string_view name) {
  if (!name.starts_with(kDevPrefix) || !name.ends_with(kDevSuffix)) return {};
  name.remove_prefix(kDevPrefix.size());
  name.remove_suffix(kDevSuffix.size());
  int out = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), out);
  if (error != std::errc() || end != name.data() + name.size() || out < 1 || out > 31) return {};
  return out;
}

}  // namespace

std::string setup_folder(const Environment& environment) {
  if (auto folder = environment("ZKP_SETUP_DIR")) return *folder;
  if (auto cache = environment("XDG_CACHE_HOME")) return *cache + "/zkp/setup";
  if (auto home = environment("HOME")) return *home + "/.cache/zkp/setup";
  return "zkp-setup";
}

std::string circuit_name(const SizeClass& size_class) {
  std::string out = "dataset-";
  for (const char c : size_class.name) out += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return out;
}

size_t srs_powers_for(const RowCounts& rows) {
  static_assert(kClassS.limb_bits == kClassL.limb_bits);
  return std::max(kClassS.table_rows(), *std::ranges::max_element(rows)) + kBlindingRows;
}

size_t srs_powers_for(uint64_t rows) { return srs_powers_for(RowCounts{rows}); }

std::string DatasetKeys::key_file(const SizeClass& size_class) const {
  return folder_ + "/" + circuit_name(size_class) + "-" + hex_encode(wrap_circuit_id(size_class)).substr(0, 16) +
         (source_ == Source::kCeremony ? ".ceremony.pk" : ".pk");
}

std::string DatasetKeys::dev_srs_file(const std::string& folder, size_t powers) {
  return folder + "/" + std::string(kDevPrefix) + std::to_string(std::bit_width(powers - 1)) + std::string(kDevSuffix);
}

std::string DatasetKeys::ceremony_srs_file(const std::string& folder, const Digest& id) {
  return folder + "/" + hex_encode(id).substr(0, 16) + std::string(kCeremonySuffix);
}

Error DatasetKeys::no_keys(std::string sentence, std::string hint) const {
  return Error(StatementError::kNoKeys, std::move(sentence)).with_hint(std::move(hint));
}

Result<std::vector<DatasetKeys::SrsFile>> DatasetKeys::srs_files() {
  std::vector<SrsFile> out;
  ZKP_TRY(const bool exists, files_.exists(folder_));
  if (!exists) return out;
  ZKP_TRY(const std::vector<std::string> names, files_.list(folder_));
  for (const std::string& name : names) {
    const std::string path = folder_ + "/" + name;
    if (source_ == Source::kInsecureDev) {
      if (const auto log = log_powers_of(name)) out.push_back({path, size_t{1} << *log});
    } else if (name.ends_with(kCeremonySuffix)) {
      ZKP_TRY(const SrsHead head, read_srs_head(files_, path));
      out.push_back({path, head.count});
    }
  }
  std::ranges::sort(out, {}, &SrsFile::powers);
  return out;
}

// A file under a wrong name gives commitments that nobody else understands, or a proof under keys that are not what
// they are called.
Result<void> DatasetKeys::check_srs(const LoadedSrs& loaded, const SrsFile& file) const {
  auto wrong = [&](std::string sentence) -> Result<void> {
    return Error(StatementError::kNoKeys, "the reference string is " + std::move(sentence))
        .with_file(file.path)
        .with_hint(source_ == Source::kCeremony ? "zkp-ledger setup --import-phase1 makes one from a ceremony's file"
                                                : "zkp-ledger setup --insecure-dev --again makes it anew");
  };
  ZKP_TRY(const SetupLabel label, SetupLabel::parse(loaded.label));
  const Digest& id = loaded.srs.key().id;
  const bool is_dev = id == insecure_dev_srs_key().key.id;
  if (source_ == Source::kInsecureDev) {
    if (label != SetupLabel::insecure_dev()) return wrong("labelled " + loaded.label + ", which does not belong here");
    if (!is_dev) return wrong("not the one of development");
    if (loaded.srs.powers().size() != file.powers) return wrong("not of the size that its name says");
    return {};
  }
  if (label.kind() != SetupLabel::Kind::kCeremony) {
    return wrong("labelled " + loaded.label + ", which does not belong here");
  }
  if (is_dev) return wrong("the one of development under another label");
  if (file.path != ceremony_srs_file(folder_, id)) return wrong("not the one that its name says");
  return {};
}

Result<const Srs*> DatasetKeys::srs(size_t powers) {
  if (const auto at = strings_.lower_bound(powers); at != strings_.end()) return &at->second.srs;
  const bool ceremony = source_ == Source::kCeremony;
  ZKP_TRY(const std::vector<SrsFile> found, srs_files());
  // Commitments under one string mean nothing under another: which one to use is not ours to guess.
  if (ceremony && found.size() > 1) {
    return no_keys("reference strings of several ceremonies are in " + folder_,
                   "leave the one that this ledger's tables are committed under");
  }
  const auto file = std::ranges::find_if(found, [&](const SrsFile& each) { return each.powers >= powers; });
  if (file == found.end()) {
    const std::string has = found.empty()
                                ? "no reference string in " + folder_
                                : "the reference string in " + folder_ + " has " + std::to_string(found.back().powers) +
                                      " powers, and " + std::to_string(powers) + " are needed";
    return no_keys(has, ceremony ? "zkp-ledger setup --import-phase1 FILE makes one from a ceremony's powers of tau"
                                 : "zkp-ledger setup --insecure-dev --rows " + std::to_string(powers - kBlindingRows) +
                                       " makes one for development");
  }
  ZKP_TRY(LoadedSrs loaded, open_srs(files_, file->path, {.pool = pool_}));
  ZKP_TRY_VOID(check_srs(loaded, *file));
  return &strings_.emplace(file->powers, std::move(loaded)).first->second.srs;
}

Result<const MappedProvingKey*> DatasetKeys::wrap_key(const SizeClass& size_class) {
  if (const auto at = keys_.find(size_class.id); at != keys_.end()) return &at->second;
  const std::string path = key_file(size_class);
  const bool ceremony = source_ == Source::kCeremony;
  const std::string remedy = ceremony ? "zkp-ledger ceremony finish --install puts the keys of a ceremony there"
                                      : "zkp-ledger setup --insecure-dev --again makes it anew";
  ZKP_TRY(const bool exists, files_.exists(path));
  if (!exists) {
    return no_keys("no " + std::string(ceremony ? "ceremony" : "proving") + " key for the circuit " +
                       circuit_name(size_class) + " in " + folder_,
                   ceremony
                       ? remedy
                       : "zkp-ledger setup --insecure-dev " + circuit_name(size_class) + " makes one for development");
  }
  auto wrong = [&](std::string sentence) {
    return no_keys("the proving key is " + std::move(sentence), remedy).with_file(path);
  };
  Result<MappedProvingKey> key = MappedProvingKey::open(files_, path, {.pool = pool_, .max_bytes = kMaxKeyBytes});
  if (!key.ok()) return std::move(key).error().with_file(path).with_hint(remedy);
  const ProvingKeyView& view = key->view();
  if (view.circuit_id != wrap_circuit_id(size_class)) return wrong("of another circuit");
  const SetupLabel::Kind wanted = ceremony ? SetupLabel::Kind::kCeremony : SetupLabel::Kind::kInsecureDev;
  if (view.label.kind() != wanted) return wrong("labelled " + view.label.text() + ", which does not belong here");
  const bool is_dev = verifying_key_id(key->vk()) == insecure_dev_key_id(size_class);
  if (is_dev == ceremony) return wrong(ceremony ? "the one of development" : "not the one of development");
  return &keys_.emplace(size_class.id, std::move(*key)).first->second;
}

Result<DatasetKeys::Loaded> DatasetKeys::load(const SizeClass& size_class, size_t powers) {
  ZKP_TRY(const MappedProvingKey* key, wrap_key(size_class));
  ZKP_TRY(const Srs* string, srs(powers));
  return Loaded{{&size_class, string, key->view(), verifying_key_id(key->vk())}, key->view().label};
}

}  // namespace zkp
