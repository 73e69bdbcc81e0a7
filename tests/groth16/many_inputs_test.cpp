/// Far more public inputs than any circuit of ours: keys, files, proofs and batches.
#include <gtest/gtest.h>

#include "base/sim.h"
#include "groth16/batch_verify.h"
#include "groth16/prove.h"
#include "groth16/setup.h"
#include "support/test_pool.h"

namespace zkp {
namespace {

constexpr size_t kInputs = 1500;

// The sum of the inputs is the square of a secret number (or of one that does not exist: then nobody looks).
void circuit(ConstraintSystem& cs, std::span<const Fr> inputs, const Fr& root) {
  LinearCombination sum;
  for (const Fr& input : inputs) sum += cs.alloc_public(input);
  const Variable r = cs.alloc(root);
  cs.enforce(r, r, sum, "root");
}

TEST(ManyPublicInputs, KeysAndProofsWorkAndEveryInputCounts) {
  TestPool pool(2);
  SimRandom random(4);
  std::vector<Fr> inputs;
  Fr rest = Fr::from_u64(77).square();
  for (size_t i = 0; i + 1 < kInputs; ++i) {
    inputs.push_back(Fr::random(random).value());
    rest -= inputs.back();
  }
  inputs.push_back(rest);
  ConstraintSystem shape(Synthesis::kShape), witness(Synthesis::kWitness);
  circuit(shape, inputs, Fr::zero());
  circuit(witness, inputs, Fr::from_u64(77));
  const ProvingKey key =
      groth16_setup(shape.r1cs(), random_trapdoor(random).value(), SetupLabel::local(), &pool).value();
  const Groth16Proof proof = groth16_prove(key, witness, random, &pool).value();

  const Bytes file = encode_verifying_key_file({SetupLabel::local(), key.circuit_id, key.vk});
  const LabelledVerifyingKey read = decode_verifying_key_file(file, &pool).value();
  EXPECT_EQ(read.key, key.vk);
  EXPECT_EQ(read.key.public_count(), kInputs);
  const PreparedVerifyingKey verifier = PreparedVerifyingKey::make(read.key).value();
  EXPECT_TRUE(verifier.verify(inputs, proof).ok());
  EXPECT_TRUE(verifier.verify(inputs, proof, &pool).ok());
  EXPECT_EQ(decode_public_inputs(encode_public_inputs(inputs)).value(), inputs);

  std::vector<std::vector<Fr>> changed;
  for (size_t i : {size_t{0}, size_t{1}, size_t{255}, size_t{256}, kInputs / 2, kInputs - 2, kInputs - 1}) {
    changed.push_back(inputs);
    changed.back()[i] += Fr::one();
    EXPECT_FALSE(verifier.verify(changed.back(), proof).ok()) << i;
  }
  std::vector<Groth16Claim> claims(3, {&verifier, inputs, proof});
  EXPECT_TRUE(groth16_verify_batch(claims, {nullptr, &pool})->all_verify());
  for (const std::vector<Fr>& each : changed) claims.push_back({&verifier, each, proof});
  for (TaskPool* with : {static_cast<TaskPool*>(nullptr), static_cast<TaskPool*>(&pool)}) {
    const Groth16BatchVerdict verdict = groth16_verify_batch(claims, {nullptr, with}).value();
    ASSERT_EQ(verdict.rejected.size(), changed.size());
    for (size_t i = 0; i < changed.size(); ++i) EXPECT_EQ(verdict.rejected[i].index, 3 + i);
  }
}

}  // namespace
}  // namespace zkp
