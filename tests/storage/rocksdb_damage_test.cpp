/// Damage to the files of a RocksDB store, as a disk or a person would do it: it is found, named, and nothing is made
/// worse.
#include <rocksdb/db.h>
#include <rocksdb/iostats_context.h>
#include <rocksdb/perf_level.h>
#include <rocksdb/table.h>

#include <atomic>
#include <map>
#include <random>
#include <thread>

#include "store_world.h"

namespace zkp {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kSize = 60;

/// A copy of a running store, as a crash would leave it: 40 entries and a blob in tables, two batches of ten in the
/// journal.
class RocksDbDamage : public testing::Test {
 protected:
  void SetUp() override {
    if (!kRocksDbTests) GTEST_SKIP() << "RocksDB is not instrumented for ThreadSanitizer";
    auto store = std::move(world_.create()).value();
    ASSERT_TRUE(store->append(TestBatch(0, 40)).ok());
    Batch blob{.first_index = 40, .puts = {{Space::kBlob, to_bytes("blob"), blob_}}};
    ASSERT_TRUE(store->append(blob).ok());
    ASSERT_TRUE(store->flush().ok());
    ASSERT_TRUE(store->append(TestBatch(40, 10)).ok());
    journal_bytes_ = fs::file_size(journal(world_.path()));
    ASSERT_TRUE(store->append(TestBatch(50, 10)).ok());
    fs::copy(world_.path(), image_);
  }

  StoreResult open(StoreMode mode, uint64_t expected_size = 0) {
    return open_rocksdb_store(image_, mode, {.expected_size = expected_size});
  }

  // The one journal that is not empty.
  static std::string journal(const std::string& folder) {
    for (const std::string& file : files_of(folder, ".log"))
      if (fs::file_size(file) > 0) return file;
    ADD_FAILURE() << "no journal";
    return {};
  }

  // The table of the entries: by far the largest.
  std::string entry_table() const {
    std::string largest;
    for (const std::string& file : files_of(image_, ".sst"))
      if (largest.empty() || fs::file_size(file) > fs::file_size(largest)) largest = file;
    return largest;
  }

  std::map<std::string, Bytes> content_of_image() const {
    std::map<std::string, Bytes> out;
    for (const auto& file : fs::directory_iterator(image_)) out[file.path()] = read_file(file.path());
    return out;
  }

  void restore(const std::map<std::string, Bytes>& content) {
    for (const auto& file : fs::directory_iterator(image_))
      if (!content.contains(file.path())) fs::remove(file.path());
    for (const auto& [path, bytes] : content) write_file(path, bytes);
  }

  void expect_untouched(LedgerStore& store) {
    expect_whole(store, kSize);
    EXPECT_EQ(store.get(Space::kBlob, as_bytes("blob")).value(), blob_);
  }

  // Applies `damage` at about `samples` places of every file that the store relies on, one at a time, and demands that
  // a reader either says so or sees everything as it was.
  void damage_everywhere(size_t samples, const std::function<void(Bytes&, size_t at)>& damage) {
    size_t tried = 0, found = 0;
    for (const auto& [path, bytes] : content_of_image()) {
      const std::string name = fs::path(path).filename();
      const bool needed =
          name.ends_with(".sst") || name.ends_with(".log") || name.starts_with("MANIFEST") || name == "CURRENT";
      const size_t step = std::max<size_t>(1, bytes.size() / (needed ? samples : 3));
      for (size_t at = 0; at < bytes.size(); at += step) {
        Bytes damaged = bytes;
        damage(damaged, at);
        if (damaged == bytes) continue;
        write_file(path, damaged);
        Result<void> whole = look();
        ++tried;
        found += !whole.ok();
        if (whole.ok()) {
          EXPECT_FALSE(name.ends_with(".sst") || name == "CURRENT") << name << " byte " << at;
          continue;
        }
        const ErrorCode code = whole.error().code();
        const bool names_the_missing = code == StorageError::kMissing && whole.error().where().entry;
        EXPECT_TRUE(names_the_missing || code == StorageError::kCorrupt) << whole.error().describe();
      }
      write_file(path, bytes);
    }
    EXPECT_GT(found, tried / 2) << "most bytes of a store matter";
    auto restored = open(StoreMode::kReadWrite, kSize);
    ASSERT_TRUE(restored.ok());
    expect_untouched(**restored);
  }

  Result<void> look() {
    ZKP_TRY(auto store, open(StoreMode::kReadOnly, kSize));
    ZKP_TRY_VOID(store->check());
    expect_untouched(*store);
    return {};
  }

