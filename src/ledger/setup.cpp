/// setup: the keys of development from the public seed, and reference strings of ceremonies.
#include <algorithm>
#include <chrono>

#include "base/encoding.h"
#include "dataset_proof/dev_setup.h"
#include "ledger/dataset_keys.h"
#include "ledger/workflow.h"

namespace zkp {
namespace {

constexpr uint64_t kDefaultRows = 1'000'000;
constexpr const SizeClass* kClasses[] = {&kClassS, &kClassL};

using Steady = std::chrono::steady_clock;
double seconds_since(Steady::time_point start) { return std::chrono::duration<double>(Steady::now() - start).count(); }

/// Of a file that is there.
Result<uint64_t> size_of(Files& files, const std::string& path) {
  ZKP_TRY(const std::unique_ptr<MappedFile> file, files.map(path, SIZE_MAX));
  return file->bytes().size();
}

/// Atomic: an interrupted set-up leaves no half file under the right name.
template <class Write>
Result<uint64_t> write_file(Files& files, const std::string& path, const Write& write) {
  uint64_t size = 0;
  ZKP_TRY_VOID(files.replace_in_pieces(path, [&](const auto& sink) -> Result<void> {
    const std::function<Result<void>(ByteView)> counted = [&](ByteView piece) -> Result<void> {
      size += piece.size();
      return sink(piece);
    };
    return write(counted);
  }));
  return size;
}

/// The classes to make keys for, and how many powers.
struct Wanted {
  std::vector<const SizeClass*> classes;
  size_t powers = 0;
};

Result<Wanted> wanted(const SetupRequest& request) {
  Wanted out;
  for (const std::string& circuit : request.circuits) {
    const auto at =
        std::ranges::find_if(kClasses, [&](const SizeClass* each) { return circuit_name(*each) == circuit; });
    if (at == std::end(kClasses)) {
      return Error(GeneralError::kInvalidArgument, "no circuit \"" + circuit + "\"")
          .with_hint("dataset-s (tables of up to 1,048,572 rows) or dataset-l (up to 67,108,860)");
    }
    if (std::ranges::find(out.classes, *at) == out.classes.end()) out.classes.push_back(*at);
  }
  uint64_t rows = request.rows.value_or(kDefaultRows);
  const SizeClass* largest = smallest_class(RowCounts{rows});
  if (largest == nullptr) {
    return Error(GeneralError::kInvalidArgument,
                 "no class of proofs holds a table of " + std::to_string(rows) + " rows")
        .with_hint("the largest has 67,108,860");
  }
  if (request.circuits.empty()) {
    for (const SizeClass* each : kClasses) {
      if (each->id <= largest->id) out.classes.push_back(each);
    }
  } else if (!request.rows && std::ranges::find(out.classes, &kClassL) != out.classes.end()) {
    rows = kClassS.max_rows();  // the keys of L are of no use with a string for S
  }
  out.powers = std::bit_ceil(srs_powers_for(rows));
  return out;
}

/// One run of setup_insecure_dev().
class DevSetup {
 public:
  DevSetup(const std::string& folder, bool again, const LedgerEnv& env)
      : folder_(folder), again_(again), files_(env.files), pool_(env.proving_pool) {}

  // A file that cannot be opened is as good as none.
  template <class Open>
  Result<bool> is_there(SetupOutcome& out, const Open& open) {
    ZKP_TRY(const bool exists, files_.exists(out.file));
    if (!exists || again_ || !open().ok()) return false;
    ZKP_TRY(out.file_bytes, size_of(files_, out.file));
    out.existed = true;
    return true;
  }

  Result<SetupOutcome> reference_string(size_t powers) {
    SetupOutcome out;
    out.name = "reference-string";
    out.id = insecure_dev_srs_key().key.id;
    out.powers = powers;
    out.file = DatasetKeys::dev_srs_file(folder_, powers);
    const auto open = [&]() -> Result<void> {
      ZKP_TRY_VOID(fresh_keys().srs(powers));
      return {};
    };
    ZKP_TRY(const bool there, is_there(out, open));
    if (there) return out;
    const auto start = Steady::now();
    ZKP_TRY(out.file_bytes, write_file(files_, out.file, [&](const auto& sink) {
              return write_srs_from_tau(insecure_dev_tau(), powers, SetupLabel::insecure_dev().text(), sink, pool_);
            }));
    ZKP_TRY_VOID(open());
    out.seconds = seconds_since(start);
    return out;
  }

