/// zkp-ledger.toml: the configuration of one ledger (docs/formats/config.md lists every key).
///
/// Every key that was promised to users is known here, with its type and range; an unknown key, a wrong type or a value
/// out of range is an error with the line number, and so is a value whose capability is not built yet
/// ("storage.backend": "postgres"). Environment variables ZKP_<SECTION>_<KEY> win over the file. Pure: the caller reads
/// file and environment.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace zkp {

struct WitnessPolicy {
  std::vector<std::string> keys;  ///< vkey texts of trusted witnesses
  int quorum = 0;                 ///< cosignatures that a checkpoint needs; 0: none
};

struct LedgerConfig {
  std::string name = "ledger";
  std::string hash_algorithm = "sha3-256";  ///< or "blake3": plain digests of public data and report digests
  std::string storage_backend = "rocksdb";  ///< or "memory" (tests and benchmarks)
  std::string storage_path = "store";       ///< beneath the ledger's folder unless absolute
  int64_t storage_max_size_gb = 0;          ///< 0: no limit
  bool parallel_prove = true;
  int64_t cache_size_mb = 64;
  std::vector<std::string> export_formats = {"json-ld", "html"};
  bool include_visualizations = true;
  int64_t max_proving_threads = 0;  ///< 0: all cores
  int64_t max_worker_threads = 0;   ///< 0: all cores
  int64_t max_memory_usage_mb = 0;  ///< of proofs, about; 0: the prover's own bounds
  int64_t max_figures = 0;          ///< that recorded proofs may disclose about a dataset; 0: no limit
  double max_epsilon = 0;           ///< of sums with noise of one dataset together; 0: no limit
  /// Files that say what a beacon is (beacon/beacon.h, parse_beacon_info), trusted besides quicknet; beneath the
  /// ledger's folder unless absolute.
  std::vector<std::string> trusted_beacons;
  std::string log_level = "warn";  ///< debug | info | warn | error
  WitnessPolicy witnesses;
};

using Environment = std::function<std::optional<std::string>(const std::string& name)>;

/// Errors: GeneralError::kParse and, for what is not built, kUnsupported; Where.file is "<file>:<line>".
Result<LedgerConfig> parse_config(std::string_view toml, const std::string& file_name, const Environment& environment);

/// The file that `init` writes: the chosen values and, as comments, what else there is.
std::string default_config_text(const LedgerConfig& config);

}  // namespace zkp
