#include "groth16/rerandomize.h"

#include <gtest/gtest.h>

#include "groth16/qap.h"
#include "groth16/toy.h"

namespace zkp {
namespace {

using testing::toy_inputs;
using testing::toy_key;
using testing::toy_proof;

class Rerandomize : public ::testing::Test {
 protected:
  Groth16Proof again(const Groth16Proof& proof) { return groth16_rerandomize(key_.vk, proof, random_).value(); }

  SimRandom random_{7};
  const ProvingKey key_ = toy_key();
  const PreparedVerifyingKey verifier_ = PreparedVerifyingKey::make(key_.vk).value();
};

TEST_F(Rerandomize, ResultVerifiesForTheSameInputsOnlyAndCanBeRepeated) {
  Groth16Proof proof = toy_proof(key_, 3, 35, 99, random_).value();
  for (int i = 0; i < 4; ++i) {
    proof = again(proof);
    EXPECT_TRUE(verifier_.verify(toy_inputs(35, 99), proof).ok());
    EXPECT_FALSE(verifier_.verify(toy_inputs(36, 99), proof).ok());
    EXPECT_FALSE(verifier_.verify(toy_inputs(35, 98), proof).ok());
    EXPECT_TRUE(decode_proof(encode_proof(proof)).ok());
  }
}

TEST_F(Rerandomize, EveryElementChangesEachTime) {
  const Groth16Proof proof = toy_proof(key_, 3, 35, 99, random_).value();
  const Groth16Proof one = again(proof), two = again(proof);
  for (const auto& [p, q] : {std::pair{proof, one}, {proof, two}, {one, two}}) {
    EXPECT_FALSE(p.a == q.a);
    EXPECT_FALSE(p.a == -q.a);
    EXPECT_FALSE(p.b == q.b);
    EXPECT_FALSE(p.b == -q.b);
    EXPECT_FALSE(p.c == q.c);
    EXPECT_FALSE(p.c == -q.c);
  }
}

// Any two proofs of one statement are related as a proof and a re-randomised one: with their discrete logarithms
// a, b, c (here known from a second set of factors), r1 = a / a' and r2 = (b'/r1 - b) / delta lead from one to the
// other. So whoever sees the result cannot tell from which proof it comes.
TEST_F(Rerandomize, EachProofOfAStatementCanComeFromEachOther) {
  const Trapdoor t = insecure_dev_trapdoor(circuit_id(testing::toy_r1cs()));
  // Proofs as the simulator makes them: a and b free, c = (a b - alpha beta - ic) / delta.
  const auto inputs = toy_inputs(35, 99);
  const auto qap = [&] {
    const R1cs system = testing::toy_r1cs();
    return evaluate_qap(system, qap_domain(system.constraint_count(), system.public_count).value(), t.tau, nullptr);
  }();
  Fr ic;
  for (size_t i = 0; i <= 2; ++i) {
    const Fr mixed = t.beta * qap.u[i] + t.alpha * qap.v[i] + qap.w[i];
    ic += i == 0 ? mixed : mixed * inputs[i - 1];
  }
  auto simulate = [&](const Fr& a, const Fr& b) {
    const Fr c = (a * b - t.alpha * t.beta - ic) * t.delta.inverse();
    return Groth16Proof{G1::generator().mul(a).to_affine(), G2::generator().mul(b).to_affine(),
                        G1::generator().mul(c).to_affine()};
  };
  const Fr a = Fr::from_u64(11), b = Fr::from_u64(12), a2 = Fr::from_u64(13), b2 = Fr::from_u64(14);
  const Groth16Proof from = simulate(a, b), to = simulate(a2, b2);
  ASSERT_TRUE(verifier_.verify(inputs, from).ok());
  ASSERT_TRUE(verifier_.verify(inputs, to).ok());
  const Fr r1 = a * a2.inverse(), r2 = (b2 * r1.inverse() - b) * t.delta.inverse();
  EXPECT_EQ(from.a.mul(r1.inverse()).to_affine(), to.a);
  EXPECT_EQ((from.b.mul(r1) + key_.vk.delta.mul(r1 * r2)).to_affine(), to.b);
  EXPECT_EQ((from.a.mul(r2).add_mixed(from.c)).to_affine(), to.c);
}

TEST_F(Rerandomize, ProofThatDoesNotVerifyIsNotMended) {
  Groth16Proof proof = toy_proof(key_, 3, 35, 99, random_).value();
  std::swap(proof.a, proof.c);
  EXPECT_FALSE(verifier_.verify(toy_inputs(35, 99), again(proof)).ok());
}

TEST_F(Rerandomize, IdentitiesAndAFailingSourceAreReported) {
  const Groth16Proof good = toy_proof(key_, 3, 35, 99, random_).value();
  Groth16Proof proof = good;
  proof.a = G1Affine::identity();
  EXPECT_EQ(groth16_rerandomize(key_.vk, proof, random_).error().code(), CryptoError::kIdentity);
  proof = good;
  proof.b = G2Affine::identity();
  EXPECT_EQ(groth16_rerandomize(key_.vk, proof, random_).error().code(), CryptoError::kIdentity);
  proof = good;
  proof.c = G1Affine::identity();
  EXPECT_EQ(groth16_rerandomize(key_.vk, proof, random_).error().code(), CryptoError::kIdentity);
  for (uint64_t calls : {0, 1}) {
    SimRandom broken(1);
    broken.fail_after(calls);
    EXPECT_EQ(groth16_rerandomize(key_.vk, good, broken).error().code(), CryptoError::kRandom);
  }
}

}  // namespace
}  // namespace zkp
