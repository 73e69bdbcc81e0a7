/// Many logical inputs behind one public input: circuit, keys, proof and verifier together.
#include "r1cs/gadgets/public_digest.h"

#include <gtest/gtest.h>

#include "base/sim.h"
#include "groth16/prove.h"
#include "groth16/setup.h"
#include "groth16/verify.h"
#include "r1cs/tamper.h"
#include "transcript/public_digest.h"

namespace zkp {
namespace {

constexpr std::string_view kDomain = "test.product.v1";

// The logical inputs (a, b, c, a b, b c): the last two are computed from the first three.
void circuit(ConstraintSystem& cs, std::span<const Fr> values) {
  const Variable digest = gadgets::alloc_poseidon_digest(cs, kDomain, values);
  std::vector<LinearCombination> inputs;
  for (const Fr& value : values) inputs.push_back(cs.alloc(value));
  cs.enforce(inputs[0], inputs[1], inputs[3], "ab");
  cs.enforce(inputs[1], inputs[2], inputs[4], "bc");
  gadgets::enforce_poseidon_digest(cs, digest, kDomain, inputs, "inputs");
}

std::vector<Fr> logical_inputs() {
  std::vector<Fr> out;
  for (uint64_t value : {3, 5, 7, 15, 35}) out.push_back(Fr::from_u64(value));
  return out;
}

TEST(PublicDigestGadget, BothSidesAgreeForEveryNumberOfInputs) {
  for (size_t count = 0; count < 7; ++count) {
    std::vector<Fr> values;
    for (size_t i = 0; i < count; ++i) values.push_back(-Fr::from_u64(i));
    ConstraintSystem cs(Synthesis::kShapeAndWitness);
    const Variable digest = gadgets::alloc_poseidon_digest(cs, kDomain, values);
    std::vector<LinearCombination> inputs;
    for (const Fr& value : values) inputs.push_back(cs.alloc(value));
    gadgets::enforce_poseidon_digest(cs, digest, kDomain, inputs, "inputs");
    EXPECT_TRUE(cs.is_satisfied().ok()) << count;
    EXPECT_EQ(cs.value(digest), poseidon_public_digest(kDomain, values));
    EXPECT_EQ(cs.public_count(), 1u);
    EXPECT_EQ(cs.constraint_count(), 240 * ((count + 1) / 2) + 1);
    EXPECT_TRUE(testing::unnoticed_changes(cs.r1cs(), cs.assignment()).empty());
  }
}

TEST(PublicDigestGadget, BothSidesAgreeWithSha256) {
  for (size_t count = 0; count < 3; ++count) {
    std::vector<Fr> values;
    for (size_t i = 0; i < count; ++i) values.push_back(-Fr::from_u64(i + 1));  // all 255 bits matter
    ConstraintSystem cs(Synthesis::kShapeAndWitness);
    const Variable digest = gadgets::alloc_sha256_digest(cs, kDomain, values);
    std::vector<LinearCombination> inputs;
    for (const Fr& value : values) inputs.push_back(cs.alloc(value));
    gadgets::enforce_sha256_digest(cs, digest, kDomain, inputs, "inputs");
    EXPECT_TRUE(cs.is_satisfied().ok()) << count;
    EXPECT_EQ(cs.value(digest), sha256_public_digest(kDomain, values));
    EXPECT_EQ(cs.public_count(), 1u);
    EXPECT_LE(cs.constraint_count(), 388 * count + 17640 * ((33 + 32 * count + 9 + 63) / 64) + 1);
    if (count == 1) { EXPECT_TRUE(testing::unnoticed_changes(cs.r1cs(), cs.assignment()).empty()); }

    ConstraintSystem shape(Synthesis::kShape);
    gadgets::alloc_sha256_digest(shape, kDomain, std::vector<Fr>(count));
    for (LinearCombination& input : inputs) input = shape.alloc(Fr::zero());
    gadgets::enforce_sha256_digest(shape, Variable{1}, kDomain, inputs, "inputs");
    EXPECT_EQ(circuit_id(shape.r1cs()), circuit_id(cs.r1cs()));
  }
}

TEST(PublicDigestGadget, Sha256OfOtherInputsIsNotSatisfied) {
  const std::vector<Fr> values = {Fr::from_u64(5), Fr::from_u64(6)};
  struct List {
    const char* name;
    std::vector<Fr> inputs;
  };
  for (const List& list : {List{"changed", {values[0], Fr::from_u64(7)}}, List{"swapped", {values[1], values[0]}},
                           List{"padded", {values[0], values[1], Fr::zero()}}, List{"shorter", {values[0]}}}) {
    ConstraintSystem cs(Synthesis::kWitness);
    const Variable digest = cs.alloc_public(sha256_public_digest(kDomain, list.inputs));
    const std::vector<LinearCombination> inputs = {cs.alloc(values[0]), cs.alloc(values[1])};
    gadgets::enforce_sha256_digest(cs, digest, kDomain, inputs, "inputs");
    EXPECT_FALSE(cs.is_satisfied().ok()) << list.name;
  }
}

TEST(PublicDigestGadget, AWrongDigestNamesItsConstraint) {
  const auto values = logical_inputs();
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  const Variable digest = cs.alloc_public(poseidon_public_digest("another domain", values));
  std::vector<LinearCombination> inputs;
  for (const Fr& value : values) inputs.push_back(cs.alloc(value));
  gadgets::enforce_poseidon_digest(cs, digest, kDomain, inputs, "inputs");
  const auto satisfied = cs.is_satisfied();
  ASSERT_FALSE(satisfied.ok());
  EXPECT_NE(satisfied.error().message().find("inputs.digest"), std::string::npos);
}

// The verifier names the logical inputs; none but those of the proof are accepted.
TEST(PublicDigestGadget, AProofHoldsForItsLogicalInputsAndForNoOtherList) {
  const auto values = logical_inputs();
  ConstraintSystem shape(Synthesis::kShape), witness(Synthesis::kWitness);
  circuit(shape, std::vector<Fr>(values.size()));
  circuit(witness, values);
  const Digest id = circuit_id(shape.r1cs());
  const ProvingKey key = groth16_setup(shape.r1cs(), insecure_dev_trapdoor(id), SetupLabel::insecure_dev()).value();
  const PreparedVerifyingKey verifier = PreparedVerifyingKey::make(key.vk).value();
  EXPECT_EQ(key.vk.ic.size(), 2u);
  SimRandom random(1);
  const Groth16Proof proof = groth16_prove(key, witness, random).value();
  auto verifies = [&](std::string_view domain, std::span<const Fr> inputs) {
    const Fr digest = poseidon_public_digest(domain, inputs);
    return verifier.verify({&digest, 1}, proof).ok();
  };
  EXPECT_TRUE(verifies(kDomain, values));
  EXPECT_FALSE(verifies("test.product.v2", values));
  for (size_t i = 0; i < values.size(); ++i) {
    auto changed = values;
    changed[i] += Fr::one();
    EXPECT_FALSE(verifies(kDomain, changed)) << "changed " << i;
    changed = values;
    std::swap(changed[i], changed[(i + 1) % values.size()]);
    EXPECT_FALSE(verifies(kDomain, changed)) << "swapped " << i;
  }
  auto longer = values;
  longer.push_back(Fr::zero());
  EXPECT_FALSE(verifies(kDomain, longer));
  EXPECT_FALSE(verifies(kDomain, std::span(values).first(4)));
  // The value plus the modulus is the same element: it does not get so far.
  Bytes raised = encode_public_inputs(values);
  std::fill_n(raised.begin(), 32, 0xff);
  EXPECT_EQ(decode_public_inputs(raised).error().code(), CryptoError::kNonCanonical);
}

}  // namespace
}  // namespace zkp
