/// Proof files with real proofs (64 rows), and forgeries by an owner who holds every key of his ledger.
#include "base_os/pool.h"
#include "base_os/system_random.h"
#include "groth16/setup.h"
#include "ledger/folder.h"
#include "ledger/proof_file.h"
#include "ledger/proving_keys.h"
#include "ledger/receipts.h"
#include "ledger/workflow.h"
#include "statement/dataset.h"
#include "statement/direct/circuit.h"
#include "statement/registry.h"

namespace zkp {
namespace {

using namespace ledger_test;
using testing::TestColumn;
using testing::TestDataset;

TaskPool* pool() {
  static const std::unique_ptr<TaskPool> out = make_task_pool(0);
  return out.get();
}

// The insecure-dev key of the small circuit, made once through the workflow and read back from its cache.
const ProvingKeyView& small_key() {
  static Surroundings around;
  static TempFolder folder;
  static ProvingKeys keys(folder.path(), around.system_files, pool(), ProvingKeys::Source::kInsecureDev);
  static const ProvingKeyView* key = [] {
    LedgerEnv env = around.env();
    env.pool = pool();
    auto made =
        setup_insecure_dev(folder.path(), {circuit_name(kDirectSmallCapacity)}, false, env, [](const Progress&) {});
    EXPECT_TRUE(made.ok() && !made->at(0).existed);
    auto again =
        setup_insecure_dev(folder.path(), {circuit_name(kDirectSmallCapacity)}, false, env, [](const Progress&) {});
    EXPECT_TRUE(again.ok() && again->at(0).existed);
    return keys.load(kDirectSmallCapacity).value();
  }();
  return *key;
}

TestDataset owned(const Signer& author, const std::vector<TestColumn>& columns) {
  TestDataset out(columns);
  out.body.owner_key = author.public_key();
  return out;
}

constexpr ColumnType kInt16{TypeCode::kInt, 16};

class ProofCheck : public ::testing::Test {
 protected:
  struct Scene {
    World world;
    TestDataset a = owned(world.author, {{"age", kInt16, {30, 41, 29}, 5}, {"pay", kInt16, {1, 2, 3}, 6}});
    TestDataset b = owned(world.author, {{"age", kInt16, {7, 8, 9}, 7}});
    TestDataset words = owned(world.author, {{"label", {TypeCode::kCode, 5}, {0, 1, 4}, 8}});
    NotarizeRecord record_a = record_of_body("a", a.body), record_b = record_of_body("b", b.body),
                   record_words = record_of_body("words", words.body);
    Bytes blob = encode_dictionaries({{"label", {"a", "b", "c", "d", "e"}}});
    ProofFile sum, nonced, about_words;
    Digest challenge = sha256(as_bytes("challenge"));

    Scene() {
      record_words.dictionary_blob = sha256(blob);
      EXPECT_TRUE(world.append({make_notarize(record_a), make_notarize(record_b)}).ok());
      EXPECT_TRUE(world.append({make_notarize(record_words), make_proof(world.proof(record_a, "pay"))}, {blob}).ok());
      sum = prove(a, record_a, 1, "sum:age", {});
      nonced = prove(a, record_a, 1, "range:age;min=0;max=130", challenge);
      about_words = prove(words, record_words, 3, "well-typed:label", {});
      about_words.blobs = {blob};
    }

