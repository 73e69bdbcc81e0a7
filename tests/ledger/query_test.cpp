/// Queries of the ledger.
#include "ledger/ledger.h"

#include "ledger/support.h"

namespace zkp {
namespace {

using namespace ledger_test;

std::vector<uint64_t> indices(const Result<std::vector<LoggedEntry>>& found) {
  std::vector<uint64_t> out;
  for (const LoggedEntry& logged : found.value()) out.push_back(logged.index);
  return out;
}
using Indices = std::vector<uint64_t>;

// 0 genesis, then every 10 seconds two entries: 1 notarize a, 2 proof of a, 3 notarize b, 4 notarize a (again), 5 proof
// of b, 6 notarize ab
class LedgerQuery : public ::testing::Test {
 protected:
  void SetUp() override {
    a_ = world_.dataset("a", 1, 2);
    b_ = world_.dataset("b", 2);
    a2_ = world_.dataset("a", 3);
    for (const auto& group : std::vector<std::vector<EntryPayload>>{
             {make_notarize(a_), make_proof(world_.proof(a_))},
             {make_notarize(b_), make_notarize(a2_)},
             {make_proof(world_.proof(b_)), make_notarize(world_.dataset("ab", 4))}}) {
      world_.clock.advance_us(10'000'000);
      ASSERT_OK(world_.append(group));
    }
  }
  Indices select(const EntryQuery& query) { return indices(world_.ledger->select(query)); }

