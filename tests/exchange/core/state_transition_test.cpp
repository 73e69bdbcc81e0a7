#include "exchange/core/state_transition.h"

#include <gtest/gtest.h>

#include "exchange/core/snapshot.h"
#include "exchange/core/vectors.h"
#include "exchange/core/workload.h"

namespace zkp::exchange {
namespace {

using namespace test;

std::vector<CommandRecord> take(Workload& workload, size_t count) {
  std::vector<CommandRecord> out;
  for (size_t i = 0; i < count; ++i) out.push_back(workload.next());
  return out;
}

struct Batches {
  explicit Batches(int count) {
    Workload workload(7, 5);
    for (int i = 0; i < count; ++i) records.push_back(take(workload, 80));
    for (size_t i = 0; i < records.size(); ++i) blocks.push_back({i, records[i][0].seq, records[i]});
  }
  std::vector<std::vector<CommandRecord>> records;
  std::vector<Block> blocks;
};

StateTransition::Options options() { return {.capacity = small_capacity(), .log_id = {1}, .program_id = {2}}; }

TEST(StateTransition, RollsBackAndGivesTheSameBytesAgain) {
  const Batches batches(20);
  StateTransition exchange(options());
  std::vector<Digest> roots = {exchange.root()};
  std::vector<std::string> events, journals;
  StateTransition::Applied applied;
  for (const Block& block : batches.blocks) {
    ASSERT_EQ(exchange.apply({&block, 1}, applied), ApplyError::kOk);
    roots.push_back(applied.root);
    events.push_back(hex_encode({bytes_of(*applied.events.data()), applied.events.size_bytes()}));
    journals.push_back(hex_of(applied.journal));
    EXPECT_TRUE(exchange.verify_state_consistency().empty());
  }
  for (const size_t back : {size_t{19}, size_t{12}, size_t{0}}) {
    ASSERT_TRUE(exchange.rollback_to(roots[back]));
    EXPECT_EQ(exchange.root(), roots[back]);
    EXPECT_TRUE(exchange.verify_state_consistency().empty());
    for (size_t i = back; i < batches.blocks.size(); ++i) {
      ASSERT_EQ(exchange.apply({&batches.blocks[i], 1}, applied), ApplyError::kOk);
      EXPECT_EQ(applied.root, roots[i + 1]);
      EXPECT_EQ(hex_encode({bytes_of(*applied.events.data()), applied.events.size_bytes()}), events[i]);
      EXPECT_EQ(hex_of(applied.journal), journals[i]);
    }
  }
  EXPECT_FALSE(exchange.rollback_to(Digest{9}));
}

TEST(StateTransition, JournalsFollowEachOtherAndAgreeWithTheVerifier) {
  const Batches batches(12);
  StateTransition exchange(options());
  TrieStorage storage(1 << 14, 1 << 14);
  PublicJournal last{};
  for (const Block& block : batches.blocks) {
    const Digest chain = exchange.chain();
    StateTransition::Applied applied;
    ASSERT_EQ(exchange.apply({&block, 1}, applied, true), ApplyError::kOk);
    PublicJournal journal;
    ASSERT_EQ(verify_transition({2}, chain, {&block, 1}, applied.witness, storage.memory(), journal), ApplyError::kOk);
    EXPECT_EQ(hex_of(journal), hex_of(applied.journal));
    if (block.number > 0) {
      EXPECT_TRUE(continues(last, journal));
      EXPECT_FALSE(continues(journal, last));
    }
    last = journal;
  }
}

TEST(StateTransition, BatchesWithFaultsOfTheSequencerChangeNothing) {
  const Batches batches(3);
  StateTransition exchange(options());
  StateTransition::Applied applied;
  ASSERT_EQ(exchange.apply({&batches.blocks[0], 1}, applied), ApplyError::kOk);
  const Digest root = exchange.root(), chain = exchange.chain();
  const auto refused = [&](const std::function<void(std::vector<CommandRecord>&, Block&)>& spoil) {
    std::vector<CommandRecord> records = batches.records[1];
    Block block = batches.blocks[1];
    spoil(records, block);
    block.records = records;
    const ApplyError error = exchange.apply({&block, 1}, applied);
    EXPECT_EQ(exchange.root(), root);
    EXPECT_EQ(exchange.chain(), chain);
    EXPECT_TRUE(exchange.verify_state_consistency().empty());
    return error;
  };
  EXPECT_EQ(refused([](auto& r, auto&) { r[40].seq += 1; }), ApplyError::kBadBlock);
  EXPECT_EQ(refused([](auto&, auto& b) { b.number += 1; }), ApplyError::kBadBlock);
  EXPECT_EQ(refused([](auto& r, auto&) { r.back().words[10] |= uint64_t{1} << 63; }), ApplyError::kBadBlock);
  EXPECT_EQ(refused([](auto& r, auto& b) {
              r.erase(r.begin());
              b.first_seq += 1;
            }),
            ApplyError::kSequenceGap);
  EXPECT_EQ(refused([](auto& r, auto&) { r[40].time = 0; }), ApplyError::kTimeRegression);
  EXPECT_EQ(refused([](auto& r, auto&) { r.back().time = uint64_t{1} << 63; }), ApplyError::kTimeRange);
  ASSERT_EQ(exchange.apply({&batches.blocks[1], 1}, applied), ApplyError::kOk);
}

// One pool after the other is too small for what the batch demands; then all are just large enough.
TEST(StateTransition, PoolsThatAreTooSmallRefuseTheBatch) {
  const Batches batches(1);
  Demand demand;
  for (const CommandRecord& record : batches.records[0]) demand.add(record);
  ASSERT_GT(demand.orders, 3u);
  const Capacity fitting = {.orders = static_cast<uint32_t>(demand.orders),
                            .traders = static_cast<uint32_t>(demand.traders) + 1,
                            .holdings = static_cast<uint32_t>(demand.orders),
                            .balances = static_cast<uint32_t>(2 * demand.orders + demand.deposits + demand.instruments),
                            .instruments = static_cast<uint32_t>(demand.instruments),
                            .assets = static_cast<uint32_t>(demand.assets)};
  uint32_t Capacity::*const pools[] = {&Capacity::orders,   &Capacity::traders,     &Capacity::holdings,
                                       &Capacity::balances, &Capacity::instruments, &Capacity::assets};
  StateTransition::Applied applied;
  for (auto pool : pools) {
    StateTransition::Options small = options();
    small.capacity = fitting;
    // Pools of pairs suffice, however many orders come, when they hold all pairs.
    const bool of_pairs = pool == &Capacity::holdings || pool == &Capacity::balances;
    small.capacity.*pool = of_pairs ? 3 : small.capacity.*pool - 1;
    StateTransition exchange(small);
    const Digest root = exchange.root();
    EXPECT_EQ(exchange.apply({&batches.blocks[0], 1}, applied), ApplyError::kOutOfMemory);
    EXPECT_EQ(exchange.root(), root);
  }
  StateTransition::Options enough = options();
  enough.capacity = fitting;
  StateTransition exchange(enough);
  EXPECT_EQ(exchange.apply({&batches.blocks[0], 1}, applied), ApplyError::kOk);
}

TEST(Snapshot, IsTheOneOfTheVectorsAndReadsBack) {
  const Bytes bytes = read_bytes("random20k.snapshot");
  Snapshot snapshot;
  ASSERT_TRUE(read_snapshot(bytes, snapshot));
  EXPECT_EQ(write_snapshot(snapshot), bytes);
  StateTransition exchange({.capacity = small_capacity()});
  ASSERT_TRUE(exchange.load(snapshot.leaves, snapshot.chain, snapshot.next_block));
  EXPECT_EQ(exchange.root(), snapshot.root);
  EXPECT_EQ(exchange.next_seq(), snapshot.last_seq + 1);
  EXPECT_TRUE(exchange.verify_state_consistency().empty());
  for (size_t at = 0; at < bytes.size(); at += 13) {
    Bytes damaged = bytes;
    damaged[at] ^= 1;
    EXPECT_FALSE(read_snapshot(damaged, snapshot)) << at;
  }
  for (const size_t size : {size_t{0}, size_t{127}, size_t{128}, bytes.size() - 1})
    EXPECT_FALSE(read_snapshot(Bytes(bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(size)), snapshot));
}

}  // namespace
}  // namespace zkp::exchange
