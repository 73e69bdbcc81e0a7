/// What verify_chain finds.
#include "ledger/chain.h"

#include "ledger/support.h"
#include "support/test_pool.h"

namespace zkp {
namespace {

using namespace ledger_test;

// Datasets with proofs and a dictionary blob, and enough entries for several tiles.
std::unique_ptr<World> filled_world(uint64_t more = 300) {
  auto world = std::make_unique<World>();
  const NotarizeRecord data = world->dataset("train", 1, 2);
  EXPECT_TRUE(
      world->append({make_notarize(data), make_proof(world->proof(data)), make_proof(world->proof(data, "c1"))}).ok());
  NotarizeRecord words = world->dataset("words", 2);
  add_categories(words, "label", {"no", "yes"});
  const Bytes blob = encode_dictionaries(words.dictionaries);
  words.dictionary_blob = sha256(blob);
  EXPECT_TRUE(world->append({make_notarize(words)}, {blob}).ok());
  std::vector<EntryPayload> batch;
  for (uint64_t i = 0; i < more; ++i) batch.push_back(make_notarize(world->dataset("d" + std::to_string(i), 10 + i)));
  EXPECT_TRUE(world->append(batch).ok());
  return world;
}

ChainOptions full(const World& world) {
  ChainOptions out;
  out.store_checksums = out.proofs = true;
  out.signed_checkpoint = world.checkpoint();
  return out;
}

std::string reasons(const ChainReport& report) {
  std::string out;
  for (const ChainFailure& failure : report.failures)
    out += (failure.index ? std::to_string(*failure.index) : "?") + ": " + failure.reason + "\n";
  return out;
}

TEST(VerifyChain, ASoundLedgerPassesOnAnyNumberOfThreads) {
  auto world = filled_world();
  TestPool threads(3);
  for (TaskPool* pool : {static_cast<TaskPool*>(nullptr), static_cast<TaskPool*>(&threads)}) {
    const ChainReport report = world->check(full(*world), pool).value();
    EXPECT_TRUE(report.ok()) << reasons(report);
    EXPECT_EQ(report.size, world->ledger->size());
    EXPECT_EQ(report.root, world->ledger->root());
    EXPECT_EQ(report.entries_checked, world->ledger->size());
    EXPECT_EQ(report.proofs_checked, 2u);
    uint64_t bytes = 0;
    for (uint64_t i = 0; i < world->ledger->size(); ++i) bytes += world->store->entry(i).value().size();
    EXPECT_EQ(report.bytes_hashed, bytes);
    EXPECT_EQ(rehash(*world->ledger, pool).value(), bytes);
  }
}

TEST(VerifyChain, AFlippedBitInAnyEntryIsFoundAndNamed) {
  auto world = filled_world();
  for (uint64_t index :
       {uint64_t{1}, uint64_t{2}, uint64_t{4}, uint64_t{255}, uint64_t{256}, world->ledger->size() - 1}) {
    const size_t bits = world->store->entry(index).value().size() * 8;
    for (size_t bit : {size_t{0}, bits / 3, bits / 2, bits - 1}) {
      ASSERT_TRUE(world->disk->flip_bit_of_entry(index, bit));
      const ChainReport report = world->check(full(*world)).value();
      ASSERT_FALSE(report.ok());
      EXPECT_EQ(report.failures[0].index, index) << reasons(report);
      EXPECT_TRUE(report.failures.size() == 1 || index == 1)
          << "more than the entry and the proofs about it: " << reasons(report);
      const auto again = rehash(*world->ledger, nullptr);
      EXPECT_CODE(again, StorageError::kCorrupt);
      EXPECT_EQ(again.error().where().entry, index);
      ASSERT_TRUE(world->disk->flip_bit_of_entry(index, bit));
    }
  }
  EXPECT_TRUE(world->check(full(*world)).value().ok());
}

TEST(VerifyChain, EveryDamagedEntryIsNamed) {
  auto world = filled_world();
  for (uint64_t index : {3, 7, 260}) ASSERT_TRUE(world->disk->flip_bit_of_entry(index, 5));
  const ChainReport report = world->check(full(*world)).value();
  ASSERT_EQ(report.failures.size(), 3u) << reasons(report);
  EXPECT_EQ(report.failures[0].index, 3u);
  EXPECT_EQ(report.failures[1].index, 7u);
  EXPECT_EQ(report.failures[2].index, 260u);
}

TEST(VerifyChain, DamageThatTheStoreNoticesIsNamedToo) {
  auto world = filled_world();
  ASSERT_TRUE(world->disk->damage_entry(9));
  ChainReport report = world->check(full(*world)).value();
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.failures[0].index, 9u) << reasons(report);
  ChainOptions no_checksums = full(*world);
  no_checksums.store_checksums = false;
  report = world->check(no_checksums).value();
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.failures[0].index, 9u) << reasons(report);
}

