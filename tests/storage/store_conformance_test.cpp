/// What every back end promises (storage/store.h), one suite for all.
#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "store_world.h"

namespace zkp {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class StoreConformance : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (GetParam() == "memory") {
      world_ = std::make_unique<MemoryWorld>();
    } else {
      if (!kRocksDbTests) GTEST_SKIP() << "RocksDB is not instrumented for ThreadSanitizer";
      world_ = std::make_unique<RocksDbWorld>();
    }
    StoreResult store = world_->create();
    ASSERT_TRUE(store.ok()) << store.error().describe();
    store_ = std::move(*store);
  }

  void reopen() {
    ASSERT_TRUE(store_->close().ok());
    store_.reset();
    StoreResult store = world_->open();
    ASSERT_TRUE(store.ok()) << store.error().describe();
    store_ = std::move(*store);
  }

  void put(Space space, std::string_view key, std::string_view value) {
    Batch batch{.first_index = store_->size().value(), .puts = {{space, to_bytes(key), to_bytes(value)}}};
    ASSERT_TRUE(store_->append(batch).ok());
  }

  std::vector<std::string> keys(const RecordRange& range) {
    std::vector<std::string> out;
    EXPECT_TRUE(store_
                    ->scan_records(range,
                                   [&](ByteView key, ByteView) -> Result<Visit> {
                                     out.emplace_back(as_text(key));
                                     return Visit::kContinue;
                                   })
                    .ok());
    return out;
  }

  std::unique_ptr<StoreWorld> world_;
  std::unique_ptr<LedgerStore> store_;
};

TEST_P(StoreConformance, NewStoreIsEmpty) {
  EXPECT_EQ(store_->size().value(), 0u);
  EXPECT_EQ(store_->entry(0).error().code(), GeneralError::kNotFound);
  EXPECT_EQ(store_->entry(0).error().where().entry, 0u);
  EXPECT_EQ(store_->get(Space::kMeta, as_bytes("x")).value(), std::nullopt);
  EXPECT_THAT(keys({.space = Space::kMeta}), IsEmpty());
  EXPECT_TRUE(store_->check().ok());
  EXPECT_TRUE(store_->flush().ok());
  EXPECT_FALSE(store_->read_only());
}

TEST_P(StoreConformance, AppendedEntriesAreReadBackInOrder) {
  ASSERT_TRUE(store_->append(TestBatch(0, 10)).ok());
  ASSERT_TRUE(store_->append(TestBatch(10, 1)).ok());
  ASSERT_TRUE(store_->append(TestBatch(11, 300)).ok());
  expect_whole(*store_, 311);
  for (uint64_t i : {0, 9, 10, 11, 310}) EXPECT_EQ(store_->entry(i).value(), test_entry(i));
  EXPECT_EQ(store_->entry(311).error().code(), GeneralError::kNotFound);
  EXPECT_EQ(store_->entry(UINT64_MAX).error().code(), GeneralError::kNotFound);
}

TEST_P(StoreConformance, EverythingIsThereAfterReopening) {
  ASSERT_TRUE(store_->append(TestBatch(0, 100)).ok());
  put(Space::kMeta, "a", "1");
  reopen();
  expect_whole(*store_, 100);
  EXPECT_EQ(store_->get(Space::kMeta, as_bytes("a")).value(), to_bytes("1"));
  ASSERT_TRUE(store_->append(TestBatch(100, 5)).ok());
  ASSERT_TRUE(store_->flush().ok());
  reopen();
  expect_whole(*store_, 105);
  EXPECT_TRUE(store_->check().ok());
}

TEST_P(StoreConformance, BatchThatDoesNotContinueTheLogIsAConflictAndChangesNothing) {
  ASSERT_TRUE(store_->append(TestBatch(0, 3)).ok());
  for (uint64_t first : {0, 2, 4, 1000}) {
    EXPECT_EQ(store_->append(TestBatch(first, 2)).error().code(), StorageError::kConflict);
  }
  Batch puts_only{.first_index = 2, .puts = {{Space::kMeta, to_bytes("k"), {}}}};
  EXPECT_EQ(store_->append(puts_only).error().code(), StorageError::kConflict);
  expect_whole(*store_, 3);
  EXPECT_EQ(store_->get(Space::kMeta, as_bytes("k")).value(), std::nullopt);
  EXPECT_TRUE(store_->append(TestBatch(3, 1)).ok()) << "a refused batch does not harm the store";
}

