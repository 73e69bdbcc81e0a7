#include <gtest/gtest.h>

#include "exchange/core/arrival.h"
#include "exchange/core/consistency.h"
#include "exchange/core/market_data.h"
#include "exchange/core/transition.h"
#include "exchange/core/vectors.h"
#include "hash/sha2.h"

namespace zkp::exchange {
namespace {

using namespace test;

/// The records of random20k.journal, its block headers left out.
std::vector<CommandRecord> stream_records() {
  const Bytes journal = read_bytes("random20k.journal");
  std::vector<CommandRecord> out;
  for (size_t at = 0; at < journal.size();) {
    uint32_t count;
    std::memcpy(&count, &journal[at + 12], 4);
    at += kRecordBytes;
    for (uint32_t i = 0; i < count; ++i, at += kRecordBytes)
      out.push_back(record_of<CommandRecord>(ByteView(journal).subspan(at, kRecordBytes)));
  }
  return out;
}

TEST(RandomStream, EventsRootsJournalsAndMarketDataOf20000Commands) {
  const auto records = stream_records();
  const auto lines = read_lines("random20k.jsonl");
  Machine machine;
  MarketDataPublisher publisher;
  Sha256 all_events, all_feed;
  ArrivalTree event_tree;
  Digest chain = genesis_chain(Digest{});
  uint64_t block_no = 0, trades = 0, rejects = 0, events_total = 0;
  size_t done = 0, batch_begin = 0;
  Digest root_before = machine.tree.root();
  for (const auto& line : lines) {
    if (line.contains("h")) {
      const auto events = machine.apply(records.at(done++));
      ASSERT_EQ(machine.error, ApplyError::kOk);
      const ByteView bytes{bytes_of(*events.data()), events.size_bytes()};
      ASSERT_EQ(events.size(), line["n"].get<size_t>()) << "command " << done;
      ASSERT_EQ(hex_encode(ByteView(sha256(bytes)).first(8)), line["h"].get<std::string>()) << "command " << done;
      all_events.update(bytes);
      for (const EventRecord& e : events) {
        trades += e.type == EventType::kTrade;
        rejects += e.type == EventType::kRejected;
        event_tree.append(event_leaf(e, detail::sha256_compress()));
      }
      events_total += events.size();
      std::vector<FeedMessage> feed;
      publisher.command(events, feed);
      all_feed.update({reinterpret_cast<const uint8_t*>(feed.data()), feed.size() * sizeof(FeedMessage)});
      machine.commit();
      const auto bad = violated_invariants(machine.leaves());
      ASSERT_TRUE(bad.empty()) << "command " << done << ": " << bad.front();
    } else if (line.contains("batch")) {
      const auto& batch = line["batch"];
      EXPECT_EQ(hex_encode(machine.tree.root()), batch["root"].get<std::string>());
      EXPECT_EQ(machine.leaves().size(), batch["leaves"].get<size_t>());
      const Digest chain_before = chain;
      for (size_t first = batch_begin; first < done; first += 50) {
        const auto count = static_cast<uint32_t>(std::min<size_t>(50, done - first));
        chain = extend_chain(chain, block_no++, records[first].seq, count,
                             records_root(std::span(records).subspan(first, count)));
      }
      const Bytes bytes = unhex(batch["journal"]);
      PublicJournal journal;
      std::memcpy(&journal, bytes.data(), sizeof journal);
      EXPECT_EQ(journal.root_before, root_before);
      EXPECT_EQ(journal.root_after, machine.tree.root());
      EXPECT_EQ(journal.chain_before, chain_before);
      EXPECT_EQ(journal.chain_after, chain);
      EXPECT_EQ(journal.event_root, event_tree.root());
      root_before = machine.tree.root();
      batch_begin = done;
      event_tree = ArrivalTree();
    } else {
      const auto& final = line["final"];
      EXPECT_EQ(hex_encode(machine.tree.root()), final["root"].get<std::string>());
      EXPECT_EQ(hex_encode(chain), final["chain"].get<std::string>());
      EXPECT_EQ(hex_encode(all_events.finish()), final["events_sha256"].get<std::string>());
      EXPECT_EQ(hex_encode(all_feed.finish()), final["md_sha256"].get<std::string>());
      EXPECT_EQ(events_total, final["events"].get<uint64_t>());
      EXPECT_EQ(trades, final["trades"].get<uint64_t>());
      EXPECT_EQ(rejects, final["rejects"].get<uint64_t>());
    }
  }
  EXPECT_EQ(done, records.size());
}

// What a client builds from the feed is what the tree of leaves says, level by level and order by order.
TEST(RandomStream, BooksOfTheFeedAreTheAggregatesOfTheTree) {
  const auto records = stream_records();
  Machine machine;
  MarketDataPublisher publisher;
  std::vector<BookBuilder> clients;
  for (uint32_t i = 1; i <= 3; ++i) clients.emplace_back(i, publisher.book(i));
  std::vector<FeedMessage> feed;
  for (size_t k = 0; k < records.size(); ++k) {
    feed.clear();
    publisher.command(machine.apply(records[k]), feed);
    for (const FeedMessage& message : feed)
      for (BookBuilder& client : clients) ASSERT_TRUE(client.apply(message));
    if (k % 101 != 0) continue;
    machine.commit();
    machine.tree.root();
    Trie& trie = machine.tree.trie();
    for (uint32_t i = 1; i <= 3; ++i) {
      const ShownBook& book = clients[i - 1].book();
      ASSERT_EQ(book, publisher.book(i));
      uint64_t shown = 0;
      const auto check = [&](Side side, const auto& levels) {
        for (const auto& [price, level] : levels) {
          const Key prefix = book_key(i, side, price, 0);
          ASSERT_EQ(trie.aggregate(prefix, kLevelPrefixBits), (Aggregate{level.count, level.qty}));
          shown += level.count;
        }
      };
      check(Side::kBuy, book.bids);
      check(Side::kSell, book.asks);
      std::vector<ShownOrder> expected;
      for (const LeafChange& leaf : machine.leaves()) {
        if (leaf.key.kind() != LeafKind::kBook || leaf.key.id() != i) continue;
        Order o{};
        std::memcpy(&o, leaf.value, Order::kSize);
        expected.push_back({o.side, o.price, o.visible, o.order_id});
      }
      ASSERT_EQ(publisher.orders(i), expected);
      ASSERT_EQ(shown, expected.size());
    }
  }
  BookBuilder late(1, ShownBook{});
  FeedMessage missing{};
  missing.instrument = 1;
  missing.md_seq = 2;
  EXPECT_FALSE(late.apply(missing));
}

// Roots do not depend on where batches end, and a state rebuilt from its leaves goes on as if nothing had happened.
TEST(RandomStream, BatchesAndReloadsChangeNothing) {
  const auto records = stream_records();
  const auto lines = read_lines("random20k.jsonl");
  const std::string final_root = lines.back()["final"]["root"];
  for (const size_t batch : {size_t{7}, size_t{1000}, records.size()}) {
    Machine machine;
    for (size_t i = 0; i < records.size(); ++i) {
      machine.apply(records[i]);
      ASSERT_EQ(machine.error, ApplyError::kOk);
      if ((i + 1) % batch != 0) continue;
      machine.commit();
      if (batch == 1000) { ASSERT_TRUE(machine.state.load(machine.leaves())) << i; }
    }
    EXPECT_EQ(hex_encode(machine.commit()), final_root) << batch;
  }
}

TEST(RandomStream, WitnessesOfTheVectorsGiveTheirJournals) {
  TrieStorage storage(1 << 12, 1 << 12);
  const auto lines = read_lines("witness.jsonl");
  ASSERT_FALSE(lines.empty());
  for (const auto& line : lines) {
    std::vector<std::vector<CommandRecord>> records;
    for (const auto& block : line["records"]) {
      records.emplace_back();
      for (const auto& record : block) records.back().push_back(record_of<CommandRecord>(unhex(record)));
    }
    std::vector<Block> blocks;
    uint64_t number = line["first_block"], seq = line["first_seq"];
    for (const auto& block : records) {
      blocks.push_back({number++, seq, block});
      seq += block.size();
    }
    Bytes witness = unhex(line["witness"]);
    const Digest chain = digest_of(line["chain"]);
    PublicJournal journal;
    ASSERT_EQ(verify_transition(Digest{}, chain, blocks, witness, storage.memory(), journal), ApplyError::kOk);
    EXPECT_EQ(hex_of(journal), line["journal"].get<std::string>());

    // A changed byte gives a refusal or another state before; never another answer about this one.
    const PublicJournal right = journal;
    for (size_t at = 0; at < witness.size(); at += 1 + witness.size() / 97) {
      witness[at] ^= 0x10;
      const ApplyError error = verify_transition(Digest{}, chain, blocks, witness, storage.memory(), journal);
      if (error == ApplyError::kOk) {
        EXPECT_NE(journal.root_before, right.root_before) << at;
      } else {
        EXPECT_EQ(journal.status, 0);
      }
      witness[at] ^= 0x10;
    }
    for (const size_t cut : {size_t{1}, witness.size() / 2, witness.size() - 1}) {
      const ByteView shorter = ByteView(witness).first(cut);
      EXPECT_EQ(verify_transition(Digest{}, chain, blocks, shorter, storage.memory(), journal),
                ApplyError::kBadWitness);
    }
  }
}

}  // namespace
}  // namespace zkp::exchange
