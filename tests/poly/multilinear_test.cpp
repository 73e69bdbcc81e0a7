/// Multilinear polynomials against the formulas of the specification, and against the model's vector.
#include "poly/multilinear.h"
#include "poly/multilinear_kernels.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <vector>

#include "base/encoding.h"
#include "support/test_pool.h"

namespace zkp {
namespace {

constexpr size_t kLengths[] = {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 100, 255, 256, 257, 4095, 4096, 4097};

std::vector<Fr> elements(size_t n, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<Fr> out(n);
  for (Fr& x : out) {
    x = Fr::from_limbs_reduce({random(), random(), random(), random()});
    const uint64_t kind = random() % 16;
    if (kind < 3) x = kind == 0 ? Fr::zero() : kind == 1 ? Fr::one() : -Fr::one();
  }
  return out;
}

Fr eq(std::span<const Fr> z, size_t y) {
  Fr out = Fr::one();
  for (size_t k = 0; k < z.size(); ++k) out *= (y >> k & 1) != 0 ? z[k] : Fr::one() - z[k];
  return out;
}
Fr at(std::span<const Fr> f, size_t i) { return i < f.size() ? f[i] : Fr::zero(); }
Fr evaluate_by_definition(std::span<const Fr> f, std::span<const Fr> z) {
  Fr out;
  for (size_t y = 0; y < f.size(); ++y) out += f[y] * eq(z, y);
  return out;
}
size_t variables_of(size_t n) {
  size_t d = 0;
  while (size_t{1} << d < n) ++d;
  return d;
}

TEST(Multilinear, EqTableAndEvaluationMatchTheModel) {
  const auto json = nlohmann::json::parse(std::ifstream(ZKP_SOURCE_DIR "/tests/vectors/mle.json"));
  const auto list = [&](const char* key) {
    std::vector<Fr> out;
    for (const auto& hex : json[key]) { out.push_back(*Fr::from_bytes(*hex_decode(hex.get<std::string>().substr(2)))); }
    return out;
  };
  const auto z = list("z"), f = list("f");
  std::vector<Fr> table(8);
  eq_table(z, table);
  EXPECT_EQ(table, list("eq_table"));
  EXPECT_EQ(evaluate_multilinear(f, z), *Fr::from_bytes(*hex_decode(json["mle"].get<std::string>().substr(2))));
}

TEST(Multilinear, BindingReplacesVariableZero) {
  TestPool pool(3);
  for (size_t n : kLengths) {
    const auto f = elements(n, 1);
    for (const Fr& r : {elements(40, 2)[30], Fr::zero(), Fr::one(), -Fr::one()}) {
      std::vector<Fr> expected((n + 1) / 2), out(expected.size()), in_parallel(expected.size());
      for (size_t i = 0; i < expected.size(); ++i) expected[i] = f[2 * i] + r * (at(f, 2 * i + 1) - f[2 * i]);
      bind_lowest(f, r, out);
      bind_lowest(f, r, in_parallel, &pool);
      EXPECT_EQ(out, expected) << n;
      EXPECT_EQ(in_parallel, expected) << n;
      for (TaskPool* in_place_pool : {static_cast<TaskPool*>(nullptr), static_cast<TaskPool*>(&pool)}) {
        auto in_place = f;
        bind_lowest(in_place, r, std::span(in_place).first(expected.size()), in_place_pool);
        in_place.resize(expected.size());
        EXPECT_EQ(in_place, expected) << n;
      }
    }
  }
}

// Long enough that pieces of an in-place fold run at the same time.
TEST(Multilinear, LongFoldsInPlaceAreRightInParallel) {
  TestPool pool(4);
  for (size_t n : {size_t{1} << 16, (size_t{1} << 16) - 1, (size_t{1} << 16) + 3, size_t{50000}}) {
    const auto f = elements(n, 3);
    const Fr r = elements(40, 4)[35];
    std::vector<Fr> expected((n + 1) / 2);
    bind_lowest(f, r, expected);
    auto in_place = f;
    bind_lowest(in_place, r, std::span(in_place).first(expected.size()), &pool);
    in_place.resize(expected.size());
    EXPECT_EQ(in_place, expected) << n;
  }
}

TEST(Multilinear, EqTableIsTheProductOfItsFactors) {
  TestPool pool(3);
  for (size_t d = 0; d <= 13; ++d) {
    const auto z = elements(d, 5);
    std::vector<Fr> table(size_t{1} << d), in_parallel(table.size());
    eq_table(z, table);
    eq_table(z, in_parallel, &pool);
    EXPECT_EQ(table, in_parallel);
    for (size_t y = 0; y < table.size(); y += d < 9 ? 1 : 37) ASSERT_EQ(table[y], eq(z, y)) << d << " " << y;
    Fr sum;
    for (const Fr& x : table) sum += x;
    EXPECT_TRUE(sum.is_one());
  }
}

TEST(Multilinear, InnerProductIsTheSumOfProducts) {
  TestPool pool(3);
  for (size_t n : kLengths) {
    const auto f = elements(n, 6), g = elements(n, 7);
    Fr expected;
    for (size_t i = 0; i < n; ++i) expected += f[i] * g[i];
    EXPECT_EQ(inner_product(f, g), expected);
    EXPECT_EQ(inner_product(f, g, &pool), expected);
  }
}

TEST(Multilinear, RowProductsWeighEveryRowAlike) {
  TestPool pool(3);
  for (size_t width : {1, 2, 7, 8, 9, 64}) {
    const auto weights = elements(width, 8);
    for (size_t n : kLengths) {
      const auto f = elements(n, 9);
      std::vector<Fr> expected((n + width - 1) / width), out(expected.size()), in_parallel(expected.size());
      for (size_t i = 0; i < n; ++i) expected[i / width] += weights[i % width] * f[i];
      row_products(f, weights, out);
      row_products(f, weights, in_parallel, &pool);
      EXPECT_EQ(out, expected) << width << " " << n;
      EXPECT_EQ(in_parallel, expected);
    }
  }
}

TEST(Multilinear, EvaluationIsTheSumOfTheDefinitionAndBindsOneByOne) {
  TestPool pool(3);
  for (size_t n : kLengths) {
    for (size_t spare : {0, 1, 14}) {
      const auto f = elements(n, 10);
      const auto z = elements(variables_of(n) + spare, 11);
      const Fr value = evaluate_multilinear(f, z);
      EXPECT_EQ(evaluate_multilinear(f, z, &pool), value);
      if (n <= 300) { EXPECT_EQ(value, evaluate_by_definition(f, z)) << n << " " << spare; }
      auto bound = f;
      for (const Fr& r : z) {
        std::vector<Fr> next((bound.size() + 1) / 2);
        bind_lowest(bound, r, next);
        bound = next;
      }
      EXPECT_EQ(value, at(bound, 0));
    }
  }
}

TEST(Multilinear, RoundSumsAreTheValuesOfTheRoundPolynomial) {
  TestPool pool(3);
  for (size_t n : kLengths) {
    const auto f = elements(n, 12), g = elements(n, 13), h = elements(n, 14);
    std::array<Fr, 3> two;
    std::array<Fr, 4> three;
    for (size_t i = 0; i < (n + 1) / 2; ++i) {
      for (uint64_t x = 0; x < 4; ++x) {
        const auto value = [&](const std::vector<Fr>& v) {
          return v[2 * i] + Fr::from_u64(x) * (at(v, 2 * i + 1) - v[2 * i]);
        };
        if (x < 3) two[x] += value(f) * value(g);
        three[x] += value(f) * value(g) * value(h);
      }
    }
    EXPECT_EQ(round_sums(f, g), two) << n;
    EXPECT_EQ(round_sums(f, g, &pool), two);
    EXPECT_EQ(round_sums(f, g, h), three) << n;
    EXPECT_EQ(round_sums(f, g, h, &pool), three);
  }
}

// A whole sumcheck: every round's values at 0 and 1 add up to the value of the round before at its challenge.
TEST(Multilinear, RoundsOfASumcheckFollowFromOneAnother) {
  const size_t d = 9;
  std::vector<std::vector<Fr>> tables = {elements(size_t{1} << d, 15), elements(size_t{1} << d, 16),
                                         elements(size_t{1} << d, 17)};
  const auto challenges = elements(d, 18);
  Fr claim;
  for (size_t i = 0; i < tables[0].size(); ++i) claim += tables[0][i] * tables[1][i] * tables[2][i];
  for (const Fr& r : challenges) {
    const auto s = round_sums(tables[0], tables[1], tables[2]);
    ASSERT_EQ(s[0] + s[1], claim);
    claim = Fr::zero();  // Lagrange interpolation at r from 0, 1, 2, 3
    for (uint64_t i = 0; i < 4; ++i) {
      Fr basis = Fr::one();
      for (uint64_t k = 0; k < 4; ++k) {
        if (k != i) basis *= (r - Fr::from_u64(k)) * (Fr::from_u64(i) - Fr::from_u64(k)).inverse();
      }
      claim += s[i] * basis;
    }
    for (auto& table : tables) {
      bind_lowest(table, r, std::span(table).first(table.size() / 2));
      table.resize(table.size() / 2);
    }
  }
  EXPECT_EQ(claim, tables[0][0] * tables[1][0] * tables[2][0]);
}

TEST(Multilinear, NeighboursAddUp) {
  TestPool pool(3);
  for (size_t n : kLengths) {
    const auto f = elements(n, 19);
    std::vector<Fr> expected((n + 1) / 2), out(expected.size());
    for (size_t i = 0; i < expected.size(); ++i) expected[i] = f[2 * i] + at(f, 2 * i + 1);
    add_neighbours(f, out);
    EXPECT_EQ(out, expected) << n;
    auto in_place = f;
    add_neighbours(in_place, std::span(in_place).first(expected.size()), &pool);
    in_place.resize(expected.size());
    EXPECT_EQ(in_place, expected) << n;
  }
  const auto z = elements(6, 20);
  std::vector<Fr> table(64), without(32), expected(32);
  eq_table(z, table);
  add_neighbours(table, without);
  eq_table(std::span(z).subspan(1), expected);
  EXPECT_EQ(without, expected);
}

// A tree of fractions from 2^d leaves to the root, and the sumcheck of its widest layer by the normalised claims of the
// specification, 7.1:  c' = c - z (a1 + a2) + r (a1 + r a2), which is t(r).
TEST(Multilinear, FractionTreeAndItsRoundsFollowTheSpecification) {
  TestPool pool(3);
  const size_t d = 7, n = size_t{1} << d;
  const auto leaves_p = elements(2 * n, 21), leaves_q = elements(2 * n, 22);
  const auto halves = [](const std::vector<Fr>& p, const std::vector<Fr>& q) {
    const size_t h = p.size() / 2;
    return FractionPairs{std::span(p).first(h), std::span(p).last(h), std::span(q).first(h), std::span(q).last(h)};
  };
  std::vector<Fr> p(n), q(n), same_p(n), same_q(n);
  add_fractions(halves(leaves_p, leaves_q), p, q);
  add_fractions(halves(leaves_p, leaves_q), same_p, same_q, &pool);
  EXPECT_EQ(p, same_p);
  EXPECT_EQ(q, same_q);
  for (size_t y = 0; y < n; ++y) {
    EXPECT_EQ(p[y], leaves_p[y] * leaves_q[y + n] + leaves_p[y + n] * leaves_q[y]);
    EXPECT_EQ(q[y], leaves_q[y] * leaves_q[y + n]);
  }

  const auto z = elements(d, 23), challenges = elements(d, 24);
  const Fr lambda = elements(20, 25)[19];
  std::vector<Fr> tables[4];
  for (int i = 0; i < 4; ++i) {
    const auto& leaves = i < 2 ? leaves_p : leaves_q;
    tables[i].assign(leaves.begin() + (i % 2 == 0 ? 0 : n), leaves.begin() + (i % 2 == 0 ? n : 2 * n));
  }
  Fr claim = evaluate_multilinear(p, z) + lambda * evaluate_multilinear(q, z);
  for (size_t y = 0; y < n; ++y) tables[1][y] += lambda * tables[3][y];  // p1 + lambda q1
  std::vector<Fr> weights(n / 2);
  eq_table(std::span(z).subspan(1), weights);
  for (size_t j = 0; j < d; ++j) {
    const auto [a0, a2] = multilinear_kernels().fraction_round(
        weights.data(), {tables[0].data(), tables[1].data(), tables[2].data(), tables[3].data()}, weights.size());
    Fr at_1;
    for (size_t i = 0; i < weights.size(); ++i) {
      const size_t y = 2 * i + 1;
      at_1 += weights[i] * (tables[0][y] * tables[3][y] + tables[1][y] * tables[2][y]);
    }
    ASSERT_EQ((Fr::one() - z[j]) * a0 + z[j] * at_1, claim) << j;
    const Fr a1 = at_1 - a0 - a2, r = challenges[j];
    claim = a0 + r * (a1 + r * a2);
    for (auto& table : tables) {
      bind_lowest(table, r, std::span(table).first(table.size() / 2));
      table.resize(table.size() / 2);
    }
    add_neighbours(weights, std::span(weights).first((weights.size() + 1) / 2));
    weights.resize((weights.size() + 1) / 2);
  }
  EXPECT_EQ(claim, tables[0][0] * tables[3][0] + tables[1][0] * tables[2][0]);
}

TEST(MultilinearDeathTest, WrongLengthsAbort) {
  std::vector<Fr> f(8), g(7), out(3);
  EXPECT_DEATH(bind_lowest(f, Fr::one(), out), "size");
  EXPECT_DEATH(inner_product(f, g), "size");
  EXPECT_DEATH(round_sums(f, g), "size");
  EXPECT_DEATH(round_sums(f, f, g), "size");
  EXPECT_DEATH(eq_table(out, g), "size");
  EXPECT_DEATH(evaluate_multilinear(f, std::span(out).first(2)), "size");
  EXPECT_DEATH(add_neighbours(f, out), "size");
  EXPECT_DEATH(add_fractions({f, f, f, g}, f, f), "size");
  EXPECT_DEATH(row_products(f, out, out.empty() ? out : std::span(out).first(2)), "width");
}

}  // namespace
}  // namespace zkp