TEST_P(StoreConformance, BatchOverTheLimitsIsRefusedAsAWhole) {
  const Bytes too_long(kMaxStoredEntryBytes + 1);
  TestBatch batch(0, 2);
  batch.batch().entries.push_back(too_long);
  Result<void> refused = store_->append(batch);
  EXPECT_EQ(refused.error().code(), GeneralError::kLimit);
  EXPECT_EQ(refused.error().where().entry, 2u);
  EXPECT_TRUE(is_refusal(refused.error().code()));

  Batch long_key{.first_index = 0, .puts = {{Space::kMeta, Bytes(kMaxKeyBytes + 1), {}}}};
  EXPECT_EQ(store_->append(long_key).error().code(), GeneralError::kLimit);
  Batch long_value{.first_index = 0, .puts = {{Space::kMeta, {}, Bytes(kMaxValueBytes + 1)}}};
  EXPECT_EQ(store_->append(long_value).error().code(), GeneralError::kLimit);
  for (uint8_t space : {0, 255}) {
    Batch no_space{.first_index = 0, .puts = {{Space{space}, to_bytes("size"), {}}}};
    EXPECT_EQ(store_->append(no_space).error().code(), GeneralError::kInvalidArgument);
  }
  expect_whole(*store_, 0);
}

TEST_P(StoreConformance, EmptyEntriesKeysAndValuesAndTheLargestOnesAreKept) {
  const Bytes largest = [] {
    Bytes out(kMaxStoredEntryBytes);
    for (size_t i = 0; i < out.size(); ++i) out[i] = static_cast<uint8_t>(i * i >> 3);
    return out;
  }();
  const Bytes blob(5'000'000, 0x5a);
  const Bytes longest_key(kMaxKeyBytes, 0xff);
  Batch batch{
      .first_index = 0,
      .entries = {ByteView(), largest, ByteView()},
      .puts = {{Space::kMeta, {}, {}}, {Space::kBlob, longest_key, blob}, {Space{254}, {}, to_bytes("last space")}}};
  ASSERT_TRUE(store_->append(batch).ok());
  reopen();
  EXPECT_EQ(store_->size().value(), 3u);
  EXPECT_EQ(store_->entry(0).value(), Bytes());
  EXPECT_EQ(store_->entry(1).value(), largest);
  EXPECT_EQ(store_->get(Space::kMeta, {}).value(), Bytes());
  EXPECT_EQ(store_->get(Space::kBlob, longest_key).value(), blob);
  EXPECT_EQ(store_->get(Space{254}, {}).value(), to_bytes("last space"));
  EXPECT_THAT(keys({.space = Space{254}}), ElementsAre(""));
  EXPECT_GT(store_->bytes().value(), 50'000u);
}

TEST_P(StoreConformance, LaterPutReplacesEarlierOneAlsoWithinABatch) {
  put(Space::kMeta, "k", "old");
  Batch batch{.first_index = 0,
              .puts = {{Space::kMeta, to_bytes("k"), to_bytes("1")}, {Space::kMeta, to_bytes("k"), to_bytes("2")}}};
  ASSERT_TRUE(store_->append(batch).ok());
  EXPECT_EQ(store_->get(Space::kMeta, as_bytes("k")).value(), to_bytes("2"));
  EXPECT_EQ(keys({.space = Space::kMeta}).size(), 1u);
}

TEST_P(StoreConformance, SpacesDoNotShareKeys) {
  put(Space::kByName, "k", "name");
  put(Space::kByAuthor, "k", "author");
  put(Space::kBlob, "k", "blob");
  EXPECT_EQ(store_->get(Space::kByName, as_bytes("k")).value(), to_bytes("name"));
  EXPECT_EQ(store_->get(Space::kByAuthor, as_bytes("k")).value(), to_bytes("author"));
  EXPECT_EQ(store_->get(Space::kBlob, as_bytes("k")).value(), to_bytes("blob"));
  EXPECT_EQ(store_->get(Space::kByTime, as_bytes("k")).value(), std::nullopt);
  EXPECT_THAT(keys({.space = Space::kByName}), ElementsAre("k"));
}

TEST_P(StoreConformance, EntryScanCoversExactlyTheRange) {
  ASSERT_TRUE(store_->append(TestBatch(0, 600)).ok());
  auto visited = [&](uint64_t first, uint64_t end) {
    std::vector<uint64_t> out;
    EXPECT_TRUE(store_
                    ->scan(first, end,
                           [&](uint64_t index, ByteView) -> Result<Visit> {
                             out.push_back(index);
                             return Visit::kContinue;
                           })
                    .ok());
    return out;
  };
  EXPECT_THAT(visited(3, 6), ElementsAre(3, 4, 5));
  EXPECT_THAT(visited(255, 257), ElementsAre(255, 256)) << "order is numeric across a byte";
  EXPECT_THAT(visited(598, UINT64_MAX), ElementsAre(598, 599));
  EXPECT_THAT(visited(5, 5), IsEmpty());
  EXPECT_THAT(visited(600, 700), IsEmpty());
  EXPECT_EQ(visited(0, 600).size(), 600u);
  EXPECT_EQ(store_->scan(2, 1, [](uint64_t, ByteView) { return Visit::kContinue; }).error().code(),
            GeneralError::kInvalidArgument);
}

TEST_P(StoreConformance, VisitorStopsAScanOrFailsIt) {
  ASSERT_TRUE(store_->append(TestBatch(0, 10)).ok());
  int seen = 0;
  EXPECT_TRUE(
      store_
          ->scan(0, 10,
                 [&](uint64_t, ByteView) -> Result<Visit> { return ++seen == 4 ? Visit::kStop : Visit::kContinue; })
          .ok());
  EXPECT_EQ(seen, 4);
  Result<void> failed =
      store_->scan(0, 10, [&](uint64_t, ByteView) -> Result<Visit> { return Error(LedgerError::kBadEntry, "mine"); });
  EXPECT_EQ(failed.error().code(), LedgerError::kBadEntry);
  EXPECT_EQ(failed.error().message(), "mine");

  seen = 0;
  EXPECT_TRUE(store_
                  ->scan_prefix(Space::kByDigest, {},
                                [&](ByteView, ByteView) -> Result<Visit> {
                                  return ++seen == 3 ? Visit::kStop : Visit::kContinue;
                                })
                  .ok());
  EXPECT_EQ(seen, 3);
  EXPECT_EQ(store_
                ->scan_prefix(Space::kByDigest, {},
                              [&](ByteView, ByteView) -> Result<Visit> { return Error(LedgerError::kBadEntry, ""); })
                .error()
                .code(),
            LedgerError::kBadEntry);
}

TEST_P(StoreConformance, VisitorMayReadTheStore) {
  ASSERT_TRUE(store_->append(TestBatch(0, 5)).ok());
  EXPECT_TRUE(
      store_
          ->scan(0, 5,
                 [&](uint64_t index, ByteView entry) -> Result<Visit> {
                   EXPECT_EQ(store_->entry(index).value(), Bytes(entry.begin(), entry.end()));
                   EXPECT_TRUE(
                       store_->get(Space::kByDigest, as_bytes("entry " + std::to_string(index))).value().has_value());
                   return Visit::kContinue;
                 })
          .ok());
}

TEST_P(StoreConformance, PrefixScanEndsAtThePrefix) {
  for (std::string_view key : {"a", "ab", "ab\x01", "abc", "ac", "b"}) put(Space::kByName, key, "");
  put(Space::kByName, std::string_view("ab\0", 3), "");
  put(Space::kByName, "ab\xff", "");
  put(Space::kByName, "ab\xff\xff z", "");
  put(Space::kByDataset, "ab in the space before", "");
  put(Space::kByTime, "ab in the space behind", "");
  EXPECT_THAT(keys(RecordRange::of_prefix(Space::kByName, as_bytes("ab"))),
              ElementsAre("ab", std::string("ab\0", 3), "ab\x01", "abc", "ab\xff", "ab\xff\xff z"));
  EXPECT_THAT(keys(RecordRange::of_prefix(Space::kByName, as_bytes("ab\xff"))), ElementsAre("ab\xff", "ab\xff\xff z"));
  EXPECT_THAT(keys(RecordRange::of_prefix(Space::kByName, as_bytes("abd"))), IsEmpty());
  EXPECT_EQ(keys(RecordRange::of_prefix(Space::kByName, {})).size(), 9u);
  put(Space::kByName, "\xff\xff", "");
  EXPECT_THAT(keys(RecordRange::of_prefix(Space::kByName, as_bytes("\xff"))), ElementsAre("\xff\xff"))
      << "a prefix without a successor";
}

TEST_P(StoreConformance, RangeScanGoesBothWaysWithALimit) {
  for (std::string_view key : {"1", "2", "3", "4", "5"}) put(Space::kByTime, key, "");
  put(Space::kByName, "0", "");
  put(Space::kByAuthor, "9", "");
  RecordRange range{.space = Space::kByTime, .first = to_bytes("2"), .end = to_bytes("5")};
  EXPECT_THAT(keys(range), ElementsAre("2", "3", "4"));
  range.order = ScanOrder::kReverse;
  EXPECT_THAT(keys(range), ElementsAre("4", "3", "2"));
  range.limit = 2;
  EXPECT_THAT(keys(range), ElementsAre("4", "3"));
  EXPECT_THAT(
      keys({.space = Space::kByTime, .first = {}, .end = std::nullopt, .order = ScanOrder::kReverse, .limit = 1}),
      ElementsAre("5"))
      << "the newest";
  EXPECT_THAT(keys({.space = Space::kByTime, .first = to_bytes("4"), .end = std::nullopt}), ElementsAre("4", "5"));
  EXPECT_THAT(keys({.space = Space::kByTime, .first = to_bytes("4"), .end = to_bytes("2")}), IsEmpty());
  EXPECT_THAT(keys({.space = Space::kByTime, .first = {}, .end = Bytes()}), IsEmpty());
  range.limit = 0;
  EXPECT_THAT(keys(range), IsEmpty());
}

TEST_P(StoreConformance, ManySmallBatchesKeepTheirOrder) {
  for (uint64_t i = 0; i < 200; ++i) ASSERT_TRUE(store_->append(TestBatch(i, 1)).ok());
  expect_whole(*store_, 200);
  reopen();
  expect_whole(*store_, 200);
}

TEST_P(StoreConformance, SecondWriterIsToldThatTheStoreIsLocked) {
  StoreResult second = world_->open();
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code(), StorageError::kLocked);
  ASSERT_TRUE(store_->append(TestBatch(0, 1)).ok()) << "the first goes on";
  store_.reset();
  EXPECT_TRUE(world_->open().ok()) << "the destructor releases the store";
}

