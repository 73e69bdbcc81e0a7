/// Proofs end to end, with the small circuit (and once, on request, the large one).
#include "statement/direct/prove.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "base/sim.h"
#include "base_os/pool.h"
#include "base_os/system_random.h"
#include "groth16/prove.h"
#include "groth16/setup.h"
#include "statement/dataset.h"
#include "statement/direct/circuit.h"
#include "statement/registry.h"

namespace zkp {
namespace {

using testing::TestDataset;

constexpr ColumnType kInt16{TypeCode::kInt, 16}, kInt64{TypeCode::kInt, 64}, kUint{TypeCode::kUint64, 0},
    kBool{TypeCode::kBool, 0}, kTime{TypeCode::kTimestamp, 0}, kDate{TypeCode::kDate, 0}, kF64{TypeCode::kF64Ord, 0},
    kCode{TypeCode::kCode, 5}, kDecimal2{TypeCode::kDecimal, 2};

TaskPool* pool() {
  static const std::unique_ptr<TaskPool> out = make_task_pool(0);
  return out.get();
}

ProvingKey make_key(uint32_t capacity) {
  const R1cs system = direct_r1cs(capacity);
  return groth16_setup(system, insecure_dev_trapdoor(circuit_id(system)), SetupLabel::insecure_dev(), pool()).value();
}

const ProvingKey& small_key() {
  static const ProvingKey out = make_key(kDirectSmallCapacity);
  return out;
}

// A proof with everything that a verifier needs, as bytes.
struct Sent {
  Bytes statement;
  Bytes disclosed;
  ProofContext context;
  Bytes proof;
};

Result<Sent> prove(const TestDataset& dataset, std::string_view text, const ProofContext& context,
                   const ProvingKey& key = small_key()) {
  SystemRandom random;
  ZKP_TRY(ParsedStatement parsed, parse_statement(text, dataset.body));
  ZKP_TRY(DirectStatement statement, decode_direct(parsed.bytes));
  ZKP_TRY(DirectProof proof,
          prove_direct(statement, dataset.body, dataset.opening(parsed.column), context, key, random, pool()));
  return Sent{parsed.bytes, encode_disclosure(proof.disclosure), context, {proof.proof.begin(), proof.proof.end()}};
}

Result<Sent> prove(const TestDataset& dataset, std::string_view text) {
  return prove(dataset, text, dataset.context());
}

Result<void> verify(const Sent& sent, const DatasetBody& body, uint32_t capacity = kDirectSmallCapacity) {
  return verify_statement(sent.statement, sent.disclosed, body, sent.context, sent.proof, insecure_dev_key(capacity));
}

std::string outputs(const Sent& sent, const DatasetBody& body, const std::string& name) {
  return describe_statement(sent.statement, sent.disclosed, body)->outputs[name];
}

TestDataset people() {
  return TestDataset({{"age", kInt16, {30, 41, 17, 0, 99}, 11}, {"amount", kDecimal2, {1050, -25, 375, 0, 1}, 12}});
}

TEST(DirectProof, EveryKindOfStatementProvesAndVerifies) {
  const TestDataset dataset = people();
  for (const char* text :
       {"rows", "sum:amount", "range:age;min=0;max=130", "summary:amount;min=-0.25;max=10.5", "well-typed:age"}) {
    auto sent = prove(dataset, text);
    ASSERT_TRUE(sent.ok()) << text << " " << sent.error().describe();
    EXPECT_TRUE(verify(*sent, dataset.body).ok()) << text;
  }
}

TEST(DirectProof, EveryTypeProvesAtTheEndsOfItsInterval) {
  for (ColumnType type :
       {ColumnType{TypeCode::kInt, 1}, kInt16, kInt64, kUint, kDecimal2, kBool, kTime, kDate, kF64, kCode}) {
    const Interval ends = *interval(type);
    const TestDataset dataset({{"c", type, {ends.lo, ends.hi, ends.lo}, 21}});
    auto sent = prove(dataset, "well-typed:c");
    ASSERT_TRUE(sent.ok()) << name(type) << " " << sent.error().describe();
    EXPECT_TRUE(verify(*sent, dataset.body).ok()) << name(type);
  }
}

TEST(DirectProof, SumsAreExactForOneRowForAFullCircuitAndForExtremes) {
  const __int128 max = static_cast<__int128>(UINT64_MAX);
  const TestDataset one({{"c", kInt64, {-7}, 1}});
  const TestDataset full({{"c", kUint, std::vector<__int128>(64, max), 1}});
  const TestDataset low({{"c", kInt64, std::vector<__int128>(64, INT64_MIN), 1}});
  struct Case {
    const TestDataset& dataset;
    const char* sum;
  };
  for (const Case& c : {Case{one, "-7"}, Case{full, "1180591620717411303360"}, Case{low, "-590295810358705651712"}}) {
    auto sent = prove(c.dataset, "sum:c");
    ASSERT_TRUE(sent.ok()) << sent.error().describe();
    EXPECT_EQ(outputs(*sent, c.dataset.body, "sum"), c.sum);
    EXPECT_TRUE(verify(*sent, c.dataset.body).ok());
  }
}

TEST(DirectProof, FalseClaimsAreRefusedBeforeProvingWithRowAndColumn) {
  const TestDataset dataset = people();
  auto low = prove(dataset, "range:age;min=1;max=130");
  ASSERT_FALSE(low.ok());
  EXPECT_EQ(low.error().code(), StatementError::kFalse);
  EXPECT_EQ(low.error().where().row, 4u);
  EXPECT_EQ(low.error().where().column, "age");
  EXPECT_EQ(prove(dataset, "range:age;min=0;max=98").error().where().row, 5u);

  // A value outside its declared type, committed all the same.
  const TestDataset wrong({{"c", kInt16, {1, 40000}, 1}});
  EXPECT_EQ(prove(wrong, "well-typed:c").error().code(), StatementError::kFalse);
  EXPECT_EQ(prove(wrong, "sum:c").error().where().row, 2u);
}

TEST(DirectProof, OnlyTheCommittedValuesAndSaltOpenTheColumn) {
  TestDataset dataset = people();
  dataset.salts[0] = Fr::from_u64(999);
  EXPECT_EQ(prove(dataset, "rows").error().code(), StatementError::kNotCommitted);
  dataset = people();
  dataset.shifted[0][2] += 1;
  EXPECT_EQ(prove(dataset, "rows").error().code(), StatementError::kNotCommitted);
  dataset = people();
  dataset.shifted[0].pop_back();
  EXPECT_EQ(prove(dataset, "rows").error().code(), StatementError::kNotCommitted);
}

class SentProof : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    dataset_ = new TestDataset(people());
    sent_ = new Sent(prove(*dataset_, "summary:amount;min=-1;max=20").value());
  }
  static void TearDownTestSuite() {
    delete sent_;
    delete dataset_;
  }
  static inline TestDataset* dataset_;
  static inline Sent* sent_;
};

