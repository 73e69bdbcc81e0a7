/// The cache of proving keys on disk (docs/decisions/0004): found by circuit, loaded once a process.
/// One thread at a time.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/env.h"
#include "base/task_pool.h"
#include "groth16/proving_key.h"
#include "ledger/config.h"

namespace zkp {

/// $ZKP_SETUP_DIR, else $XDG_CACHE_HOME/zkp/setup, else ~/.cache/zkp/setup, else ./zkp-setup.
std::string setup_folder(const Environment& environment);

/// "direct-1024"
std::string circuit_name(uint32_t capacity);

class ProvingKeys {
 public:
  ProvingKeys(std::string folder, Files& files, TaskPool* pool)
      : folder_(std::move(folder)), files_(files), pool_(pool) {}

  std::string file_of(uint32_t capacity) const;
  /// Errors: StatementError::kNoKeys with the command that makes them; those of parse_proving_key.
  Result<const ProvingKey*> load(uint32_t capacity);

 private:
  std::string folder_;
  Files& files_;
  TaskPool* pool_;
  std::map<uint32_t, std::unique_ptr<ProvingKey>> loaded_;
};

}  // namespace zkp