TEST_P(StoreConformance, ReaderWorksBesideTheWriterAndFollowsIt) {
  ASSERT_TRUE(store_->append(TestBatch(0, 10)).ok());
  StoreResult opened = world_->open_read_only();
  ASSERT_TRUE(opened.ok()) << opened.error().describe();
  LedgerStore& reader = **opened;
  EXPECT_TRUE(reader.read_only());
  expect_whole(reader, 10);
  EXPECT_EQ(reader.append(TestBatch(10, 1)).error().code(), StorageError::kReadOnly);

  ASSERT_TRUE(store_->append(TestBatch(10, 10)).ok());
  ASSERT_TRUE(reader.refresh().ok());
  expect_whole(reader, 20);
  ASSERT_TRUE(store_->flush().ok());
  ASSERT_TRUE(store_->append(TestBatch(20, 10)).ok());
  ASSERT_TRUE(reader.refresh().ok());
  expect_whole(reader, 30);
  EXPECT_TRUE(reader.check().ok());
  ASSERT_TRUE(store_->close().ok());
  ASSERT_TRUE(reader.refresh().ok());
  expect_whole(reader, 30);
}

TEST_P(StoreConformance, ReadersSeeOnlyWholeBatchesWhileAWriterAppends) {
  constexpr uint64_t kBatches = 60, kPerBatch = 7;
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (uint64_t i = 0; i < kBatches; ++i) {
      ASSERT_TRUE(store_->append(TestBatch(i * kPerBatch, kPerBatch)).ok());
      if (i % 20 == 19) { ASSERT_TRUE(store_->flush().ok()); }
    }
    done = true;
  });
  StoreResult view = world_->open_read_only();
  ASSERT_TRUE(view.ok()) << view.error().describe();
  auto look = [&](LedgerStore& store) {
    const uint64_t size = store.size().value();
    EXPECT_EQ(size % kPerBatch, 0u);
    uint64_t seen = 0;
    EXPECT_TRUE(store
                    .scan(0, size,
                          [&](uint64_t index, ByteView entry) -> Result<Visit> {
                            EXPECT_EQ(Bytes(entry.begin(), entry.end()), test_entry(index));
                            ++seen;
                            return Visit::kContinue;
                          })
                    .ok());
    EXPECT_EQ(seen, size);
    if (size == 0) return;
    EXPECT_TRUE(store.get(Space::kByDigest, as_bytes("entry " + std::to_string(size - 1))).value().has_value());
  };
  while (!done) {
    look(*store_);
    Result<void> refreshed = (*view)->refresh();
    ASSERT_TRUE(refreshed.ok()) << refreshed.error().describe();
    look(**view);
  }
  writer.join();
  expect_whole(*store_, kBatches * kPerBatch);
  ASSERT_TRUE((*view)->refresh().ok());
  expect_whole(**view, kBatches * kPerBatch);
}

