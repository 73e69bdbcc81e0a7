/// What the state machine accepts and refuses.
#include "ledger/ledger.h"

#include "ledger/support.h"

namespace zkp {
namespace {

using namespace ledger_test;

// What was refused left no trace.
class LedgerRefusal : public ::testing::Test {
 protected:
  void SetUp() override {
    first_ = world_.dataset("first", 1, 2);
    ASSERT_OK(world_.append({make_notarize(first_)}));
    size_ = world_.ledger->size();
    root_ = world_.ledger->root();
    heads_ = world_.ledger->branches();
    records_ = all_records(*world_.store);
  }
  void TearDown() override {
    EXPECT_EQ(world_.ledger->size(), size_);
    EXPECT_EQ(world_.ledger->root(), root_);
    EXPECT_EQ(world_.ledger->branches(), heads_);
    EXPECT_EQ(all_records(*world_.store), records_);
    // And the ledger goes on.
    ASSERT_OK(world_.append({make_notarize(world_.dataset("after", 77))}));
    EXPECT_TRUE(world_.check().value().ok());
  }
  EntryPayload next(uint64_t number = 2) { return world_.complete(make_notarize(world_.dataset("next", number))); }

  World world_;
  NotarizeRecord first_;
  uint64_t size_ = 0;
  Digest root_{};
  std::map<std::string, Digest> heads_;
  std::map<std::pair<int, Bytes>, Bytes> records_;
};

TEST_F(LedgerRefusal, AnotherLogsEntry) {
  EntryPayload payload = next();
  payload.ledger = make_origin("other", world_.log.public_key()).value();
  EXPECT_CODE(world_.append_signed(payload), LedgerError::kBadEntry);
}

TEST_F(LedgerRefusal, AnotherLogKey) {
  EntryPayload payload = next();
  payload.fields["log_key"] = hex_encode(HashSigner(9).public_key());
  EXPECT_CODE(world_.append_signed(payload), LedgerError::kBadEntry);
  payload.fields.erase("log_key");
  EXPECT_CODE(world_.append_signed(payload), LedgerError::kBadEntry);
}

TEST_F(LedgerRefusal, AnUnknownAuthor) {
  const HashSigner stranger(9);
  EntryPayload payload = world_.complete(make_notarize(record_of_body("next", make_body(stranger.public_key(), 5))));
  payload.fields["author_key"] = hex_encode(stranger.public_key());
  const auto result = world_.ledger->append({sign_entry(payload, stranger).value()});
  EXPECT_CODE(result, LedgerError::kUnknownAuthor);
  EXPECT_EQ(result.error().where().entry, 2u);
}

TEST_F(LedgerRefusal, AKnownAuthorsNameWithAnotherKey) {
  const HashSigner stranger(9);
  EntryPayload payload = world_.complete(make_notarize(record_of_body("next", make_body(stranger.public_key(), 5))));
  EXPECT_CODE(world_.ledger->append({sign_entry(payload, stranger).value()}),
              LedgerError::kBadEntry);  // author_key is not the author's
}

TEST_F(LedgerRefusal, AnotherParentThanTheHead) {
  EntryPayload payload = next();
  payload.parents = {world_.ledger->entry(0).value().entry.digest};
  EXPECT_CODE(world_.append_signed(payload), LedgerError::kBadParent);
  payload.parents = {};
  EXPECT_CODE(world_.append_signed(payload), LedgerError::kBadParent);
  payload.parents = {world_.ledger->branch_head("main").value(), world_.ledger->entry(0).value().entry.digest};
  EXPECT_CODE(world_.append_signed(payload), LedgerError::kBadParent);
}

TEST_F(LedgerRefusal, ABranchThatDoesNotExist) {
  EntryPayload payload = next();
  payload.branch = "side";
  EXPECT_CODE(world_.append_signed(payload), LedgerError::kBadParent);
  EXPECT_CODE(world_.ledger->branch_head("side"), LedgerError::kUnknownEntry);
}

TEST_F(LedgerRefusal, ATimeBeforeThePreviousEntrys) {
  EntryPayload payload = next();
  payload.time_s = world_.ledger->last_time_s() - 1;
  EXPECT_CODE(world_.append_signed(payload), LedgerError::kBadEntry);
}

TEST_F(LedgerRefusal, ASecondGenesis) {
  EntryPayload payload = genesis_payload(world_.log, world_.author);
  EXPECT_CODE(world_.append_signed(payload), LedgerError::kBadParent);
  payload.parents = {world_.ledger->branch_head("main").value()};
  EXPECT_CODE(world_.append_signed(payload), LedgerError::kBadEntry);
}

TEST_F(LedgerRefusal, ATypeThatIsNotBuilt) {
  for (EntryType type : {EntryType::kTransform, EntryType::kSplit, EntryType::kBranch, EntryType::kMerge,
                         EntryType::kKey, EntryType::kRetract, EntryType::kErase}) {
    EntryPayload payload = next();
    payload.type = type;
    EXPECT_CODE(world_.append_signed(payload), GeneralError::kUnsupported);
  }
}

TEST_F(LedgerRefusal, TheSameDatasetTwice) {
  EXPECT_CODE(world_.append({make_notarize(first_)}), LedgerError::kDuplicate);
  NotarizeRecord renamed = first_;
  renamed.name = "renamed";
  EXPECT_CODE(world_.append({make_notarize(renamed)}), LedgerError::kDuplicate);
  const EntryPayload fresh = make_notarize(world_.dataset("fresh", 5));
  const auto twice = world_.append({fresh, fresh});
  EXPECT_CODE(twice, LedgerError::kDuplicate);
  EXPECT_EQ(twice.error().where().entry, 3u);
}

TEST_F(LedgerRefusal, ACommitmentThatBelongsToAnotherDataset) {
  NotarizeRecord copy = world_.dataset("copy", 5, 2);
  copy.body.columns[1].commitment = first_.body.columns[0].commitment;
  copy = record_of_body("copy", copy.body);
  const auto stored = world_.append({make_notarize(copy)});
  EXPECT_CODE(stored, LedgerError::kDuplicate);
  EXPECT_NE(stored.error().message().find("c1"), std::string::npos);

  NotarizeRecord original = world_.dataset("original", 6, 2), thief = world_.dataset("thief", 7, 2);
  thief.body.columns[0].commitment = original.body.columns[1].commitment;
  EXPECT_CODE(world_.append({make_notarize(original), make_notarize(record_of_body("thief", thief.body))}),
              LedgerError::kDuplicate);

  NotarizeRecord twins = world_.dataset("twins", 8, 2);
  twins.body.columns[1].commitment = twins.body.columns[0].commitment;
  EXPECT_CODE(world_.append({make_notarize(record_of_body("twins", twins.body))}), LedgerError::kDuplicate);
}

TEST_F(LedgerRefusal, AProofAboutNothing) {
  EXPECT_CODE(world_.append({make_proof(world_.proof(world_.dataset("absent", 5)))}), LedgerError::kUnknownEntry);
  // Not even when its dataset comes later in the batch.
  const NotarizeRecord late = world_.dataset("late", 6);
  EXPECT_CODE(world_.append({make_proof(world_.proof(late)), make_notarize(late)}), LedgerError::kUnknownEntry);
}

TEST_F(LedgerRefusal, AProofThatCallsTheDatasetByAnotherName) {
  ProofRecord proof = world_.proof(first_);
  proof.subjects[0].name = "second";
  EXPECT_CODE(world_.append({make_proof(proof)}), LedgerError::kBadEntry);
}

TEST_F(LedgerRefusal, AProofThatTheCheckerRefuses) {
  ProofRecord proof = world_.proof(first_);
  proof.proof = to_bytes("bad");
  const auto result = world_.append({make_proof(proof)});
  EXPECT_CODE(result, CryptoError::kBadProof);
  EXPECT_EQ(result.error().where().entry, 2u);
}

TEST_F(LedgerRefusal, TheSameProofTwiceInOneBatch) {
  EXPECT_CODE(world_.append({make_proof(world_.proof(first_)), make_proof(world_.proof(first_))}),
              LedgerError::kDuplicate);
}

TEST_F(LedgerRefusal, ABatchWhoseLastEntryIsWrong) {
  ProofRecord bad = world_.proof(first_, "c1");
  bad.proof = to_bytes("bad");
  EXPECT_CODE(world_.append({make_notarize(world_.dataset("a", 5)), make_proof(world_.proof(first_)),
                             make_notarize(world_.dataset("b", 6)), make_proof(bad)}),
              CryptoError::kBadProof);
}

TEST_F(LedgerRefusal, ADictionaryBlobThatWasNotHandedOverOrIsAnother) {
  NotarizeRecord record = world_.dataset("words", 5);
  add_categories(record, "label", {"no", "yes"});
  const Bytes right = encode_dictionaries(record.dictionaries), wrong = encode_dictionaries({{"label", {"yes", "no"}}});
  record.dictionary_blob = sha256(right);
  EXPECT_CODE(world_.append({make_notarize(record)}), LedgerError::kBadEntry);
  EXPECT_CODE(world_.append({make_notarize(record)}, {wrong}), LedgerError::kBadEntry);
  record.dictionary_blob = sha256(wrong);
  EXPECT_CODE(world_.append({make_notarize(record)}, {wrong}), LedgerError::kBadEntry);
}

TEST(Ledger, AFailedStoreLeavesTheStateAsItWas) {
  World world;
  const Digest root = world.ledger->root();
  world.disk->fail_next_append(Error(StorageError::kIo, "disk on fire"), MemoryDisk::Outcome::kNothingWritten);
  EXPECT_CODE(world.append({make_notarize(world.dataset("a", 1))}), StorageError::kIo);
  EXPECT_EQ(world.ledger->size(), 1u);
  EXPECT_EQ(world.ledger->root(), root);
  ASSERT_OK(world.reopen());
  EXPECT_EQ(world.ledger->size(), 1u);
  ASSERT_OK(world.append({make_notarize(world.dataset("a", 1))}));
}

TEST(Ledger, AnUncertainWriteIsFoundWhenReopened) {
  World world;
  world.disk->fail_next_append(Error(StorageError::kIo, "answer lost"), MemoryDisk::Outcome::kAllWritten);
  EXPECT_CODE(world.append({make_notarize(world.dataset("a", 1))}), StorageError::kIo);
  ASSERT_OK(world.reopen());
  EXPECT_EQ(world.ledger->size(), 2u);
  EXPECT_TRUE(world.check().value().ok());
}

TEST(Ledger, UnusedBlobsAreNotStored) {
  World world;
  ASSERT_OK(world.append({make_notarize(world.dataset("a", 1))}, {to_bytes("anything")}));
  EXPECT_FALSE(world.ledger->blob(sha256(as_bytes("anything"))).value());
}

TEST(Ledger, ReopeningGivesTheSameLedger) {
  World world;
  const NotarizeRecord data = world.dataset("train", 1, 3);
  ASSERT_OK(world.append({make_notarize(data), make_proof(world.proof(data)), make_proof(world.proof(data, "c1"))}));
  for (uint64_t i = 0; i < 600; ++i)
    ASSERT_OK(world.append({make_notarize(world.dataset("d" + std::to_string(i), 10 + i))}));
  const Digest root = world.ledger->root();
  const auto heads = world.ledger->branches();
  const Digest id = world.ledger->id();
  ASSERT_OK(world.reopen());
  EXPECT_EQ(world.ledger->size(), 604u);
  EXPECT_EQ(world.ledger->root(), root);
  EXPECT_EQ(world.ledger->root_at(604).value(), root);
  EXPECT_EQ(world.ledger->branches(), heads);
  EXPECT_EQ(world.ledger->id(), id);
  EXPECT_EQ(world.ledger->id(), ledger_id(world.ledger->origin()));
  ASSERT_OK(world.append({make_proof(world.proof(data, "c2"))}));
  EXPECT_TRUE(world.ledger->acceptance(data).value().accepted());
  EXPECT_CODE(world.append({make_proof(world.proof(data, "c2"))}), LedgerError::kDuplicate);
}

TEST(Ledger, ProofsNeedASetUpThatTheGenesisEntryAllows) {
  World strict(/*insecure_dev=*/false);
  const NotarizeRecord data = strict.dataset("train", 1, 2);
  ASSERT_OK(strict.append({make_notarize(data)}));
  EXPECT_CODE(strict.append({make_proof(strict.proof(data))}), LedgerError::kNotAllowed);
  ProofRecord local = strict.proof(data);
  local.setup = "local";
  ASSERT_OK(strict.append({make_proof(local)}));
}

TEST(Ledger, TheClockMayGoBackButTimeDoesNot) {
  World world;
  world.clock.set_us(SimClock::kStart_us + 10'000'000);
  ASSERT_OK(world.append({make_notarize(world.dataset("a", 1))}));
  EXPECT_EQ(world.ledger->last_time_s(), kStart_s + 10);
  world.clock.set_us(SimClock::kStart_us + 3'999'999);
  ASSERT_OK(world.append({make_notarize(world.dataset("b", 2))}));
  const EntryPayload late = world.ledger->entry(2).value().entry.payload;
  EXPECT_EQ(late.time_s, kStart_s + 10);
  EXPECT_EQ(read_common(late).value().clock_behind_s, 7);
  ASSERT_OK(world.reopen());
  EXPECT_EQ(world.ledger->last_time_s(), kStart_s + 10);
  world.clock.set_us(SimClock::kStart_us + 11'000'000);
  ASSERT_OK(world.append({make_notarize(world.dataset("c", 3))}));
  const EntryPayload recovered = world.ledger->entry(3).value().entry.payload;
  EXPECT_EQ(recovered.time_s, kStart_s + 11);
  EXPECT_EQ(read_common(recovered).value().clock_behind_s, 0);
  EXPECT_TRUE(world.check().value().ok());
}

TEST(Ledger, DictionaryBlobsAreStoredWithTheirEntry) {
  World world;
  NotarizeRecord record = world.dataset("words", 5);
  std::vector<std::string> words;
  for (int i = 0; i < 9000; ++i) words.push_back("category " + std::to_string(100000 + i));
  add_categories(record, "label", words);
  const Bytes blob = encode_dictionaries(record.dictionaries);
  EXPECT_CODE(sign_entry(world.complete(make_notarize(record)), world.author), LedgerError::kTooLarge);
  record.dictionary_blob = sha256(blob);
  ASSERT_OK(world.append({make_notarize(record)}, {to_bytes("another"), blob}));
  EXPECT_EQ(world.ledger->dataset(1).value().dictionaries, record.dictionaries);
  EXPECT_EQ(world.ledger->blob(*record.dictionary_blob).value(), blob);
  EXPECT_CODE(world.ledger->dataset(0), LedgerError::kUnknownEntry);
  // A damaged blob is noticed when it is read.
  ASSERT_TRUE(world.disk->flip_bit_of_record(Space::kBlob, *record.dictionary_blob, 99));
  EXPECT_CODE(world.ledger->dataset(1), StorageError::kCorrupt);
}

TEST(Ledger, AcceptanceCountsColumnsThatProofsOpen) {
  World world;
  NotarizeRecord data = world.dataset("train", 1, 2);
  data.body.columns.push_back({"text", {TypeCode::kStr248, 0}, false, linkage_id({}), point(99)});
  data = record_of_body("train", data.body);
  ASSERT_OK(world.append({make_notarize(data), make_proof(world.proof(data)), make_proof(world.proof(data, "c1"))}));
  Acceptance acceptance = world.ledger->acceptance(data).value();
  EXPECT_EQ(acceptance.columns, 3u);
  EXPECT_EQ(acceptance.proved, 2u);
  EXPECT_EQ(acceptance.typed, 2u);
  EXPECT_FALSE(acceptance.accepted());
  EXPECT_EQ(world.ledger->proofs_about(data.dataset).value(), (std::vector<uint64_t>{2, 3}));
  // KNOWLEDGE opens a column and says nothing of its type.
  ByteWriter knowledge = start_statement(StatementType::kKnowledge);
  knowledge.u16(1).str("text");
  ASSERT_OK(world.append({make_proof(make_proof_record(data, world.ledger->id(), std::move(knowledge).bytes()))}));
  acceptance = world.ledger->acceptance(data).value();
  EXPECT_EQ(acceptance.proved, 3u);
  EXPECT_EQ(acceptance.typed, 2u);
  EXPECT_TRUE(acceptance.accepted());
}

class ProofsAboutTwo : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_OK(world_.append({make_notarize(a_), make_notarize(b_)})); }

