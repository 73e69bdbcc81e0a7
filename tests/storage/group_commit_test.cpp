/// Group commit over a store, with a small state machine: a request is a list of texts, each becomes the entry
/// "<index>:<text>"; the text "refuse" refuses its whole request.
#include "storage/group_commit.h"

#include <atomic>
#include <set>
#include <thread>

#include "store_world.h"

namespace zkp {
namespace {

using Texts = std::vector<std::string>;
using Indices = std::vector<uint64_t>;

class Numbering final : public CommitSteps<Texts, Indices> {
 public:
  explicit Numbering(LedgerStore& store) : store_(store), size_(store.size().value()) {}

  size_t size_bytes(const Texts& texts) const override {
    size_t out = 0;
    for (const std::string& text : texts) out += text.size();
    return out;
  }

  Result<Batch> prepare(std::span<Slot* const> group) override {
    ++groups;
    largest_group = std::max(largest_group, group.size());
    if (fail_prepare) return Error(StorageError::kCorrupt, "the tree cannot be read");
    Batch batch{.first_index = size_};
    entries_.clear();
    next_ = size_;
    for (Slot* slot : group) {
      if (std::find(slot->request.begin(), slot->request.end(), "refuse") != slot->request.end()) {
        slot->answer.emplace(Error(LedgerError::kBadEntry, "refused"));
        continue;
      }
      Indices indices;
      for (const std::string& text : slot->request) {
        entries_.push_back(to_bytes(std::to_string(next_) + ":" + text));
        indices.push_back(next_++);
      }
      slot->answer.emplace(std::move(indices));
    }
    for (const Bytes& entry : entries_) batch.entries.push_back(entry);
    if (oversize) batch.puts.push_back({Space::kMeta, Bytes(kMaxKeyBytes + 1), {}});
    return batch;
  }

  Result<void> publish() override {
    EXPECT_EQ(store_.size().value(), next_) << "published only what is in the store";
    if (fail_publish) return Error(StorageError::kIo, "the checkpoint cannot be written");
    size_ = next_;
    ++published;
    return {};
  }

  void abandon() override { ++abandoned; }

  int groups = 0, published = 0, abandoned = 0;
  size_t largest_group = 0;
  bool fail_prepare = false, fail_publish = false, oversize = false;