  Result<SetupOutcome> wrap_key(const SizeClass& size_class) {
    SetupOutcome out;
    out.name = circuit_name(size_class);
    out.id = insecure_dev_key_id(size_class);
    out.file = fresh_keys().key_file(size_class);
    const auto open = [&]() -> Result<void> {
      ZKP_TRY_VOID(fresh_keys().wrap_key(size_class));
      return {};
    };
    ZKP_TRY(const bool there, is_there(out, open));
    if (there) return out;
    const auto start = Steady::now();
    ZKP_TRY(const ProvingKey key, insecure_dev_wrap_key(size_class, pool_));
    if (key.circuit_id != wrap_circuit_id(size_class) || verifying_key_id(key.vk) != out.id) {
      return Error(CryptoError::kBadKey,
                   "the set-up of " + out.name + " does not give the verification key that is compiled in");
    }
    ZKP_TRY(out.file_bytes,
            write_file(files_, out.file, [&](const auto& sink) { return write_proving_key(key, sink, pool_); }));
    ZKP_TRY_VOID(open());
    out.seconds = seconds_since(start);
    return out;
  }

 private:
  DatasetKeys fresh_keys() const { return DatasetKeys(folder_, files_, pool_, DatasetKeys::Source::kInsecureDev); }

  std::string folder_;
  bool again_;
  Files& files_;
  TaskPool* pool_;
};

}  // namespace

Result<std::vector<SetupOutcome>> setup_insecure_dev(const std::string& folder, const SetupRequest& request,
                                                     const LedgerEnv& env, const ProgressSink& progress) {
  ZKP_TRY(const Wanted what, wanted(request));
  ZKP_TRY_VOID(env.files.make_directories(folder, 0700));
  DevSetup setup(folder, request.again, env);
  std::vector<SetupOutcome> out;
  const uint64_t total = what.classes.size() + 1;
  progress({"set-up", "reference string", 0, total, "files"});
  ZKP_TRY(SetupOutcome string, setup.reference_string(what.powers));
  out.push_back(std::move(string));
  for (const SizeClass* size_class : what.classes) {
    progress({"set-up", circuit_name(*size_class), out.size(), total, "files"});
    ZKP_TRY(SetupOutcome key, setup.wrap_key(*size_class));
    out.push_back(std::move(key));
  }
  return out;
}

Result<SetupOutcome> install_srs(const std::string& folder, const SrsKey& key, const SetupLabel& label, size_t count,
                                 const PowerSource& powers, const LedgerEnv& env) {
  if (label.kind() != SetupLabel::Kind::kCeremony || key.id == insecure_dev_srs_key().key.id) {
    return Error(CryptoError::kBadKey, "only reference strings of a ceremony can be installed");
  }
  if (!folder.starts_with('/')) {
    return Error(GeneralError::kInvalidArgument,
                 "reference strings are installed in a folder with an absolute path only")
        .with_file(folder)
        .with_hint("set ZKP_SETUP_DIR, XDG_CACHE_HOME or HOME");
  }
  SetupOutcome out;
  out.name = "reference-string";
  out.id = key.id;
  out.powers = count;
  out.file = DatasetKeys::ceremony_srs_file(folder, key.id);
  ZKP_TRY_VOID(env.files.make_directories(folder, 0700));
  ZKP_TRY(const bool exists, env.files.exists(out.file));
  if (exists) {
    // More powers of the same tau serve larger tables, fewer would lose some.
    const Result<LoadedSrs> there = open_srs(env.files, out.file, {.pool = env.pool});
    if (there.ok() && there->srs.key().id == key.id && there->label == label.text() &&
        there->srs.powers().size() >= count) {
      out.powers = there->srs.powers().size();
      out.existed = true;
      ZKP_TRY(out.file_bytes, size_of(env.files, out.file));
      return out;
    }
  }
  ZKP_TRY(const std::vector<std::string> names, env.files.list(folder));
  for (const std::string& name : names) {
    const std::string path = folder + "/" + name;
    if (!name.ends_with(".ceremony.srs") || path == out.file) continue;
    return Error(GeneralError::kInvalidArgument, "the reference string of another ceremony is installed")
        .with_file(path)
        .with_hint(
            "tables that are committed under it cannot be proved with another: use another folder (ZKP_SETUP_DIR)"
            " for other ledgers, or remove the file");
  }
  const auto start = Steady::now();
  ZKP_TRY(out.file_bytes, write_file(env.files, out.file, [&](const auto& sink) {
            return write_srs(key, label.text(), count, powers, sink, env.pool);
          }));
  out.seconds = seconds_since(start);
  return out;
}

}  // namespace zkp
