/// What a prover of dataset proofs keeps on disk: reference strings and the proving keys of the wrap circuits
/// (docs/decisions/0004), mapped, opened once a process. One thread at a time.
///
///   dataset-s-<16 hex of the circuit id>.pk             dataset-s-<16 hex of the circuit id>.ceremony.pk
///   insecure-dev-<log2 of the powers>.srs               <16 hex of the string's id>.ceremony.srs
#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/env.h"
#include "base/task_pool.h"
#include "commit/srs_file.h"
#include "dataset_proof/known_keys.h"
#include "dataset_proof/prove.h"
#include "groth16/mapped_proving_key.h"
#include "ledger/config.h"

namespace zkp {

/// $ZKP_SETUP_DIR, else $XDG_CACHE_HOME/zkp/setup, else ~/.cache/zkp/setup, else ./zkp-setup (where no installed keys
/// are looked for: installed_keys.h).
std::string setup_folder(const Environment& environment);

/// "dataset-s", "dataset-l"
std::string circuit_name(const SizeClass& size_class);

/// How many powers of tau commitments to a table of so many rows need, with the proofs about it: max(rows, 2^16) + 4.
/// A column of n rows is committed to with its 4 blinding rows; the column that counts looks into the range table has
/// 2^16 + 4 of them whatever the table has; no column of a program is longer than these (Program::finish()), and the
/// mask and the quotients of an opening are shorter.
size_t srs_powers_for(uint64_t rows);
/// The same for a proof about several tables: `rows` as Statement::rows() gives them, which counts the rows of tables
/// that a statement makes of others (the keys of two tables, one behind the other, in DISJOINT and SPLIT).
size_t srs_powers_for(const RowCounts& rows);

class DatasetKeys {
 public:
  /// Whose keys: those of `setup --insecure-dev`, or installed ones (installed_keys.h).
  enum class Source { kInsecureDev, kCeremony };

  DatasetKeys(std::string folder, Files& files, TaskPool* pool, Source source)
      : folder_(std::move(folder)), files_(files), pool_(pool), source_(source) {}

  /// Of a ledger: insecure-dev keys where it accepts them, else those of a ceremony.
  static Source source_for(bool insecure_dev_accepted) {
    return insecure_dev_accepted ? Source::kInsecureDev : Source::kCeremony;
  }

  /// A string with at least so many powers: one that is open, else the smallest file that suffices. Valid while this
  /// object lives. Errors: StatementError::kNoKeys with the command that makes one, for a file that is not the string
  /// that its name says, and where strings of several ceremonies are installed; those of open_srs.
  Result<const Srs*> srs(size_t powers);

  /// The wrap key of a class, with a string that holds so many powers, and who made them. Valid while this object
  /// lives. Errors: StatementError::kNoKeys with the command that makes them, and for a key of another source or
  /// circuit; those of srs() and MappedProvingKey::open.
  struct Loaded {
    DatasetProverKey key;
    SetupLabel label;
  };
  Result<Loaded> load(const SizeClass& size_class, size_t powers);

  /// The wrap key alone. Errors: those of load() about it.
  Result<const MappedProvingKey*> wrap_key(const SizeClass& size_class);

  /// Whether there is a wrap key for this class.
  Result<bool> has(const SizeClass& size_class) const { return files_.exists(key_file(size_class)); }

  std::string key_file(const SizeClass& size_class) const;
  /// Of a string of development. REQUIRES: powers >= 2. The file holds the next power of two.
  static std::string dev_srs_file(const std::string& folder, size_t powers);
  static std::string ceremony_srs_file(const std::string& folder, const Digest& id);

 private:
  struct SrsFile {
    std::string path;
    size_t powers = 0;
  };
  /// Those in the folder, by their names or headers, smallest first.
  Result<std::vector<SrsFile>> srs_files();
  Result<void> check_srs(const LoadedSrs& loaded, const SrsFile& file) const;
  Error no_keys(std::string sentence, std::string hint) const;

  std::string folder_;
  Files& files_;
  TaskPool* pool_;
  Source source_;
  std::map<size_t, LoadedSrs> strings_;  ///< by the number of their powers
  std::map<uint8_t, MappedProvingKey> keys_;
};

}  // namespace zkp
