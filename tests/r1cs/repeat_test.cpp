/// Parts of a circuit that are made in parallel: the same constraints, variables and values as in a loop.
#include <gtest/gtest.h>

#include "r1cs/constraint_system.h"
#include "r1cs/gadgets/poseidon.h"
#include "support/test_pool.h"

namespace zkp {
namespace {

constexpr size_t kParts = 9;

Fr input(size_t i) { return Fr::from_u64(1000 + 37 * i); }

// A public key; for each part a secret that is hashed with it, twice, inside a nested repetition; then a sum over all.
void part(ConstraintSystem& cs, const Variable& key, size_t i, TaskPool* pool,
          std::vector<LinearCombination>& results) {
  const Variable secret = cs.alloc(input(i));
  cs.name(secret, {"secret", i});
  const LinearCombination inputs[] = {secret, key};
  results[i] = gadgets::poseidon_hash_list(cs, "test", inputs, "hash");
  std::vector<LinearCombination> inner(2);
  const auto square = [&](ConstraintSystem& nested, size_t j) {
    inner[j] = nested.mul(secret, LinearCombination(key) + Fr::from_u64(j), "times");
  };
  if (pool == nullptr) {
    for (size_t j = 0; j < 2; ++j) {
      auto scope = cs.scope({"inner", j});
      square(cs, j);
    }
  } else {
    cs.repeat(2, pool, square, "inner");
  }
  results[i] += inner[0] + inner[1];
}

void circuit(ConstraintSystem& cs, TaskPool* pool) {
  const Variable key = cs.alloc_public(Fr::from_u64(77));
  std::vector<LinearCombination> results(kParts);
  if (pool == nullptr) {
    for (size_t i = 0; i < kParts; ++i) {
      auto scope = cs.scope({"part", i});
      part(cs, key, i, pool, results);
    }
  } else {
    cs.repeat(
        kParts, pool, [&](ConstraintSystem& each, size_t i) { part(each, key, i, pool, results); }, "part");
  }
  LinearCombination sum;
  for (const LinearCombination& each : results) sum += each;
  cs.mul(sum, sum, "square");
}

TEST(Repeat, MakesWhatALoopMakes) {
  TestPool threads(4), alone(1);
  for (const Synthesis what : {Synthesis::kShape, Synthesis::kWitness, Synthesis::kShapeAndWitness}) {
    ConstraintSystem expected(what, [](ConstraintSystem& cs) { circuit(cs, nullptr); });
    for (TaskPool* pool : {&threads, &alone}) {
      ConstraintSystem made(what, [&](ConstraintSystem& cs) { circuit(cs, pool); });
      EXPECT_EQ(made.variable_count(), expected.variable_count());
      ASSERT_EQ(made.constraint_count(), expected.constraint_count());
      for (size_t i = 0; i < made.constraint_count(); ++i) {
        EXPECT_EQ(made.paths().describe(i), expected.paths().describe(i));
      }
      if (made.has_matrices()) { EXPECT_EQ(circuit_id(made.r1cs()), circuit_id(expected.r1cs())); }
      if (!made.has_values()) continue;
      EXPECT_TRUE(made.is_satisfied().ok());
      EXPECT_TRUE(std::ranges::equal(made.assignment(), expected.assignment()));
      EXPECT_TRUE(std::ranges::equal(made.a_values(), expected.a_values()));
      EXPECT_TRUE(std::ranges::equal(made.b_values(), expected.b_values()));
      EXPECT_TRUE(std::ranges::equal(made.c_values(), expected.c_values()));
    }
  }
}

TEST(Repeat, AViolationNamesItsPart) {
  TestPool pool(3);
  ConstraintSystem cs(Synthesis::kWitness);
  cs.repeat(
      5, &pool,
      [](ConstraintSystem& each, size_t i) {
        const Variable x = each.alloc(Fr::from_u64(i == 3 ? 2 : 1));
        each.enforce(x, x, x, "bit");
      },
      "row");
  const auto result = cs.is_satisfied();
  ASSERT_FALSE(result.ok());
  EXPECT_NE(result.error().message().find("row[3].bit"), std::string::npos) << result.error().message();
}

TEST(Repeat, NothingIsRepeatedNoTimes) {
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  cs.repeat(
      0, nullptr, [](ConstraintSystem&, size_t) { FAIL(); }, "none");
  EXPECT_EQ(cs.constraint_count(), 0u);
}

TEST(RepeatDeathTest, PartsThatDifferOrReachIntoEachOtherAbort) {
  const auto uneven = [] {
    ConstraintSystem cs(Synthesis::kWitness);
    cs.repeat(
        2, nullptr,
        [](ConstraintSystem& each, size_t i) {
          for (size_t k = 0; k <= i; ++k) each.alloc(Fr::one());
        },
        "part");
  };
  EXPECT_DEATH(uneven(), "variables");
  const auto reaching = [] {
    ConstraintSystem cs(Synthesis::kWitness);
    std::vector<Variable> made(2);
    cs.repeat(
        2, nullptr,
        [&](ConstraintSystem& each, size_t i) {
          made[i] = each.alloc(Fr::one());
          each.enforce(made[0], made[0], made[0], "first");
        },
        "part");
  };
  EXPECT_DEATH(reaching(), "is_known");
  const auto is_public = [] {
    ConstraintSystem cs(Synthesis::kWitness);
    cs.repeat(
        1, nullptr, [](ConstraintSystem& each, size_t) { each.alloc_public(Fr::one()); }, "part");
  };
  EXPECT_DEATH(is_public(), "whole_");
}

}  // namespace
}  // namespace zkp
