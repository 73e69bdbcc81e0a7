#include "storage/rocksdb_options.h"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

#include <cerrno>
#include <system_error>

#include "storage/rocksdb_tables.h"

namespace zkp {
namespace {

// What went wrong reaches the caller as a status; a log file per opening would only pile up in the ledger's folder.
class NoLog final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

ErrorCode code_of(const rocksdb::Status& status, const std::string& text) {
  if (status.IsNoSpace() || status.subcode() == rocksdb::Status::kSpaceLimit) return StorageError::kFull;
  // An argument that RocksDB does not like: the column families in the folder are not ours.
  if (status.IsCorruption() || status.IsInvalidArgument()) return StorageError::kCorrupt;
  // A lock of another process and one of this process are plain I/O errors.
  const bool elsewhere = text.find("/LOCK: " + std::generic_category().message(EAGAIN)) != std::string::npos;
  if (elsewhere || text.find("lock hold by current process") != std::string::npos) return StorageError::kLocked;
  // The caller has checked that the store exists: a file that is not there was lost.
  if (status.IsPathNotFound()) return StorageError::kCorrupt;
  return StorageError::kIo;
}

}  // namespace

void configure(rocksdb::DBOptions& db, StoreMode mode, const RocksDbOptions& options) {
  db.env = checked_tables_env();
  db.create_if_missing = mode == StoreMode::kCreate;
  db.create_missing_column_families = mode == StoreMode::kCreate;
  db.error_if_exists = mode == StoreMode::kCreate;
  // Salvage goes on where opening would stop at the first damaged table, and opens tables when it needs them. It does
  // not skip damaged journal records: version 7.8 can loop for ever on them (kSkipAnyCorruptedRecords).
  const bool salvage = mode == StoreMode::kSalvage;
  db.paranoid_checks = !salvage;
  db.max_open_files = salvage ? 256 : -1;
  db.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  db.max_total_wal_size = 2 * options.write_buffer_bytes;
  db.max_background_jobs = 2;
  // Tables of all families enter the manifest together: even a manifest that lost its end describes the store as it was
  // after some batch, so that only the newest batches can be missing, never the blobs of one or the index of another.
  db.atomic_flush = true;
  // After a failed write the store wants to be reopened: nothing may heal it behind our back.
  db.max_bgerror_resume_count = 0;
  db.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  db.verify_sst_unique_id_in_manifest = true;
  db.info_log = std::make_shared<NoLog>();
  db.stats_dump_period_sec = 0;
  db.stats_persist_period_sec = 0;
}

std::vector<rocksdb::ColumnFamilyDescriptor> make_families(const RocksDbOptions& options) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(options.cache_bytes);
  table.block_size = 16 << 10;
  table.format_version = 5;
  table.checksum = rocksdb::kCRC32c;  // finds every single flipped bit, not only almost every one
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));

  rocksdb::ColumnFamilyOptions records;
  records.write_buffer_size = options.write_buffer_bytes;
  records.compression = rocksdb::kLZ4Compression;
  records.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));

  rocksdb::ColumnFamilyOptions entries = records;
  table.filter_policy.reset();  // the index says which table could hold an entry, and it does
  entries.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));

  std::vector<rocksdb::ColumnFamilyDescriptor> out(kFamilies);
  out[kRecords] = {rocksdb::kDefaultColumnFamilyName, records};
  out[kEntries] = {"entries", entries};
  out[kBlobs] = {"blobs", records};
  return out;
}

Error storage_error(const rocksdb::Status& status, const std::string& path) {
  const std::string text = status.ToString();
  const ErrorCode code = code_of(status, text);
  if (code == StorageError::kLocked) return Error(code, "another writer holds the store").with_file(path);
  if (code == StorageError::kFull) return Error(code, "no space is left for the store (" + text + ")").with_file(path);
  return Error(code, text).with_file(path);
}

}  // namespace zkp