TEST_F(SentProof, EveryFlippedByteOfTheProofIsRefused) {
  ASSERT_TRUE(verify(*sent_, dataset_->body).ok());
  for (size_t i = 0; i < sent_->proof.size(); ++i) {
    for (uint8_t flip : {0x01, 0x80}) {
      Sent changed = *sent_;
      changed.proof[i] ^= flip;
      EXPECT_FALSE(verify(changed, dataset_->body).ok()) << i;
    }
  }
  Sent longer = *sent_;
  longer.proof.push_back(0);
  EXPECT_FALSE(verify(longer, dataset_->body).ok());
}

TEST_F(SentProof, EveryFlippedByteOfStatementAndDisclosureIsRefused) {
  for (Bytes Sent::*part : {&Sent::statement, &Sent::disclosed}) {
    for (size_t i = 0; i < (sent_->*part).size(); ++i) {
      Sent changed = *sent_;
      (changed.*part)[i] ^= 1;
      EXPECT_FALSE(verify(changed, dataset_->body).ok()) << i;
    }
  }
}

TEST_F(SentProof, ProofForOneContextIsRefusedUnderAnother) {
  for (int change = 0; change < 5; ++change) {
    Sent other = *sent_;
    if (change == 0) other.context.ledger_id[31] ^= 1;
    if (change == 1) other.context.nonce[0] ^= 1;
    if (change == 2) other.context.datasets[0][5] ^= 1;
    if (change == 3) other.context.datasets.push_back(other.context.datasets[0]);
    if (change == 4) other.context.datasets.clear();
    EXPECT_FALSE(verify(other, dataset_->body).ok()) << change;
  }
}

