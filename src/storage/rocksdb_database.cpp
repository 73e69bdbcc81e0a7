#include "storage/rocksdb_database.h"

#include <fcntl.h>
#include <rocksdb/db.h>
#include <rocksdb/options.h>
#include <rocksdb/write_batch.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>

#include "storage/record_key.h"
#include "storage/rocksdb_slice.h"

namespace zkp {
namespace {

namespace fs = std::filesystem;

// Records of the store itself, in the space that callers cannot name.
constexpr Space kOwnSpace = Space{0};
constexpr std::string_view kFormatKey = "format";
constexpr std::string_view kFormat = "zkp-store/1";
constexpr std::string_view kSizeKey = "size";

Bytes own_key(std::string_view name) { return record_key(kOwnSpace, as_bytes(name)); }

rocksdb::WriteOptions synced() {
  rocksdb::WriteOptions options;
  options.sync = true;
  return options;
}

// The entry of the folder in its parent is durable too, or a power cut could lose the ledger with everything in it.
Result<void> sync_parent(const std::string& path) {
  fs::path parent = fs::absolute(path).lexically_normal();
  if (!parent.has_filename()) parent = parent.parent_path();
  parent = parent.parent_path();
  const int fd = ::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = fd >= 0 && ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  if (!synced) return Error(StorageError::kIo, "cannot sync the folder").with_file(parent.string());
  return {};
}

Result<void> check_folder(const std::string& path, StoreMode mode) {
  std::error_code error;
  const bool nothing = !fs::exists(path, error) || fs::is_empty(path, error);
  if (mode == StoreMode::kCreate) {
    if (nothing) return {};
    return Error(StorageError::kConflict, "a new store needs a folder that is absent or empty").with_file(path);
  }
  if (nothing) return Error(StorageError::kMissing, "there is no store").with_file(path);
  if (!fs::exists(fs::path(path) / "CURRENT", error))
    return Error(StorageError::kCorrupt, "the store has lost its file CURRENT").with_file(path);
  return {};
}

// The first entry that cannot be read, through a fresh instance: the caches of a running one would hide the damage.
std::optional<uint64_t> first_unreadable_entry(const std::string& path, const RocksDbOptions& options) {
  Result<std::unique_ptr<Database>> db = Database::open(path, StoreMode::kSalvage, options);
  if (!db.ok()) return std::nullopt;
  Result<uint64_t> size = (*db)->salvage_size();
  if (!size.ok()) return std::nullopt;
  Result<void> read = (*db)->scan_entries(0, *size, [](uint64_t, ByteView) { return Visit::kContinue; });
  return read.ok() ? std::nullopt : read.error().where().entry;
}

}  // namespace

// A reader opens the folder as a snapshot (OpenForReadOnly) and opens it anew to follow the writer. RocksDB's secondary
// instances would follow by themselves, but version 7.8 loops for ever on a damaged record of the manifest or a
// journal.
//
// A snapshot beside a running writer is whole when no journal vanished while it was taken: a journal goes only after
// the manifest names the tables that hold its content, so a reader that has read an older manifest still finds the
// journal, and one that has read the newer manifest does not need it. Tables that vanish make opening fail; opened ones
// stay readable.
Result<std::unique_ptr<Database>> Database::open(const std::string& path, StoreMode mode,
                                                 const RocksDbOptions& options) {
  ZKP_TRY_VOID(check_folder(path, mode));
  rocksdb::DBOptions db_options;
  configure(db_options, mode, options);
  const auto families = make_families(options);
  if (mode == StoreMode::kCreate || mode == StoreMode::kReadWrite) {
    std::unique_ptr<Database> database(new Database(path));
    rocksdb::Status status = rocksdb::DB::Open(db_options, path, families, &database->handles_, &database->db_);
    if (!status.ok()) return storage_error(status, path);
    return database;
  }
  constexpr int kAttempts = 12;
  for (int attempt = 1;; ++attempt) {
    const FolderState before = FolderState::of(path);
    std::unique_ptr<Database> database(new Database(path));
    rocksdb::Status status =
        rocksdb::DB::OpenForReadOnly(db_options, path, families, &database->handles_, &database->db_);
    const FolderState after = FolderState::of(path);
    const bool raced = status.ok() ? !after.keeps_journals_of(before) : before != after;
    if (!raced && !status.ok()) return storage_error(status, path);
    if (!raced) return database;
    if (attempt == kAttempts)
      return Error(StorageError::kIo, "the writer changes the store too fast to read it; try again").with_file(path);
    std::this_thread::sleep_for(std::chrono::milliseconds(std::min(2 << attempt, 100)));
  }
}

Result<void> Database::check_journals(const std::string& path, const RocksDbOptions& options) {
  rocksdb::DBOptions db_options;
  configure(db_options, StoreMode::kReadOnly, options);
  db_options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  Database database(path);
  rocksdb::Status status =
      rocksdb::DB::OpenForReadOnly(db_options, path, make_families(options), &database.handles_, &database.db_);
  if (!status.ok()) return storage_error(status, path);
  return {};
}

Database::~Database() { (void)close().ok(); }

Result<void> Database::close() {
  if (db_ == nullptr) return {};
  for (rocksdb::ColumnFamilyHandle* handle : handles_) db_->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  handles_.clear();
  rocksdb::Status status = db_->Close();
  delete std::exchange(db_, nullptr);
  if (!status.ok()) return storage_error(status, path_);
  return {};
}

Result<std::optional<Bytes>> Database::get(Family family, ByteView key) const {
  rocksdb::PinnableSlice value;
  rocksdb::Status status = db_->Get(rocksdb::ReadOptions(), handles_[family], slice(key), &value);
  if (status.IsNotFound()) return std::optional<Bytes>();
  if (!status.ok()) return storage_error(status, path_);
  const ByteView bytes = view(value);
  return std::optional<Bytes>(std::in_place, bytes.begin(), bytes.end());
}

Result<uint64_t> Database::read_size() const {
  ZKP_TRY(std::optional<Bytes> stored, get(kRecords, own_key(kSizeKey)));
  std::optional<uint64_t> size = stored ? parse_u64(*stored) : std::nullopt;
  if (!size) return Error(StorageError::kCorrupt, "the store does not say how many entries it holds").with_file(path_);
  return *size;
}

Result<uint64_t> Database::end_of_entries() const {
  std::unique_ptr<rocksdb::Iterator> it(db_->NewIterator(rocksdb::ReadOptions(), handles_[kEntries]));
  it->SeekToLast();
  if (!it->status().ok()) return storage_error(it->status(), path_);
  if (!it->Valid()) return uint64_t{0};
  std::optional<uint64_t> last = parse_u64(view(it->key()));
  if (!last) return Error(StorageError::kCorrupt, "a key among the entries is not an index").with_file(path_);
  return *last + 1;
}

Result<uint64_t> Database::salvage_size() const {
  Result<uint64_t> counted = read_size(), seen = end_of_entries();
  if (counted.ok() && seen.ok()) return std::max(*counted, *seen);
  return counted.ok() ? counted : seen;
}

Result<void> Database::check_format() const {
  ZKP_TRY(std::optional<Bytes> format, get(kRecords, own_key(kFormatKey)));
  if (!format) return Error(StorageError::kCorrupt, "the folder holds another kind of database").with_file(path_);
  if (as_text(*format) == kFormat) return {};
  return Error(GeneralError::kUnsupported, "the store has the format \"" + std::string(as_text(*format)) +
                                               "\"; this program knows \"" + std::string(kFormat) + "\"")
      .with_file(path_);
}

Result<void> Database::scan_entries(uint64_t first, uint64_t end, const EntryVisitor& visit) const {
  const ByteArray<8> first_key = entry_key(first), end_key = entry_key(end);
  const rocksdb::Slice bound = slice(end_key);
  rocksdb::ReadOptions options;
  options.iterate_upper_bound = &bound;
  options.fill_cache = false;  // a walk over the log must not push out what queries use
  std::unique_ptr<rocksdb::Iterator> it(db_->NewIterator(options, handles_[kEntries]));
  for (it->Seek(slice(first_key)); first < end; it->Next(), ++first) {
    if (!it->status().ok()) return storage_error(it->status(), path_).with_entry(first);
    if (!it->Valid() || parse_u64(view(it->key())) != first)
      return Error(StorageError::kCorrupt, "the entry is not there").with_file(path_).with_entry(first);
    ZKP_TRY(Visit next, visit(first, view(it->value())));
    if (next == Visit::kStop) return {};
  }
  return {};
}

Result<void> Database::scan_records(const RecordRange& range, const RecordVisitor& visit) const {
  const KeyBounds bounds = bounds_of(range);
  if (bounds.first >= bounds.end) return {};
  const rocksdb::Slice first = slice(bounds.first), end = slice(bounds.end);
  rocksdb::ReadOptions options;
  options.iterate_lower_bound = &first;
  options.iterate_upper_bound = &end;
  std::unique_ptr<rocksdb::Iterator> it(db_->NewIterator(options, handles_[family_of(range.space)]));
  const bool forward = range.order == ScanOrder::kForward;
  forward ? it->SeekToFirst() : it->SeekToLast();
  for (uint64_t visited = 0; visited < range.limit && it->Valid(); ++visited, forward ? it->Next() : it->Prev()) {
    ZKP_TRY(Visit next, visit(view(it->key()).subspan(1), view(it->value())));
    if (next == Visit::kStop) return {};
  }
  if (!it->status().ok()) return storage_error(it->status(), path_);
  return {};
}

Result<void> Database::put_size(rocksdb::WriteBatch& batch, uint64_t size) const {
  rocksdb::Status status = batch.Put(handles_[kRecords], slice(own_key(kSizeKey)), slice(entry_key(size)));
  if (!status.ok()) return storage_error(status, path_);
  return {};
}

Result<void> Database::write_format() {
  rocksdb::WriteBatch batch;
  rocksdb::Status status = batch.Put(handles_[kRecords], slice(own_key(kFormatKey)), slice(as_bytes(kFormat)));
  if (!status.ok()) return storage_error(status, path_);
  ZKP_TRY_VOID(put_size(batch, 0));
  ZKP_TRY_VOID(write(batch));
  return sync_parent(path_);
}

Result<void> Database::write(rocksdb::WriteBatch& batch) {
  rocksdb::Status status = db_->Write(synced(), &batch);
  if (!status.ok()) return storage_error(status, path_);
  return {};
}

Result<void> Database::flush() {
  rocksdb::Status status = db_->Flush(rocksdb::FlushOptions(), handles_);
  if (!status.ok()) return storage_error(status, path_);
  return {};
}

Result<void> Database::verify_files() const {
  rocksdb::Status status = db_->VerifyFileChecksums(rocksdb::ReadOptions());
  if (!status.ok()) return storage_error(status, path_);
  return {};
}

FolderState FolderState::of(const std::string& path) {
  FolderState out;
  std::error_code error;
  for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename();
    if (!name.ends_with(".log") && !name.starts_with("MANIFEST-")) continue;
    std::error_code vanished;
    const uint64_t bytes = it->file_size(vanished);
    if (!vanished) out.files.emplace_back(name, bytes);
  }
  std::sort(out.files.begin(), out.files.end());
  return out;
}

bool FolderState::has_journal() const {
  return std::any_of(files.begin(), files.end(),
                     [](const auto& file) { return file.first.ends_with(".log") && file.second > 0; });
}

bool FolderState::keeps_journals_of(const FolderState& before) const {
  return std::all_of(before.files.begin(), before.files.end(), [this](const auto& old) {
    return !old.first.ends_with(".log") ||
           std::any_of(files.begin(), files.end(), [&](const auto& file) { return file.first == old.first; });
  });
}

Error with_damaged_entry(Error error, const std::string& path, const RocksDbOptions& options) {
  if (error.code() != StorageError::kCorrupt || error.where().entry) return error;
  std::optional<uint64_t> index = first_unreadable_entry(path, options);
  return index ? std::move(error).with_entry(*index) : error;
}

}  // namespace zkp