  // That the rows of c0 are the same in both.
  ProofRecord shuffle(const NotarizeRecord& first, const NotarizeRecord& second) const {
    ProofRecord out;
    out.subjects = {{first.name, first.dataset}, {second.name, second.dataset}};
    ByteWriter bytes = start_statement(StatementType::kShuffle);
    bytes.u16(1).str("c0");
    out.statement_bytes = std::move(bytes).bytes();
    const DatasetView views[] = {first.view(), second.view()};
    out.statement = describe_statement(out.statement_bytes, views).value().text;
    out.proof = to_bytes("good");
    out.proof_id = proof_identity(out.statement_bytes, out.context(world_.ledger->id()));
    out.setup = "insecure-dev";
    return out;
  }

  World world_;
  NotarizeRecord a_ = world_.dataset("a", 1), b_ = world_.dataset("b", 2, 2);
};

TEST_F(ProofsAboutTwo, AreFoundUnderEachAndOpenTheColumnsOfEach) {
  ASSERT_OK(world_.append({make_proof(shuffle(a_, b_))}));
  ASSERT_OK(world_.append({make_proof(shuffle(b_, a_))}));  // another statement: the order is part of it
  EXPECT_CODE(world_.append({make_proof(shuffle(a_, b_))}), LedgerError::kDuplicate);
  for (const NotarizeRecord* dataset : {&a_, &b_}) {
    EXPECT_EQ(world_.ledger->proofs_about(dataset->dataset).value(), (std::vector<uint64_t>{3, 4}));
    EntryQuery query;
    query.name = dataset->name;
    EXPECT_EQ(world_.ledger->select(query).value().size(), 3u);
  }
  EXPECT_TRUE(world_.ledger->acceptance(a_).value().accepted());
  EXPECT_EQ(world_.ledger->acceptance(b_).value().proved, 1u);
  EXPECT_TRUE(world_.check().value().ok());
  ASSERT_OK(world_.reopen());
  EXPECT_TRUE(world_.check().value().ok());
}

