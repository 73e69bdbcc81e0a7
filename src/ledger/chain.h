/// Checking a whole ledger: is the stored log the one that was signed, and is every entry in it what the rules allow?
///
///   incremental   from a checkpoint that was verified before: one consistency proof, then only the entries after it
///   full          every entry is hashed again, every stored tile compared, every signature, parent, time and index
///   record
///                 checked, and every checksum of the store
///
/// Pure: the store, the signature verifier and the checkpoints come in. Hashing and signatures run on all threads of
/// the pool; a million entries are checked in constant memory.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/env.h"
#include "base/task_pool.h"
#include "ledger/ledger.h"
#include "log/checkpoint.h"

namespace zkp {

struct ChainOptions {
  /// Check entries from this index on; below it the log is tied by a consistency proof to `trusted`.
  uint64_t from = 0;
  /// A checkpoint verified earlier: its size and root must be a prefix of the log. Needed when from > 0 is not to be
  /// taken on faith; without it entries below `from` are only covered by the root.
  std::optional<Checkpoint> trusted;
  /// The newest signed checkpoint: the log must contain what it signs.
  std::optional<Checkpoint> signed_checkpoint;
  bool store_checksums = false;  ///< also let the store verify its own checksums
  bool signatures = true;
  bool proofs = false;  ///< also verify every recorded proof
};

struct ChainFailure {
  std::optional<uint64_t> index;  ///< the entry, where one can be named
  std::string reason;
};

struct ChainReport {
  uint64_t size = 0;
  Digest root{};
  uint64_t from = 0;
  uint64_t entries_checked = 0;
  uint64_t bytes_hashed = 0;
  uint64_t proofs_checked = 0;
  std::vector<ChainFailure> failures;  ///< at most kMaxChainFailures
  bool ok() const { return failures.empty(); }
};

inline constexpr size_t kMaxChainFailures = 100;

/// Fails (as a Result) only when the check itself cannot run; what it finds wrong is in the report.
Result<ChainReport> verify_chain(const Ledger& ledger, const ChainOptions& options, const SignatureVerifier& verifier,
                                 const ProofChecker& checker, TaskPool* pool);

/// Hashes every entry again and compares the root with the stored one: the cheapest full check, at hashing speed.
/// Error: StorageError::kCorrupt naming the first entry whose hash differs.
Result<uint64_t> rehash(const Ledger& ledger, TaskPool* pool);

}  // namespace zkp
