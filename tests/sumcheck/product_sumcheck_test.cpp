/// The prover of sums of products against a verifier that knows nothing of tails.
#include "sumcheck/product_sumcheck.h"

#include <gtest/gtest.h>

#include "sumcheck/dense.h"
#include "support/test_pool.h"

namespace zkp {
namespace {

using dense::Elements;
using dense::Tailed;

struct Instance {
  std::vector<Tailed> tables;
  std::vector<ProductTerm> terms;
  std::vector<Fr> z;

  std::vector<TailedTable> made() const {
    std::vector<TailedTable> out;
    for (const Tailed& table : tables) out.push_back(table.table());
    return out;
  }
  /// What the terms give for these values of the tables and of eq.
  Fr combine(std::span<const Fr> values, const Fr& eq) const {
    Fr out;
    for (const ProductTerm& term : terms) {
      Fr product = term.coefficient;
      for (const size_t f : term.factors) product *= values[f];
      out += term.with_eq ? product * eq : product;
    }
    return out;
  }
  Fr sum() const {
    Fr out;
    std::vector<std::vector<Fr>> all;
    for (const Tailed& table : tables) all.push_back(table.all());
    for (size_t x = 0; x < size_t{1} << z.size(); ++x) {
      std::vector<Fr> row;
      for (const std::vector<Fr>& table : all) row.push_back(table[x]);
      out += combine(row, dense::eq(z, x));
    }
    return out;
  }
};

PoseidonSponge transcript() {
  PoseidonSponge out("zkp.test");
  out.absorb2(Fr::from_u64(7), Fr::zero());
  return out;
}

/// Follows the rounds from the true sum; what remains has to be the terms at the point.
void expect_verifies(const Instance& instance, const ProductProof& proof) {
  const size_t variables = instance.z.size();
  ASSERT_EQ(proof.rounds.size(), variables);
  ASSERT_EQ(proof.point.size(), variables);
  PoseidonSponge sponge = transcript();
  Fr claim = instance.sum();
  const Fr half = Fr::from_u64(2).inverse();
  for (size_t j = 0; j < variables; ++j) {
    const auto& [a1, a2, a3, a4] = proof.rounds[j];
    sponge.absorb2(a1, a2).absorb2(a3, a4);
    const Fr x = sponge.s1();
    EXPECT_EQ(x, proof.point[j]);
    const Fr a0 = (claim - a1 - a2 - a3 - a4) * half;
    claim = a0 + x * (a1 + x * (a2 + x * (a3 + x * a4)));
  }
  std::vector<Fr> values;
  for (const Tailed& table : instance.tables) values.push_back(dense::evaluate(table.all(), proof.point));
  EXPECT_EQ(claim, instance.combine(values, dense::eq(instance.z, std::span<const Fr>(proof.point))));
}

Instance random_instance(Elements& random, size_t variables) {
  Instance out;
  out.z = random.list(variables);
  const size_t size = size_t{1} << variables, tables = 1 + random.below(5), terms = 1 + random.below(6);
  for (size_t i = 0; i < tables; ++i) {
    const size_t rows = random.below(4) == 0 ? size * random.below(2) : random.below(size + 1);
    out.tables.push_back({random.list(rows), random.below(2) == 0 ? Fr::zero() : random.one_of_all(), size});
  }
  for (size_t i = 0; i < terms; ++i) {
    ProductTerm term{random.one_of_all(), {}, random.below(2) == 0};
    const size_t factors = random.below(4);
    for (size_t f = 0; f < factors; ++f) term.factors.push_back(random.below(tables));
    out.terms.push_back(std::move(term));
  }
  return out;
}

TEST(ProductSumcheck, RandomInstancesVerify) {
  Elements random(1);
  TestPool pool(3);
  for (size_t run = 0; run < 240; ++run) {
    SCOPED_TRACE(run);
    const Instance instance = random_instance(random, run % 8);
    std::vector<TailedTable> tables = instance.made();
    PoseidonSponge sponge = transcript();
    const ProductProof proof = prove_products(tables, instance.terms, instance.z, sponge, nullptr);
    expect_verifies(instance, proof);
    for (size_t i = 0; i < tables.size(); ++i) {
      ASSERT_EQ(tables[i].size(), 1u);
      EXPECT_EQ(tables[i].at(0), dense::evaluate(instance.tables[i].all(), proof.point));
    }
    std::vector<TailedTable> again = instance.made();
    PoseidonSponge other = transcript();
    const ProductProof in_parallel = prove_products(again, instance.terms, instance.z, other, &pool);
    EXPECT_EQ(in_parallel.rounds, proof.rounds);
    EXPECT_EQ(in_parallel.point, proof.point);
    EXPECT_EQ(sponge.state(), other.state());
  }
}

// Every length of the dense part, of one table and of a second that is shorter or longer.
TEST(ProductSumcheck, EveryDenseLengthVerifies) {
  Elements random(2);
  constexpr size_t kVariables = 4, kSize = size_t{1} << kVariables;
  for (size_t first = 0; first <= kSize; ++first) {
    for (const size_t second : {size_t{0}, size_t{1}, size_t{5}, size_t{11}, kSize}) {
      SCOPED_TRACE(std::to_string(first) + " " + std::to_string(second));
      Instance instance;
      instance.z = random.list(kVariables);
      instance.tables = {{random.list(first), random.one_of_all(), kSize},
                         {random.list(second), random.one_of_all(), kSize}};
      const Fr c = random.one_of_all();
      instance.terms = {
          {c, {0}, true}, {Fr::one(), {0, 1, 1}, true}, {c, {1, 1}, false}, {Fr::one(), {0, 0, 1}, false}};
      std::vector<TailedTable> tables = instance.made();
      PoseidonSponge sponge = transcript();
      expect_verifies(instance, prove_products(tables, instance.terms, instance.z, sponge, nullptr));
    }
  }
}

// More pairs than one task sums.
TEST(ProductSumcheck, LongTablesVerify) {
  Elements random(3);
  TestPool pool(2);
  Instance instance;
  instance.z = random.list(12);
  instance.tables = {{random.list(4096), Fr::zero(), 4096}, {random.list(2051), random.one_of_all(), 4096}};
  instance.terms = {{Fr::one(), {0, 1}, true}, {Fr::one(), {0, 1, 1}, true}, {Fr::one(), {0, 0, 1}, false}};
  std::vector<TailedTable> tables = instance.made();
  PoseidonSponge sponge = transcript();
  expect_verifies(instance, prove_products(tables, instance.terms, instance.z, sponge, &pool));
}

TEST(ProductSumcheck, AWrongSumDoesNotVerify) {
  Elements random(4);
  Instance instance = random_instance(random, 5);
  instance.terms.push_back({Fr::one(), {0, 0}, true});
  std::vector<TailedTable> tables = instance.made();
  PoseidonSponge sponge = transcript();
  const ProductProof proof = prove_products(tables, instance.terms, instance.z, sponge, nullptr);
  Fr claim = instance.sum() + Fr::one();
  const Fr half = Fr::from_u64(2).inverse();
  for (size_t j = 0; j < proof.rounds.size(); ++j) {
    const auto& [a1, a2, a3, a4] = proof.rounds[j];
    const Fr x = proof.point[j];
    claim = (claim - a1 - a2 - a3 - a4) * half + x * (a1 + x * (a2 + x * (a3 + x * a4)));
  }
  std::vector<Fr> values;
  for (const TailedTable& table : tables) values.push_back(table.at(0));
  EXPECT_NE(claim, instance.combine(values, dense::eq(instance.z, std::span<const Fr>(proof.point))));
}

}  // namespace
}  // namespace zkp