TEST_P(StoreConformance, StoreShorterThanExpectedIsMissingEntries) {
  ASSERT_TRUE(store_->append(TestBatch(0, 5)).ok());
  store_.reset();
  for (bool read_only : {false, true}) {
    auto open = [&](uint64_t expected) {
      return read_only ? world_->open_read_only(expected) : world_->open(expected);
    };
    StoreResult short_store = open(7);
    ASSERT_FALSE(short_store.ok());
    EXPECT_EQ(short_store.error().code(), StorageError::kMissing);
    EXPECT_EQ(short_store.error().where().entry, 5u) << "the first missing entry";
    EXPECT_TRUE(open(5).ok());
    EXPECT_TRUE(open(3).ok()) << "more than expected is well";
  }
}

TEST_P(StoreConformance, ClosedStoreAnswersWithAnError) {
  ASSERT_TRUE(store_->close().ok());
  ASSERT_TRUE(store_->close().ok()) << "closing twice is harmless";
  EXPECT_EQ(store_->size().error().code(), StorageError::kIo);
  EXPECT_EQ(store_->entry(0).error().code(), StorageError::kIo);
  EXPECT_EQ(store_->scan(0, 1, [](uint64_t, ByteView) { return Visit::kContinue; }).error().code(), StorageError::kIo);
  EXPECT_EQ(store_->get(Space::kMeta, {}).error().code(), StorageError::kIo);
  EXPECT_EQ(store_->scan_prefix(Space::kMeta, {}, [](ByteView, ByteView) { return Visit::kContinue; }).error().code(),
            StorageError::kIo);
  EXPECT_EQ(store_->append(TestBatch(0, 1)).error().code(), StorageError::kIo);
  EXPECT_EQ(store_->flush().error().code(), StorageError::kIo);
  EXPECT_EQ(store_->refresh().error().code(), StorageError::kIo);
  EXPECT_EQ(store_->bytes().error().code(), StorageError::kIo);
  EXPECT_EQ(store_->check().error().code(), StorageError::kIo);
}

INSTANTIATE_TEST_SUITE_P(BackEnds, StoreConformance, testing::Values("memory", "rocksdb"),
                         [](const auto& backend) { return backend.param; });

}  // namespace
}  // namespace zkp
