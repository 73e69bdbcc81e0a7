#include <gtest/gtest.h>

#include <algorithm>

#include "exchange/core/consistency.h"
#include "exchange/core/market_data.h"
#include "exchange/core/transition.h"
#include "exchange/core/trie_state.h"
#include "exchange/core/vectors.h"

namespace zkp::exchange {
namespace {

using namespace test;

std::vector<std::string> scenario_files() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(vector_folder())) {
    const std::string name = entry.path().filename();
    if (name.size() > 3 && name[0] == 's' && std::isdigit(name[1]) != 0) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

TEST(Scenarios, AreAllThere) { EXPECT_EQ(scenario_files().size(), 79u); }

class Scenario : public ::testing::TestWithParam<std::string> {};

TEST_P(Scenario, EventsRootsAndMarketDataOfEveryCommand) {
  const auto lines = read_lines(GetParam());
  Machine machine;
  MarketDataPublisher publisher;
  for (size_t at = 1; at + 1 < lines.size(); ++at) {
    SCOPED_TRACE(lines[at]["cmd"].dump());
    const auto command = record_of<CommandRecord>(unhex(lines[at]["rec"]));
    ASSERT_TRUE(sealed(command));
    const auto events = machine.apply(command);
    ASSERT_EQ(machine.error, ApplyError::kOk);
    const auto& expected = lines[at]["event_recs"];
    for (size_t i = 0; i < std::min(events.size(), expected.size()); ++i)
      ASSERT_EQ(hex_of(events[i]), expected[i].get<std::string>()) << lines[at]["events"][i].dump();
    ASSERT_EQ(events.size(), expected.size());
    ASSERT_EQ(hex_encode(machine.commit()), lines[at]["root"].get<std::string>());
    const auto bad = violated_invariants(machine.leaves());
    ASSERT_TRUE(bad.empty()) << bad.front();
    std::vector<FeedMessage> feed;
    publisher.command(events, feed);
    const auto& md = lines[at]["md"];
    for (size_t i = 0; i < std::min(feed.size(), md.size()); ++i) ASSERT_EQ(hex_of(feed[i]), md[i].get<std::string>());
    ASSERT_EQ(feed.size(), md.size());
  }
  const auto& final = lines.back()["final"];
  const ChangeSet leaves = machine.leaves();
  ASSERT_EQ(leaves.size(), final["state"].size());
  for (size_t i = 0; i < leaves.size(); ++i) {
    EXPECT_EQ(hex_of(leaves[i].key), final["state"][i][0].get<std::string>());
    EXPECT_EQ(hex_encode({leaves[i].value, leaves[i].size}), final["state"][i][1].get<std::string>());
  }
}

// The whole scenario as one block: the host records a witness, the verifier's side gives the journal of the vectors.
TEST_P(Scenario, JournalOfOneBatch) {
  const auto lines = read_lines(GetParam());
  std::vector<CommandRecord> records;
  for (size_t at = 1; at + 1 < lines.size(); ++at) records.push_back(record_of<CommandRecord>(unhex(lines[at]["rec"])));
  const Block block{0, 1, records};
  const Digest chain = genesis_chain(Digest{});
  Machine machine;
  const std::vector<uint8_t> witness = machine.tree.witness([&](Trie& trie) {
    TrieState state(trie);
    EventFolder folder(detail::sha256_compress());
    Engine<TrieState, EventFolder> engine(state, folder);
    PublicJournal journal{};
    journal.chain_before = chain;
    ASSERT_EQ(run_batch(engine, {&block, 1}, detail::sha256_compress(), journal), ApplyError::kOk);
  });
  TrieStorage storage(1 << 12, 1 << 12);
  PublicJournal journal;
  ASSERT_EQ(verify_transition(Digest{}, chain, {&block, 1}, witness, storage.memory(), journal), ApplyError::kOk);
  EXPECT_EQ(hex_of(journal), lines.back()["final"]["journal"].get<std::string>());
  EXPECT_EQ(hex_encode(journal.chain_after), lines.back()["final"]["chain"].get<std::string>());
}

INSTANTIATE_TEST_SUITE_P(All, Scenario, ::testing::ValuesIn(scenario_files()),
                         [](const auto& file) { return file.param.substr(0, file.param.find('.')); });

}  // namespace
}  // namespace zkp::exchange
