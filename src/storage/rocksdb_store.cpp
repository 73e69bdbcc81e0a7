#include "storage/rocksdb_store.h"

#include <rocksdb/write_batch.h>

#include <filesystem>
#include <mutex>

#include "storage/record_key.h"
#include "storage/rocksdb_database.h"
#include "storage/rocksdb_slice.h"
#include "storage/store_checks.h"

namespace zkp {
namespace {

namespace fs = std::filesystem;

/// A database and how many entries of it are visible.
struct View {
  std::unique_ptr<Database> db;
  std::atomic<uint64_t> size = 0;
  FolderState folder;  // before it was opened; of read-only views
};

// Opens and checks that what is there belongs together.
Result<std::shared_ptr<View>> open_view(const std::string& path, StoreMode mode, const RocksDbOptions& options) {
  auto view = std::make_shared<View>();
  view->folder = FolderState::of(path);
  ZKP_TRY(view->db, Database::open(path, mode, options));
  if (mode == StoreMode::kCreate) ZKP_TRY_VOID(view->db->write_format());
  if (mode == StoreMode::kSalvage) {
    ZKP_TRY(view->size, view->db->salvage_size());
    return view;
  }
  ZKP_TRY_VOID(view->db->check_format());
  ZKP_TRY(view->size, view->db->read_size());
  ZKP_TRY(const uint64_t end, view->db->end_of_entries());
  if (end == view->size) return view;
  return Error(StorageError::kCorrupt,
               "the store counts " + std::to_string(view->size) + " entries, but they end after " + std::to_string(end))
      .with_file(path)
      .with_entry(std::min<uint64_t>(end, view->size));
}

class RocksDbStore final : public LedgerStore {
 public:
  RocksDbStore(std::string path, StoreMode mode, const RocksDbOptions& options, std::shared_ptr<View> view)
      : path_(std::move(path)), mode_(mode), options_(options), view_(std::move(view)) {}
  ~RocksDbStore() override { (void)close().ok(); }

  Result<uint64_t> size() const override {
    ZKP_TRY(auto view, this->view());
    return view->size.load(std::memory_order_acquire);
  }

  Result<Bytes> entry(uint64_t index) const override {
    ZKP_TRY(auto view, this->view());
    const uint64_t size = view->size.load(std::memory_order_acquire);
    if (index >= size) return no_such_entry(index, size);
    Result<std::optional<Bytes>> found = view->db->get(kEntries, entry_key(index));
    if (!found.ok()) return std::move(found).error().with_entry(index);
    if (!found->has_value())
      return Error(StorageError::kCorrupt, "the entry is not there").with_file(path_).with_entry(index);
    return std::move(**found);
  }

  Result<void> scan(uint64_t first, uint64_t end, const EntryVisitor& visit) const override {
    ZKP_TRY(auto view, this->view());
    if (first > end) return Error(GeneralError::kInvalidArgument, "a scan ends before it begins");
    end = std::min(end, view->size.load(std::memory_order_acquire));
    if (first >= end) return {};
    return view->db->scan_entries(first, end, visit);
  }

  Result<std::optional<Bytes>> get(Space space, ByteView key) const override {
    ZKP_TRY(auto view, this->view());
    return view->db->get(family_of(space), record_key(space, key));
  }

  Result<void> scan_records(const RecordRange& range, const RecordVisitor& visit) const override {
    ZKP_TRY(auto view, this->view());
    return view->db->scan_records(range, visit);
  }

  Result<void> append(const Batch& batch) override {
    std::lock_guard lock(write_mutex_);
    ZKP_TRY(auto view, this->view());
    if (read_only()) return store_is_read_only();
    if (failure_) return *failure_;
    const uint64_t size = view->size.load(std::memory_order_relaxed);
    ZKP_TRY_VOID(check_batch(batch, size));
    if (batch.empty()) return {};
    if (Result<void> written = write(*view->db, batch, size); !written.ok()) {
      failure_ =
          std::move(written).error().with_hint("close the ledger and open it again to see which entries were written");
      return *failure_;
    }
    view->size.store(size + batch.entries.size(), std::memory_order_release);
    return {};
  }

  Result<void> flush() override {
    std::lock_guard lock(write_mutex_);
    ZKP_TRY(auto view, this->view());
    if (read_only()) return {};
    return view->db->flush();
  }

  Result<void> refresh() override {
    std::lock_guard lock(write_mutex_);
    ZKP_TRY(auto view, this->view());
    if (mode_ != StoreMode::kReadOnly || view->folder == FolderState::of(path_)) return {};
    ZKP_TRY(auto fresh, open_view(path_, mode_, options_));
    ZKP_TRY_VOID(check_expected_size(fresh->size, view->size));
    std::lock_guard view_lock(view_mutex_);
    view_ = std::move(fresh);
    return {};
  }

