#include "ledger/directory.h"

#include <algorithm>
#include <filesystem>

#include "base/encoding.h"
#include "base_os/ed25519.h"
#include "base_os/file_lock.h"
#include "hash/sha2.h"
#include "ledger/dataset_keys.h"
#include "ledger/installed_keys.h"
#include "log/cosignature.h"
#include "log/receipt.h"
#include "security/keys.h"
#include "security/seal.h"
#include "storage/rocksdb_store.h"

namespace zkp {
namespace {

constexpr std::string_view kConfigFile = "zkp-ledger.toml";
constexpr std::string_view kCheckpointFile = "checkpoint";
constexpr std::string_view kVerifiedFile = "verified";
constexpr std::string_view kLogKeyFile = "keys/log.pem";
constexpr std::string_view kAuthorKeyFile = "keys/author.pem";
constexpr std::string_view kSealKeyFile = "keys/seal.key";
constexpr size_t kMaxConfigBytes = 1 << 20;
constexpr size_t kMaxOpeningBytes = size_t{16} << 20;
constexpr size_t kMaxVkeyBytes = 4096;

std::string trimmed(ByteView text) {
  std::string out(as_text(text));
  while (!out.empty() && (out.back() == '\n' || out.back() == '\r' || out.back() == ' ')) out.pop_back();
  return out;
}

int64_t now_seconds(Clock& clock) { return std::max<int64_t>(0, clock.now_us() / 1'000'000); }

ProofChecker production_checker(const LedgerEnv& env) {
  return installed_key_checker(setup_folder(env.environment), env.files);
}

// Of the configuration; a relative path is beneath the ledger's folder.
Result<Beacons> trusted_beacons(const std::string& folder, const LedgerConfig& config, Files& files) {
  std::vector<RandomBeacon> out;
  for (const std::string& name : config.trusted_beacons) {
    const std::string path = std::filesystem::path(name).is_absolute() ? name : folder + "/" + name;
    ZKP_TRY(const Bytes text, files.read(path, kMaxBeaconFileBytes));
    Result<RandomBeacon> beacon = parse_beacon_info(as_text(text));
    if (!beacon.ok()) return std::move(beacon).error().in("beacon.trusted").with_file(path);
    out.push_back(std::move(*beacon));
  }
  return Beacons(std::move(out));
}

std::string entry_range(uint64_t first, uint64_t last) {
  return first == last ? "entry " + std::to_string(first) + " is"
                       : "entries " + std::to_string(first) + " to " + std::to_string(last) + " are";
}

}  // namespace

// What only a writer holds.
struct LedgerDirectory::Keys {
  FileLock lock;
  Ed25519Signer log;
  Ed25519Signer author;
};

LedgerDirectory::LedgerDirectory(std::string path, const LedgerEnv& env) : path_(std::move(path)), env_(env) {}
LedgerDirectory::~LedgerDirectory() = default;

std::string LedgerDirectory::file(std::string_view name) const { return path_ + "/" + std::string(name); }

const ByteArray<32>& LedgerDirectory::author_key() const { return ledger_->genesis().author_key; }

Result<void> LedgerDirectory::init(const std::string& path, const InitOptions& options, const LedgerEnv& env) {
  if (!is_valid_name(options.name))
    return Error(LedgerError::kBadName, "a ledger's name is [A-Za-z0-9._-]{1,128}, not \"" + options.name + "\"");
  if (options.storage_backend != "rocksdb")
    return Error(GeneralError::kUnsupported, "storage \"" + options.storage_backend +
                                                 "\" is not built yet for a ledger folder; built: \"rocksdb\"");
  if (options.hash_algorithm != "sha3-256" && options.hash_algorithm != "blake3")
    return Error(GeneralError::kInvalidArgument,
                 "a ledger's hash is \"sha3-256\" or \"blake3\", not \"" + options.hash_algorithm + "\"");
  ZKP_TRY(bool exists, env.files.exists(path));
  if (exists) {
    ZKP_TRY(std::vector<std::string> names, env.files.list(path));
    if (std::find(names.begin(), names.end(), kConfigFile) != names.end())
      return Error(LedgerError::kExists, path + " already holds a ledger");
    if (!names.empty())
      return Error(LedgerError::kExists, path + " is not empty and holds no ledger").with_hint("choose a new folder");
  }
  const std::string base = path + "/";
  ZKP_TRY_VOID(env.files.make_directories(path));
  for (const char* secret : {"keys", "private", "private/by-file"})
    ZKP_TRY_VOID(env.files.make_directories(base + secret, 0700));
  ZKP_TRY_VOID(env.files.make_directories(base + "out"));

  ZKP_TRY(Ed25519Signer log, Ed25519Signer::generate(env.random));
  ZKP_TRY(Ed25519Signer author, Ed25519Signer::generate(env.random));
  ZKP_TRY_VOID(save_private_key(env.files, base + std::string(kLogKeyFile), log, env.passphrase));
  ZKP_TRY_VOID(save_private_key(env.files, base + std::string(kAuthorKeyFile), author, env.passphrase));
  ZKP_TRY_VOID(create_seal_key(env.files, base + std::string(kSealKeyFile), env.random));

  GenesisRecord record;
  record.name = options.name;
  record.log_key = log.public_key();
  record.author_key = author.public_key();
  record.hash = options.hash_algorithm;
  record.insecure_dev = options.allow_insecure_dev;
  EntryPayload payload = make_genesis(record);
  ZKP_TRY(payload.ledger, make_origin(record.name, record.log_key));
  payload.time_s = now_seconds(env.clock);
  payload.fields["log_key"] = hex_encode(record.log_key);
  payload.fields["author_key"] = hex_encode(record.author_key);
  ZKP_TRY(SignedEntry genesis, sign_entry(std::move(payload), author));

  ZKP_TRY(std::unique_ptr<LedgerStore> store, open_rocksdb_store(base + "store", StoreMode::kCreate));
  ZKP_TRY(std::unique_ptr<Ledger> ledger, Ledger::create(*store, genesis, production_checker(env)));
  ZKP_TRY(SignedNote note, sign_checkpoint({ledger->origin(), ledger->size(), ledger->root(), {}}, log));
  ZKP_TRY(VerifierKey vkey, VerifierKey::make(ledger->origin(), record.log_key));
  ZKP_TRY_VOID(store->close());
  ZKP_TRY_VOID(env.files.replace(base + std::string(kCheckpointFile), as_bytes(format_note(note))));
  ZKP_TRY_VOID(env.files.replace(base + "log.vkey", as_bytes(vkey.vkey() + "\n")));
  // The configuration comes last: a folder without it is no ledger, so an interrupted init leaves none.
  LedgerConfig config;
  config.name = options.name;
  config.hash_algorithm = options.hash_algorithm;
  return env.files.replace(base + std::string(kConfigFile), as_bytes(default_config_text(config)));
}

Result<LedgerConfig> LedgerDirectory::read_config(const std::string& path, Files& files,
                                                  const Environment& environment) {
  const std::string config_file = path + "/" + std::string(kConfigFile);
  ZKP_TRY(bool exists, files.exists(config_file));
  if (!exists)
    return Error(LedgerError::kNoLedger, path + " holds no ledger").with_hint("zkp-ledger init DIR makes one");
  ZKP_TRY(Bytes text, files.read(config_file, kMaxConfigBytes));
  return parse_config(as_text(text), config_file, environment);
}

Result<std::string> LedgerDirectory::find(const std::string& start, Files& files) {
  namespace fs = std::filesystem;
  std::error_code error;
  fs::path folder = fs::absolute(start, error).lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();
  for (; !error; folder = folder.parent_path()) {
    ZKP_TRY(bool found, files.exists((folder / kConfigFile).string()));
    if (found) return folder.string();
    if (folder == folder.parent_path()) break;
  }
  return Error(LedgerError::kNoLedger, "no ledger here or in a folder above")
      .with_hint("zkp-ledger init DIR makes one; --ledger DIR names one");
}

Result<std::unique_ptr<LedgerDirectory>> LedgerDirectory::open(const std::string& path, LedgerAccess access,
                                                               const LedgerEnv& env, int lock_timeout_ms) {
  std::unique_ptr<LedgerDirectory> out(new LedgerDirectory(path, env));
  ZKP_TRY(out->config_, read_config(path, env.files, env.environment));
  if (out->config_.storage_backend != "rocksdb")
    return Error(GeneralError::kUnsupported, "a ledger folder keeps its entries in \"rocksdb\"; \"" +
                                                 out->config_.storage_backend + "\" is not built yet for it");

  if (access == LedgerAccess::kWrite) {
    ZKP_TRY(FileLock lock, FileLock::acquire(out->file("lock"), "zkp-ledger", lock_timeout_ms));
    ZKP_TRY(Ed25519Signer log, load_private_key(env.files, out->file(kLogKeyFile), env.passphrase));
    ZKP_TRY(Ed25519Signer author, load_private_key(env.files, out->file(kAuthorKeyFile), env.passphrase));
    out->keys_ = std::make_unique<Keys>(Keys{std::move(lock), std::move(log), std::move(author)});
  }
  ZKP_TRY(Bytes vkey, env.files.read(out->file("log.vkey"), kMaxVkeyBytes));
  ZKP_TRY(VerifierKey log_key, VerifierKey::parse(trimmed(vkey)));
  out->log_key_ = log_key;
  ZKP_TRY_VOID(out->open_store(access));
  ZKP_TRY_VOID(out->reconcile(access));
  return out;
}

Result<void> LedgerDirectory::open_store(LedgerAccess access) {
  // What was signed must be there: the checkpoint is read before the store.
  ZKP_TRY(bool exists, env_.files.exists(file(kCheckpointFile)));
  if (exists) {
    ZKP_TRY(Bytes note, env_.files.read(file(kCheckpointFile), kMaxNoteBytes));
    Result<OpenedCheckpoint> opened = open_checkpoint(as_text(note), std::span(&*log_key_, 1), env_.verifier);
    if (!opened.ok())
      return Error(LedgerError::kBadCheckpoint, opened.error().message()).with_file(file(kCheckpointFile));
    checkpoint_ = std::move(*opened);
  } else {
    read_only_reason_ = file(kCheckpointFile) + " is missing: without it nobody can tell whether the store is complete";
  }

  const std::filesystem::path configured(config_.storage_path);
  const std::string folder = configured.is_absolute() ? configured.string() : file(config_.storage_path);
  RocksDbOptions options;
  options.cache_bytes = static_cast<size_t>(config_.cache_size_mb) << 20;
  options.expected_size = checkpoint_ ? checkpoint_->checkpoint.size : 0;
  const bool write = access == LedgerAccess::kWrite && read_only_reason_.empty();
  Result<std::unique_ptr<LedgerStore>> store =
      open_rocksdb_store(folder, write ? StoreMode::kReadWrite : StoreMode::kReadOnly, options);
  if (!store.ok() && store.error().code() == ErrorCode(StorageError::kMissing) && options.expected_size > 0) {
    // Fewer entries than were signed: an old backup. It can be read, never written.
    options.expected_size = 0;
    store = open_rocksdb_store(folder, StoreMode::kReadOnly, options);
    if (store.ok()) {
      ZKP_TRY(uint64_t size, (*store)->size());
      const uint64_t signed_size = checkpoint_->checkpoint.size;
      read_only_reason_ = "the store holds " + std::to_string(size) + " entries, the signed checkpoint covers " +
                          std::to_string(signed_size) + ": " + entry_range(size, signed_size - 1) +
                          " missing; restore a newer backup of " + folder;
    }
  }
  if (!store.ok()) return std::move(store).error();
  store_ = std::move(*store);
  ZKP_TRY(Beacons beacons, trusted_beacons(path_, config_, env_.files));
  ZKP_TRY(ledger_, Ledger::open(*store_, production_checker(env_), std::move(beacons)));
  if (ledger_->origin() != log_key_->name() || ledger_->genesis().log_key != log_key_->public_key())
    return Error(StorageError::kCorrupt, "the genesis entry names another log key than log.vkey").with_entry(0);
  if (keys_ && (keys_->log.public_key() != ledger_->genesis().log_key ||
                keys_->author.public_key() != ledger_->genesis().author_key))
    return Error(CryptoError::kBadKey, "the keys in keys/ are not those of this ledger");
  if (keys_)
    appender_ =
        std::make_unique<LedgerAppender>(*ledger_, keys_->author, env_.clock, [this] { return sign_checkpoint_now(); });
  return {};
}

Result<void> LedgerDirectory::reconcile(LedgerAccess access) {
  if (!checkpoint_) return {};
  const Checkpoint& signed_state = checkpoint_->checkpoint;
  if (ledger_->size() < signed_state.size) return {};  // read-only, and says why
  ZKP_TRY(Digest root, ledger_->root_at(signed_state.size));
  if (root != signed_state.root)
    return Error(StorageError::kCorrupt,
                 "the store's first " + std::to_string(signed_state.size) +
                     " entries are not the ones that the checkpoint signs: the store was altered")
        .with_hint("zkp-ledger verify-chain --full names the entries");
  if (access == LedgerAccess::kWrite && read_only_reason_.empty() && ledger_->size() > signed_state.size) {
    env_.logger.log(LogLevel::kInfo, "checkpoint.caught_up",
                    {{"from", std::to_string(signed_state.size)}, {"to", std::to_string(ledger_->size())}});
    return sign_checkpoint_now();
  }
  return {};
}

Result<void> LedgerDirectory::sign_checkpoint_now() {
  const Checkpoint checkpoint{ledger_->origin(), ledger_->size(), ledger_->root(), {}};
  ZKP_TRY(SignedNote note, sign_checkpoint(checkpoint, keys_->log));
  ZKP_TRY_VOID(env_.files.replace(file(kCheckpointFile), as_bytes(format_note(note))));
  checkpoint_ = OpenedCheckpoint{checkpoint, std::move(note), {*log_key_}};
  return {};
}

Result<Appended> LedgerDirectory::append(std::vector<EntryPayload> payloads, std::vector<Bytes> blobs) {
  if (!keys_) return Error(StorageError::kReadOnly, "the ledger was opened for reading");
  if (!read_only_reason_.empty())
    return Error(StorageError::kReadOnly, "the ledger is read-only: " + read_only_reason_);
  if (config_.storage_max_size_gb > 0) {
    ZKP_TRY(uint64_t bytes, store_->bytes());
    if (bytes >= static_cast<uint64_t>(config_.storage_max_size_gb) << 30)
      return Error(StorageError::kFull,
                   "the store has reached storage.max_size_gb = " + std::to_string(config_.storage_max_size_gb));
  }
  ZKP_TRY(std::vector<LoggedEntry> entries, appender_->append({std::move(payloads), std::move(blobs)}));
  return Appended{std::move(entries), checkpoint_->checkpoint};
}

Result<void> LedgerDirectory::check_witnesses() const {
  if (config_.witnesses.quorum == 0 || !checkpoint_) return {};
  Quorum quorum;
  quorum.needed = static_cast<size_t>(config_.witnesses.quorum);
  for (const std::string& text : config_.witnesses.keys) {
    ZKP_TRY(VerifierKey key, parse_witness_key(text));
    quorum.witnesses.push_back(key);
  }
  Result<std::vector<Cosignature>> cosigned = check_quorum(checkpoint_->note, quorum, env_.verifier);
  if (!cosigned.ok())
    return std::move(cosigned)
        .error()
        .in("the checkpoint lacks its witnesses")
        .with_file(file(kCheckpointFile))
        .with_hint("add the witnesses' cosignature lines to the checkpoint, or lower log.witness_quorum");
  return {};
}

Result<std::string> LedgerDirectory::receipt(uint64_t index) const {
  if (!checkpoint_) return Error(LedgerError::kBadCheckpoint, read_only_reason_);
  const Checkpoint& checkpoint = checkpoint_->checkpoint;
  if (index >= checkpoint.size)
    return Error(LedgerError::kUnknownEntry, "entry " + std::to_string(index) +
                                                 " is not covered by the signed checkpoint of " +
                                                 std::to_string(checkpoint.size) + " entries");
  ZKP_TRY_VOID(check_witnesses());
  Receipt out;
  ZKP_TRY(out.extra, store_->entry(index));
  out.index = index;
  ZKP_TRY(out.proof, ledger_->prove_inclusion(index, checkpoint.size));
  out.checkpoint = checkpoint_->note;
  return format_receipt(out);
}

std::string LedgerDirectory::by_file_name(ByteView seal_key, const Digest& file_sha256, std::string_view profile,
                                          const Digest& schema) {
  Sha256 hash;
  hash.update(as_bytes("zkp/by-file/v1"));
  hash.update(seal_key);
  hash.update(file_sha256);
  hash.update(sha256(as_bytes(profile)));
  hash.update(schema);
  return "private/by-file/" + hex_encode(hash.finish());
}

Result<void> LedgerDirectory::save_opening(const Opening& opening) {
  ZKP_CHECK(keys_ != nullptr);
  ZKP_TRY(SecretBytes key, load_seal_key(env_.files, file(kSealKeyFile)));
  const std::string name = "private/" + hex_encode(opening.dataset) + ".opening";
  SecretBytes text = encode_opening(opening);
  ZKP_TRY(Bytes sealed, seal(key.view(), name, text.view(), env_.random));
  return env_.files.replace(file(name), sealed, 0600);
}

Result<ByteArray<16>> LedgerDirectory::linkage_salt() {
  ZKP_CHECK(keys_ != nullptr);
  ZKP_TRY(SecretBytes key, load_seal_key(env_.files, file(kSealKeyFile)));
  const std::string name = "private/linkage";
  ByteArray<16> out{};
  ZKP_TRY(const bool exists, env_.files.exists(file(name)));
  if (!exists) {
    ZKP_TRY_VOID(env_.random.fill(out));
    ZKP_TRY(const Bytes sealed, seal(key.view(), name, out, env_.random));
    ZKP_TRY_VOID(env_.files.replace(file(name), sealed, 0600));
    return out;
  }
  ZKP_TRY(const Bytes sealed, env_.files.read(file(name), 4096));
  Result<SecretBytes> salt = unseal(key.view(), name, sealed);
  if (!salt.ok()) return std::move(salt).error().with_file(file(name));
  if (salt->size() != out.size()) return Error(StorageError::kCorrupt, "not a linkage salt").with_file(file(name));
  std::ranges::copy(salt->view(), out.begin());
  return out;
}

Result<void> LedgerDirectory::remember_file(const Opening& opening) {
  ZKP_TRY(SecretBytes key, load_seal_key(env_.files, file(kSealKeyFile)));
  const std::string tag = by_file_name(key.view(), opening.file_sha256, opening.profile, schema_digest(opening.schema));
  ZKP_TRY(Bytes sealed_digest, seal(key.view(), tag, opening.dataset, env_.random));
  return env_.files.replace(file(tag), sealed_digest, 0600);
}

Result<Opening> LedgerDirectory::load_opening(const Digest& dataset) const {
  const std::string name = "private/" + hex_encode(dataset) + ".opening";
  ZKP_TRY(bool exists, env_.files.exists(file(name)));
  if (!exists)
    return Error(LedgerError::kNoOpening, "the opening of this dataset is not in " + file("private"))
        .with_hint("what was proved still verifies; nothing further can be proved without it");
  ZKP_TRY(SecretBytes key, load_seal_key(env_.files, file(kSealKeyFile)));
  ZKP_TRY(Bytes sealed, env_.files.read(file(name), kMaxOpeningBytes));
  Result<SecretBytes> text = unseal(key.view(), name, sealed);
  if (!text.ok()) return std::move(text).error().with_file(file(name));
  Result<Opening> opening = parse_opening(text->view());
  if (!opening.ok()) return std::move(opening).error().with_file(file(name));
  return opening;
}

Result<std::optional<Digest>> LedgerDirectory::find_same_file(const Digest& file_sha256, std::string_view profile,
                                                              const Digest& schema) const {
  ZKP_TRY(SecretBytes key, load_seal_key(env_.files, file(kSealKeyFile)));
  const std::string tag = by_file_name(key.view(), file_sha256, profile, schema);
  ZKP_TRY(bool exists, env_.files.exists(file(tag)));
  if (!exists) return std::optional<Digest>();
  ZKP_TRY(Bytes sealed, env_.files.read(file(tag), 4096));
  Result<SecretBytes> text = unseal(key.view(), tag, sealed);
  if (!text.ok()) return std::move(text).error().with_file(file(tag));
  if (text->size() != 32) return Error(StorageError::kCorrupt, "not a dataset digest").with_file(file(tag));
  Digest dataset;
  std::copy(text->view().begin(), text->view().end(), dataset.begin());
  // The opening is flushed before the entry: after a crash in between, the dataset is not in the log.
  ZKP_TRY(std::optional<uint64_t> index, ledger_->find_dataset(dataset));
  if (!index) return std::optional<Digest>();
  return std::optional<Digest>(dataset);
}

Result<std::optional<Checkpoint>> LedgerDirectory::verified_checkpoint() const {
  ZKP_TRY(bool exists, env_.files.exists(file(kVerifiedFile)));
  if (!exists) return std::optional<Checkpoint>();
  ZKP_TRY(Bytes note, env_.files.read(file(kVerifiedFile), kMaxNoteBytes));
  Result<OpenedCheckpoint> opened = open_checkpoint(as_text(note), std::span(&*log_key_, 1), env_.verifier);
  if (!opened.ok())
    return Error(LedgerError::kBadCheckpoint, opened.error().message())
        .with_file(file(kVerifiedFile))
        .with_hint("verify-chain --full checks everything and writes it anew");
  return std::optional<Checkpoint>(opened->checkpoint);
}

Result<void> LedgerDirectory::record_verified() {
  if (!checkpoint_) return {};
  return env_.files.replace(file(kVerifiedFile), as_bytes(format_note(checkpoint_->note)));
}

}  // namespace zkp
