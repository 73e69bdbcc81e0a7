/// The circuit against dishonest provers: every way to leave the rules must violate a constraint.
#include "statement/direct/circuit.h"

#include <gtest/gtest.h>

#include "r1cs/tamper.h"
#include "statement/direct/commitment.h"
#include "statement/direct/public_inputs.h"
#include "transcript/poseidon.h"

namespace zkp {
namespace {

constexpr uint32_t kCapacity = kDirectSmallCapacity;

struct Claim {
  std::vector<uint64_t> u = {5, 9, 7};
  bool disclose = true;
  uint64_t a = 5, b = 9;
};

DirectAssignment honest(const Claim& claim = {}) {
  DirectPublicInputs inputs;
  inputs.binding = Fr::from_u64(99);
  inputs.commitment = commit_column(claim.u, Fr::from_u64(1234));
  inputs.rows = claim.u.size();
  inputs.disclose_sum = claim.disclose;
  if (claim.disclose)
    for (uint64_t u : claim.u) inputs.sum_u += u;
  inputs.a_u = claim.a;
  inputs.b_u = claim.b;
  DirectAssignment out{inputs.elements(), Fr::from_u64(1234), {}, std::vector<Fr>(claim.u.size(), Fr::one())};
  for (uint64_t u : claim.u) out.u.push_back(Fr::from_u64(u));
  return out;
}

// The commitment that a dishonest prover would publish: over any elements.
Fr commitment_to(std::vector<Fr> u, const Fr& n, const Fr& salt) {
  u.resize(kCapacity);
  const Fr two64 = Fr::from_limbs_reduce({0, 1});
  std::vector<Fr> packed;
  for (size_t i = 0; i < u.size(); i += 3) {
    Fr element, weight = Fr::one();
    for (size_t k = i; k < std::min<size_t>(i + 3, u.size()); ++k, weight *= two64) element += weight * u[k];
    packed.push_back(element);
  }
  return PoseidonSponge(kColumnTag).absorb2(n, salt).absorb_list(packed).s1();
}

// The violated constraint, or "" when the circuit is satisfied.
std::string violated(const DirectAssignment& values) {
  ConstraintSystem cs(Synthesis::kWitness);
  direct_circuit(cs, kCapacity, values);
  auto answer = cs.is_satisfied();
  return answer.ok() ? "" : answer.error().message();
}

enum PublicInput { kBinding, kCommitment, kRows, kDisclose, kSum, kA, kB };

// Lets the prover choose its rows freely and commit to them consistently.
template <class Change>
std::string violated_after(Change change) {
  DirectAssignment values = honest();
  change(values);
  values.public_inputs[kCommitment] = commitment_to(values.u, values.public_inputs[kRows], values.salt);
  return violated(values);
}

TEST(DirectCircuit, CountsAreTheDocumentedOnes) {
  EXPECT_EQ(direct_constraint_count(64), 11394u);
  EXPECT_EQ(direct_constraint_count(1024), 177474u);
  const R1cs system = direct_r1cs(kCapacity);
  EXPECT_EQ(system.constraint_count(), 11394u);
  EXPECT_EQ(system.variable_count, 11209u);
  EXPECT_EQ(system.public_count, 7u);
}

TEST(DirectCircuit, HonestClaimsSatisfyIt) {
  EXPECT_EQ(violated(honest()), "");
  EXPECT_EQ(violated(honest({{5, 9, 7}, false, 0, UINT64_MAX})), "");
  EXPECT_EQ(violated(honest({{0}, true, 0, 0})), "");
  EXPECT_EQ(violated(honest({{UINT64_MAX}, true, UINT64_MAX, UINT64_MAX})), "");
  EXPECT_EQ(violated(honest({std::vector<uint64_t>(64, UINT64_MAX), true, 0, UINT64_MAX})), "");
}

TEST(DirectCircuit, CommitmentInTheCircuitIsTheNativeOne) {
  for (size_t n : {1, 2, 3, 4, 63, 64}) {
    std::vector<uint64_t> u;
    for (size_t i = 0; i < n; ++i) u.push_back(i * 0x9e3779b97f4a7c15);
    EXPECT_EQ(violated(honest({u, true, 0, UINT64_MAX})), "") << n;
  }
}

TEST(DirectCircuit, FalseClaimsViolateIt) {
  EXPECT_EQ(violated(honest({{5, 9, 7}, true, 6, 9})), "constraint rows[0].at_least.sum does not hold");
  EXPECT_EQ(violated(honest({{5, 9, 7}, true, 5, 8})), "constraint rows[1].at_most.sum does not hold");
  DirectAssignment values = honest();
  values.public_inputs[kSum] += Fr::one();
  EXPECT_EQ(violated(values), "constraint sum does not hold");
  values = honest();
  values.salt += Fr::one();
  EXPECT_EQ(violated(values), "constraint commitment.opened does not hold");
}

TEST(DirectCircuit, SelectorsAreARunOfOnesOfLengthN) {
  const Fr one = Fr::one(), zero = Fr::zero();
  // a hole
  EXPECT_EQ(violated_after([&](DirectAssignment& v) {
              v.u = {Fr::from_u64(5), zero, Fr::from_u64(7)};
              v.selectors = {one, zero, one};
              v.public_inputs[kRows] = Fr::from_u64(2);
              v.public_inputs[kSum] = Fr::from_u64(12);
            }),
            "constraint rows[2].ordered does not hold");
  // halves
  EXPECT_EQ(violated_after([&](DirectAssignment& v) {
              const Fr half = Fr::from_u64(2).inverse();
              v.selectors = {one, one, half, half};
            }),
            "constraint rows[2].selector does not hold");
  // a count that is not the number of rows, with either number of selectors
  EXPECT_EQ(violated_after([&](DirectAssignment& v) { v.public_inputs[kRows] = Fr::from_u64(2); }),
            "constraint count does not hold");
  EXPECT_EQ(violated_after([&](DirectAssignment& v) {
              v.selectors = {one, one};
              v.public_inputs[kRows] = Fr::from_u64(2);
            }),
            "constraint rows[2].padding does not hold");
  EXPECT_EQ(violated_after([&](DirectAssignment& v) {
              v.selectors = {};
              v.u = {};
              v.public_inputs[kRows] = -one;
              v.public_inputs[kSum] = zero;
            }),
            "constraint count does not hold");
}

TEST(DirectCircuit, RowsBeyondNAreZero) {
  EXPECT_EQ(violated_after([](DirectAssignment& v) {
              v.u.push_back(Fr::from_u64(6));
              v.public_inputs[kSum] += Fr::from_u64(6);
            }),
            "constraint rows[3].padding does not hold");
}

TEST(DirectCircuit, ValuesOutside64BitsAreImpossible) {
  const Fr two64 = Fr::from_limbs_reduce({0, 1});
  for (const Fr& value : {two64, -Fr::one(), two64 * two64, Fr::from_u64(2).inverse()}) {
    const std::string answer = violated_after([&](DirectAssignment& v) {
      v.public_inputs[kA] = Fr::zero();
      v.public_inputs[kB] = Fr::from_u64(UINT64_MAX);
      v.public_inputs[kSum] += value - v.u[1];
      v.u[1] = value;
    });
    EXPECT_TRUE(answer.starts_with("constraint rows[1].at_")) << answer;
  }
}

// 2^64 moved from row 1 to row 0 leaves the packed element, and so the commitment, as it is.
TEST(DirectCircuit, PackingHasOneOpening) {
  const Fr two64 = Fr::from_limbs_reduce({0, 1});
  DirectAssignment values = honest({{5, 9, 7}, true, 0, UINT64_MAX});
  values.u[0] += two64;
  values.u[1] -= Fr::one();
  values.public_inputs[kSum] += two64 - Fr::one();
  EXPECT_EQ(violated(values), "constraint rows[0].at_least.sum does not hold");
}

TEST(DirectCircuit, DisclosureFlagTwoProvesNoOtherSum) {
  DirectAssignment values = honest();
  values.public_inputs[kDisclose] = Fr::from_u64(2);
  EXPECT_EQ(violated(values), "");  // still only the true sum; the verifier computes the flag itself
  values.public_inputs[kSum] += Fr::one();
  EXPECT_EQ(violated(values), "constraint sum does not hold");
}

TEST(DirectCircuit, EveryChangedVariableIsNoticedButTheProvablyFreePublicInputs) {
  ConstraintSystem disclosed(Synthesis::kShapeAndWitness), hidden(Synthesis::kShapeAndWitness);
  direct_circuit(disclosed, kCapacity, honest());
  direct_circuit(hidden, kCapacity, honest({{5, 9, 7}, false, 5, 9}));
  ASSERT_TRUE(disclosed.is_satisfied().ok());
  ASSERT_TRUE(hidden.is_satisfied().ok());
  // Variables 1..7 are the public inputs. The binding is bound by the QAP alone; the verifier computes the flag (where
  // the sum is right) and the undisclosed sum (0) itself.
  EXPECT_EQ(testing::unnoticed_changes(disclosed.r1cs(), disclosed.assignment()),
            (std::vector<uint32_t>{1 + kBinding, 1 + kDisclose}));
  EXPECT_EQ(testing::unnoticed_changes(hidden.r1cs(), hidden.assignment()),
            (std::vector<uint32_t>{1 + kBinding, 1 + kSum}));
}

// No pair of neighbours can carry: the bits of every range check are bits.
TEST(DirectCircuit, NoDecompositionHasAnotherSetOfBits) {
  for (const Claim& claim : {Claim{}, Claim{{5, 9, 7}, true, 0, UINT64_MAX}}) {
    ConstraintSystem cs(Synthesis::kShapeAndWitness);
    direct_circuit(cs, kCapacity, honest(claim));
    ASSERT_TRUE(cs.is_satisfied().ok());
    EXPECT_EQ(testing::unnoticed_carries(cs.r1cs(), cs.assignment()), std::vector<uint32_t>{});
  }
}

TEST(Commitment, DependsOnEveryValueOnTheirNumberAndOnTheSalt) {
  const Fr salt = Fr::from_u64(1);
  const std::vector<uint64_t> base = {1, 2, 3};
  const Fr commitment = commit_column(base, salt);
  EXPECT_NE(commitment, commit_column(base, Fr::from_u64(2)));
  EXPECT_NE(commitment, commit_column(std::vector<uint64_t>{1, 2, 4}, salt));
  EXPECT_NE(commitment, commit_column(std::vector<uint64_t>{1, 3, 2}, salt));
  EXPECT_NE(commitment, commit_column(std::vector<uint64_t>{1, 2, 3, 0}, salt));
  EXPECT_NE(commit_column(std::vector<uint64_t>(64, 7), salt), commit_column(std::vector<uint64_t>(65, 7), salt));
}

}  // namespace
}  // namespace zkp
