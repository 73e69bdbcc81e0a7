/// One opened RocksDB of a ledger, and the questions about it that opening, reading and salvaging share. Internal to
/// storage/: knows RocksDB by forward declarations only.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/rocksdb_options.h"

namespace rocksdb {
class ColumnFamilyHandle;
class DB;
class WriteBatch;
}  // namespace rocksdb

namespace zkp {

/// Reads are safe for concurrent use.
class Database {
 public:
  /// Errors: see open_rocksdb_store; expected_size is not looked at. A reader retries while it races with a writer.
  static Result<std::unique_ptr<Database>> open(const std::string& path, StoreMode mode, const RocksDbOptions& options);
  /// Whether the journals are whole, up to an end that a killed writer may have left torn.
  static Result<void> check_journals(const std::string& path, const RocksDbOptions& options);

  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();
  Result<void> close();

  /// The number of entries, which the store writes beside them in every batch.
  Result<uint64_t> read_size() const;
  /// The index of the newest entry, plus 1: the number of entries again, unless something was lost.
  Result<uint64_t> end_of_entries() const;
  /// The larger of the two, as far as they can be read.
  Result<uint64_t> salvage_size() const;
  Result<void> check_format() const;
  Result<std::optional<Bytes>> get(Family family, ByteView key) const;
  Result<void> scan_entries(uint64_t first, uint64_t end, const EntryVisitor& visit) const;
  Result<void> scan_records(const RecordRange& range, const RecordVisitor& visit) const;

  /// Adds "there are `size` entries" to a batch. Errors as written by the batch.
  Result<void> put_size(rocksdb::WriteBatch& batch, uint64_t size) const;
  /// Makes a new database one of ours: format, size 0, and a durable name in the parent folder.
  Result<void> write_format();
  /// Atomic and synced.
  Result<void> write(rocksdb::WriteBatch& batch);
  Result<void> flush();
  Result<void> verify_files() const;

  rocksdb::ColumnFamilyHandle* family(Family family) const { return handles_[family]; }
  const std::string& path() const { return path_; }

 private:
  explicit Database(std::string path) : path_(std::move(path)) {}

  const std::string path_;
  rocksdb::DB* db_ = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

/// The journals and the manifest of a store with their sizes: unchanged means that no writer has written since.
struct FolderState {
  std::vector<std::pair<std::string, uint64_t>> files;  // sorted

  static FolderState of(const std::string& path);
  bool has_journal() const;  ///< a journal that is not empty: the last writer did not close the store
  /// True if every journal of `before` is still there.
  bool keeps_journals_of(const FolderState& before) const;
  friend bool operator==(const FolderState&, const FolderState&) = default;
};

/// Names the first entry that cannot be read in an error of damage, when there is one.
Error with_damaged_entry(Error error, const std::string& path, const RocksDbOptions& options);

}  // namespace zkp
