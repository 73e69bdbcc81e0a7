/// The commands of zkp-ledger: each takes what the command line said, does its job through ledger/workflow.h and
/// prints.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base_os/ed25519.h"
#include "base_os/system_clock.h"
#include "base_os/system_files.h"
#include "base_os/system_random.h"
#include "common/console.h"
#include "ledger/directory.h"
#include "ledger/workflow.h"

namespace CLI {
class App;
}

namespace zkp {

/// What every command has.
struct CommonOptions {
  std::string ledger;  ///< --ledger DIR; empty: found upwards from the current folder
  bool json = false;
  bool quiet = false;
  int lock_timeout_ms = 10'000;
  uint64_t max_memory_bytes = 0;  ///< --max-memory; 0: not given
};

/// The real world, and the console.
class Session {
 public:
  explicit Session(const CommonOptions& options);
  ~Session();

  Console& console() { return console_; }
  LedgerEnv env();
  Files& files() { return files_; }
  const SignatureVerifier& verifier() const { return verifier_; }
  TaskPool* pool();
  /// nullptr: proofs are made by one thread (proof.parallel_prove = false).
  TaskPool* proving_pool();
  Environment environment() const;
  const CommonOptions& options() const { return options_; }
  Result<std::unique_ptr<LedgerDirectory>> open(LedgerAccess access);

 private:
  CommonOptions options_;
  Console console_;
  SystemFiles files_;
  SystemClock clock_;
  SystemRandom random_;
  OpenSslVerifier verifier_;
  std::unique_ptr<Logger> logger_;
  /// Threads and log level as the ledger's configuration says, before anything uses them.
  Result<void> configure(const LedgerConfig& config);

  int worker_threads_ = 0;   // 0: all cores
  int proving_threads_ = 0;  // 0: as workers
  std::unique_ptr<TaskPool> pool_;
  std::unique_ptr<TaskPool> proving_pool_;
};

struct InitArguments {
  std::string folder = ".";
  InitOptions options;
};
struct SetupArguments {
  bool insecure_dev = false;
  std::string phase1;  ///< --import-phase1 FILE
  SetupRequest request;
  int max_log_iterations = 24;
  int max_ceremony_power = 22;
};
struct NotarizeArguments {
  std::vector<std::string> files;
  std::string name;
  std::string schema_file;
  std::string format;
  std::vector<std::string> null_tokens;
  std::vector<std::string> types;  ///< col=T
  std::vector<std::string> statements;
  std::string delimiter;
  bool assume_utc = false;
  bool batch = false, no_prove = false, again = false, public_digest = false;
  std::string out;
};
struct ProveArguments {
  std::string entry, statement, nonce, out;
  std::vector<std::string> data;  ///< of the dataset, then of the others that the statement names
  std::string beacon;             ///< a file, or the signature itself
  bool list = false;
};
struct NoiseArguments {
  std::string entry, column, lo, hi, beacon, name, data;
  std::optional<uint64_t> bits, round;
  std::optional<double> epsilon;
  double delta = 1e-6;
};
struct VerifyArguments {
  std::string file, vk, srs, log_key, nonce, data, opening;
  std::vector<std::string> witnesses, beacons;
  int quorum = 0;
  bool require_pinned = false;
};
struct ChainArguments {
  std::string from;
  bool full = false, proofs = false;
};
struct LogArguments {
  std::string lineage, since, until, name, type, author;
  uint64_t limit = 0;
};
struct AuditArguments {
  std::string dataset, since, until, operation, author, output;
};
struct ExportArguments {
  std::string entry, format, out;
  bool all = false, opening = false;
};

enum class CeremonyStep { kNew, kImport, kContribute, kBeacon, kPrepare, kVerify, kFinish, kShow };
struct CeremonyArguments {
  CeremonyStep step = CeremonyStep::kShow;
  std::string in, out, name, entropy, entropy_file, value, circuit, phase1, original;
  int power = 0;
  int log_iterations = 10;
  int max_log_iterations = 24;
  int max_ceremony_power = 22;
  bool install = false;
};
/// The sub-commands of `ceremony`; parsing fills `arguments`, which must outlive `app`.
void add_ceremony_commands(CLI::App& app, CeremonyArguments& arguments);

/// Wipes the secret text in the arguments.
int run_ceremony(Session& session, CeremonyArguments& arguments);
int run_init(Session& session, const InitArguments& arguments);
int run_setup(Session& session, const SetupArguments& arguments);
int run_notarize(Session& session, const NotarizeArguments& arguments);
int run_prove(Session& session, const ProveArguments& arguments);
int run_noise(Session& session, const NoiseArguments& arguments);
int run_verify(Session& session, const VerifyArguments& arguments);
int run_verify_chain(Session& session, const ChainArguments& arguments);
int run_log(Session& session, const LogArguments& arguments);
int run_show(Session& session, const std::string& entry);
int run_status(Session& session);
int run_audit(Session& session, const AuditArguments& arguments);
int run_export(Session& session, const ExportArguments& arguments);

/// A path, or a vkey text itself.
Result<VerifierKey> read_vkey(Files& files, const std::string& file_or_vkey);
/// "2026-11-21", or a full RFC 3339 time in UTC. `end_of_day`: the last second of a date without a time.
Result<int64_t> parse_when(const std::string& text, bool end_of_day);

}  // namespace zkp