TEST_F(ProofsAboutTwo, MayListOneDatasetTwice) {
  ASSERT_OK(world_.append({make_proof(shuffle(a_, a_))}));
  EXPECT_EQ(world_.ledger->proofs_about(a_.dataset).value(), (std::vector<uint64_t>{3}));
  EXPECT_TRUE(world_.check().value().ok());
}

TEST_F(ProofsAboutTwo, NeedBothAndUnderTheirNames) {
  const NotarizeRecord absent = world_.dataset("absent", 3);
  EXPECT_CODE(world_.append({make_proof(shuffle(a_, absent))}), LedgerError::kUnknownEntry);
  EXPECT_CODE(world_.append({make_proof(shuffle(absent, a_))}), LedgerError::kUnknownEntry);
  ProofRecord renamed = shuffle(a_, b_);
  renamed.subjects[1].name = "a";
  EXPECT_CODE(world_.append({make_proof(renamed)}), LedgerError::kBadEntry);
  // Staged in the same batch is soon enough.
  ASSERT_OK(world_.append({make_notarize(absent), make_proof(shuffle(a_, absent))}));
}

TEST(LedgerGenesis, IsTheFirstEntryAndNamesItsOwnLog) {
  const HashSigner log(1), author(2);
  auto create = [&](const SignedEntry& genesis) {
    std::unique_ptr<LedgerStore> store = make_memory_store();
    Result<std::unique_ptr<Ledger>> made = Ledger::create(*store, genesis, believe_good);
    EXPECT_EQ(store->size().value(), made.ok() ? 1u : 0u);
    return made.ok() ? Result<void>() : Result<void>(made.error());
  };
  ASSERT_OK(create(sign_entry(genesis_payload(log, author), author).value()));
  EntryPayload other_name = genesis_payload(log, author);
  other_name.ledger = make_origin("other", log.public_key()).value();
  EXPECT_CODE(create(sign_entry(other_name, author).value()), LedgerError::kBadEntry);
  EntryPayload other_key = genesis_payload(log, author);
  other_key.ledger = make_origin("test", HashSigner(3).public_key()).value();
  EXPECT_CODE(create(sign_entry(other_key, author).value()), LedgerError::kBadEntry);
  // Signed by somebody else than the first author.
  EXPECT_CODE(create(sign_entry(genesis_payload(log, author), log).value()), LedgerError::kBadEntry);
  EntryPayload no_genesis = make_notarize(record_of_body("x", make_body(author.public_key(), 1)));
  EXPECT_CODE(create(sign_entry(no_genesis, author).value()), LedgerError::kBadEntry);
}

