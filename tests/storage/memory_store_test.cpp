/// What the memory store adds to the promises of every store: damage and failures on demand.
#include "storage/memory_store.h"

#include "store_world.h"

namespace zkp {
namespace {

std::unique_ptr<LedgerStore> store_of(MemoryDisk& disk, uint64_t entries) {
  auto store = std::move(disk.open()).value();
  EXPECT_TRUE(store->append(TestBatch(0, entries)).ok());
  return store;
}

TEST(MemoryStore, FlippedBitIsReadBackWithoutAnError) {
  auto disk = MemoryDisk::make();
  auto store = store_of(*disk, 3);
  ASSERT_TRUE(disk->flip_bit_of_entry(1, 10));
  Bytes changed = test_entry(1);
  changed[1] ^= 4;
  EXPECT_EQ(store->entry(1).value(), changed);
  EXPECT_EQ(store->entry(0).value(), test_entry(0));
  ASSERT_TRUE(disk->flip_bit_of_record(Space::kByDigest, as_bytes("entry 2"), 0));
  EXPECT_EQ(store->get(Space::kByDigest, as_bytes("entry 2")).value(), to_bytes("3"));
  EXPECT_TRUE(store->check().ok()) << "no checksum sees it: the ledger's hashes must";
  EXPECT_FALSE(disk->flip_bit_of_entry(3, 0));
  EXPECT_FALSE(disk->flip_bit_of_entry(0, 8 * test_entry(0).size()));
  EXPECT_FALSE(disk->flip_bit_of_record(Space::kByDigest, as_bytes("none"), 0));
}

TEST(MemoryStore, DamageIsReportedByEveryReadOfIt) {
  auto disk = MemoryDisk::make();
  auto store = store_of(*disk, 600);
  ASSERT_TRUE(disk->damage_entry(300));
  ASSERT_TRUE(disk->damage_record(Space::kByDigest, as_bytes("entry 5")));
  EXPECT_EQ(store->entry(300).error().code(), StorageError::kCorrupt);
  EXPECT_EQ(store->entry(300).error().where().entry, 300u);
  uint64_t seen = 0;
  auto count = [&](uint64_t, ByteView) { return ++seen, Visit::kContinue; };
  Result<void> scanned = store->scan(0, 600, count);
  EXPECT_EQ(scanned.error().where().entry, 300u);
  EXPECT_EQ(seen, 300u) << "what lies before the damage is visited";
  EXPECT_TRUE(store->scan(301, 600, count).ok()) << "and a caller goes on behind it";
  EXPECT_EQ(store->check().error().where().entry, 300u);
  EXPECT_EQ(store->get(Space::kByDigest, as_bytes("entry 5")).error().code(), StorageError::kCorrupt);
  EXPECT_TRUE(store->get(Space::kByDigest, as_bytes("entry 6")).ok());
  EXPECT_EQ(
      store->scan_prefix(Space::kByDigest, {}, [](ByteView, ByteView) { return Visit::kContinue; }).error().code(),
      StorageError::kCorrupt);
  EXPECT_FALSE(disk->damage_entry(600));
  EXPECT_FALSE(disk->damage_record(Space::kByName, as_bytes("entry 5")));
}

TEST(MemoryStore, FailedAppendStopsTheStoreAndLeavesTheOutcomeToTheNextOpening) {
  for (auto outcome : {MemoryDisk::Outcome::kNothingWritten, MemoryDisk::Outcome::kAllWritten}) {
    auto disk = MemoryDisk::make();
    auto store = store_of(*disk, 3);
    disk->fail_next_append(Error(StorageError::kFull, "planned"), outcome);
    EXPECT_EQ(store->append(TestBatch(7, 1)).error().code(), StorageError::kConflict) << "refusals come first";
    EXPECT_EQ(store->append(TestBatch(3, 2)).error().code(), StorageError::kFull);
    EXPECT_EQ(store->append(TestBatch(3, 2)).error().code(), StorageError::kFull);
    EXPECT_EQ(store->append(TestBatch(5, 2)).error().code(), StorageError::kFull);
    store.reset();
    store = std::move(disk->open(3)).value();
    const uint64_t size = outcome == MemoryDisk::Outcome::kAllWritten ? 5 : 3;
    expect_whole(*store, size);
    EXPECT_TRUE(store->append(TestBatch(size, 1)).ok());
  }
}

TEST(MemoryStore, CloneIsABackupThatLaterAppendsDoNotChange) {
  auto disk = MemoryDisk::make();
  auto store = store_of(*disk, 3);
  auto backup = disk->clone();
  ASSERT_TRUE(store->append(TestBatch(3, 4)).ok());
  expect_whole(*backup->open().value(), 3);
  EXPECT_EQ(backup->open(7).error().code(), StorageError::kMissing) << "how a restored old backup is noticed";
  expect_whole(*store, 7);
}

}  // namespace
}  // namespace zkp