  Result<uint64_t> bytes() const override {
    ZKP_TRY(auto view, this->view());
    uint64_t total = 0;
    std::error_code error;
    for (fs::directory_iterator it(path_, error), end; !error && it != end; it.increment(error)) {
      std::error_code vanished;  // files come and go under compaction
      const uint64_t bytes = it->file_size(vanished);
      if (!vanished) total += bytes;
    }
    if (error) return Error(StorageError::kIo, "cannot list the store: " + error.message()).with_file(path_);
    return total;
  }

  Result<void> check() override {
    if (!read_only()) {
      ZKP_TRY_VOID(flush());  // what is only in the journal is in no table that could be checked
      ZKP_TRY(auto view, this->view());
      return named(view->db->verify_files());
    }
    constexpr int kAttempts = 10;
    for (int attempt = 1;; ++attempt) {
      const FolderState before = FolderState::of(path_);
      Result<void> checked = check_once();
      // Beside a running writer, a file may have gone because it was replaced: then the folder has changed.
      if (checked.ok() || attempt == kAttempts || before == FolderState::of(path_)) return named(std::move(checked));
    }
  }

  Result<void> close() override {
    std::lock_guard lock(write_mutex_);
    std::shared_ptr<View> view;
    {
      std::lock_guard view_lock(view_mutex_);
      view = std::move(view_);
    }
    if (!view) return {};
    // After a failed write, what is in the journal is all that counts, and RocksDB reports the failure again.
    if (failure_ || read_only()) {
      (void)view->db->close().ok();
      return {};
    }
    Result<void> flushed = view->db->flush();
    Result<void> closed = view->db->close();
    return flushed.ok() ? std::move(closed) : std::move(flushed);
  }

  bool read_only() const override { return mode_ == StoreMode::kReadOnly || mode_ == StoreMode::kSalvage; }

 private:
  Result<std::shared_ptr<View>> view() const {
    std::lock_guard lock(view_mutex_);
    if (!view_) return store_is_closed();
    return view_;
  }

  Result<void> check_once() {
    ZKP_TRY_VOID(refresh());
    ZKP_TRY(auto view, this->view());
    ZKP_TRY_VOID(view->db->verify_files());
    Result<void> journals = Database::check_journals(path_, options_);
    // The view ends where the damage begins.
    if (!journals.ok()) return std::move(journals).error().in("a journal is damaged").with_entry(view->size);
    return {};
  }

  Result<void> named(Result<void> checked) const {
    if (checked.ok()) return {};
    return with_damaged_entry(std::move(checked).error(), path_, options_);
  }

  static Result<void> write(Database& db, const Batch& batch, uint64_t size) {
    rocksdb::WriteBatch write;
    rocksdb::Status status;
    for (size_t i = 0; i < batch.entries.size() && status.ok(); ++i)
      status = write.Put(db.family(kEntries), slice(entry_key(size + i)), slice(batch.entries[i]));
    for (size_t i = 0; i < batch.puts.size() && status.ok(); ++i) {
      const Put& put = batch.puts[i];
      status = write.Put(db.family(family_of(put.space)), slice(record_key(put.space, put.key)), slice(put.value));
    }
    if (!status.ok()) return storage_error(status, db.path());
    if (!batch.entries.empty()) ZKP_TRY_VOID(db.put_size(write, size + batch.entries.size()));
    return db.write(write);
  }

  const std::string path_;
  const StoreMode mode_;
  const RocksDbOptions options_;
  std::mutex write_mutex_;        // before view_mutex_
  std::optional<Error> failure_;  // guarded by write_mutex_
  mutable std::mutex view_mutex_;
  std::shared_ptr<View> view_;  // guarded by view_mutex_; null once closed; replaced by refresh of a reader
};

}  // namespace

Result<std::unique_ptr<LedgerStore>> open_rocksdb_store(const std::string& path, StoreMode mode,
                                                        const RocksDbOptions& options) {
  // Opening for writing drops the journal behind a damage, and with it the evidence: so a reader looks first.
  if (mode == StoreMode::kReadWrite && options.expected_size > 0 && FolderState::of(path).has_journal()) {
    Result<std::shared_ptr<View>> glance = open_view(path, StoreMode::kReadOnly, options);
    if (glance.ok()) ZKP_TRY_VOID(check_expected_size((*glance)->size, options.expected_size));
  }
  Result<std::shared_ptr<View>> view = open_view(path, mode, options);
  if (!view.ok()) return with_damaged_entry(std::move(view).error(), path, options);
  ZKP_TRY_VOID(check_expected_size((*view)->size, options.expected_size));
  return std::unique_ptr<LedgerStore>(std::make_unique<RocksDbStore>(path, mode, options, std::move(*view)));
}

}  // namespace zkp
