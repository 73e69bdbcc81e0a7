#include "groth16/prove.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "groth16/qap.h"
#include "groth16/toy.h"
#include "r1cs/gadgets/poseidon.h"
#include "support/test_pool.h"
#include "transcript/poseidon.h"

namespace zkp {
namespace {

using testing::toy_circuit;
using testing::toy_inputs;
using testing::toy_key;
using testing::toy_proof;

class Groth16 : public ::testing::Test {
 protected:
  SimRandom random_{7};
  const ProvingKey key_ = toy_key();
  const PreparedVerifyingKey verifier_ = PreparedVerifyingKey::make(key_.vk).value();
};

TEST_F(Groth16, HonestProofVerifies) {
  for (int64_t x : {0, 3, -4, 1000000}) {
    const int64_t y = x * x * x + x + 5;
    auto proof = toy_proof(key_, x, y, 99, random_);
    ASSERT_TRUE(proof.ok());
    EXPECT_TRUE(verifier_.verify(toy_inputs(y, 99), *proof).ok());
  }
}

TEST_F(Groth16, FalseClaimIsRefusedBeforeProvingAndTheConstraintIsNamed) {
  auto proof = toy_proof(key_, 3, 36, 99, random_);
  ASSERT_FALSE(proof.ok());
  EXPECT_EQ(proof.error().code(), CryptoError::kUnsatisfied);
  EXPECT_EQ(proof.error().message(), "constraint sum does not hold");
}

TEST_F(Groth16, EveryChangedPublicInputIsRefusedAlsoOneThatNoConstraintMentions) {
  const Groth16Proof proof = toy_proof(key_, 3, 35, 99, random_).value();
  EXPECT_EQ(verifier_.verify(toy_inputs(36, 99), proof).error().code(), CryptoError::kBadProof);
  EXPECT_FALSE(verifier_.verify(toy_inputs(35, 98), proof).ok());
  EXPECT_FALSE(verifier_.verify(toy_inputs(99, 35), proof).ok());
}

TEST_F(Groth16, WrongNumberOfPublicInputsIsRefused) {
  const Groth16Proof proof = toy_proof(key_, 3, 35, 0, random_).value();
  const std::vector<Fr> inputs = toy_inputs(35, 0);
  EXPECT_TRUE(verifier_.verify(inputs, proof).ok());
  EXPECT_EQ(verifier_.verify(std::span(inputs).first(1), proof).error().code(), CryptoError::kBadProof);
  EXPECT_FALSE(verifier_.verify({}, proof).ok());
  std::vector<Fr> longer = inputs;
  longer.push_back(Fr::zero());
  EXPECT_FALSE(verifier_.verify(longer, proof).ok());
}

TEST_F(Groth16, ExchangedAndForeignPartsAreRefused) {
  const Groth16Proof one = toy_proof(key_, 3, 35, 99, random_).value();
  const Groth16Proof two = toy_proof(key_, 3, 35, 99, random_).value();
  const auto inputs = toy_inputs(35, 99);
  EXPECT_FALSE(verifier_.verify(inputs, {two.a, one.b, one.c}).ok());
  EXPECT_FALSE(verifier_.verify(inputs, {one.a, two.b, one.c}).ok());
  EXPECT_FALSE(verifier_.verify(inputs, {one.a, one.b, two.c}).ok());
  EXPECT_FALSE(verifier_.verify(inputs, {one.c, one.b, one.a}).ok());
  EXPECT_FALSE(verifier_.verify(inputs, {-one.a, one.b, one.c}).ok());
  EXPECT_TRUE(
      verifier_.verify(inputs, {-one.a, G2Affine(-one.b), one.c}).ok());  // e(-A, -B) = e(A, B): re-randomisable
}

TEST_F(Groth16, EveryFlippedBitOfTheProofIsRefused) {
  const auto bytes = encode_proof(toy_proof(key_, 3, 35, 99, random_).value());
  const auto inputs = toy_inputs(35, 99);
  ASSERT_TRUE(verifier_.verify(inputs, decode_proof(bytes).value()).ok());
  for (size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    auto changed = bytes;
    changed[bit / 8] ^= static_cast<uint8_t>(1 << (bit % 8));
    auto decoded = decode_proof(changed);
    if (decoded.ok()) { EXPECT_FALSE(verifier_.verify(inputs, *decoded).ok()) << bit; }
  }
}

TEST_F(Groth16, TwoProofsOfOneStatementShareNothing) {
  const Groth16Proof one = toy_proof(key_, 3, 35, 99, random_).value();
  const Groth16Proof two = toy_proof(key_, 3, 35, 99, random_).value();
  EXPECT_FALSE(one.a == two.a);
  EXPECT_FALSE(one.b == two.b);
  EXPECT_FALSE(one.c == two.c);
}

TEST_F(Groth16, ProofUnderAnotherKeyIsRefused) {
  const R1cs system = testing::toy_r1cs();
  SimRandom other(8);
  const ProvingKey local = groth16_setup(system, random_trapdoor(other).value(), SetupLabel::local()).value();
  const Groth16Proof proof = toy_proof(local, 3, 35, 99, random_).value();
  EXPECT_TRUE(PreparedVerifyingKey::make(local.vk)->verify(toy_inputs(35, 99), proof).ok());
  EXPECT_FALSE(verifier_.verify(toy_inputs(35, 99), proof).ok());
}

TEST_F(Groth16, FailureOfTheRandomSourceIsReported) {
  SimRandom broken(1);
  broken.fail_after(0);
  EXPECT_EQ(toy_proof(key_, 3, 35, 99, broken).error().code(), CryptoError::kRandom);
}

TEST_F(Groth16, KeyOfACircuitOfAnotherSizeIsRefused) {
  ConstraintSystem cs(Synthesis::kWitness);
  toy_circuit(cs, 3, 35, 99);
  cs.alloc(Fr::one());
  EXPECT_EQ(groth16_prove(key_, cs, random_).error().code(), CryptoError::kBadKey);
}

// (sum z_i u_i)(sum z_i v_i) - sum z_i w_i = h Z at a point outside the domain.
TEST_F(Groth16, QuotientSatisfiesItsEquationAtARandomPoint) {
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  toy_circuit(cs, 3, 35, 99);
  const NttDomain domain = qap_domain(cs.constraint_count(), cs.public_count()).value();
  EXPECT_EQ(domain.size(), 8u);  // 3 constraints, 2 public inputs and the constant: 6 rows
  const Fr x = Fr::from_u64(123456789);
  const QapValues at_x = evaluate_qap(cs.r1cs(), domain, x, nullptr);
  Fr a, b, c;
  for (size_t i = 0; i < cs.assignment().size(); ++i) {
    a += cs.assignment()[i] * at_x.u[i];
    b += cs.assignment()[i] * at_x.v[i];
    c += cs.assignment()[i] * at_x.w[i];
  }
  Fr h, power = Fr::one();
  QapRows rows = qap_rows(cs, domain, nullptr);
  qap_quotient(rows, domain, HBasis::kMonomial, nullptr);
  for (const Fr& coefficient : rows.a) {
    h += coefficient * power;
    power *= x;
  }
  EXPECT_EQ(a * b - c, h * (power * x - Fr::one()));  // power = x^(n-1)
}

// h Z = sum_i (a b - c)(v^(2i+1)) L_(2i+1), so that both bases give one point C but for the blinding: with the same
// randomness the proofs are equal. The Lagrange basis over the 2n-th roots of unity is computed by its definition.
TEST_F(Groth16, KeysInBothBasesGiveTheSameProofs) {
  const R1cs system = testing::toy_r1cs();
  const Trapdoor t = insecure_dev_trapdoor(circuit_id(system));
  const size_t n = size_t{1} << key_.log_domain;
  const Fr v = Fr::root_of_unity(key_.log_domain + 1);
  std::vector<Fr> points = {Fr::one()};
  while (points.size() < 2 * n) points.push_back(points.back() * v);
  ProvingKey odd = key_;
  odd.h_basis = HBasis::kOddCoset;
  odd.h.clear();
  for (size_t j = 1; j < 2 * n; j += 2) {
    Fr value = t.delta.inverse();
    for (size_t k = 0; k < 2 * n; ++k)
      if (k != j) value = value * (t.tau - points[k]) * (points[j] - points[k]).inverse();
    odd.h.push_back(G1::generator().mul(value).to_affine());
  }
  ASSERT_EQ(odd.h.size(), n);
  SimRandom first(3), second(3);
  const Groth16Proof one = toy_proof(key_, 3, 35, 99, first).value();
  const Groth16Proof two = toy_proof(odd, 3, 35, 99, second).value();
  EXPECT_EQ(encode_proof(one), encode_proof(two));
  EXPECT_TRUE(verifier_.verify(toy_inputs(35, 99), two).ok());
  // A key that says the wrong basis has the wrong number of points, or would give proofs that do not verify.
  odd.h.pop_back();
  odd.h_basis = HBasis::kMonomial;
  EXPECT_EQ(toy_proof(odd, 3, 35, 99, random_).error().code(), CryptoError::kBadKey);
  odd.h_basis = HBasis::kOddCoset;
  EXPECT_EQ(toy_proof(odd, 3, 35, 99, random_).error().code(), CryptoError::kBadKey);
}

// x * x = y or x * 1 = y, whichever holds: every run is satisfied by its own constraints.
TEST_F(Groth16, ACircuitThatChoosesItsConstraintsByValuesGivesNoProof) {
  auto build = [](ConstraintSystem& cs, uint64_t x, uint64_t y) {
    const Variable out = cs.alloc_public(Fr::from_u64(y)), in = cs.alloc(Fr::from_u64(x));
    cs.enforce(in, x * x == y ? LinearCombination(in) : LinearCombination(Fr::one()), out, "square");
  };
  ConstraintSystem shape(Synthesis::kShape);
  build(shape, 0, 0);
  const ProvingKey key = groth16_setup(shape.r1cs(), random_trapdoor(random_).value(), SetupLabel::local()).value();
  for (const uint64_t y : {9u, 3u}) {
    ConstraintSystem witness(Synthesis::kWitness);
    build(witness, 3, y);
    const auto proof = groth16_prove(key, witness, random_);
    EXPECT_EQ(proof.ok(), y == 9) << y;
    if (!proof.ok()) { EXPECT_EQ(proof.error().code(), CryptoError::kBadKey); }
  }
}

TEST_F(Groth16, ProofFromMatricesAndAssignmentIsThatFromTheCircuit) {
  TestPool pool(3);
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  toy_circuit(cs, 3, 35, 99);
  SimRandom first(3), second(3), third(3);
  const auto expected = encode_proof(groth16_prove(key_, cs, first).value());
  EXPECT_EQ(encode_proof(groth16_prove(key_, cs.r1cs(), cs.assignment(), second).value()), expected);
  EXPECT_EQ(encode_proof(groth16_prove(key_, cs.r1cs(), cs.assignment(), third, {.pool = &pool}).value()), expected);
}

TEST_F(Groth16, WrongAssignmentsOfMatricesAreRefused) {
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  toy_circuit(cs, 3, 35, 99);
  const std::vector<Fr> good(cs.assignment().begin(), cs.assignment().end());
  auto code_of = [&](std::vector<Fr> z) { return groth16_prove(key_, cs.r1cs(), z, random_).error(); };
  // In any variable that a constraint mentions; 2 is the public input that none does.
  for (size_t i = 0; i < good.size(); ++i) {
    std::vector<Fr> z = good;
    z[i] += Fr::one();
    if (i == 2) {
      EXPECT_TRUE(groth16_prove(key_, cs.r1cs(), z, random_).ok());
    } else {
      EXPECT_EQ(code_of(z).code(), i == 0 ? ErrorCode(GeneralError::kInvalidArgument) : CryptoError::kUnsatisfied) << i;
    }
  }
  std::vector<Fr> z = good;
  z[4] += Fr::one();  // x^2, the result of constraint 0
  EXPECT_EQ(code_of(z).message(), "constraint 0 does not hold");
  z = good;
  z.pop_back();
  EXPECT_EQ(code_of(z).code(), GeneralError::kInvalidArgument);
  EXPECT_EQ(code_of({}).code(), GeneralError::kInvalidArgument);
}

TEST_F(Groth16, ChunksOfAnySizeGiveTheSameProof) {
  ConstraintSystem cs(Synthesis::kWitness);
  toy_circuit(cs, 3, 35, 99);
  SimRandom first(3);
  const auto expected = encode_proof(groth16_prove(key_, cs, first).value());
  for (size_t chunk : {1, 2, 3, 5, 6, 7, 8, 100}) {
    SimRandom again(3);
    EXPECT_EQ(encode_proof(groth16_prove(key_, cs, again, ProveOptions{.chunk_points = chunk}).value()), expected)
        << chunk;
  }
}

TEST_F(Groth16, ProgressRisesToTheTotalAndEveryStageReports) {
  ConstraintSystem cs(Synthesis::kWitness);
  toy_circuit(cs, 3, 35, 99);
  uint64_t last = 0, total = 0;
  std::vector<std::string> stages;
  ProveOptions options{.chunk_points = 4};
  options.progress = [&](const ProveProgress& p) {
    EXPECT_GT(p.done, last);
    EXPECT_LE(p.done, p.total);
    last = p.done;
    total = p.total;
    if (stages.empty() || stages.back() != p.stage) stages.emplace_back(p.stage);
    return true;
  };
  ASSERT_TRUE(groth16_prove(key_, cs, random_, options).ok());
  EXPECT_EQ(last, total);
  EXPECT_EQ(stages, (std::vector<std::string>{"quotient", "h", "a", "b", "l"}));
}

TEST_F(Groth16, CancelledAtAnyChunkGivesNoProof) {
  ConstraintSystem cs(Synthesis::kWitness);
  toy_circuit(cs, 3, 35, 99);
  int calls = 0;
  ProveOptions options{.chunk_points = 4};
  options.progress = [&](const ProveProgress&) { return ++calls > 0; };
  ASSERT_TRUE(groth16_prove(key_, cs, random_, options).ok());
  const int all = calls;
  ASSERT_GT(all, 5);
  for (int stop = 1; stop <= all; ++stop) {
    calls = 0;
    options.progress = [&](const ProveProgress&) { return ++calls < stop; };
    EXPECT_EQ(groth16_prove(key_, cs, random_, options).error().code(), GeneralError::kCancelled) << stop;
    EXPECT_EQ(calls, stop);
  }
}

// What does not lie in the subgroup is not blinded by r and s.
TEST_F(Groth16, KeyWithPointsOutsideTheSubgroupGivesNoProof) {
  // (0, 2) has order 3.
  const G1Affine outside = G1Affine::from_xy_unchecked(Fp::zero(), Fp::from_u64(2));
  ASSERT_TRUE(outside.is_on_curve());
  ASSERT_FALSE(outside.is_in_subgroup());
  for (auto list : {&ProvingKey::a, &ProvingKey::l, &ProvingKey::h}) {
    ProvingKey key = key_;
    G1Affine& point = (key.*list)[list == &ProvingKey::a ? 3 : 1];
    point = (G1(point) + G1(outside)).to_affine();
    auto proof = toy_proof(key, 4, 73, 99, random_);
    EXPECT_EQ(proof.error().code(), CryptoError::kBadKey);
  }
}

TEST_F(Groth16, PoolChangesNothing) {
  TestPool pool(3);
  auto circuit = [](ConstraintSystem& cs) {
    const std::array<Fr, 3> in = {Fr::from_u64(1), Fr::from_u64(2), Fr::from_u64(3)};
    const Variable out = cs.alloc_public(poseidon_hash_list("tag", in));
    std::vector<LinearCombination> values;
    for (const Fr& value : in) values.push_back(cs.alloc(value));
    cs.enforce_zero(gadgets::poseidon_hash_list(cs, "tag", values, "hash") - out, "out");
  };
  ConstraintSystem shape(Synthesis::kShape), witness(Synthesis::kWitness);
  circuit(shape);
  circuit(witness);
  const Trapdoor trapdoor = insecure_dev_trapdoor(circuit_id(shape.r1cs()));
  const ProvingKey alone = groth16_setup(shape.r1cs(), trapdoor, SetupLabel::insecure_dev()).value();
  EXPECT_EQ(groth16_setup(shape.r1cs(), trapdoor, SetupLabel::insecure_dev(), &pool).value(), alone);
  SimRandom first(3), second(3);
  const auto one = encode_proof(groth16_prove(alone, witness, first).value());
  EXPECT_EQ(encode_proof(groth16_prove(alone, witness, second, &pool).value()), one);
  EXPECT_TRUE(
      PreparedVerifyingKey::make(alone.vk)->verify(witness.assignment().subspan(1, 1), decode_proof(one).value()).ok());
}

}  // namespace
}  // namespace zkp
