/// A ledger as a folder on disk (ledger.md section 1; docs/formats/directory.md): configuration, keys, store, sealed
/// openings, the last signed checkpoint, the writer's lock.
///
/// The order of an append, which no crash may turn around: openings flushed, entries synced, checkpoint signed and
/// replaced, return. Hence, on start:
///   store == checkpoint            the normal case; the roots must be equal
///   store longer                   a crash came before the checkpoint: the stored log must contain the signed prefix,
///   and a
///                                  writer signs a new checkpoint
///   store shorter                  an old backup of the store: the ledger opens read-only and names the missing
///   entries different roots at one size    the store was rewritten: kCorrupt, nothing is ever signed
///
/// One process writes (DIR/lock); any number read. One thread at a time uses an object.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/env.h"
#include "base/task_pool.h"
#include "ledger/appender.h"
#include "ledger/config.h"
#include "ledger/ledger.h"
#include "ledger/opening.h"
#include "log/checkpoint.h"

namespace zkp {

/// Everything that a ledger folder needs from outside. The objects must outlive it.
struct LedgerEnv {
  Files& files;
  Clock& clock;
  Random& random;
  const SignatureVerifier& verifier;
  Logger& logger;
  TaskPool* pool = nullptr;          ///< reading, hashing, checking; nullptr: the calling thread alone
  TaskPool* proving_pool = nullptr;  ///< proving and set-up
  Environment environment;           ///< variables that override the configuration
  std::string passphrase;            ///< of the key files; empty: none
  /// For a proof and the tables that it is about (dataset_proof/proving_memory.h); 0: the prover's own bounds.
  size_t max_proving_bytes = 0;
};

struct InitOptions {
  std::string name = "ledger";
  std::string hash_algorithm = "sha3-256";
  std::string storage_backend = "rocksdb";
  bool allow_insecure_dev = false;
};

enum class LedgerAccess { kRead, kWrite };

/// What append() made.
struct Appended {
  std::vector<LoggedEntry> entries;
  Checkpoint checkpoint;
};

class LedgerDirectory {
 public:
  /// Creates the folder and everything in it. Errors: LedgerError::kExists when it holds a ledger (or anything else),
  /// kBadName; on any error what was made is left for inspection and named in the message.
  static Result<void> init(const std::string& path, const InitOptions& options, const LedgerEnv& env);

  /// Errors: LedgerError::kNoLedger, StorageError::kLocked (kWrite only; waits up to lock_timeout_ms), kCorrupt, and
  /// those of the configuration and the key files.
  static Result<std::unique_ptr<LedgerDirectory>> open(const std::string& path, LedgerAccess access,
                                                       const LedgerEnv& env, int lock_timeout_ms = 0);

  /// The configuration alone: what a caller has to know (threads, log level) before it can build a LedgerEnv.
  static Result<LedgerConfig> read_config(const std::string& path, Files& files, const Environment& environment);

  /// The nearest folder upwards from `start` that holds a ledger. Error: LedgerError::kNoLedger.
  static Result<std::string> find(const std::string& start, Files& files);

  ~LedgerDirectory();

  const std::string& path() const { return path_; }
  const LedgerConfig& config() const { return config_; }
  const LedgerEnv& env() const { return env_; }
  const Ledger& ledger() const { return *ledger_; }
  const VerifierKey& log_key() const { return *log_key_; }
  const ByteArray<32>& author_key() const;
  /// False when DIR/checkpoint is missing: read_only_reason() says so.
  bool has_checkpoint() const { return checkpoint_.has_value(); }
  /// The newest signed checkpoint, as a note. REQUIRES: has_checkpoint().
  const OpenedCheckpoint& checkpoint() const {
    ZKP_CHECK(checkpoint_.has_value());
    return *checkpoint_;
  }
  /// Why nothing can be appended although the lock was free; empty when something can.
  const std::string& read_only_reason() const { return read_only_reason_; }

  /// Signs the payloads in order (each the child of the one before, on branch main), appends them in one atomic batch,
  /// signs the new checkpoint. Openings must have been saved before. Errors: StorageError::kReadOnly, those of
  /// Ledger::append.
  Result<Appended> append(std::vector<EntryPayload> payloads, std::vector<Bytes> blobs = {});

  /// Whether the newest checkpoint carries the cosignatures that the configuration asks for (log.witness_quorum); a
  /// witness's lines are added to DIR/checkpoint by whoever talks to it. Error: CryptoError::kBadSignature.
  Result<void> check_witnesses() const;

  /// The receipt of an entry against the newest checkpoint (C2SP tlog-proof, the envelope in `extra`).
  Result<std::string> receipt(uint64_t index) const;

  /// Sealed openings in private/. REQUIRES for save: write access.
  Result<void> save_opening(const Opening& opening);
  /// The salt of the codes of this ledger's text columns, so that its tables can be compared; drawn at the first call.
  /// REQUIRES: write access.
  Result<ByteArray<16>> linkage_salt();
  /// From now on find_same_file leads from this opening's file to its dataset.
  Result<void> remember_file(const Opening& opening);
  /// Errors: LedgerError::kNoOpening with a hint, CryptoError::kDecrypt.
  Result<Opening> load_opening(const Digest& dataset) const;
  /// The dataset that was notarised from the same bytes under the same profile and schema, if any.
  Result<std::optional<Digest>> find_same_file(const Digest& file_sha256, std::string_view profile,
                                               const Digest& schema) const;

  /// The checkpoint up to which verify-chain last succeeded (DIR/verified), if any; and recording a new one.
  Result<std::optional<Checkpoint>> verified_checkpoint() const;
  Result<void> record_verified();

 private:
  struct Keys;
  LedgerDirectory(std::string path, const LedgerEnv& env);
  Result<void> open_store(LedgerAccess access);
  Result<void> reconcile(LedgerAccess access);
  Result<void> sign_checkpoint_now();
  std::string file(std::string_view name) const;
  static std::string by_file_name(ByteView seal_key, const Digest& file_sha256, std::string_view profile,
                                  const Digest& schema);

  std::string path_;
  LedgerEnv env_;
  LedgerConfig config_;
  std::unique_ptr<Keys> keys_;
  std::unique_ptr<LedgerStore> store_;
  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<LedgerAppender> appender_;  // only of a writer
  std::optional<VerifierKey> log_key_;
  std::optional<OpenedCheckpoint> checkpoint_;
  std::string read_only_reason_;
};

}  // namespace zkp