  RocksDbWorld world_;
  const std::string image_ = world_.beside("image");
  const Bytes blob_ = Bytes(3000, 0x42);
  uint64_t journal_bytes_ = 0;  // with the first of its two batches
};

TEST_F(RocksDbDamage, FlippedBitAnywhereIsFoundOrWithoutEffect) {
  damage_everywhere(run_long_tests() ? 4000 : 60,
                    [](Bytes& file, size_t at) { file[at] ^= static_cast<uint8_t>(1 << (at % 8)); });
}

TEST_F(RocksDbDamage, ZeroedSectorAnywhereIsFoundOrWithoutEffect) {
  damage_everywhere(run_long_tests() ? 1000 : 10, [](Bytes& file, size_t at) {
    std::fill(file.begin() + static_cast<ptrdiff_t>(at),
              file.begin() + static_cast<ptrdiff_t>(std::min(at + 512, file.size())), 0);
  });
}

TEST_F(RocksDbDamage, FileCutShortAnywhereIsFoundOrWithoutEffect) {
  damage_everywhere(run_long_tests() ? 1000 : 10, [](Bytes& file, size_t at) { file.resize(at); });
}

TEST_F(RocksDbDamage, DamagedEntryIsNamedAndTheOthersCanBeSalvaged) {
  const Bytes good = read_file(entry_table());
  Bytes damaged = good;
  damaged[good.size() / 3] ^= 1;  // the table begins with its only data block that is full: 16 KiB of entries from 0 on
  write_file(entry_table(), damaged);

  StoreResult store = open(StoreMode::kReadOnly, kSize);
  ASSERT_TRUE(store.ok()) << "damage in a data block does not hinder opening";
  Result<void> checked = (*store)->check();
  ASSERT_FALSE(checked.ok());
  EXPECT_EQ(checked.error().code(), StorageError::kCorrupt);
  EXPECT_EQ(checked.error().where().entry, 0u);
  Result<Bytes> entry = (*store)->entry(7);
  EXPECT_EQ(entry.error().code(), StorageError::kCorrupt);
  EXPECT_EQ(entry.error().where().entry, 7u);
  Result<void> scanned = (*store)->scan(5, kSize, [](uint64_t, ByteView) { return Visit::kContinue; });
  EXPECT_EQ(scanned.error().code(), StorageError::kCorrupt);
  EXPECT_EQ(scanned.error().where().entry, 5u);
  EXPECT_EQ((*store)->entry(45).value(), test_entry(45));
  EXPECT_FALSE(open(StoreMode::kReadWrite).value()->check().ok()) << "the writer finds it as well";
}

TEST_F(RocksDbDamage, DamagedIndexOfATableStillLetsSalvageReadTheRest) {
  const Bytes good = read_file(entry_table());
  Bytes damaged = good;
  damaged[good.size() - 60] ^= 1;  // footer and metaindex at the end of the table
  for (size_t at = good.size() - 200; at < good.size() - 53; ++at) damaged[at] ^= 0x10;
  write_file(entry_table(), damaged);
  for (StoreMode mode : {StoreMode::kReadOnly, StoreMode::kReadWrite}) {
    StoreResult refused = open(mode);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code(), StorageError::kCorrupt);
  }
  StoreResult salvage = open(StoreMode::kSalvage);
  ASSERT_TRUE(salvage.ok()) << salvage.error().describe();
  EXPECT_EQ((*salvage)->size().value(), kSize);
  EXPECT_FALSE((*salvage)->check().ok());
  EXPECT_EQ((*salvage)->append(TestBatch(kSize, 1)).error().code(), StorageError::kReadOnly);
  for (uint64_t i = 40; i < kSize; ++i) EXPECT_EQ((*salvage)->entry(i).value(), test_entry(i));
  EXPECT_EQ((*salvage)->get(Space::kBlob, as_bytes("blob")).value(), blob_);
}

