#include "ledger/appender.h"

#include <atomic>
#include <thread>

#include "ledger/support.h"

namespace zkp {
namespace {

using namespace ledger_test;

class Appender : public ::testing::Test {
 protected:
  AppendRequest request(const std::string& name, uint64_t number) {
    return {{make_notarize(world_.dataset(name, number))}, {}};
  }

  World world_;
  std::vector<Checkpoint> published_;
  Result<void> publish_result_;
  LedgerAppender appender_{*world_.ledger, world_.author, world_.clock, [this]() -> Result<void> {
                             published_.push_back(world_.checkpoint());
                             return publish_result_;
                           }};
};

TEST_F(Appender, AnswersWithTheEntriesAfterPublishing) {
  const NotarizeRecord data = world_.dataset("a", 1, 2);
  const auto made =
      appender_
          .append({{make_notarize(data), make_proof(world_.proof(data)), make_proof(world_.proof(data, "c1"))}, {}})
          .value();
  ASSERT_EQ(made.size(), 3u);
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(made[i].index, i + 1);
    EXPECT_EQ(world_.ledger->entry(i + 1).value().entry.leaf, made[i].entry.leaf);
  }
  EXPECT_EQ(made[2].entry.payload.parents, (std::vector<Digest>{made[1].entry.digest}));
  ASSERT_EQ(published_.size(), 1u);
  EXPECT_EQ(published_[0].size, 4u);
  EXPECT_TRUE(world_.check().value().ok());
}

TEST_F(Appender, AnEmptyRequestIsAnsweredAndWritesNothing) {
  EXPECT_TRUE(appender_.append({}).value().empty());
  EXPECT_TRUE(published_.empty());
  EXPECT_EQ(world_.ledger->size(), 1u);
}

TEST_F(Appender, ARefusedRequestHasNoPartInTheLog) {
  EXPECT_CODE(appender_.append(
                  {{make_notarize(world_.dataset("a", 1)), make_proof(world_.proof(world_.dataset("absent", 2)))}, {}}),
              LedgerError::kUnknownEntry);
  EXPECT_EQ(world_.ledger->size(), 1u);
  EXPECT_TRUE(published_.empty());
  ASSERT_OK(appender_.append(request("a", 1)));  // nothing of it is claimed
  EXPECT_CODE(appender_.append(request("a", 1)), LedgerError::kDuplicate);
  EXPECT_TRUE(world_.check().value().ok());
}

TEST_F(Appender, ABranchThatDoesNotExistAndBadNamesAreRefused) {
  AppendRequest side = request("a", 1);
  side.payloads[0].branch = "side";
  EXPECT_CODE(appender_.append(side), LedgerError::kBadParent);
  EXPECT_CODE(appender_.append(request("not a name", 1)), LedgerError::kBadEntry);
  ASSERT_OK(appender_.append(request("a", 1)));
}

TEST_F(Appender, AClockBeyondTheYear9999IsRefused) {
  world_.clock.set_us(int64_t{253402300800} * 1'000'000);
  EXPECT_CODE(appender_.append(request("a", 1)), LedgerError::kBadEntry);
  world_.clock.set_us(-5);
  const auto made = appender_.append(request("a", 1)).value();
  EXPECT_EQ(made[0].entry.payload.time_s, kStart_s);
  EXPECT_EQ(read_common(made[0].entry.payload).value().clock_behind_s, kStart_s);
}

TEST_F(Appender, TheSizeOfARequestIsAnUpperBound) {
  AppendRequest many = request("a", 1);
  NotarizeRecord wide = record_of_body("b", make_body(world_.author.public_key(), 2, 250));
  many.payloads.push_back(make_notarize(wide));
  many.blobs.push_back(Bytes(1000));
  const size_t bound = request_bytes(many);
  size_t actual = many.blobs[0].size();
  const std::vector<LoggedEntry> entries = appender_.append(many).value();
  for (const LoggedEntry& made : entries) {
    actual += made.entry.leaf.size();
    const std::vector<Put> records = index_records(made.entry, made.index).value();
    for (const Put& record : records) actual += record.key.size() + record.value.size();
  }
  EXPECT_GE(bound, actual);
}

TEST_F(Appender, AFailingStoreEndsIt) {
  world_.disk->fail_next_append(Error(StorageError::kIo, "disk on fire"), MemoryDisk::Outcome::kAllWritten);
  EXPECT_CODE(appender_.append(request("a", 1)), StorageError::kIo);
  EXPECT_TRUE(published_.empty());
  EXPECT_CODE(appender_.append(request("b", 2)), StorageError::kIo);
  EXPECT_EQ(world_.ledger->size(), 1u);
  // What was written without an answer is found by the next one who opens the store.
  ASSERT_OK(world_.reopen());
  EXPECT_EQ(world_.ledger->size(), 2u);
}

TEST_F(Appender, AFailingPublicationEndsIt) {
  publish_result_ = Error(StorageError::kFull, "no space for the checkpoint");
  EXPECT_CODE(appender_.append(request("a", 1)), StorageError::kFull);
  publish_result_ = {};
  EXPECT_CODE(appender_.append(request("b", 2)), StorageError::kFull);
  EXPECT_EQ(published_.size(), 1u);
}

TEST_F(Appender, ManyThreadsGetTheirOwnEntries) {
  constexpr int kThreads = 8, kEach = 25;
  std::atomic<int> refused{0};
  std::vector<std::vector<LoggedEntry>> made(kThreads);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        const std::string name = "d" + std::to_string(t) + "-" + std::to_string(i);
        const NotarizeRecord data =
            record_of_body(name, make_body(world_.author.public_key(), static_cast<uint64_t>(1 + t * kEach + i)));
        Result<std::vector<LoggedEntry>> answer = appender_.append({{make_notarize(data)}, {}});
        ASSERT_TRUE(answer.ok());
        EXPECT_EQ(answer->at(0).entry.payload.subjects[0].name, name);
        made[static_cast<size_t>(t)].push_back(answer->at(0));
        // A request that is refused in the same group.
        if (!appender_.append({{make_notarize(data)}, {}}).ok()) ++refused;
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(refused, kThreads * kEach);
  EXPECT_EQ(world_.ledger->size(), 1u + kThreads * kEach);
  for (const auto& of_thread : made)
    for (size_t i = 0; i < of_thread.size(); ++i) {
      EXPECT_EQ(world_.ledger->entry(of_thread[i].index).value().entry.digest, of_thread[i].entry.digest);
      if (i > 0) { EXPECT_GT(of_thread[i].index, of_thread[i - 1].index); }
    }
  for (size_t i = 1; i < published_.size(); ++i) EXPECT_GT(published_[i].size, published_[i - 1].size);
  EXPECT_EQ(published_.back().root, world_.ledger->root());
  const ChainReport report = world_.check().value();
  EXPECT_TRUE(report.ok());
}

}  // namespace
}  // namespace zkp
