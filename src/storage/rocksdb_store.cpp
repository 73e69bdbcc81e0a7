#include "storage/rocksdb_store.h"

#include <fcntl.h>
#include <rocksdb/db.h>
#include <rocksdb/options.h>
#include <rocksdb/write_batch.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <mutex>
#include <thread>

#include "storage/record_key.h"
#include "storage/rocksdb_options.h"
#include "storage/store_checks.h"

namespace zkp {
namespace {

namespace fs = std::filesystem;

// Records of the store itself, in the space that callers cannot name.
constexpr Space kOwnSpace = Space{0};
constexpr std::string_view kFormatKey = "format";
constexpr std::string_view kFormat = "zkp-store/1";
constexpr std::string_view kSizeKey = "size";

rocksdb::Slice slice(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
ByteView view(const rocksdb::Slice& s) { return {reinterpret_cast<const uint8_t*>(s.data()), s.size()}; }

/// An open database with its column families; closes what is still open.
class Database {
 public:
  Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database() { (void)close().ok(); }

  rocksdb::Status open(const std::string& path, StoreMode mode, const RocksDbOptions& options) {
    rocksdb::DBOptions db;
    configure(db, mode, options);
    const auto families = make_families(options);
    switch (mode) {
      case StoreMode::kCreate:
      case StoreMode::kReadWrite:
        return rocksdb::DB::Open(db, path, families, &handles_, &db_);
      // The second path would hold an info log, which we do not keep.
      case StoreMode::kReadOnly:
        return rocksdb::DB::OpenAsSecondary(db, path, path, families, &handles_, &db_);
      case StoreMode::kSalvage:
        return rocksdb::DB::OpenForReadOnly(db, path, families, &handles_, &db_);
    }
    return rocksdb::Status::InvalidArgument();
  }

  rocksdb::Status open_point_in_time(const std::string& path, const RocksDbOptions& options) {
    rocksdb::DBOptions db;
    configure(db, StoreMode::kReadOnly, options);
    return rocksdb::DB::OpenForReadOnly(db, path, make_families(options), &handles_, &db_);
  }

  rocksdb::Status close() {
    if (db_ == nullptr) return rocksdb::Status::OK();
    for (rocksdb::ColumnFamilyHandle* handle : handles_) db_->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
    handles_.clear();
    rocksdb::Status status = db_->Close();
    delete db_;
    db_ = nullptr;
    return status;
  }

  rocksdb::DB* get() const { return db_; }
  rocksdb::ColumnFamilyHandle* family(Family family) const { return handles_[family]; }
  const std::vector<rocksdb::ColumnFamilyHandle*>& families() const { return handles_; }

 private:
  rocksdb::DB* db_ = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

rocksdb::Status put_own(const Database& db, rocksdb::WriteBatch& batch, std::string_view key, ByteView value) {
  return batch.Put(db.family(kRecords), slice(record_key(kOwnSpace, as_bytes(key))), slice(value));
}

Result<std::optional<Bytes>> get_value(const Database& db, Family family, ByteView key, const std::string& path) {
  rocksdb::PinnableSlice value;
  rocksdb::Status status = db.get()->Get(rocksdb::ReadOptions(), db.family(family), slice(key), &value);
  if (status.IsNotFound()) return std::optional<Bytes>();
  if (!status.ok()) return storage_error(status, path);
  const ByteView bytes = view(value);
  return std::optional<Bytes>(std::in_place, bytes.begin(), bytes.end());
}

// Every batch writes the number of entries beside the entries: the two must agree, or a table was lost.
Result<uint64_t> read_size(const Database& db, const std::string& path) {
  ZKP_TRY(std::optional<Bytes> stored, get_value(db, kRecords, record_key(kOwnSpace, as_bytes(kSizeKey)), path));
  std::optional<uint64_t> size = stored ? parse_u64(*stored) : std::nullopt;
  if (!size) return Error(StorageError::kCorrupt, "the store does not say how many entries it holds").with_file(path);
  return *size;
}

Result<void> check_last_entry(const Database& db, uint64_t size, const std::string& path) {
  std::unique_ptr<rocksdb::Iterator> it(db.get()->NewIterator(rocksdb::ReadOptions(), db.family(kEntries)));
  it->SeekToLast();
  if (!it->status().ok()) return storage_error(it->status(), path);
  const uint64_t found = it->Valid() ? parse_u64(view(it->key())).value_or(0) + 1 : 0;
  if (found != size)
    return Error(StorageError::kCorrupt, "the store counts " + std::to_string(size) +
                                             " entries, but its last one is the " + std::to_string(found) + "th")
        .with_file(path)
        .with_entry(std::min(found, size));
  return {};
}

Result<void> check_format(const Database& db, const std::string& path) {
  ZKP_TRY(std::optional<Bytes> format, get_value(db, kRecords, record_key(kOwnSpace, as_bytes(kFormatKey)), path));
  if (!format) return Error(StorageError::kCorrupt, "the folder holds another kind of database").with_file(path);
  if (as_text(*format) != kFormat)
    return Error(GeneralError::kUnsupported, "the store has the format \"" + std::string(as_text(*format)) +
                                                 "\"; this program knows " + std::string(kFormat))
        .with_file(path);
  return {};
}

Result<void> scan_entries(const Database& db, uint64_t first, uint64_t end, const std::string& path,
                          const EntryVisitor& visit) {
  const ByteArray<8> end_key = entry_key(end);
  const rocksdb::Slice bound = slice(end_key);
  rocksdb::ReadOptions options;
  options.iterate_upper_bound = &bound;
  options.fill_cache = false;  // a walk over the log must not push out what queries use
  std::unique_ptr<rocksdb::Iterator> it(db.get()->NewIterator(options, db.family(kEntries)));
  const ByteArray<8> first_key = entry_key(first);
  for (it->Seek(slice(first_key)); first < end; it->Next(), ++first) {
    if (!it->Valid() && !it->status().ok()) return storage_error(it->status(), path).with_entry(first);
    if (!it->Valid() || parse_u64(view(it->key())) != first)
      return Error(StorageError::kCorrupt, "the entry is not there").with_file(path).with_entry(first);
    ZKP_TRY(Visit next, visit(first, view(it->value())));
    if (next == Visit::kStop) return {};
  }
  return {};
}

// The first entry that cannot be read, through a fresh instance: the caches of a running one would hide the damage.
std::optional<uint64_t> first_unreadable_entry(const std::string& path, const RocksDbOptions& options) {
  Database db;
  if (!db.open(path, StoreMode::kSalvage, options).ok()) return std::nullopt;
  Result<uint64_t> size = read_size(db, path);
  if (!size.ok()) return std::nullopt;
  Result<void> read = scan_entries(db, 0, *size, path, [](uint64_t, ByteView) { return Visit::kContinue; });
  return read.ok() ? std::nullopt : read.error().where().entry;
}

Error with_damaged_entry(Error error, const std::string& path, const RocksDbOptions& options) {
  if (error.code() != StorageError::kCorrupt || error.where().entry) return error;
  std::optional<uint64_t> index = first_unreadable_entry(path, options);
  return index ? std::move(error).with_entry(*index) : error;
}

class RocksDbStore final : public LedgerStore {
 public:
  RocksDbStore(std::string path, StoreMode mode, const RocksDbOptions& options, std::unique_ptr<Database> db,
               uint64_t size)
      : path_(std::move(path)), mode_(mode), options_(options), db_(std::move(db)), size_(size) {}
  ~RocksDbStore() override { (void)close().ok(); }

  Result<uint64_t> size() const override {
    if (!db_) return store_is_closed();
    return size_.load(std::memory_order_acquire);
  }

  Result<Bytes> entry(uint64_t index) const override {
    ZKP_TRY(const uint64_t size, this->size());
    if (index >= size) return no_such_entry(index, size);
    Result<std::optional<Bytes>> found = get_value(*db_, kEntries, entry_key(index), path_);
    if (!found.ok()) return std::move(found).error().with_entry(index);
    if (!found->has_value())
      return Error(StorageError::kCorrupt, "the entry is not there").with_file(path_).with_entry(index);
    return std::move(**found);
  }

  Result<void> scan(uint64_t first, uint64_t end, const EntryVisitor& visit) const override {
    if (first > end) return Error(GeneralError::kInvalidArgument, "a scan ends before it begins");
    ZKP_TRY(const uint64_t size, this->size());
    end = std::min(end, size);
    if (first >= end) return {};
    return scan_entries(*db_, first, end, path_, visit);
  }

  Result<std::optional<Bytes>> get(Space space, ByteView key) const override {
    if (!db_) return store_is_closed();
    return get_value(*db_, family_of(space), record_key(space, key), path_);
  }

  Result<void> scan_records(const RecordRange& range, const RecordVisitor& visit) const override {
    if (!db_) return store_is_closed();
    const KeyBounds bounds = bounds_of(range);
    if (bounds.first >= bounds.end) return {};
    const rocksdb::Slice first = slice(bounds.first), end = slice(bounds.end);
    rocksdb::ReadOptions options;
    options.iterate_lower_bound = &first;
    options.iterate_upper_bound = &end;
    std::unique_ptr<rocksdb::Iterator> it(db_->get()->NewIterator(options, db_->family(family_of(range.space))));
    const bool forward = range.order == ScanOrder::kForward;
    forward ? it->SeekToFirst() : it->SeekToLast();
    for (uint64_t visited = 0; visited < range.limit && it->Valid(); ++visited, forward ? it->Next() : it->Prev()) {
      ZKP_TRY(Visit next, visit(view(it->key()).subspan(1), view(it->value())));
      if (next == Visit::kStop) return {};
    }
    if (!it->status().ok()) return storage_error(it->status(), path_);
    return {};
  }

  Result<void> append(const Batch& batch) override {
    std::lock_guard lock(append_mutex_);
    if (!db_) return store_is_closed();
    if (read_only()) return store_is_read_only();
    if (failure_) return *failure_;
    const uint64_t size = size_.load(std::memory_order_relaxed);
    ZKP_TRY_VOID(check_batch(batch, size));
    if (batch.empty()) return {};

    rocksdb::WriteBatch write;
    rocksdb::Status status = fill(write, batch, size);
    if (status.ok()) {
      rocksdb::WriteOptions options;
      options.sync = true;
      status = db_->get()->Write(options, &write);
    }
    if (!status.ok()) {
      failure_ = storage_error(status, path_)
                     .with_hint("close the ledger and open it again to see which entries were written");
      return *failure_;
    }
    size_.store(size + batch.entries.size(), std::memory_order_release);
    return {};
  }

  Result<void> flush() override {
    std::lock_guard lock(append_mutex_);
    if (!db_) return store_is_closed();
    return flush_locked();
  }

  Result<void> refresh() override {
    std::lock_guard lock(append_mutex_);
    if (!db_) return store_is_closed();
    if (mode_ != StoreMode::kReadOnly) return {};
    rocksdb::Status status = db_->get()->TryCatchUpWithPrimary();
    if (!status.ok()) return storage_error(status, path_);
    ZKP_TRY(const uint64_t size, read_size(*db_, path_));
    size_.store(size, std::memory_order_release);
    return {};
  }

  Result<uint64_t> bytes() const override {
    if (!db_) return store_is_closed();
    // Files come and go under compaction: one that vanished counts nothing.
    uint64_t total = 0;
    std::error_code error;
    for (fs::directory_iterator it(path_, error), end; !error && it != end; it.increment(error)) {
      std::error_code vanished;
      const uint64_t bytes = it->file_size(vanished);
      if (!vanished) total += bytes;
    }
    if (error) return Error(StorageError::kIo, "cannot list the store: " + error.message()).with_file(path_);
    return total;
  }

  Result<void> check() override {
    if (!db_) return store_is_closed();
    if (!read_only()) ZKP_TRY_VOID(flush());  // what is only in the journal is in no table that could be checked
    rocksdb::Status status = db_->get()->VerifyFileChecksums(rocksdb::ReadOptions());
    if (!status.ok()) return with_damaged_entry(storage_error(status, path_), path_, options_);
    return {};
  }

  Result<void> close() override {
    std::lock_guard lock(append_mutex_);
    if (!db_) return {};
    Result<void> flushed;
    if (!failure_) flushed = flush_locked();
    rocksdb::Status status = db_->close();
    db_.reset();
    if (!flushed.ok()) return flushed;
    if (!status.ok() && !failure_) return storage_error(status, path_);
    return {};
  }

  bool read_only() const override { return mode_ == StoreMode::kReadOnly || mode_ == StoreMode::kSalvage; }

 private:
  rocksdb::Status fill(rocksdb::WriteBatch& write, const Batch& batch, uint64_t size) const {
    rocksdb::Status status;
    for (size_t i = 0; i < batch.entries.size() && status.ok(); ++i)
      status = write.Put(db_->family(kEntries), slice(entry_key(size + i)), slice(batch.entries[i]));
    for (size_t i = 0; i < batch.puts.size() && status.ok(); ++i) {
      const Put& put = batch.puts[i];
      status = write.Put(db_->family(family_of(put.space)), slice(record_key(put.space, put.key)), slice(put.value));
    }
    if (status.ok() && !batch.entries.empty())
      status = put_own(*db_, write, kSizeKey, entry_key(size + batch.entries.size()));
    return status;
  }

  // REQUIRES: append_mutex_.
  Result<void> flush_locked() {
    if (read_only()) return {};
    rocksdb::Status status = db_->get()->Flush(rocksdb::FlushOptions(), db_->families());
    if (!status.ok()) return storage_error(status, path_);
    return {};
  }

  const std::string path_;
  const StoreMode mode_;
  const RocksDbOptions options_;
  std::unique_ptr<Database> db_;  // null once closed
  std::atomic<uint64_t> size_;
  std::mutex append_mutex_;
  std::optional<Error> failure_;  // guarded by append_mutex_
};

// The entry of the folder in its parent is durable too, or a power cut could lose the ledger with everything in it.
Result<void> sync_parent(const std::string& path) {
  fs::path parent = fs::absolute(path).lexically_normal();
  if (!parent.has_filename()) parent = parent.parent_path();
  parent = parent.parent_path();
  const int fd = ::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0 || ::fsync(fd) != 0) {
    if (fd >= 0) ::close(fd);
    return Error(StorageError::kIo, "cannot sync the folder").with_file(parent.string());
  }
  ::close(fd);
  return {};
}

Result<void> check_folder(const std::string& path, StoreMode mode) {
  std::error_code error;
  if (mode == StoreMode::kCreate) {
    if (!fs::exists(path, error) || fs::is_empty(path, error)) return {};
    return Error(StorageError::kConflict, "a new store needs a folder that is absent or empty").with_file(path);
  }
  if (fs::exists(fs::path(path) / "CURRENT", error)) return {};
  if (!fs::exists(path, error) || fs::is_empty(path, error))
    return Error(StorageError::kMissing, "there is no store").with_file(path);
  return Error(StorageError::kCorrupt, "the store has lost its file CURRENT").with_file(path);
}

// True unless the last writer closed the store, which leaves empty journals.
bool has_journal(const std::string& path) {
  std::error_code error;
  for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error))
    if (it->path().extension() == ".log" && it->file_size(error) > 0) return true;
  return static_cast<bool>(error);
}

// What opening for writing would find, without changing the folder: opening drops the journal behind a damage, and with
// it the evidence.
Result<void> check_journal(const std::string& path, const RocksDbOptions& options) {
  if (options.expected_size == 0 || !has_journal(path)) return {};
  Database db;
  if (!db.open_point_in_time(path, options).ok()) return {};  // opening will say why
  ZKP_TRY(const uint64_t size, read_size(db, path));
  return check_expected_size(size, options.expected_size);
}

Result<void> write_format(const Database& db, const std::string& path) {
  rocksdb::WriteBatch write;
  rocksdb::Status status = put_own(db, write, kFormatKey, as_bytes(kFormat));
  if (status.ok()) status = put_own(db, write, kSizeKey, entry_key(0));
  rocksdb::WriteOptions options;
  options.sync = true;
  if (status.ok()) status = db.get()->Write(options, &write);
  if (!status.ok()) return storage_error(status, path);
  return sync_parent(path);
}

// A reader may find the manifest naming a file that the writer has just replaced: it looks again.
rocksdb::Status open_with_retries(Database& db, const std::string& path, StoreMode mode,
                                  const RocksDbOptions& options) {
  constexpr int kAttempts = 10;
  rocksdb::Status status;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    status = db.open(path, mode, options);
    const bool raced = mode == StoreMode::kReadOnly && (status.IsPathNotFound() || status.IsTryAgain());
    if (!raced) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(5 << attempt));
  }
  return status;
}

}  // namespace

Result<std::unique_ptr<LedgerStore>> open_rocksdb_store(const std::string& path, StoreMode mode,
                                                        const RocksDbOptions& options) {
  ZKP_TRY_VOID(check_folder(path, mode));
  if (mode == StoreMode::kReadWrite) ZKP_TRY_VOID(check_journal(path, options));
  auto db = std::make_unique<Database>();
  rocksdb::Status status = open_with_retries(*db, path, mode, options);
  if (!status.ok()) return with_damaged_entry(storage_error(status, path), path, options);
  if (mode == StoreMode::kCreate) ZKP_TRY_VOID(write_format(*db, path));

  uint64_t size = 0;
  auto inspect = [&]() -> Result<void> {
    ZKP_TRY_VOID(check_format(*db, path));
    ZKP_TRY(size, read_size(*db, path));
    if (mode != StoreMode::kSalvage) ZKP_TRY_VOID(check_last_entry(*db, size, path));
    return check_expected_size(size, options.expected_size);
  };
  if (Result<void> fine = inspect(); !fine.ok()) return with_damaged_entry(std::move(fine).error(), path, options);
  return std::unique_ptr<LedgerStore>(std::make_unique<RocksDbStore>(path, mode, options, std::move(db), size));
}

}  // namespace zkp