// No checksum helps here: the records themselves are compared with what the entries say.
TEST(VerifyChain, AFlippedBitInAnyRecordIsFound) {
  auto world = filled_world(20);
  for (const auto& [place, value] : all_records(*world->store)) {
    const auto& [space, key] = place;
    if (value.empty()) continue;
    for (size_t bit : {size_t{0}, value.size() * 8 - 1}) {
      ASSERT_TRUE(world->disk->flip_bit_of_record(static_cast<Space>(space), key, bit));
      const ChainReport report = world->check(full(*world)).value();
      EXPECT_FALSE(report.ok()) << "space " << space << " key " << hex_encode(key) << " bit " << bit;
      ASSERT_TRUE(world->disk->flip_bit_of_record(static_cast<Space>(space), key, bit));
    }
  }
  const ChainReport report = world->check(full(*world)).value();
  EXPECT_TRUE(report.ok()) << reasons(report);
}

TEST(VerifyChain, ARecordTooManyIsFound) {
  for (const Put& extra : std::vector<Put>{{Space::kByProof, ByteWriter().raw(Digest{}).u64(3).bytes(), {}},
                                           {Space::kByName, ByteWriter().raw("train").u8(0).u64(4).bytes(), {}},
                                           {Space::kByDataset, Bytes(32, 1), ByteWriter().u64(1).bytes()},
                                           {Space::kByBranch, to_bytes("side"), Bytes(32, 1)}}) {
    auto world = filled_world(3);
    Batch batch;
    batch.first_index = world->ledger->size();
    batch.puts = {extra};
    ASSERT_OK(world->store->append(batch));
    EXPECT_FALSE(world->check(full(*world)).value().ok()) << static_cast<int>(extra.space);
  }
}