TEST(LedgerGenesis, AStoreHoldsOneLedger) {
  World world;
  EXPECT_CODE(Ledger::create(*world.store, sign_entry(genesis_payload(world.log, world.author), world.author).value(),
                             believe_good),
              LedgerError::kExists);
  std::unique_ptr<LedgerStore> empty = make_memory_store();
  EXPECT_CODE(Ledger::open(*empty, believe_good), LedgerError::kNoLedger);
}

TEST(LedgerDraft, RollingBackForgetsEverythingAfterTheMark) {
  World world;
  Ledger::Draft draft = world.ledger->begin();
  const NotarizeRecord a = world.dataset("a", 1), b = world.dataset("b", 2);
  ASSERT_OK(world.ledger->stage(
      draft, {sign_entry(world.ledger->complete(make_notarize(a), draft, kStart_s), world.author).value()}));
  const Digest head = draft.head("main");
  Ledger::Draft::Mark mark = draft.mark();
  ASSERT_OK(world.ledger->stage(
      draft, {sign_entry(world.ledger->complete(make_notarize(b), draft, kStart_s + 5), world.author).value()}));
  EXPECT_EQ(draft.next_index(), 3u);
  draft.roll_back(std::move(mark));
  EXPECT_EQ(draft.next_index(), 2u);
  EXPECT_EQ(draft.head("main"), head);
  EXPECT_EQ(draft.last_time_s(), kStart_s);
  // What b claimed is free again, what a claimed is not.
  EXPECT_CODE(world.ledger->stage(
                  draft, {sign_entry(world.ledger->complete(make_notarize(a), draft, kStart_s), world.author).value()}),
              LedgerError::kDuplicate);
  ASSERT_OK(world.ledger->stage(
      draft, {sign_entry(world.ledger->complete(make_notarize(b), draft, kStart_s), world.author).value()}));
  Batch batch = world.ledger->batch(draft).value();
  ASSERT_OK(world.store->append(batch));
  world.ledger->adopt(std::move(draft));
  EXPECT_EQ(world.ledger->size(), 3u);
  EXPECT_TRUE(world.check().value().ok());
}

TEST(LedgerProofs, OfTheLogVerifyForEveryEntryAndSize) {
  World world;
  std::vector<Checkpoint> history = {world.checkpoint()};
  for (uint64_t i = 1; i < 20; ++i) {
    ASSERT_OK(world.append({make_notarize(world.dataset("d", i))}));
    history.push_back(world.checkpoint());
  }
  for (const Checkpoint& old : history) {
    EXPECT_EQ(world.ledger->root_at(old.size).value(), old.root);
    const auto consistent = world.ledger->prove_consistency(old.size, world.ledger->size()).value();
    EXPECT_TRUE(verify_consistency(old.size, old.root, world.ledger->size(), world.ledger->root(), consistent).ok());
    for (uint64_t i = 0; i < old.size; ++i) {
      const auto included = world.ledger->prove_inclusion(i, old.size).value();
      EXPECT_TRUE(
          verify_inclusion(i, old.size, world.ledger->entry(i).value().entry.leaf_hash, included, old.root).ok());
    }
  }
  EXPECT_CODE(world.ledger->root_at(21), GeneralError::kInvalidArgument);
  EXPECT_FALSE(world.ledger->prove_inclusion(20, 20).ok());
}

}  // namespace
}  // namespace zkp