  World world_;
  NotarizeRecord a_, b_, a2_;
};

TEST_F(LedgerQuery, ByNothingIsEverything) {
  EXPECT_EQ(select({}), (Indices{0, 1, 2, 3, 4, 5, 6}));
  EntryQuery query;
  query.newest_first = true;
  EXPECT_EQ(select(query), (Indices{6, 5, 4, 3, 2, 1, 0}));
  query.limit = 2;
  EXPECT_EQ(select(query), (Indices{6, 5}));
  query.limit = 0;
  EXPECT_EQ(select(query), Indices{});
}

TEST_F(LedgerQuery, ByTimeIncludesBothEnds) {
  for (int64_t since = kStart_s - 1; since <= kStart_s + 31; ++since) {
    for (int64_t until = kStart_s - 1; until <= kStart_s + 31; ++until) {
      Indices expected;
      for (uint64_t i = 0; i < world_.ledger->size(); ++i) {
        const int64_t time = world_.ledger->entry(i).value().entry.payload.time_s;
        if (since <= time && time <= until) expected.push_back(i);
      }
      EntryQuery query;
      query.since_s = since;
      query.until_s = until;
      EXPECT_EQ(select(query), expected) << since << " " << until;
      query.newest_first = true;
      std::reverse(expected.begin(), expected.end());
      EXPECT_EQ(select(query), expected) << since << " " << until;
    }
  }
  EntryQuery extreme;
  extreme.since_s = INT64_MIN;
  extreme.until_s = INT64_MAX;
  EXPECT_EQ(select(extreme).size(), 7u);
}

TEST_F(LedgerQuery, ByNameIsExactAndFindsEverySubject) {
  EntryQuery query;
  query.name = "a";
  EXPECT_EQ(select(query), (Indices{1, 2, 4}));
  query.newest_first = true;
  query.limit = 2;
  EXPECT_EQ(select(query), (Indices{4, 2}));
  query.name = "ab";
  EXPECT_EQ(select(query), (Indices{6}));
  query.name = "c";
  EXPECT_EQ(select(query), Indices{});
  query.name = "test";  // the ledger's own name, the subject of the genesis entry
  EXPECT_EQ(select(query), Indices{0});
  query.type = EntryType::kGenesis;
  EXPECT_EQ(select(query), Indices{0});
  query.type = EntryType::kProof;
  query.name = "a";
  EXPECT_EQ(select(query), Indices{2});
}

TEST_F(LedgerQuery, ByTypeAuthorAndDataset) {
  EntryQuery type;
  type.type = EntryType::kProof;
  EXPECT_EQ(select(type), (Indices{2, 5}));
  type.type = EntryType::kMerge;
  EXPECT_EQ(select(type), Indices{});
  EntryQuery author;
  author.author = key_id(world_.author.public_key());
  EXPECT_EQ(select(author).size(), 7u);
  author.limit = 3;
  EXPECT_EQ(select(author), (Indices{0, 1, 2}));
  author.author = key_id(world_.log.public_key());
  EXPECT_EQ(select(author), Indices{});
  EntryQuery dataset;
  dataset.dataset = a_.dataset;
  EXPECT_EQ(select(dataset), (Indices{1, 2}));
  dataset.newest_first = true;
  EXPECT_EQ(select(dataset), (Indices{2, 1}));
  dataset.type = EntryType::kNotarize;
  EXPECT_EQ(select(dataset), (Indices{1}));
  dataset.since_s = kStart_s + 20;
  EXPECT_EQ(select(dataset), Indices{});
}

TEST_F(LedgerQuery, ResolveTakesIndexNameOrDigits) {
  const Ledger& ledger = *world_.ledger;
  EXPECT_EQ(ledger.resolve("0").value(), 0u);
  EXPECT_EQ(ledger.resolve("6").value(), 6u);
  EXPECT_CODE(ledger.resolve("7"), LedgerError::kUnknownEntry);
  EXPECT_EQ(ledger.resolve("a").value(), 4u) << "the newest of this name";
  EXPECT_EQ(ledger.resolve("ab").value(), 6u);
  for (uint64_t i = 0; i < ledger.size(); ++i) {
    const std::string hex = hex_encode(ledger.entry(i).value().entry.digest);
    for (size_t digits : {8, 9, 31, 64}) EXPECT_EQ(ledger.resolve(hex.substr(0, digits)).value(), i);
    EXPECT_CODE(ledger.resolve(hex + "0"), LedgerError::kUnknownEntry);
  }
  const std::string dataset = hex_encode(b_.dataset);
  EXPECT_EQ(ledger.resolve(dataset).value(), 3u);
  EXPECT_EQ(ledger.resolve(dataset.substr(0, 11)).value(), 3u);
  for (const char* text : {"", "x y", "-1", "+1", "99999999999999999999", "test", "../a", "deadbeef"})
    EXPECT_CODE(ledger.resolve(text), LedgerError::kUnknownEntry);
}

TEST_F(LedgerQuery, ANumberThatIsNoIndexMayBeAName) {
  ASSERT_OK(world_.append({make_notarize(world_.dataset("2025", 9)), make_notarize(world_.dataset("3", 10))}));
  EXPECT_EQ(world_.ledger->resolve("2025").value(), 7u);
  EXPECT_EQ(world_.ledger->resolve("3").value(), 3u);  // an index goes first
}

TEST_F(LedgerQuery, DigitsOfTwoEntriesAreAmbiguous) {
  // Two keys in the index that begin alike, as two digests might.
  Digest low{}, high{};
  low.fill(0xab), high.fill(0xab);
  high[31] = 0xac;
  Batch batch;
  batch.first_index = world_.ledger->size();
  batch.puts = {{Space::kByDigest, Bytes(low.begin(), low.end()), ByteWriter().u64(1).bytes()},
                {Space::kByDataset, Bytes(high.begin(), high.end()), ByteWriter().u64(2).bytes()}};
  ASSERT_OK(world_.store->append(batch));
  EXPECT_CODE(world_.ledger->resolve("abababab"), LedgerError::kAmbiguous);
  EXPECT_EQ(world_.ledger->resolve(hex_encode(low)).value(), 1u);
}

TEST_F(LedgerQuery, FindsByDigest) {
  EXPECT_EQ(world_.ledger->find_dataset(a_.dataset).value(), 1u);
  EXPECT_FALSE(world_.ledger->find_dataset(Digest{}).value());
  EXPECT_EQ(world_.ledger->find_proof(world_.proof(b_).proof_id).value(), 5u);
  EXPECT_EQ(world_.ledger->find_entry(world_.ledger->entry(3).value().entry.digest).value(), 3u);
  EXPECT_FALSE(world_.ledger->entry(7).ok());
}

}  // namespace
}  // namespace zkp