 private:
  LedgerStore& store_;
  uint64_t size_, next_ = 0;
  std::vector<Bytes> entries_;
};

using Committer = GroupCommitter<Texts, Indices>;

std::string text_of(LedgerStore& store, uint64_t index) {
  const Bytes entry = store.entry(index).value();
  return std::string(as_text(entry));
}

class GroupCommit : public testing::Test {
 protected:
  std::shared_ptr<MemoryDisk> disk_ = MemoryDisk::make();
  std::unique_ptr<LedgerStore> store_ = std::move(disk_->open()).value();
  Numbering steps_{*store_};
  Committer committer_{*store_, steps_};
};

TEST_F(GroupCommit, AnswersComeWithTheIndicesAndTheEntriesAreStored) {
  EXPECT_EQ(committer_.commit({"a", "b"}).value(), (Indices{0, 1}));
  EXPECT_EQ(committer_.commit({"c"}).value(), (Indices{2}));
  EXPECT_EQ(text_of(*store_, 1), "1:b");
  EXPECT_EQ(text_of(*store_, 2), "2:c");
  EXPECT_EQ(steps_.published, 2);
  EXPECT_EQ(committer_.failure(), std::nullopt);
}

TEST_F(GroupCommit, TicketsOfOneThreadShareOneAppend) {
  std::vector<Committer::Ticket> tickets;
  for (int i = 0; i < 100; ++i) tickets.push_back(committer_.submit({"x"}));
  EXPECT_EQ(committer_.queued(), 100u);
  for (uint64_t i = 0; i < 100; ++i) EXPECT_EQ(tickets[i].wait().value(), (Indices{i}));
  EXPECT_EQ(steps_.groups, 1);
  EXPECT_EQ(steps_.published, 1);
}

TEST_F(GroupCommit, RefusedRequestDoesNotHarmTheOthersOfItsGroup) {
  auto a = committer_.submit({"a"}), bad = committer_.submit({"b", "refuse"}), c = committer_.submit({"c"});
  EXPECT_EQ(a.wait().value(), (Indices{0}));
  EXPECT_EQ(bad.wait().error().code(), LedgerError::kBadEntry);
  EXPECT_EQ(c.wait().value(), (Indices{1}));
  EXPECT_EQ(store_->size().value(), 2u);
  EXPECT_EQ(committer_.commit({"refuse"}).error().code(), LedgerError::kBadEntry);
  EXPECT_EQ(steps_.published, 1) << "a group that writes nothing publishes nothing";
}

TEST_F(GroupCommit, FailedWriteFailsItsGroupAndEverythingAfterwards) {
  ASSERT_TRUE(committer_.commit({"a"}).ok());
  disk_->fail_next_append(Error(StorageError::kFull, "planned"), MemoryDisk::Outcome::kNothingWritten);
  auto b = committer_.submit({"b"}), refused = committer_.submit({"refuse"}), c = committer_.submit({"c"});
  EXPECT_EQ(b.wait().error().code(), StorageError::kFull);
  EXPECT_EQ(c.wait().error().code(), StorageError::kFull);
  EXPECT_EQ(refused.wait().error().code(), LedgerError::kBadEntry) << "a refusal keeps its reason";
  EXPECT_EQ(steps_.abandoned, 1);
  const int groups = steps_.groups;
  EXPECT_EQ(committer_.commit({"d"}).error().code(), StorageError::kFull);
  EXPECT_EQ(steps_.groups, groups) << "the state machine is not asked any more";
  EXPECT_EQ(committer_.failure()->code(), StorageError::kFull);
  EXPECT_EQ(store_->size().value(), 1u);
}

TEST_F(GroupCommit, UncertainWriteIsNeverAcknowledgedAlsoWhenItReachedTheDisk) {
  disk_->fail_next_append(Error(StorageError::kIo, "planned"), MemoryDisk::Outcome::kAllWritten);
  EXPECT_EQ(committer_.commit({"a"}).error().code(), StorageError::kIo);
  EXPECT_EQ(committer_.commit({"b"}).error().code(), StorageError::kIo);
  EXPECT_EQ(steps_.published, 0);
  EXPECT_EQ(store_->size().value(), 1u);
}

TEST_F(GroupCommit, FailedPublicationIsNotAcknowledgedAndEndsTheCommitter) {
  steps_.fail_publish = true;
  EXPECT_EQ(committer_.commit({"a"}).error().code(), StorageError::kIo);
  steps_.fail_publish = false;
  EXPECT_EQ(committer_.commit({"b"}).error().code(), StorageError::kIo);
  EXPECT_EQ(store_->size().value(), 1u);
}

TEST_F(GroupCommit, ForeignAppendIsAConflictThatEndsTheCommitter) {
  ASSERT_TRUE(store_->append(TestBatch(0, 1)).ok());
  EXPECT_EQ(committer_.commit({"a"}).error().code(), StorageError::kConflict);
  EXPECT_EQ(committer_.failure()->code(), StorageError::kConflict);
}

TEST_F(GroupCommit, FailedPreparationOrABatchOverTheLimitsRefusesTheGroupOnly) {
  steps_.fail_prepare = true;
  EXPECT_EQ(committer_.commit({"a"}).error().code(), StorageError::kCorrupt);
  steps_.fail_prepare = false;
  steps_.oversize = true;
  EXPECT_EQ(committer_.commit({"a"}).error().code(), GeneralError::kLimit);
  steps_.oversize = false;
  EXPECT_EQ(steps_.abandoned, 2);
  EXPECT_EQ(committer_.commit({"a"}).value(), (Indices{0}));
}

TEST(GroupCommitThreads, EveryRequestOfManyThreadsGetsItsOwnPlaceInTheLog) {
  auto store = make_memory_store();
  Numbering steps(*store);
  constexpr int kThreads = 8, kEach = 200;
  std::atomic<int> refused = 0;
  {
    Committer committer(*store, steps,
                        {.group_jobs = 50, .group_bytes = 4000, .queued_jobs = 20, .queued_bytes = 5000});
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t)
      threads.emplace_back([&, t] {
        uint64_t last = 0;
        for (int i = 0; i < kEach; ++i) {
          const std::string text = std::to_string(t) + "/" + std::to_string(i);
          Texts texts(1 + i % 3, text);
          if (i % 17 == 3) texts.push_back("refuse");
          Result<Indices> answer = committer.commit(texts);
          if (texts.back() == "refuse") {
            EXPECT_EQ(answer.error().code(), LedgerError::kBadEntry);
            ++refused;
            continue;
          }
          ASSERT_EQ(answer->size(), texts.size());
          EXPECT_TRUE(i == 0 || answer->front() > last) << "a thread's requests keep their order";
          last = answer->back();
          for (uint64_t index : *answer) EXPECT_EQ(text_of(*store, index), std::to_string(index) + ":" + text);
        }
      });
    std::atomic<bool> done = false;
    std::thread reader([&] {
      while (!done) {
        const uint64_t size = store->size().value();
        uint64_t seen = 0;
        EXPECT_TRUE(store->scan(0, size, [&](uint64_t, ByteView) { return ++seen, Visit::kContinue; }).ok());
        EXPECT_EQ(seen, size);
      }
    });
    for (std::thread& thread : threads) thread.join();
    done = true;
    reader.join();
  }
  std::multiset<std::string> texts;
  ASSERT_TRUE(store
                  ->scan(0, UINT64_MAX,
                         [&](uint64_t index, ByteView entry) -> Result<Visit> {
                           const std::string text(as_text(entry));
                           const size_t colon = text.find(':');
                           EXPECT_EQ(text.substr(0, colon), std::to_string(index));
                           texts.insert(text.substr(colon + 1));
                           return Visit::kContinue;
                         })
                  .ok());
  size_t expected = 0;
  for (int t = 0; t < kThreads; ++t)
    for (int i = 0; i < kEach; ++i) {
      const size_t count = i % 17 == 3 ? 0 : 1 + i % 3;
      EXPECT_EQ(texts.count(std::to_string(t) + "/" + std::to_string(i)), count);
      expected += count;
    }
  EXPECT_EQ(texts.size(), expected);
  EXPECT_EQ(refused, kThreads * 12);
  EXPECT_EQ(store->size().value(), expected);
}

TEST(GroupCommitThreads, AfterAFailureNoThreadHearsOfSuccess) {
  auto disk = MemoryDisk::make();
  auto store = std::move(disk->open()).value();
  Numbering steps(*store);
  std::atomic<uint64_t> succeeded = 0;
  {
    Committer committer(*store, steps);
    std::vector<std::thread> threads;
    for (int t = 0; t < 6; ++t)
      threads.emplace_back([&, t] {
        bool failed = false;
        for (int i = 0; i < 300; ++i) {
          if (t == 0 && i == 150)
            disk->fail_next_append(Error(StorageError::kIo, "planned"), MemoryDisk::Outcome::kNothingWritten);
          Result<Indices> answer = committer.commit({"x"});
          if (answer.ok()) {
            EXPECT_FALSE(failed) << "success after a failure";
            ++succeeded;
          } else {
            EXPECT_EQ(answer.error().code(), StorageError::kIo);
            failed = true;
          }
        }
        EXPECT_TRUE(failed || t != 0);
      });
    for (std::thread& thread : threads) thread.join();
  }
  store.reset();
  EXPECT_EQ(disk->open().value()->size().value(), succeeded) << "exactly the acknowledged entries are there";
}

TEST(GroupCommitRocksDb, ThreadsShareFlushes) {
  if (!kRocksDbTests) GTEST_SKIP() << "RocksDB is not instrumented for ThreadSanitizer";
  RocksDbWorld world;
  auto store = std::move(world.create()).value();
  Numbering steps(*store);
  {
    Committer committer(*store, steps);
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
      threads.emplace_back([&] {
        std::vector<Committer::Ticket> tickets;
        for (int i = 0; i < 50; ++i) tickets.push_back(committer.submit({std::string(1000, 'x')}));
        for (auto& ticket : tickets) EXPECT_TRUE(ticket.wait().ok());
      });
    for (std::thread& thread : threads) thread.join();
  }
  EXPECT_LT(steps.groups, 400) << "fewer flushes than requests";
  store.reset();
  EXPECT_EQ(world.open(400).value()->size().value(), 400u);
}

}  // namespace
}  // namespace zkp
