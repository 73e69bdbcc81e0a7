/// A LedgerStore in a folder, kept by RocksDB.
///
/// On disk: three column families, so that compaction never rewrites entries because of an index.
///   entries   u64 big-endian index -> entry          (keys only grow: its files are moved between levels, not merged)
///   blobs     space byte || key    -> value          (Space::kBlob)
///   default   space byte || key    -> value          (every other space; space 0 holds "format" and "size")
/// LZ4 blocks with CRC-32C each, a CRC-32C of every whole table file in the manifest, and a write-ahead log that is
/// synced before append returns.
///
/// Who finds what. A process killed in the middle of an append, or a power cut, leaves a log whose tail is torn or
/// garbage; so the log is replayed to the last point at which it is whole (kPointInTimeRecovery). kAbsoluteConsistency
/// would refuse such a ledger, and kTolerateCorruptedTailRecords refuses tails of garbage. The price: a log that was
/// damaged *before* its end also loses the acknowledged batches behind the damage, and RocksDB does not say so.
/// Therefore the caller passes `expected_size`, the size that its last signed checkpoint covers: a shorter store fails
/// with kMissing, before anything in the folder is changed. Damage in tables and the manifest is found by their
/// checksums (kCorrupt), a lost file at opening.
#pragma once

#include <memory>
#include <string>

#include "storage/store.h"

namespace zkp {

enum class StoreMode {
  kCreate,     ///< a new store; the folder is absent or empty, otherwise kConflict
  kReadWrite,  ///< the one writer; kLocked while there is another
  kReadOnly,   ///< needs no lock and follows a running writer with refresh(); writes nothing anywhere
  kSalvage,    ///< read-only and as much as can be read of a damaged store: for finding what is lost, never for working
};

struct RocksDbOptions {
  size_t cache_bytes = size_t{64} << 20;         ///< uncompressed blocks, shared by the column families
  size_t write_buffer_bytes = size_t{32} << 20;  ///< per column family; also bounds what a start has to replay
  uint64_t expected_size = 0;                    ///< acknowledged entries; fewer: StorageError::kMissing
};

/// Errors: kMissing (no store in the folder, or fewer than expected_size entries), kLocked, kCorrupt (with the first
/// entry that cannot be read), kConflict, kFull, kIo. The parent of `path` must exist.
Result<std::unique_ptr<LedgerStore>> open_rocksdb_store(const std::string& path, StoreMode mode,
                                                        const RocksDbOptions& = {});

}  // namespace zkp
