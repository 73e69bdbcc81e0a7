/// What a prover of dataset proofs keeps on disk: reference strings and the proving keys of the wrap circuits
/// (docs/decisions/0004), mapped, opened once a process. One thread at a time.
#pragma once

#include <map>
#include <string>

#include "base/env.h"
#include "base/task_pool.h"
#include "commit/srs_file.h"
#include "dataset_proof/known_keys.h"
#include "dataset_proof/prove.h"
#include "groth16/mapped_proving_key.h"

namespace zkp {

/// $ZKP_SETUP_DIR, else $XDG_CACHE_HOME/zkp/setup, else ~/.cache/zkp/setup, else ./zkp-setup (where no installed keys
/// are looked for: installed_keys.h).
std::string setup_folder(const Environment& environment);

/// "dataset-s", "dataset-l"
std::string circuit_name(const SizeClass& size_class);

/// How many powers of tau commitments to a table of so many rows need, with the proofs about it.
size_t srs_powers_for(uint64_t rows);

class DatasetKeys {
 public:
  /// Whose keys: those of `setup --insecure-dev`, or installed ones (installed_keys.h).
  enum class Source { kInsecureDev, kCeremony };

  DatasetKeys(std::string folder, Files& files, TaskPool* pool, Source source);

  /// Of a ledger: insecure-dev keys where it accepts them, else those of a ceremony.
  static Source source_for(bool insecure_dev_accepted) {
    return insecure_dev_accepted ? Source::kInsecureDev : Source::kCeremony;
  }

  /// A string with at least so many powers. Valid while this object lives. Errors: StatementError::kNoKeys with the
  /// command that makes one; those of open_srs.
  Result<const Srs*> srs(size_t powers);

  /// The wrap key of a class, with a string that holds so many powers, and who made them. Valid while this object lives.
  /// Errors: StatementError::kNoKeys with the command that makes them, and for a key of another source or circuit;
  /// those of srs() and MappedProvingKey::open.
  struct Loaded {
    DatasetProverKey key;
    SetupLabel label;
  };
  Result<Loaded> load(const SizeClass& size_class, size_t powers);

  /// Whether there is a wrap key for this class.
  Result<bool> has(const SizeClass& size_class) const;
};

}  // namespace zkp