    ProofFile prove(const TestDataset& data, const NotarizeRecord& record, uint64_t index, const std::string& text,
                    const Digest& nonce, const ProvingKeyView& key = small_key()) {
      SystemRandom random;
      const ParsedStatement parsed = parse_statement(text, data.body).value();
      const ProofContext context{world.ledger->id(), {record.dataset}, nonce};
      const DirectProof proof = prove_direct(decode_direct(parsed.bytes).value(), data.body,
                                             data.opening(parsed.column), context, key, random, pool())
                                    .value();
      ProofFile out;
      out.statement_bytes = parsed.bytes;
      out.public_bytes = encode_disclosure(proof.disclosure);
      const StatementView view = describe_statement(out.statement_bytes, out.public_bytes, data.body).value();
      out.statement = view.text;
      out.words = view.words;
      out.outputs = view.outputs;
      out.ledger = context.ledger_id;
      out.datasets = context.datasets;
      out.nonce = nonce;
      out.proof.assign(proof.proof.begin(), proof.proof.end());
      out.proof_id = proof.proof_id;
      out.verification_key = proof.verification_key;
      out.setup = proof.label.text();
      out.receipts = {receipt_of(world, index)};
      return out;
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
  EXPECT_EQ(verified.statement, "sum:age");
  EXPECT_EQ(verified.outputs, (std::map<std::string, std::string>{{"rows", "3"}, {"sum", "100"}}));
  EXPECT_EQ(verified.label, "insecure-dev");
  EXPECT_FALSE(verified.not_shown.empty());
  TrustPolicy pinned;
  pinned.log_key = log_key_of(s_.world);
  pinned.require_pinned = true;
  EXPECT_TRUE(verify(s_.sum, pinned)->ok());
  EXPECT_TRUE(verify(s_.nonced, challenged())->ok());
  EXPECT_TRUE(verify(s_.about_words)->ok()) << print_checks(verify(s_.about_words)->checks);
  EXPECT_EQ(dataset_of_file(encode_proof_file(s_.about_words)).value().dictionaries.at("label").size(), 5u);
}

TEST_F(ProofCheck, EveryAlteredMemberIsRefused) {
  auto refuse = [&](auto edit, const std::string& name) {
    ProofFile file = s_.sum;
    edit(file);
    EXPECT_FAILS(verify(file), name);
  };
  refuse([](ProofFile& f) { f.statement = "sum:pay"; }, "words");
  refuse([](ProofFile& f) { f.statement = " sum:age"; }, "words");
  refuse([](ProofFile& f) { f.words += "!"; }, "words");
  refuse([](ProofFile& f) { f.words.replace(f.words.find("100"), 3, "900"); }, "words");
  refuse([](ProofFile& f) { f.outputs["sum"] = "900"; }, "words");
  refuse([](ProofFile& f) { f.outputs["mean"] = "33"; }, "words");
  refuse([](ProofFile& f) { f.outputs.erase("rows"); }, "words");
  refuse([](ProofFile& f) { f.statement_bytes.push_back(0); }, "words");
  refuse([](ProofFile& f) { f.statement_bytes.clear(); }, "words");
  refuse([](ProofFile& f) { f.public_bytes.push_back(0); }, "words");
  refuse([](ProofFile& f) { f.ledger[0] ^= 1; }, "dataset");
  refuse([](ProofFile& f) { f.datasets[0][0] ^= 1; }, "dataset");
  refuse([](ProofFile& f) { f.nonce[0] ^= 1; }, "nonce");
  refuse([](ProofFile& f) { f.verification_key[0] ^= 1; }, "verification-key");
  refuse([](ProofFile& f) { f.setup = "local"; }, "verification-key");
  refuse([](ProofFile& f) { f.setup = "ceremony:" + std::string(64, 'a'); }, "verification-key");
  refuse([](ProofFile& f) { f.srs[0] ^= 1; }, "proof");
  refuse([](ProofFile& f) { f.proof_id[0] ^= 1; }, "proof");
  refuse([](ProofFile& f) { f.proof.pop_back(); }, "proof");
  refuse([](ProofFile& f) { f.proof.push_back(0); }, "proof");
  refuse([](ProofFile& f) { f.proof.clear(); }, "proof");
  for (size_t at = 0; at < s_.sum.proof.size(); at += 5) refuse([&](ProofFile& f) { f.proof[at] ^= 4; }, "proof");
}

// Statement, words and outputs agree with each other and lie about the data.
TEST_F(ProofCheck, AConsistentLieIsRefusedByTheProofItself) {
  auto lie = [&](const std::string& statement, const DirectDisclosure& disclosure, const ProofFile& from,
                 const TrustPolicy& policy = {}) {
    ProofFile file = from;
    const ParsedStatement parsed = parse_statement(statement, s_.a.body).value();
    file.statement_bytes = parsed.bytes;
    file.public_bytes = encode_disclosure(disclosure);
    const StatementView view = describe_statement(file.statement_bytes, file.public_bytes, s_.a.body).value();
    file.statement = view.text;
    file.words = view.words;
    file.outputs = view.outputs;
    file.proof_id = proof_identity(file.statement_bytes, {file.ledger, file.datasets, file.nonce});
    EXPECT_FAILS(verify(file, policy), "proof");
  };
  lie("sum:age", {3, 101}, s_.sum);
  lie("sum:age", {3, -100}, s_.sum);
  lie("sum:age", {4, 100}, s_.sum);
  lie("sum:pay", {3, 100}, s_.sum);
  lie("summary:age;min=29;max=41", {3, 100}, s_.sum);
  lie("rows", {3, std::nullopt}, s_.sum);
  lie("range:age;min=0;max=131", {3, std::nullopt}, s_.nonced, challenged());
  lie("range:age;min=30;max=130", {3, std::nullopt}, s_.nonced, challenged());
  lie("range:pay;min=0;max=130", {3, std::nullopt}, s_.nonced, challenged());
}

TEST_F(ProofCheck, AReceiptOfAnotherEntryDoesNotStandIn) {
  ProofFile other = s_.sum;
  other.receipts = {receipt_of(s_.world, 2)};  // dataset b
  EXPECT_FAILS(verify(other), "dataset");
  other.datasets = {s_.record_b.dataset};
  EXPECT_FAILS(verify(other), "proof");
  for (uint64_t index : {0, 4}) {  // the genesis entry, and a proof entry about dataset a itself
    other = s_.sum;
    other.receipts = {receipt_of(s_.world, index)};
    EXPECT_FAILS(verify(other), "dataset");
  }
}

TEST_F(ProofCheck, OneReceiptAndOneDataset) {
  auto refuse = [&](auto edit) {
    ProofFile file = s_.sum;
    edit(file);
    EXPECT_FAILS(verify(file), "receipt");
  };
  refuse([](ProofFile& f) { f.receipts.clear(); });
  refuse([](ProofFile& f) { f.receipts.push_back(f.receipts[0]); });
  refuse([&](ProofFile& f) { f.receipts.insert(f.receipts.begin(), receipt_of(s_.world, 2)); });
  refuse([](ProofFile& f) { f.datasets.clear(); });
  refuse([](ProofFile& f) { f.datasets.push_back(f.datasets[0]); });
  refuse([](ProofFile& f) { f.receipts[0] += "\n"; });
  refuse([](ProofFile& f) { f.receipts[0] = ""; });
}

// The same dataset in a second log of the same owner: a proof belongs to the log that it names.
TEST_F(ProofCheck, AProofDoesNotMoveToAnotherLedger) {
  const std::string origin = make_origin("second", s_.world.log.public_key()).value();
  EntryPayload payload = make_notarize(s_.record_a);
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
  const R1cs system = direct_r1cs(kDirectSmallCapacity);
  const ProvingKey own =
      groth16_setup(system, insecure_dev_trapdoor(sha256(as_bytes("mine"))), SetupLabel::local(), pool()).value();
  const LabelledVerifyingKey vk{SetupLabel::local(), direct_circuit_id(kDirectSmallCapacity), own.vk};
  SystemRandom random;
  ProofFile file = s_.sum;
  const ProofContext context{file.ledger, file.datasets, {}};
  const DirectProof proof = prove_direct(decode_direct(file.statement_bytes).value(), s_.a.body, s_.a.opening("age"),
                                         context, own, random, pool())
                                .value();
  file.proof.assign(proof.proof.begin(), proof.proof.end());
  file.verification_key = proof.verification_key;
  file.setup = "local";
  EXPECT_FAILS(verify(file), "verification-key");  // nobody trusts it
  TrustPolicy given;
  given.verification_key = vk;
  EXPECT_TRUE(verify(file, given)->ok()) << print_checks(verify(file, given)->checks);
  EXPECT_EQ(verify(file, given)->label, "local");
  // The key's label counts, not the file's.
  for (const char* label : {"insecure-dev", "", "Local"}) {
    file.setup = label;
    EXPECT_FAILS(verify(file, given), "verification-key");
  }
  file.setup = "ceremony:" + std::string(64, 'a');
  EXPECT_FAILS(verify(file, given), "verification-key");
  // Calling the compiled-in key something better, or one's own insecure-dev, is refused as a key.
  TrustPolicy relabelled;
  relabelled.verification_key =
      LabelledVerifyingKey{SetupLabel::local(), direct_circuit_id(kDirectSmallCapacity), *small_key().vk};
  ProofFile dev = s_.sum;
  dev.setup = "local";
  EXPECT_FAILS(verify(dev, relabelled), "verification-key");
  relabelled.verification_key =
      LabelledVerifyingKey{SetupLabel::insecure_dev(), direct_circuit_id(kDirectSmallCapacity), own.vk};
  file.setup = "insecure-dev";
  EXPECT_FAILS(verify(file, relabelled), "verification-key");
  // The key of another circuit.
  TrustPolicy other_circuit;
  other_circuit.verification_key = LabelledVerifyingKey{SetupLabel::local(), sha256(as_bytes("x")), own.vk};
  file.setup = "local";
  EXPECT_FAILS(verify(file, other_circuit), "verification-key");
  // The large circuit's key for a small table.
  ProofFile large = s_.sum;
  large.verification_key = insecure_dev_key(kDirectLargeCapacity).verifier.id();
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
    const TestDataset data = owned(s_.world.author, {{column, kInt16, {1, 2, 3}, 5}});
    const DirectStatement statement{DirectKind::kSum, column, {}};
    return describe_statement(encode_direct(statement), encode_disclosure({3, 6}), data.body).value().words;
  };
  EXPECT_EQ(words("age"), "column \"age\" has 3 rows whose sum is 6");
  const std::string injected = words("age\" has 3 rows whose sum is 999; \"x");
  EXPECT_EQ(injected.find("age\" has"), std::string::npos) << injected;
  EXPECT_EQ(injected, "column \"age\\\" has 3 rows whose sum is 999; \\\"x\" has 3 rows whose sum is 6");
  EXPECT_NE(words("a\x07"), words("a\\x07"));
  EXPECT_EQ(words("\x1b[2J").find('\x1b'), std::string::npos);
}

TEST_F(ProofCheck, TheRecordCheckerOfTheLedgerChecksTheSame) {
  ProofRecord record;
  record.name = "a";
  record.dataset = s_.record_a.dataset;
  record.statement = s_.sum.statement;
  record.statement_bytes = s_.sum.statement_bytes;
  record.public_bytes = s_.sum.public_bytes;
  record.proof = s_.sum.proof;
  record.proof_id = s_.sum.proof_id;
  record.verification_key = s_.sum.verification_key;
  record.setup = "insecure-dev";
  const Digest id = s_.world.ledger->id();
  ASSERT_OK(check_proof_record(s_.a.body, id, record));
  EXPECT_FALSE(check_proof_record(s_.a.body, Digest{}, record).ok());
  EXPECT_FALSE(check_proof_record(s_.b.body, id, record).ok());
  auto refuse = [&](auto edit) {
    ProofRecord changed = record;
    edit(changed);
    EXPECT_FALSE(check_proof_record(s_.a.body, id, changed).ok());
  };
  refuse([&](ProofRecord& r) { r.dataset = s_.record_b.dataset; });
  refuse([](ProofRecord& r) { r.statement = "sum:pay"; });
  refuse([](ProofRecord& r) { r.public_bytes.back() ^= 1; });
  refuse([](ProofRecord& r) { r.nonce[0] ^= 1; });
  refuse([](ProofRecord& r) { r.proof_id[0] ^= 1; });
  refuse([](ProofRecord& r) { r.srs[0] ^= 1; });
  refuse([](ProofRecord& r) { r.setup = "local"; });
  refuse([](ProofRecord& r) { r.proof[100] ^= 1; });
}

}  // namespace
}  // namespace zkp
