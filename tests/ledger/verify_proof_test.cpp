/// Proof files with real proofs, and forgeries by an owner who holds every key of his ledger.
#include "dataset_proof/wrap_circuit.h"
#include "groth16/setup.h"
#include "ledger/folder.h"
#include "ledger/owned.h"
#include "ledger/proof_file.h"
#include "ledger/receipts.h"

namespace zkp {
namespace {

using namespace ledger_test;
using owned::TestDataset;

constexpr ColumnType kInt16{TypeCode::kInt, 16};

class ProofCheck : public ::testing::Test {
 protected:
  struct Scene {
    World world;
    TestDataset a = owned::make_dataset("a", world.author.public_key(),
                                        {{"age", kInt16, {30, 41, 29}}, {"pay", kInt16, {1, 2, 3}}});
    TestDataset b = owned::make_dataset("b", world.author.public_key(), {{"age", kInt16, {41, 29, 30}}});
    TestDataset words = owned::make_dataset("words", world.author.public_key(),
                                            {{"label", {TypeCode::kCode, 5}, {0, 1, 4}, {"a", "b", "c", "d", "e"}}});
    Bytes blob = encode_dictionaries(words.record.dictionaries);
    ProofFile sum, nonced, about_words, about_two;
    Digest challenge = sha256(as_bytes("challenge"));

    Scene() {
      words.record.dictionary_blob = sha256(blob);
      EXPECT_TRUE(world.append({make_notarize(a.record), make_notarize(b.record)}).ok());
      EXPECT_TRUE(world.append({make_notarize(words.record), make_proof(world.proof(a.record, "pay"))}, {blob}).ok());
      sum = file({&a}, {1}, owned::prove(a, "sums:age", world.ledger->id()));
      nonced = file({&a}, {1}, owned::prove(a, "range:age;min=0;max=130", world.ledger->id(), challenge));
      about_words = file({&words}, {3}, owned::prove(words, "histogram:label", world.ledger->id()));
      about_words.blobs = {blob};
      const OwnedDataset both[] = {a.owned(), b.owned()};
      about_two = file({&a, &b}, {1, 2}, owned::prove(both, "shuffle:age;with=b", world.ledger->id()));
    }

    ProofFile file(const std::vector<const TestDataset*>& datasets, const std::vector<uint64_t>& indices,
                   const ProofRecord& proof) const {
      ProofFile out;
      std::vector<DatasetView> views;
      for (const TestDataset* dataset : datasets) {
        views.push_back(dataset->record.view());
        out.datasets.push_back(dataset->record.dataset);
      }
      out.statement_bytes = proof.statement_bytes;
      describe(out, views);
      out.ledger = world.ledger->id();
      out.nonce = proof.nonce;
      out.proof = proof.proof;
      out.proof_id = proof.proof_id;
      out.verification_key = proof.verification_key;
      out.srs = proof.srs;
      out.setup = proof.setup;
      for (const uint64_t index : indices) out.receipts.push_back(receipt_of(world, index));
      return out;
    }
    /// Text, words and outputs as the bytes say.
    static void describe(ProofFile& file, DatasetViews views) {
      const StatementView view = describe_statement(file.statement_bytes, views).value();
      file.statement = view.text;
      file.words = view.words;
      file.outputs = view.outputs;
      file.proof_id = proof_identity(file.statement_bytes, {file.ledger, file.datasets, file.nonce});
    }
  };
  static Scene& scene() {
    static Scene* out = new Scene();
    return *out;
  }