TEST_F(RocksDbDamage, JournalDamagedInTheMiddleIsNoticedBeforeAnythingChanges) {
  fs::remove_all(image_);
  {
    auto store = std::move(world_.open()).value();
    for (uint64_t first : {60, 70, 80}) ASSERT_TRUE(store->append(TestBatch(first, 10, 4000)).ok());
    fs::copy(world_.path(), image_);
  }
  Bytes damaged = read_file(journal(image_));
  ASSERT_GT(damaged.size(), 3 * 40'000u) << "each batch covers a block of the journal (32 KiB), the unit of its loss";
  damaged[20'000] ^= 4;
  write_file(journal(image_), damaged);
  const auto before = content_of_image();

  StoreResult refused = open(StoreMode::kReadWrite, 90);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code(), StorageError::kMissing);
  EXPECT_EQ(refused.error().where().entry, 60u);
  EXPECT_EQ(content_of_image(), before) << "the evidence must stay";
  Result<void> checked = open(StoreMode::kReadOnly).value()->check();
  EXPECT_EQ(checked.error().code(), StorageError::kCorrupt);
  EXPECT_EQ(checked.error().where().entry, 60u);

  auto salvage = open(StoreMode::kSalvage).value();
  EXPECT_EQ(salvage->size().value(), 90u);
  EXPECT_EQ(salvage->entry(65).error().code(), StorageError::kCorrupt);
  EXPECT_EQ(salvage->entry(85).value(), test_entry(85, 4000)) << "a batch behind the damage";

  auto prefix = open(StoreMode::kReadWrite).value();  // a caller that knows of no acknowledged entries accepts the loss
  expect_untouched(*prefix);
}

// A crash may leave any beginning of what was not yet synced, and behind it zeros or old content of the disk.
TEST_F(RocksDbDamage, TornJournalKeepsExactlyTheWholeBatches) {
  const Bytes whole = read_file(journal(image_));
  const auto image = content_of_image();
  std::mt19937 random(7);
  Bytes zeros(5000), garbage(5000);
  for (uint8_t& byte : garbage) byte = static_cast<uint8_t>(random());

  std::vector<size_t> cuts = {
      0, 1, 6, 7, 8, journal_bytes_ - 1, journal_bytes_, journal_bytes_ + 1, whole.size() - 1, whole.size()};
  for (size_t i = 0; i < (run_long_tests() ? 200 : 10); ++i) cuts.push_back(random() % whole.size());
  size_t scene = 0;
  for (size_t cut : cuts) {
    const uint64_t expected = cut < journal_bytes_ ? 40 : cut < whole.size() ? 50 : 60;
    for (const Bytes& tail : {Bytes(), zeros, garbage}) {
      SCOPED_TRACE(std::to_string(cut) + " bytes left, then " +
                   (tail.empty()    ? "nothing"
                    : tail == zeros ? "zeros"
                                    : "garbage"));
      restore(image);
      Bytes torn(whole.begin(), whole.begin() + static_cast<ptrdiff_t>(cut));
      append(torn, tail);
      write_file(journal(image_), torn);
      {
        StoreResult reader = open(StoreMode::kReadOnly, expected);
        ASSERT_TRUE(reader.ok()) << reader.error().describe();
        expect_whole(**reader, expected);
      }
      if (++scene % 4 != 0 && !run_long_tests()) continue;  // a writer syncs a lot
      StoreResult writer = open(StoreMode::kReadWrite, expected);
      ASSERT_TRUE(writer.ok()) << writer.error().describe();
      expect_whole(**writer, expected);
      ASSERT_TRUE((*writer)->append(TestBatch(expected, 3)).ok()) << "and the log goes on from there";
      writer->reset();
      expect_whole(*open(StoreMode::kReadWrite, expected + 3).value(), expected + 3);
    }
  }
}

TEST_F(RocksDbDamage, LostFilesAreNoticed) {
  const auto image = content_of_image();
  for (const auto& [path, bytes] : image) {
    const std::string name = fs::path(path).filename();
    if (!name.ends_with(".sst") && !name.starts_with("MANIFEST") && name != "CURRENT") continue;
    for (StoreMode mode : {StoreMode::kReadOnly, StoreMode::kReadWrite}) {
      fs::remove(path);
      StoreResult refused = open(mode);
      ASSERT_FALSE(refused.ok()) << name;
      EXPECT_EQ(refused.error().code(), StorageError::kCorrupt) << refused.error().describe();
      restore(image);
    }
  }
  fs::remove(journal(image_));
  EXPECT_EQ(open(StoreMode::kReadWrite, kSize).error().code(), StorageError::kMissing);
}

TEST_F(RocksDbDamage, FolderWithoutAStoreIsMissingAndACreatedStoreNeedsAnEmptyFolder) {
  const std::string none = world_.beside("none");
  for (StoreMode mode : {StoreMode::kReadOnly, StoreMode::kReadWrite, StoreMode::kSalvage}) {
    EXPECT_EQ(open_rocksdb_store(none, mode).error().code(), StorageError::kMissing);
    EXPECT_FALSE(fs::exists(none)) << "asking creates nothing";
  }
  fs::create_directory(none);
  EXPECT_EQ(open_rocksdb_store(none, StoreMode::kReadWrite).error().code(), StorageError::kMissing);
  EXPECT_EQ(open(StoreMode::kCreate).error().code(), StorageError::kConflict);
  fs::remove(image_ + "/CURRENT");
  EXPECT_EQ(open(StoreMode::kCreate).error().code(), StorageError::kConflict) << "never over the remains of a store";
  EXPECT_TRUE(open_rocksdb_store(none, StoreMode::kCreate).ok());
}

TEST_F(RocksDbDamage, ReaderWritesNothing) {
  const auto before = content_of_image();
  {
    auto reader = open(StoreMode::kReadOnly, kSize).value();
    expect_untouched(*reader);
    ASSERT_TRUE(reader->flush().ok());
    ASSERT_TRUE(reader->refresh().ok());
    ASSERT_TRUE(reader->check().ok());
    ASSERT_TRUE(reader->close().ok());
  }
  EXPECT_EQ(content_of_image(), before);
}

TEST_F(RocksDbDamage, ReaderKeepsItsViewWhileTheWriterReplacesEveryFile) {
  auto writer = open_rocksdb_store(image_, StoreMode::kReadWrite, {.write_buffer_bytes = 64 << 10}).value();
  auto reader = open(StoreMode::kReadOnly).value();
  const auto tables = files_of(image_, ".sst");
  uint64_t size = kSize;
  for (; size < 3000; size += 20) ASSERT_TRUE(writer->append(TestBatch(size, 20)).ok());
  EXPECT_NE(files_of(image_, ".sst"), tables);
  expect_whole(*reader, kSize);
  ASSERT_TRUE(reader->refresh().ok());
  expect_whole(*reader, size);
  ASSERT_TRUE(writer->check().ok());
}

TEST_F(RocksDbDamage, ReadersThatCheckBesideABusyWriterGiveNoFalseAlarm) {
  auto writer = open_rocksdb_store(image_, StoreMode::kReadWrite, {.write_buffer_bytes = 64 << 10}).value();
  std::atomic<bool> done = false;
  std::thread busy([&] {
    for (uint64_t size = kSize; size < 6000; size += 50) EXPECT_TRUE(writer->append(TestBatch(size, 50)).ok());
    done = true;
  });
  int checks = 0;
  for (uint64_t last = kSize; !done; ++checks) {
    StoreResult reader = open(StoreMode::kReadOnly, last);
    if (!reader.ok()) {
      ADD_FAILURE() << reader.error().describe();
      break;
    }
    Result<void> checked = (*reader)->check();
    EXPECT_TRUE(checked.ok()) << checked.error().describe();
    last = (*reader)->size().value();
    expect_whole(**reader, last);
  }
  busy.join();
  EXPECT_GT(checks, 0);
}

TEST_F(RocksDbDamage, AppendSyncsBeforeItReturns) {
  auto writer = open(StoreMode::kReadWrite).value();
  rocksdb::SetPerfLevel(rocksdb::kEnableTime);
  for (uint64_t size = kSize; size < kSize + 3; ++size) {
    rocksdb::get_iostats_context()->Reset();
    ASSERT_TRUE(writer->append(TestBatch(size, 1)).ok());
    EXPECT_GT(rocksdb::get_iostats_context()->fsync_nanos, 0u) << "by this thread, in this call";
  }
  rocksdb::SetPerfLevel(rocksdb::kDisable);
}

TEST_F(RocksDbDamage, DatabaseOfAnotherKindOrAnotherFormatIsNotTouched) {
  const std::string foreign = world_.beside("foreign");
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* db = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(options, foreign, &db).ok());
  ASSERT_TRUE(db->Put({}, "key", "value").ok());
  delete db;
  for (StoreMode mode : {StoreMode::kReadOnly, StoreMode::kReadWrite}) {
    StoreResult refused = open_rocksdb_store(foreign, mode);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code(), StorageError::kCorrupt) << refused.error().describe();
  }

  rocksdb::BlockBasedTableOptions tables;
  tables.checksum = rocksdb::kCRC32c;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(tables));
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const char* name : {"default", "entries", "blobs"}) families.push_back({name, options});
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  ASSERT_TRUE(rocksdb::DB::Open(options, image_, families, &handles, &db).ok());
  ASSERT_TRUE(db->Put({}, std::string("\0format", 7), "zkp-store/2").ok());
  for (auto* handle : handles) ASSERT_TRUE(db->DestroyColumnFamilyHandle(handle).ok());
  delete db;
  StoreResult refused = open(StoreMode::kReadWrite);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code(), GeneralError::kUnsupported) << "a newer program's store";
}

}  // namespace
}  // namespace zkp