// A dishonest prover binds its proof to somebody else's dataset, or to a second one: the equation holds all the same.
TEST_F(SentProof, ValidProofBoundToOtherDatasetsIsRefused) {
  const StatementKey& key = insecure_dev_key(kDirectSmallCapacity);
  const DirectStatement statement = decode_direct(sent_->statement).value();
  const DirectDisclosure disclosure = decode_disclosure(statement, sent_->disclosed).value();
  const Digest own = dataset_->context().datasets[0], other = Digest{9};
  for (const std::vector<Digest>& datasets : {std::vector<Digest>{other}, {own, other}, {own, own}, {}}) {
    ProofContext context = dataset_->context();
    context.datasets = datasets;
    const Fr binding = direct_binding(key.verifier.id(), context, sent_->statement);
    const auto inputs = direct_public_inputs(statement, disclosure, dataset_->body, binding).value();
    const ColumnOpening opening = dataset_->opening("amount");
    DirectAssignment assignment{inputs.elements(), opening.salt, {}, std::vector<Fr>(opening.u.size(), Fr::one())};
    for (uint64_t u : opening.u) assignment.u.push_back(Fr::from_u64(u));
    ConstraintSystem witness(Synthesis::kWitness);
    direct_circuit(witness, kDirectSmallCapacity, assignment);
    SystemRandom random;
    const Groth16Proof proof = groth16_prove(small_key(), witness, random, pool()).value();
    ASSERT_TRUE(key.verifier.verify(inputs.elements(), proof).ok());
    auto answer =
        verify_statement(sent_->statement, sent_->disclosed, dataset_->body, context, encode_proof(proof), key);
    ASSERT_FALSE(answer.ok()) << datasets.size();
    EXPECT_EQ(answer.error().message(), "the context of the proof names another dataset");
  }
}

TEST_F(SentProof, ProofForOneDatasetIsRefusedForAnotherWithTheSameCommitments) {
  TestDataset copied = *dataset_;
  copied.body.owner_key[0] ^= 1;
  Sent shown = *sent_;
  EXPECT_FALSE(verify(shown, copied.body).ok());
  shown.context = copied.context();
  EXPECT_FALSE(verify(shown, copied.body).ok());
}

TEST_F(SentProof, ProofIsRefusedForADatasetWithAnotherCommitmentOrNumberOfRows) {
  TestDataset other = *dataset_;
  other.body.columns[1].commitment = *other.body.columns[1].commitment + Fr::one();
  Sent shown = *sent_;
  shown.context = other.context();
  EXPECT_FALSE(verify(shown, other.body).ok());

  other = *dataset_;
  other.body.rows = 4;
  shown.context = other.context();
  shown.disclosed = encode_disclosure({4, 1401});
  EXPECT_FALSE(verify(shown, other.body).ok());
}

TEST_F(SentProof, EveryChangedPublicInputOfTheCircuitIsRefused) {
  const DirectStatement statement = decode_direct(sent_->statement).value();
  const auto& key = insecure_dev_key(kDirectSmallCapacity);
  const Fr binding = direct_binding(key.verifier.id(), sent_->context, sent_->statement);
  const auto inputs =
      direct_public_inputs(statement, decode_disclosure(statement, sent_->disclosed).value(), dataset_->body, binding)
          ->elements();
  const Groth16Proof proof = decode_proof(sent_->proof).value();
  ASSERT_TRUE(key.verifier.verify(inputs, proof).ok());
  for (size_t i = 0; i < inputs.size(); ++i) {
    auto changed = inputs;
    changed[i] += Fr::one();
    EXPECT_FALSE(key.verifier.verify(changed, proof).ok()) << i;
  }
}