  Scene& s_ = scene();
  Result<Verification> verify(const ProofFile& file, const TrustPolicy& policy = {}) {
    return verify_proof_file(encode_proof_file(file), policy, s_.world.verifier);
  }
  TrustPolicy challenged() const {
    TrustPolicy out;
    out.nonce = scene().challenge;
    return out;
  }
};

TEST_F(ProofCheck, AnHonestFileHoldsLineByLine) {
  const Verification verified = verify(s_.sum).value();
  ASSERT_TRUE(verified.ok()) << print_checks(verified.checks);
  std::vector<std::string> names;
  for (const Check& check : verified.checks) names.push_back(check.name);
  EXPECT_EQ(names, (std::vector<std::string>{"format", "receipt", "log-key", "checkpoint", "author", "dataset", "nonce",
                                             "verification-key", "words", "proof"}));
  EXPECT_EQ(verified.statement, "sums:age");
  EXPECT_EQ(verified.outputs.at("sum"), "100");
  EXPECT_EQ(verified.label, "insecure-dev");
  EXPECT_FALSE(verified.not_shown.empty());
  TrustPolicy pinned;
  pinned.log_key = log_key_of(s_.world);
  pinned.require_pinned = true;
  EXPECT_TRUE(verify(s_.sum, pinned)->ok());
  EXPECT_TRUE(verify(s_.nonced, challenged())->ok());
  EXPECT_TRUE(verify(s_.about_words)->ok()) << print_checks(verify(s_.about_words)->checks);
  EXPECT_EQ(dataset_of_file(encode_proof_file(s_.about_words)).value().dictionaries.at("label").size(), 5u);
  EXPECT_TRUE(verify(s_.about_two)->ok()) << print_checks(verify(s_.about_two)->checks);
  EXPECT_FALSE(dataset_of_file(encode_proof_file(s_.about_two)).ok());
}

TEST_F(ProofCheck, EveryAlteredMemberIsRefused) {
  auto refuse = [&](auto edit, const std::string& name) {
    ProofFile file = s_.sum;
    edit(file);
    EXPECT_FAILS(verify(file), name);
  };
  refuse([](ProofFile& f) { f.statement = "sums:pay"; }, "words");
  refuse([](ProofFile& f) { f.statement = " sums:age"; }, "words");
  refuse([](ProofFile& f) { f.words += "!"; }, "words");
  refuse([](ProofFile& f) { f.words.replace(f.words.find("100"), 3, "900"); }, "words");
  refuse([](ProofFile& f) { f.outputs["sum"] = "900"; }, "words");
  refuse([](ProofFile& f) { f.outputs["median"] = "33"; }, "words");
  refuse([](ProofFile& f) { f.outputs.erase("sum"); }, "words");
  refuse([](ProofFile& f) { f.statement_bytes.push_back(0); }, "words");
  refuse([](ProofFile& f) { f.statement_bytes.clear(); }, "words");
  refuse([](ProofFile& f) { f.ledger[0] ^= 1; }, "dataset");
  refuse([](ProofFile& f) { f.datasets[0][0] ^= 1; }, "dataset");
  refuse([](ProofFile& f) { f.nonce[0] ^= 1; }, "nonce");
  refuse([](ProofFile& f) { f.verification_key[0] ^= 1; }, "verification-key");
  refuse([](ProofFile& f) { f.setup = "local"; }, "verification-key");
  refuse([](ProofFile& f) { f.setup = "ceremony:" + std::string(64, 'a'); }, "verification-key");
  refuse([](ProofFile& f) { f.srs[0] ^= 1; }, "verification-key");
  refuse([](ProofFile& f) { f.proof_id[0] ^= 1; }, "proof");
  refuse([](ProofFile& f) { f.proof.pop_back(); }, "proof");
  refuse([](ProofFile& f) { f.proof.push_back(0); }, "proof");
  refuse([](ProofFile& f) { f.proof.clear(); }, "proof");
  for (size_t at = 0; at < s_.sum.proof.size(); at += 5) refuse([&](ProofFile& f) { f.proof[at] ^= 4; }, "proof");
}

// Statement, words and outputs agree with each other and lie about the data.
TEST_F(ProofCheck, AConsistentLieIsRefusedByTheProofItself) {
  auto lie = [&](const std::string& text, const ProofFile& from, const TestDataset& about,
                 const TrustPolicy& policy = {}) {
    const OwnedDataset owned = about.owned();
    ProofFile file = from;
    // Bytes of a statement about other values: what they disclose is not true of dataset a.
    file.statement_bytes = make_statement(parse_request(text).value(), std::span(&owned, 1), {}).value();
    const DatasetView view = s_.a.record.view();
    Scene::describe(file, std::span(&view, 1));
    EXPECT_FAILS(verify(file, policy), "proof");
  };
  const TestDataset higher = owned::make_dataset("a", s_.world.author.public_key(),
                                                 {{"age", kInt16, {30, 41, 30}}, {"pay", kInt16, {1, 2, 3}}});
  lie("sums:age", s_.sum, higher);
  lie("sums:pay", s_.sum, s_.a);
  lie("range:age;min=29;max=41", s_.sum, s_.a);
  lie("range:age;min=0;max=131", s_.nonced, s_.a, challenged());
  lie("range:age;min=30;max=130", s_.nonced, higher, challenged());
  lie("range:pay;min=0;max=130", s_.nonced, s_.a, challenged());
}

TEST_F(ProofCheck, AReceiptOfAnotherEntryDoesNotStandIn) {
  ProofFile other = s_.sum;
  other.receipts = {receipt_of(s_.world, 2)};  // dataset b
  EXPECT_FAILS(verify(other), "dataset");
  other.datasets = {s_.b.record.dataset};
  EXPECT_FAILS(verify(other), "words");  // they name the dataset
  const DatasetView b = s_.b.record.view();
  Scene::describe(other, std::span(&b, 1));
  EXPECT_FAILS(verify(other), "proof");
  for (uint64_t index : {0, 4}) {  // the genesis entry, and a proof entry about dataset a itself
    other = s_.sum;
    other.receipts = {receipt_of(s_.world, index)};
    EXPECT_FAILS(verify(other), "dataset");
  }
}

TEST_F(ProofCheck, OneReceiptForEachDataset) {
  auto refuse = [&](const ProofFile& from, auto edit, const std::string& name) {
    ProofFile file = from;
    edit(file);
    EXPECT_FAILS(verify(file), name);
  };
  const std::string of_b = receipt_of(s_.world, 2);
  refuse(
      s_.sum, [](ProofFile& f) { f.receipts.clear(); }, "receipt");
  refuse(
      s_.sum, [](ProofFile& f) { f.receipts.resize(kMaxProofSubjects + 1, f.receipts[0]); }, "receipt");
  refuse(
      s_.sum, [](ProofFile& f) { f.receipts[0] += "\n"; }, "receipt");
  refuse(
      s_.sum, [](ProofFile& f) { f.receipts[0] = ""; }, "receipt");
  refuse(
      s_.sum, [](ProofFile& f) { f.receipts.push_back(f.receipts[0]); }, "dataset");
  refuse(
      s_.sum, [&](ProofFile& f) { f.receipts.insert(f.receipts.begin(), of_b); }, "dataset");
  refuse(
      s_.sum, [](ProofFile& f) { f.datasets.clear(); }, "dataset");
  refuse(
      s_.sum, [](ProofFile& f) { f.datasets.push_back(f.datasets[0]); }, "words");
  refuse(
      s_.about_two, [](ProofFile& f) { f.receipts.pop_back(); }, "dataset");
  refuse(
      s_.about_two, [](ProofFile& f) { f.datasets.pop_back(); }, "dataset");
  refuse(
      s_.about_two, [](ProofFile& f) { std::swap(f.datasets[0], f.datasets[1]); }, "words");
  refuse(
      s_.about_two, [&](ProofFile& f) { f.receipts[1] = receipt_of(s_.world, 3); }, "dataset");
  refuse(
      s_.about_two, [](ProofFile& f) { f.receipts[1].back() = 'x'; }, "receipt");
  ProofFile reordered = s_.about_two;
  std::swap(reordered.receipts[0], reordered.receipts[1]);
  EXPECT_TRUE(verify(reordered)->ok()) << "receipts are found by digest";
}

// The same dataset in a second log of the same owner: a proof belongs to the log that it names.
TEST_F(ProofCheck, AProofDoesNotMoveToAnotherLedger) {
  const std::string origin = make_origin("second", s_.world.log.public_key()).value();
  EntryPayload payload = make_notarize(s_.a.record);
  payload.ledger = origin;
  payload.time_s = kStart_s;
  payload.fields["log_key"] = hex_encode(s_.world.log.public_key());
  payload.fields["author_key"] = hex_encode(s_.world.author.public_key());
  ProofFile moved = s_.sum;
  moved.receipts = {lone_receipt(payload, s_.world.author, s_.world.log, origin)};
  EXPECT_FAILS(verify(moved), "dataset");
  moved.ledger = ledger_id(origin);
  EXPECT_FAILS(verify(moved), "proof");
  moved.proof_id = proof_identity(moved.statement_bytes, {moved.ledger, moved.datasets, moved.nonce});
  EXPECT_FAILS(verify(moved), "proof");
}

TEST_F(ProofCheck, AChallengeIsAnsweredByTheProofMadeForIt) {
  EXPECT_FAILS(verify(s_.nonced), "nonce");
  EXPECT_FAILS(verify(s_.sum, challenged()), "nonce");
  TrustPolicy other;
  other.nonce = sha256(as_bytes("another"));
  EXPECT_FAILS(verify(s_.nonced, other), "nonce");
  ProofFile replayed = s_.nonced;  // an old answer under a new challenge
  replayed.nonce = other.nonce;
  EXPECT_FAILS(verify(replayed, other), "proof");
  replayed.proof_id = proof_identity(replayed.statement_bytes, {replayed.ledger, replayed.datasets, replayed.nonce});
  EXPECT_FAILS(verify(replayed, other), "proof");
  ProofFile stripped = s_.nonced;
  stripped.nonce = {};
  stripped.proof_id = proof_identity(stripped.statement_bytes, {stripped.ledger, stripped.datasets, stripped.nonce});
  EXPECT_FAILS(verify(stripped), "proof");
}

TEST_F(ProofCheck, BlobsAreThoseThatTheEntryNames) {
  ProofFile file = s_.about_words;
  file.blobs.clear();
  EXPECT_FAILS(verify(file), "dataset");
  file.blobs = {encode_dictionaries({{"label", {"e", "d", "c", "b", "a"}}})};
  EXPECT_FAILS(verify(file), "dataset");
  file.blobs = {s_.blob, s_.blob};
  EXPECT_FAILS(verify(file), "dataset");
  file.blobs = {s_.blob, to_bytes("more")};
  EXPECT_FAILS(verify(file), "dataset");
  ProofFile unasked = s_.sum;
  unasked.blobs = {s_.blob};
  EXPECT_FAILS(verify(unasked), "dataset");
}

TEST_F(ProofCheck, KeysGivenByHandKeepTheirOwnLabel) {
  // Somebody's own set-up: he knows the trapdoor.
  const Digest circuit = wrap_circuit_id(kClassS);
  const ProvingKey own = groth16_setup(wrap_r1cs(kClassS), insecure_dev_trapdoor(sha256(as_bytes("mine"))),
                                       SetupLabel::local(), owned::pool())
                             .value();
  const ProvingKeyView own_view(own);
  DatasetProverKey prover{&kClassS, &owned::desk().srs(), own_view, verifying_key_id(own.vk)};
  ProofFile file = s_.sum;
  const Bytes context = encode_context({file.ledger, file.datasets, {}});
  const PrivateTable table = s_.a.table->view(s_.a.record.body);
  file.proof = prove_dataset(prover, file.statement_bytes, context, std::span(&table, 1), owned::desk().random,
                             {.pool = owned::pool()})
                   .value();
  file.verification_key = prover.verifying_key_id;
  file.setup = "local";
  EXPECT_FAILS(verify(file), "verification-key");  // nobody trusts it
  TrustPolicy given;
  given.keys = make_dataset_verifier({SetupLabel::local(), circuit, own.vk}, insecure_dev_srs_key()).value();
  // The weaker label of key and reference string counts, not the file's.
  for (const char* label : {"local", "", "Local"}) {
    file.setup = label;
    EXPECT_FAILS(verify(file, given), "verification-key");
  }
  file.setup = "insecure-dev";
  EXPECT_TRUE(verify(file, given)->ok()) << print_checks(verify(file, given)->checks);
  EXPECT_EQ(verify(file, given)->label, "insecure-dev");
  LabelledSrsKey local_srs = insecure_dev_srs_key();
  local_srs.label = SetupLabel::local();
  // Calling the compiled-in keys something better, or one's own insecure-dev, is refused as a key.
  const VerifyingKey dev = *owned::desk().keys->load(kClassS, 1000).value().key.wrap.vk;
  EXPECT_FALSE(make_dataset_verifier({SetupLabel::local(), circuit, dev}, insecure_dev_srs_key()).ok());
  EXPECT_FALSE(make_dataset_verifier({SetupLabel::insecure_dev(), circuit, own.vk}, insecure_dev_srs_key()).ok());
  EXPECT_FALSE(make_dataset_verifier({SetupLabel::local(), circuit, own.vk}, local_srs).ok());
  // The key of another circuit.
  EXPECT_FALSE(
      make_dataset_verifier({SetupLabel::local(), sha256(as_bytes("x")), own.vk}, insecure_dev_srs_key()).ok());
  // The large class's key for a small table.
  ProofFile large = s_.sum;
  large.verification_key = insecure_dev_verifier(kClassL).verifier.key_id();
  EXPECT_FAILS(verify(large), "proof");
}

TEST_F(ProofCheck, TheTrustPolicyHoldsForTheReceiptInside) {
  TrustPolicy unpinned;
  unpinned.require_pinned = true;
  EXPECT_FAILS(verify(s_.sum, unpinned), "log-key");
  TrustPolicy witnessed;
  witnessed.witnesses =
      Quorum{{VerifierKey::make("w", HashSigner(11).public_key(), NoteKeyType::kCosignatureV1).value()}, 1};
  EXPECT_FAILS(verify(s_.sum, witnessed), "witnesses");
}

TEST_F(ProofCheck, AnyFlippedBitOfTheFileIsRefused) {
  const std::string good = encode_proof_file(s_.sum);
  for (size_t at = 0; at < good.size(); at += 3) {
    std::string changed = good;
    changed[at] = static_cast<char>(changed[at] ^ (1 << (at % 7)));
    const Result<Verification> verified = verify_proof_file(changed, {}, s_.world.verifier);
    EXPECT_FALSE(verified.ok() && verified->ok()) << "byte " << at;
  }
}

TEST_F(ProofCheck, NothingFromTheFileDrivesATerminal) {
  ProofFile file = s_.sum;
  file.setup = "\x1b[2J insecure";
  file.statement = "\x1b[31msum:age";
  file.words = "\x1b]0;x\x07";
  const Verification verified = verify(file).value();
  EXPECT_FALSE(verified.ok());
  std::string all = verified.label + verified.statement + verified.words + print_checks(verified.checks);
  all.erase(std::remove(all.begin(), all.end(), '\n'), all.end());
  for (char c : all) EXPECT_GE(static_cast<unsigned char>(c), 0x20);
}

// The owner chooses the names of columns; what they say stays inside the quotes, and no two look alike.
TEST_F(ProofCheck, AColumnNameCannotSpeakInTheWordsOfAClaim) {
  auto words = [&](const std::string& column) {
    NotarizeRecord data = s_.world.dataset("data", 7);
    data.body.columns[0].name = column;
    const DatasetView view = data.view();
    return describe_statement(sum_bytes(column, data.body.rows), std::span(&view, 1)).value().words;
  };
  EXPECT_NE(words("age").find("\"age\""), std::string::npos);
  const std::string injected = words("age\" has 3 rows whose sum is 999; \"x");
  EXPECT_EQ(injected.find("age\" has"), std::string::npos) << injected;
  EXPECT_NE(injected.find("\"age\\\" has 3 rows whose sum is 999; \\\"x\""), std::string::npos) << injected;
  EXPECT_NE(words("a\x07"), words("a\\x07"));
  EXPECT_EQ(words("\x1b[2J").find('\x1b'), std::string::npos);
}

TEST_F(ProofCheck, TheRecordCheckerOfTheLedgerChecksTheSame) {
  ProofRecord record;
  record.subjects = {{"a", s_.a.record.dataset}};
  record.statement = s_.sum.statement;
  record.statement_bytes = s_.sum.statement_bytes;
  record.proof = s_.sum.proof;
  record.proof_id = s_.sum.proof_id;
  record.verification_key = s_.sum.verification_key;
  record.srs = s_.sum.srs;
  record.setup = "insecure-dev";
  const Digest id = s_.world.ledger->id();
  const DatasetView a = s_.a.record.view(), b = s_.b.record.view();
  ASSERT_OK(check_proof_record(std::span(&a, 1), id, record));
  EXPECT_FALSE(check_proof_record(std::span(&a, 1), Digest{}, record).ok());
  EXPECT_FALSE(check_proof_record(std::span(&b, 1), id, record).ok());
  auto refuse = [&](auto edit) {
    ProofRecord changed = record;
    edit(changed);
    EXPECT_FALSE(check_proof_record(std::span(&a, 1), id, changed).ok());
  };
  refuse([&](ProofRecord& r) { r.subjects[0].dataset = s_.b.record.dataset; });
  refuse([&](ProofRecord& r) { r.subjects.push_back(r.subjects[0]); });
  refuse([](ProofRecord& r) { r.subjects.clear(); });
  refuse([](ProofRecord& r) { r.statement = "sums:pay"; });
  refuse([](ProofRecord& r) { r.statement_bytes.back() ^= 1; });
  refuse([](ProofRecord& r) { r.nonce[0] ^= 1; });
  refuse([](ProofRecord& r) { r.proof_id[0] ^= 1; });
  refuse([](ProofRecord& r) { r.srs[0] ^= 1; });
  refuse([](ProofRecord& r) { r.setup = "local"; });
  refuse([](ProofRecord& r) { r.proof[100] ^= 1; });
}

}  // namespace
}  // namespace zkp
