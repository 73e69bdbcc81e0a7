/// The cache of proving keys on disk (docs/decisions/0004): found by circuit, opened once a process. Keys stay in their
/// files and are mapped; files of the old version are read into memory. One thread at a time.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/env.h"
#include "base/task_pool.h"
#include "groth16/mapped_proving_key.h"
#include "ledger/config.h"

namespace zkp {

/// $ZKP_SETUP_DIR, else $XDG_CACHE_HOME/zkp/setup, else ~/.cache/zkp/setup, else ./zkp-setup (where no
/// installed keys are looked for: installed_keys.h).
std::string setup_folder(const Environment& environment);

/// "direct-1024"
std::string circuit_name(uint32_t capacity);

class ProvingKeys {
 public:
  /// Whose keys: those of `setup --insecure-dev`, or installed ones (installed_keys.h).
  enum class Source { kInsecureDev, kCeremony };

  ProvingKeys(std::string folder, Files& files, TaskPool* pool, Source source)
      : folder_(std::move(folder)), files_(files), pool_(pool), source_(source) {}

  /// Of a ledger: insecure-dev keys where it accepts them, else those of a ceremony.
  static Source source_for(bool insecure_dev_accepted) {
    return insecure_dev_accepted ? Source::kInsecureDev : Source::kCeremony;
  }

  std::string file_of(uint32_t capacity) const;
  Result<bool> has(uint32_t capacity) const { return files_.exists(file_of(capacity)); }
  /// Valid while this object lives. Errors: StatementError::kNoKeys with the command that makes them, and for a key of
  /// another source or circuit; those of MappedProvingKey::open and parse_proving_key.
  Result<const ProvingKeyView*> load(uint32_t capacity);

 private:
  /// One of the two, and its view.
  struct Loaded {
    std::optional<MappedProvingKey> mapped;
    std::unique_ptr<const ProvingKey> in_memory;
    ProvingKeyView view;
  };

  Result<Loaded> open(const std::string& path) const;

  std::string folder_;
  Files& files_;
  TaskPool* pool_;
  Source source_;
  std::map<uint32_t, Loaded> loaded_;
};

}  // namespace zkp
