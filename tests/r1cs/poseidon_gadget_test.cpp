#include "r1cs/gadgets/poseidon.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "hash/sha2.h"
#include "r1cs/gadgets/merkle.h"
#include "r1cs/tamper.h"
#include "transcript/poseidon.h"

namespace zkp::gadgets {
namespace {

std::vector<LinearCombination> alloc_all(ConstraintSystem& cs, std::span<const Fr> values) {
  std::vector<LinearCombination> out;
  for (const Fr& value : values) out.push_back(cs.alloc(value));
  return out;
}

std::string matrices_hash(const R1cs& system) {
  Sha256 hash;
  write_matrices(system, [&](ByteView bytes) { hash.update(bytes); });
  return hex_encode(hash.finish());
}

void expect_shape(const nlohmann::json& expected, const R1cs& system) {
  EXPECT_EQ(system.constraint_count(), expected["constraints"].get<uint32_t>());
  EXPECT_EQ(system.variable_count, expected["variables"].get<uint32_t>());
  EXPECT_EQ(system.a.nonzeros(), expected["nnz"][0].get<size_t>());
  EXPECT_EQ(system.b.nonzeros(), expected["nnz"][1].get<size_t>());
  EXPECT_EQ(system.c.nonzeros(), expected["nnz"][2].get<size_t>());
  EXPECT_EQ(matrices_hash(system), expected["sha256_of_matrices"].get<std::string>());
}

nlohmann::json vector_at(size_t index) {
  std::ifstream in(ZKP_SOURCE_DIR "/tests/vectors/r1cs_poseidon.json");
  return nlohmann::json::parse(in)["circuits"][index];
}

TEST(PoseidonGadget, MatricesOfOnePermutationAreThoseOfTheModel) {
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  const std::array<Fr, 3> in = {Fr::zero(), Fr::one(), Fr::from_u64(2)};
  const auto state = alloc_all(cs, in);
  const PoseidonState out = poseidon_permute(cs, {state[0], state[1], state[2]}, "permutation");
  EXPECT_TRUE(cs.is_satisfied().ok());
  EXPECT_EQ(cs.constraint_count(), kPoseidonConstraints);
  expect_shape(vector_at(0), cs.r1cs());
  for (size_t i = 0; i < 3; ++i)
    EXPECT_EQ("0x" + hex_encode(cs.value(out[i]).to_bytes()), vector_at(0)["out"][i].get<std::string>());
}

TEST(PoseidonGadget, RunForTheWitnessAloneHasTheValuesOfTheMatrices) {
  const std::array<Fr, 3> in = {Fr::one(), Fr::from_u64(2), Fr::from_u64(3)};
  ConstraintSystem full(Synthesis::kShapeAndWitness), witness(Synthesis::kWitness);
  for (ConstraintSystem* cs : {&full, &witness}) {
    const LinearCombination out = poseidon_hash_list(*cs, "zkp.ds.v1.PI", alloc_all(*cs, in), "hash");
    EXPECT_EQ(cs->value(out), zkp::poseidon_hash_list("zkp.ds.v1.PI", in));
  }
  EXPECT_TRUE(std::ranges::equal(witness.assignment(), full.assignment()));
  EXPECT_TRUE(std::ranges::equal(witness.a_values(), full.a_values()));
  EXPECT_TRUE(std::ranges::equal(witness.b_values(), full.b_values()));
  EXPECT_TRUE(std::ranges::equal(witness.c_values(), full.c_values()));
}

TEST(PoseidonGadget, MatricesOfTheListHashAreThoseOfTheModel) {
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  const std::array<Fr, 3> in = {Fr::one(), Fr::from_u64(2), Fr::from_u64(3)};
  const LinearCombination out = poseidon_hash_list(cs, "zkp.ds.v1.PI", alloc_all(cs, in), "hash");
  EXPECT_TRUE(cs.is_satisfied().ok());
  expect_shape(vector_at(1), cs.r1cs());
  EXPECT_EQ(cs.value(out), zkp::poseidon_hash_list("zkp.ds.v1.PI", in));
}

TEST(PoseidonGadget, EveryChangedVariableIsNoticed) {
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  const std::array<Fr, 3> in = {Fr::from_u64(5), Fr::from_u64(6), Fr::from_u64(7)};
  const Variable result = cs.alloc_public(zkp::poseidon_hash_list("tag", in));
  const LinearCombination out = poseidon_hash_list(cs, "tag", alloc_all(cs, in), "hash");
  cs.enforce_zero(out - result, "result");
  ASSERT_TRUE(cs.is_satisfied().ok());
  EXPECT_TRUE(zkp::testing::unnoticed_changes(cs.r1cs(), cs.assignment()).empty());
}

TEST(PoseidonGadget, SpongeAgreesWithTheNativeOneAfterEveryStep) {
  ConstraintSystem cs(Synthesis::kWitness);
  PoseidonSponge inside("zkp.ds.v1.A");
  zkp::PoseidonSponge outside("zkp.ds.v1.A");
  for (uint64_t i = 1; i < 8; i += 2) {
    const Fr a = Fr::from_u64(i), b = Fr::from_u64(i * i);
    inside.absorb2(cs, cs.alloc(a), cs.alloc(b), {"absorb", i});
    outside.absorb2(a, b);
    EXPECT_EQ(cs.value(inside.s1()), outside.s1());
    EXPECT_EQ(cs.value(inside.s2()), outside.s2());
  }
  EXPECT_TRUE(cs.is_satisfied().ok());
}

TEST(MerkleGadget, PathLeadsToTheNativeRootAndNothingElseDoes) {
  const std::array<Fr, 3> siblings = {Fr::from_u64(11), Fr::from_u64(22), Fr::from_u64(33)};
  const Fr leaf = Fr::from_u64(7);
  for (uint64_t index = 0; index < 8; ++index) {
    ConstraintSystem cs(Synthesis::kShapeAndWitness);
    const Variable root = cs.alloc_public(merkle_root(leaf, index, siblings));
    std::vector<Bit> bits;
    for (size_t level = 0; level < 3; ++level) bits.push_back(Bit::alloc(cs, index >> level & 1, {"index", level}));
    const LinearCombination leaf_variable = cs.alloc(leaf);
    const auto path = alloc_all(cs, siblings);
    const uint32_t before = cs.constraint_count();
    const LinearCombination computed = merkle_root(cs, leaf_variable, bits, path, "path");
    EXPECT_EQ(cs.constraint_count() - before, 3 * 241u);
    cs.enforce_zero(computed - root, "root");
    EXPECT_TRUE(cs.is_satisfied().ok());
    EXPECT_TRUE(zkp::testing::unnoticed_changes(cs.r1cs(), cs.assignment()).empty());
  }
}

TEST(MerkleGadget, PositionsAndLeavesGiveDifferentRoots) {
  const std::array<Fr, 2> siblings = {Fr::from_u64(1), Fr::from_u64(2)};
  EXPECT_NE(merkle_root(Fr::from_u64(9), 0, siblings), merkle_root(Fr::from_u64(9), 1, siblings));
  EXPECT_NE(merkle_root(Fr::from_u64(9), 0, siblings), merkle_root(Fr::from_u64(8), 0, siblings));
  EXPECT_EQ(merkle_root(Fr::from_u64(9), 0, {}), Fr::from_u64(9));
}

}  // namespace
}  // namespace zkp::gadgets
