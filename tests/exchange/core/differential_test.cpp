/// The two states under one engine: pools and queues on one side, the tree of leaves on the other.
#include <gtest/gtest.h>

#include "exchange/core/consistency.h"
#include "exchange/core/transition.h"
#include "exchange/core/trie_state.h"
#include "exchange/core/vectors.h"
#include "exchange/core/workload.h"

namespace zkp::exchange {
namespace {

using namespace test;

/// Commands through both; the same events, the same root, no violated invariant, after each of them.
void run_both(uint64_t seed, uint64_t hostile, int commands) {
  Machine machine;
  TrieStorage storage(1 << 14, 1 << 14);
  Trie trie(storage.memory());
  for (const LeafChange& leaf : machine.leaves())
    std::memcpy(trie.leaf(trie.put(leaf.key)).value, leaf.value, leaf.size);
  TrieState state(trie);
  EventBuffer events;
  Engine<TrieState, EventBuffer> engine(state, events);
  Workload workload(seed, hostile);
  size_t trades = 0, rejects = 0;
  for (int i = 0; i < commands; ++i) {
    CommandRecord command = workload.next();
    for (int step = 0; step < 5; ++step) machine.state.prefetch(command, step);
    const auto expected = machine.apply(command);
    ASSERT_EQ(machine.error, ApplyError::kOk);
    events.clear();
    ASSERT_EQ(engine.apply(command), ApplyError::kOk) << "command " << i;
    trie.touch(trie.find(global_key()));
    for (EventRecord& e : events.events()) seal(e);
    ASSERT_EQ(events.size(), expected.size()) << "command " << i;
    for (size_t k = 0; k < expected.size(); ++k) {
      ASSERT_EQ(hex_of(events.events()[k]), hex_of(expected[k])) << "command " << i;
      trades += expected[k].type == EventType::kTrade;
      rejects += expected[k].type == EventType::kRejected;
    }
    ASSERT_EQ(hex_encode(machine.commit()), hex_encode(trie.root())) << "command " << i;
    const auto bad = violated_invariants(machine.leaves());
    ASSERT_TRUE(bad.empty()) << "command " << i << ": " << bad.front();
  }
  EXPECT_GT(trades, 100u);
  EXPECT_GT(rejects, 100u);
}

TEST(Differential, OrdinaryCommands) { run_both(1, 0, 6000); }
TEST(Differential, HostileCommands) { run_both(2, 40, 6000); }
TEST(Differential, MostlyHostileCommands) { run_both(3, 90, 6000); }

// What a batch looks at is what the table of the format allows, and its journal is that of the host.
TEST(Differential, WitnessesOfRandomBatches) {
  Machine machine;
  Workload workload(4, 10);
  TrieStorage storage(1 << 14, 1 << 14);
  Digest chain = genesis_chain(Digest{});
  uint64_t block_no = 0;
  for (int batch = 0; batch < 60; ++batch) {
    std::vector<CommandRecord> records;
    for (int i = 0; i < 100; ++i) records.push_back(workload.next());
    const Block block{block_no++, records[0].seq, records};
    ASSERT_EQ(check_batch(machine.state.global(), {&block, 1}), ApplyError::kOk);
    const Digest before = machine.tree.root();
    const auto witness = machine.tree.witness([&](Trie& trie) {
      TrieState state(trie);
      EventFolder folder(detail::sha256_compress());
      Engine<TrieState, EventFolder> engine(state, folder);
      PublicJournal scratch{};
      ASSERT_EQ(run_batch(engine, {&block, 1}, detail::sha256_compress(), scratch), ApplyError::kOk);
    });
    for (const CommandRecord& record : records) machine.apply(record);
    machine.commit();
    PublicJournal journal;
    ASSERT_EQ(verify_transition(Digest{}, chain, {&block, 1}, witness, storage.memory(), journal), ApplyError::kOk);
    EXPECT_EQ(journal.root_before, before);
    EXPECT_EQ(journal.root_after, machine.tree.root());
    EXPECT_EQ(journal.first_seq, records.front().seq);
    EXPECT_EQ(journal.commands, 100u);
    chain = journal.chain_after;
  }
}

}  // namespace
}  // namespace zkp::exchange
