#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "base_os/logger.h"
#include "base_os/pool.h"
#include "ledger/entry.h"
#include "zkp_ledger/commands.h"

namespace zkp {
namespace {

std::optional<std::string> environment_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr || *value == '\0') return std::nullopt;
  return std::string(value);
}

}  // namespace

Session::Session(const CommonOptions& options) : options_(options), console_(options.json, options.quiet) {
  // To standard error: nothing that could fail.
  logger_ = std::move(make_logger({.level = LogLevel::kWarn})).value();
}
Session::~Session() = default;

TaskPool* Session::pool() {
  if (!pool_) pool_ = make_task_pool(worker_threads_);
  return pool_.get();
}

TaskPool* Session::proving_pool() {
  if (proving_threads_ == 1) return nullptr;
  if (proving_threads_ == 0 || proving_threads_ == worker_threads_) return pool();
  if (!proving_pool_) proving_pool_ = make_task_pool(proving_threads_);
  return proving_pool_.get();
}

Environment Session::environment() const { return environment_variable; }

LedgerEnv Session::env() {
  return LedgerEnv{files_,
                   clock_,
                   random_,
                   verifier_,
                   *logger_,
                   pool(),
                   proving_pool(),
                   environment_variable,
                   environment_variable("ZKP_KEY_PASSPHRASE").value_or(""),
                   options_.max_memory_bytes};
}

Result<void> Session::configure(const LedgerConfig& config) {
  worker_threads_ = static_cast<int>(config.max_worker_threads);
  if (options_.max_memory_bytes == 0)
    options_.max_memory_bytes = static_cast<uint64_t>(config.max_memory_usage_mb) << 20;
  proving_threads_ = config.parallel_prove ? static_cast<int>(config.max_proving_threads) : 1;
  ZKP_TRY(LogLevel level, parse_log_level(config.log_level));
  ZKP_TRY(logger_, make_logger({.level = level}));
  return {};
}

Result<std::unique_ptr<LedgerDirectory>> Session::open(LedgerAccess access) {
  std::string folder = options_.ledger;
  if (folder.empty()) { ZKP_TRY(folder, LedgerDirectory::find(".", files_)); }
  ZKP_TRY(LedgerConfig config, LedgerDirectory::read_config(folder, files_, environment_variable));
  ZKP_TRY_VOID(configure(config));
  return LedgerDirectory::open(folder, access, env(), options_.lock_timeout_ms);
}

Result<VerifierKey> read_vkey(Files& files, const std::string& file_or_vkey) {
  std::string text = file_or_vkey;
  ZKP_TRY(bool is_file, files.exists(file_or_vkey));
  if (is_file) {
    ZKP_TRY(Bytes content, files.read(file_or_vkey, 4096));
    text = std::string(as_text(content));
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  }
  Result<VerifierKey> key = VerifierKey::parse(text);
  if (!key.ok())
    return Error(GeneralError::kInvalidArgument, "neither a file nor a vkey: " + file_or_vkey.substr(0, 80))
        .with_hint("a vkey is what DIR/log.vkey holds: name+id+key");
  return key;
}

Result<int64_t> parse_when(const std::string& text, bool end_of_day) {
  const bool is_date = text.size() == 10;
  Result<int64_t> time = parse_time(is_date ? text + (end_of_day ? "T23:59:59Z" : "T00:00:00Z") : text);
  if (!time.ok())
    return Error(GeneralError::kInvalidArgument, "not a date or time: " + text)
        .with_hint("2026-11-21, or 2026-11-21T12:00:00Z");
  return time;
}

}  // namespace zkp