TEST_F(SentProof, KeyOfTheOtherCapacityIsRefused) {
  EXPECT_EQ(verify(*sent_, dataset_->body, kDirectLargeCapacity).error().code(), CryptoError::kBadKey);
}

TEST_F(SentProof, ProofUnderALocalKeyNeedsThatKey) {
  SimRandom random(5);
  const R1cs system = direct_r1cs(kDirectSmallCapacity);
  const ProvingKey local = groth16_setup(system, random_trapdoor(random).value(), SetupLabel::local(), pool()).value();
  const Sent sent = prove(*dataset_, "sum:amount", dataset_->context(), local).value();
  EXPECT_FALSE(verify(sent, dataset_->body).ok());
  const StatementKey key = make_statement_key({local.label, local.circuit_id, local.vk}).value();
  EXPECT_EQ(key.label.text(), "local");
  EXPECT_TRUE(verify_statement(sent.statement, sent.disclosed, dataset_->body, sent.context, sent.proof, key).ok());
}

TEST_F(SentProof, DamagedProvingKeyGivesNoProof) {
  ProvingKey damaged = small_key();
  damaged.h[3] = G1Affine::generator();
  auto sent = prove(*dataset_, "sum:amount", dataset_->context(), damaged);
  ASSERT_FALSE(sent.ok());
  EXPECT_EQ(sent.error().code(), CryptoError::kBadKey);
}

TEST_F(SentProof, ProvingKeyOfAnotherCircuitIsRefusedBeforeProving) {
  ProvingKey other = small_key();
  other.circuit_id = direct_circuit_id(kDirectLargeCapacity);
  auto sent = prove(*dataset_, "sum:amount", dataset_->context(), other);
  ASSERT_FALSE(sent.ok());
  EXPECT_EQ(sent.error().code(), CryptoError::kBadKey);
  EXPECT_EQ(sent.error().message(), "the proving key is for another circuit");
}

TEST_F(SentProof, ContextOfAnotherDatasetIsRefusedByTheProver) {
  ProofContext context = dataset_->context();
  context.datasets[0][0] ^= 1;
  EXPECT_EQ(prove(*dataset_, "rows", context).error().code(), GeneralError::kInvalidArgument);
}

// The proof of the same claim twice: nothing in common, and the identity is that of the claim.
TEST_F(SentProof, TwoProofsDifferAndHaveOneIdentity) {
  SystemRandom random;
  const DirectStatement statement = decode_direct(sent_->statement).value();
  auto once = [&] {
    return prove_direct(statement, dataset_->body, dataset_->opening("amount"), dataset_->context(), small_key(),
                        random, pool())
        .value();
  };
  const DirectProof one = once(), two = once();
  EXPECT_NE(one.proof, two.proof);
  EXPECT_EQ(one.proof_id, two.proof_id);
  EXPECT_EQ(one.proof_id, proof_identity(sent_->statement, dataset_->context()));
}

TEST(DirectProofLong, LargeCircuitProvesAndVerifies) {
  if (std::getenv("ZKP_TEST_LONG") == nullptr) GTEST_SKIP() << "set ZKP_TEST_LONG to prove 1,024 rows (about a minute)";
  const ProvingKey key = make_key(kDirectLargeCapacity);
  EXPECT_EQ(key.vk, insecure_dev_key(kDirectLargeCapacity).verifier.key());
  for (size_t rows : {65, 1024}) {
    std::vector<__int128> values;
    for (size_t i = 0; i < rows; ++i) values.push_back(static_cast<__int128>(i * 37 % 1000) - 500);
    const TestDataset dataset({{"c", kInt16, values, 3}});
    const Sent sent = prove(dataset, "summary:c;min=-500;max=499", dataset.context(), key).value();
    EXPECT_TRUE(verify(sent, dataset.body, kDirectLargeCapacity).ok());
    Sent changed = sent;
    changed.disclosed.back() ^= 1;
    EXPECT_FALSE(verify(changed, dataset.body, kDirectLargeCapacity).ok());
  }
}

}  // namespace
}  // namespace zkp