// The root of a log of 700 entries hangs on its tile of level 1. Of one with more than 65,536 it does not: that tile is
// full, and only level 2 is read for the root.
TEST(VerifyChain, ATileOfAnUpperLevelIsCompared) {
  const bool is_long = std::getenv("ZKP_TEST_LONG") != nullptr;
  for (uint64_t more : is_long ? std::vector<uint64_t>{700, 65'600} : std::vector<uint64_t>{700}) {
    auto world = filled_world(more);
    const Bytes level1 = ByteWriter().u8(1).u64(0).bytes();
    ASSERT_TRUE(world->disk->flip_bit_of_record(Space::kTile, level1, 3));
    const ChainReport report = world->check(full(*world)).value();
    EXPECT_NE(reasons(report).find("tile 1/0"), std::string::npos) << more << " " << reasons(report);
  }
}

TEST(VerifyChain, FromChecksOnlyWhatFollows) {
  auto world = filled_world(50);
  ChainOptions options;
  options.from = 30;
  options.trusted = Checkpoint{world->ledger->origin(), 30, world->ledger->root_at(30).value(), {}};
  ChainReport report = world->check(options).value();
  EXPECT_TRUE(report.ok()) << reasons(report);
  EXPECT_EQ(report.entries_checked, world->ledger->size() - 30);
  ASSERT_TRUE(world->disk->flip_bit_of_entry(35, 5));
  report = world->check(options).value();
  ASSERT_EQ(report.failures.size(), 1u) << reasons(report);
  EXPECT_EQ(report.failures[0].index, 35u);
  options.from = world->ledger->size();
  report = world->check(options).value();
  EXPECT_TRUE(report.ok()) << reasons(report);
  EXPECT_EQ(report.entries_checked, 0u);
  options.from = world->ledger->size() + 1;
  EXPECT_CODE(world->check(options), GeneralError::kInvalidArgument);
}

TEST(VerifyChain, ACheckpointThatIsNoPrefixMeansRewrittenHistory) {
  auto world = filled_world(20);
  World other;
  for (uint64_t i = 0; i < 10; ++i) ASSERT_OK(other.append({make_notarize(other.dataset("other", 1000 + i))}));
  for (bool trusted : {true, false}) {
    ChainOptions options;
    (trusted ? options.trusted : options.signed_checkpoint) = other.checkpoint();
    const ChainReport report = world->check(options).value();
    ASSERT_FALSE(report.ok());
    EXPECT_NE(reasons(report).find("history was rewritten"), std::string::npos) << reasons(report);
  }
  // The same size, another root.
  ChainOptions same_size;
  same_size.signed_checkpoint = world->checkpoint();
  same_size.signed_checkpoint->root[0] ^= 1;
  EXPECT_NE(reasons(world->check(same_size).value()).find("history was rewritten"), std::string::npos);
  ChainOptions other_log;
  other_log.trusted =
      Checkpoint{make_origin("other", world->log.public_key()).value(), 1, world->ledger->root_at(1).value(), {}};
  EXPECT_NE(reasons(world->check(other_log).value()).find("another log"), std::string::npos);
  ChainOptions empty;
  empty.trusted = Checkpoint{world->ledger->origin(), 0, empty_root(), {}};
  EXPECT_TRUE(world->check(empty).value().ok());
}

TEST(VerifyChain, MissingEntriesAreNamed) {
  auto world = filled_world(5);
  ChainOptions options;
  options.signed_checkpoint = world->checkpoint();
  options.signed_checkpoint->size += 3;
  const ChainReport report = world->check(options).value();
  const std::string first = std::to_string(world->ledger->size()), last = std::to_string(world->ledger->size() + 2);
  EXPECT_NE(reasons(report).find("entries " + first + " to " + last + " are missing"), std::string::npos)
      << reasons(report);
}

// A log whose owner broke the rules with his own keys: everything hashes and every signature is right.
class RuleBreaker {
 public:
  // Appends the entry as it is, past the state machine, with the records of a sound one.
  void force(EntryPayload payload, const Signer& author) {
    const SignedEntry entry = sign_entry(std::move(payload), author).value();
    Ledger& ledger = *world.ledger;
    StoreTiles tiles(*world.store);
    TileEdge edge = TileEdge::load(tiles, ledger.size()).value();
    Batch batch;
    batch.first_index = ledger.size();
    batch.entries = {entry.leaf};
    batch.puts = {
        {Space::kByDigest, Bytes(entry.digest.begin(), entry.digest.end()), ByteWriter().u64(ledger.size()).bytes()},
        {Space::kByBranch, to_bytes(entry.payload.branch), Bytes(entry.digest.begin(), entry.digest.end())}};
    std::vector<TileUpdate> tiles_to_write = edge.append(std::span(&entry.leaf_hash, 1)).value();
    for (TileUpdate& tile : tiles_to_write)
      batch.puts.push_back({Space::kTile, ByteWriter().u8(static_cast<uint8_t>(tile.level)).u64(tile.index).bytes(),
                            std::move(tile.hashes)});
    ASSERT_OK(world.store->append(batch));
    ASSERT_OK(world.reopen());
  }
  void expect_found(const std::string& part) {
    const ChainReport report = world.check(full(world)).value();
    ASSERT_FALSE(report.ok()) << part;
    EXPECT_NE(reasons(report).find(part), std::string::npos) << reasons(report);
    EXPECT_EQ(report.failures[0].index, world.ledger->size() - 1) << reasons(report);
  }
  World world;
};

TEST(VerifyChain, ABrokenRuleIsFoundAlthoughEverythingIsSigned) {
  auto next = [](RuleBreaker& b) { return b.world.complete(make_notarize(b.world.dataset("n", 5))); };
  {
    RuleBreaker b;
    EntryPayload payload = next(b);
    payload.time_s -= 1;
    b.force(payload, b.world.author);
    b.expect_found("time goes backwards");
  }
  {
    RuleBreaker b;
    EntryPayload payload = next(b);
    payload.parents = {Digest{}};
    b.force(payload, b.world.author);
    b.expect_found("parent");
  }
  {
    RuleBreaker b;
    ASSERT_OK(b.world.append({make_notarize(b.world.dataset("m", 4))}));
    EntryPayload payload = next(b);
    payload.parents = {b.world.ledger->entry(0).value().entry.digest};  // an earlier entry, but not the head
    b.force(payload, b.world.author);
    b.expect_found("parent");
  }
  {
    RuleBreaker b;
    EntryPayload payload = next(b);
    payload.ledger = make_origin("other", b.world.log.public_key()).value();
    b.force(payload, b.world.author);
    b.expect_found("another log");
  }
  {
    RuleBreaker b;
    EntryPayload payload = next(b);
    payload.fields["log_key"] = hex_encode(HashSigner(9).public_key());
    b.force(payload, b.world.author);
    b.expect_found("log key");
  }
  {
    RuleBreaker b;
    const HashSigner stranger(9);
    EntryPayload payload = b.world.complete(make_notarize(record_of_body("n", make_body(stranger.public_key(), 5))));
    payload.fields["author_key"] = hex_encode(stranger.public_key());
    b.force(payload, stranger);
    b.expect_found("signature");
  }
  {
    RuleBreaker b;
    EntryPayload payload = next(b);
    payload.fields["more"] = "x";
    b.force(payload, b.world.author);
    b.expect_found("does not know");
  }
  {
    RuleBreaker b;
    const NotarizeRecord data = b.world.dataset("n", 5);
    ASSERT_OK(b.world.append({make_notarize(data)}));
    b.force(b.world.complete(make_notarize(data)), b.world.author);
    b.expect_found("index");
  }
  {
    RuleBreaker b;
    ProofRecord proof = b.world.proof(b.world.dataset("absent", 6));
    b.force(b.world.complete(make_proof(proof)), b.world.author);
    b.expect_found("does not hold");
  }
  {
    RuleBreaker b;
    const NotarizeRecord data = b.world.dataset("n", 5);
    ASSERT_OK(b.world.append({make_notarize(data)}));
    ProofRecord proof = b.world.proof(data);
    proof.proof = to_bytes("bad");
    b.force(b.world.complete(make_proof(proof)), b.world.author);
    b.expect_found("not the proof that these tests believe");
  }
}

TEST(VerifyChain, AProofUnderKeysThatTheGenesisEntryRefusesIsFound) {
  RuleBreaker b;
  b.world.ledger.reset();
  b.world.store.reset();
  b.world.disk = MemoryDisk::make();
  b.world.store = b.world.disk->open().value();
  b.world.ledger =
      Ledger::create(*b.world.store,
                     sign_entry(genesis_payload(b.world.log, b.world.author, false), b.world.author).value(),
                     believe_good)
          .value();
  const NotarizeRecord data = b.world.dataset("n", 5);
  ASSERT_OK(b.world.append({make_notarize(data)}));
  b.force(b.world.complete(make_proof(b.world.proof(data))), b.world.author);
  b.expect_found("insecure-dev");
}

TEST(VerifyChain, AForgedSignatureIsFoundUnlessNotAskedFor) {
  RuleBreaker b;
  SignedEntry entry = sign_entry(b.world.complete(make_notarize(b.world.dataset("n", 5))), b.world.author).value();
  class WrongSigner final : public Signer {
   public:
    const ByteArray<32>& public_key() const override { return right.public_key(); }
    Result<ByteArray<64>> sign_ed25519(ByteView) const override { return ByteArray<64>{}; }
    HashSigner right{2};
  };
  b.force(entry.payload, WrongSigner());
  b.expect_found("signature");
}

TEST(VerifyChain, AtMostAHundredFailuresAreListed) {
  auto world = filled_world(300);
  for (uint64_t i = 1; i < 250; ++i) ASSERT_TRUE(world->disk->flip_bit_of_entry(i, 5));
  EXPECT_EQ(world->check().value().failures.size(), kMaxChainFailures);
}

}  // namespace
}  // namespace zkp
