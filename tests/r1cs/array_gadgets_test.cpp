/// Secret indices and lookup tables, against plain arrays and against forgers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "r1cs/gadgets/array.h"
#include "r1cs/gadgets/lookup.h"
#include "r1cs/gadgets/poseidon.h"
#include "r1cs/run_gadget.h"
#include "transcript/poseidon.h"

namespace zkp::gadgets {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using zkp::testing::Forgery;
using zkp::testing::Outcome;
using zkp::testing::pinned;
using zkp::testing::run_gadget;
using Lcs = std::vector<LinearCombination>;

Fr fr(int64_t v) { return Fr::from_i64(v); }

TEST(Arrays, ReadAndWriteWhereTheIndexSays) {
  for (int64_t n : {1, 2, 5})
    for (int64_t index = -1; index <= n; ++index) {
      std::vector<Fr> in = {fr(index), fr(99)};
      for (int64_t i = 0; i < n; ++i) in.push_back(fr(10 * i));
      const Outcome r = run_gadget(in, [](ConstraintSystem& cs, auto wires) -> Lcs {
        const auto values = wires.subspan(2);
        Lcs out = {read_at(cs, values, wires[0], "read")};
        for (auto& element : write_at(cs, values, wires[0], wires[1], "write")) out.push_back(std::move(element));
        Lcs numbers;
        for (size_t i = 0; i < values.size(); ++i) numbers.push_back(Fr::from_u64(7 * i));
        out.push_back(read_at(cs, numbers, wires[0], "constants"));
        return out;
      });
      EXPECT_EQ(r.satisfied, index >= 0 && index < n) << index << " of " << n;
      EXPECT_EQ(r.constraints, 2u * n + 2 * n + n);
      if (!r.satisfied) continue;
      std::vector<Fr> expected = {fr(10 * index)};
      for (int64_t i = 0; i < n; ++i) expected.push_back(i == index ? fr(99) : fr(10 * i));
      expected.push_back(fr(7 * index));
      EXPECT_EQ(r.outputs, expected);
      EXPECT_TRUE(r.every_wire_is_bound());
    }
}

// Two half selections would read the mean of two elements.
TEST(Arrays, AForgedSelectionIsRefused) {
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  const Variable index = cs.alloc_public(fr(1));
  Lcs values;
  for (int64_t i = 0; i < 4; ++i) values.push_back(cs.alloc_public(fr(10 * i)));
  const LinearCombination out = read_at(cs, values, index, "read");
  const uint32_t first = values.back().terms()[0].variable + 1;
  ASSERT_TRUE(cs.is_satisfied().ok());
  Forgery half(cs);
  half.values()[first] = half.values()[first + 1] = half.values()[first + 2] = Fr::zero();
  half.values()[first + 1] = half.values()[first + 2] = fr(2).inverse();
  half[out] = fr(15);
  EXPECT_THAT(half.violated(), Contains("read.index.is[2]"));
  Forgery other(cs);  // says that the index is 2
  other.values()[first + 1] = Fr::zero();
  other.values()[first + 2] = Fr::one();
  other[out] = fr(20);
  EXPECT_THAT(other.violated(), ElementsAre("read.index.is[2]"));
}

std::vector<std::pair<Fr, Fr>> squares(uint64_t n) {
  std::vector<std::pair<Fr, Fr>> out;
  for (uint64_t i = 0; i < n; ++i) out.emplace_back(Fr::from_u64(i), Fr::from_u64(i * i));
  return out;
}

TEST(Lookup, ConstantTableGivesTheValueOfEveryKey) {
  const Outcome r = run_gadget({fr(3), fr(0), fr(3), fr(15), fr(3)}, [](ConstraintSystem& cs, auto keys) -> Lcs {
    LookupTable table = LookupTable::of_numbers(squares(16));
    Lcs out;
    for (const auto& key : keys) out.push_back(table.value_of(cs, key));
    table.finish(cs, "squares");
    return out;
  });
  EXPECT_TRUE(r.satisfied);
  EXPECT_EQ(r.outputs, (std::vector<Fr>{fr(9), fr(0), fr(9), fr(225), fr(9)}));
  EXPECT_TRUE(r.unnoticed.empty());
  // Five values and one equation, the sum: as an equation it has many solutions, and what keeps a prover from finding
  // one is that the challenge is a hash of them. So this is the one gadget whose Jacobian has a kernel.
  EXPECT_FALSE(r.locally_free.empty());
  // 16 counts of 3 bits in one element, 10 looked-up values: 6 permutations; x, y; 5 (1 + 1) + 16 + 1.
  EXPECT_EQ(r.constraints, 16u * 3 + 6 * 240 + 2 + 5 * 2 + 16 + 1);
}

TEST(Lookup, WitnessTableOfOneOrThreeColumnsHoldsItsRows) {
  for (const size_t width : {1u, 3u}) {
    for (const bool member : {true, false}) {
      const Outcome r = run_gadget({fr(10), fr(20), fr(30)}, [&](ConstraintSystem& cs, auto in) -> Lcs {
        auto row = [&](size_t i, bool honest) {
          LookupTable::Row out;
          for (size_t t = 0; t < width; ++t) out.push_back(in[i] * fr(static_cast<int64_t>(t) + 1));
          if (!honest) out.back() += Fr::one();
          return out;
        };
        LookupTable table({row(0, true), row(1, true), row(2, true)});
        table.require(row(2, true));
        table.require(row(0, member));
        table.finish(cs, "table");
        return {};
      });
      EXPECT_EQ(r.satisfied, member);
      EXPECT_TRUE(r.unnoticed.empty() && r.locally_free.empty());
      const auto w = static_cast<uint32_t>(width);
      EXPECT_EQ(r.constraints, 3u * 2 + 240 * ((1 + 5 * w + 1) / 2) + (w == 1 ? 1 : 3) + 5 * (w - 1) + 2 + 3 + 1);
    }
  }
}

TEST(Lookup, HashesOfTheCircuitAreNoConstantsOfIt) {
  for (const uint64_t looked_up : {1u, 2u}) {
    const Outcome r = run_gadget({fr(3), fr(5), Fr::zero()}, [&](ConstraintSystem& cs, auto in) -> Lcs {
      std::vector<LookupTable::Row> rows;
      for (int64_t v : {5, 3}) rows.push_back({zkp::poseidon_hash_list("t", std::array{fr(v)})});
      LookupTable table(rows);
      for (uint64_t i = 0; i < looked_up; ++i)
        table.require({poseidon_hash_list(cs, "t", std::array{in[i]}, {"hash", i})});
      table.finish(cs, "members");
      const Lcs hashes = {poseidon_hash_list(cs, "t", std::array{in[0]}, "first"),
                          poseidon_hash_list(cs, "t", std::array{in[1]}, "second")};
      return {read_at(cs, hashes, in[2], "read")};
    });
    EXPECT_TRUE(r.satisfied);
    EXPECT_TRUE(r.one_shape);
    EXPECT_EQ(r.outputs[0], zkp::poseidon_hash_list("t", std::array{fr(3)}));
  }
}

TEST(Lookup, ATableThatNobodyAsksCostsNothing) {
  ConstraintSystem cs(Synthesis::kShape);
  LookupTable table = LookupTable::of_numbers(squares(4));
  table.finish(cs, "squares");
  EXPECT_EQ(cs.constraint_count(), 0u);
}

TEST(LookupDeathTest, AForgottenFinishStopsTheProgram) {
  ConstraintSystem cs(Synthesis::kShape);
  auto forget = [&] {
    LookupTable table = LookupTable::of_numbers(squares(4));
    table.value_of(cs, fr(1));
  };
  EXPECT_DEATH(forget(), "finished_");
}

// A malicious prover who claims 3 -> 10 and repairs the argument in every place that it can reach.
class LookupForger : public ::testing::Test {
 protected:
  LookupForger() : cs_(Synthesis::kShapeAndWitness) {
    const Variable key = cs_.alloc_public(fr(3));
    LookupTable table = LookupTable::of_numbers(squares(8));
    value_ = table.value_of(cs_, key);
    table.finish(cs_, "t");
  }

  // Computes everything after the multiplicities honestly, for the value and the multiplicities that are written.
  void recompute(Forgery& sheet) {
    // Every product in the order of the circuit: sponge, x, y, y a.
    for (uint32_t row = 0; row < cs_.constraint_count(); ++row) {
      const std::string path = cs_.paths().describe(row);
      const R1cs& system = cs_.r1cs();
      auto value = [&](const SparseMatrix& m) { return m.evaluate_row(row, sheet.values()); };
      if (path.find("absorb") != std::string::npos || path == "t.x" || path == "t.y" || path == "t.lookup[0].value[1]")
        sheet.values()[system.c.row_variables(row)[0]] = value(system.a) * value(system.b);
      if (path.ends_with("inverse") || path.ends_with("fraction"))
        sheet.values()[system.a.row_variables(row)[0]] = value(system.c) * value(system.b).inverse();
    }
  }

  ConstraintSystem cs_;
  LinearCombination value_;
};

TEST_F(LookupForger, HonestRecomputationChangesNothing) {
  Forgery sheet(cs_);
  recompute(sheet);
  EXPECT_THAT(sheet.violated(), IsEmpty());
}

TEST_F(LookupForger, AFalseValueFailsInTheSum) {
  Forgery sheet(cs_);
  sheet[value_] = fr(10);
  recompute(sheet);
  EXPECT_THAT(sheet.violated(), ElementsAre("t.sum"));
}

TEST_F(LookupForger, ASumRepairedByAFractionFailsThere) {
  Forgery sheet(cs_);
  sheet[value_] = fr(10);
  recompute(sheet);
  sheet.last_in_a("t.row[5].fraction") += sheet.a("t.sum");
  EXPECT_THAT(sheet.violated(), ElementsAre("t.row[5].fraction"));
}

// Once x is known, the multiplicity m_5 = (sum) (x - T_5) balances the sum. It is no bit, and it was hashed.
TEST_F(LookupForger, AMultiplicityChosenAfterTheChallengeFails) {
  Forgery sheet(cs_);
  sheet[value_] = fr(10);
  recompute(sheet);
  const Fr missing = sheet.a("t.sum") * sheet.b("t.row[5].fraction");
  sheet.last_in_c("t.row[5].fraction") += missing;
  sheet.last_in_a("t.row[5].fraction") += sheet.a("t.sum");
  EXPECT_THAT(sheet.violated(), Contains("t.times[5].bit[0]"));
  EXPECT_THAT(sheet.violated(), Contains("t.absorb[0].round[0].square[1]"));
  EXPECT_THAT(sheet.violated(), Not(Contains("t.sum")));
  // Hashing the new multiplicity moves the challenge, and the sum is wrong again.
  recompute(sheet);
  EXPECT_THAT(sheet.violated(), ElementsAre("t.times[5].bit[0]", "t.sum"));
}

// With a challenge of the prover's choice two different multisets can be made to balance: x that solves the sum.
TEST_F(LookupForger, AChallengeOfOnesOwnFails) {
  Forgery sheet(cs_);
  sheet[value_] = fr(10);
  recompute(sheet);
  // y so that 3 + 10 y = 2 + 4 y: the false row meets the row of key 2.
  const Fr y = -fr(6).inverse();
  for (uint32_t row = 0; row < cs_.constraint_count(); ++row)
    if (cs_.paths().describe(row) == "t.y") sheet.values()[cs_.r1cs().c.row_variables(row)[0]] = y;
  sheet.last_in_c("t.lookup[0].value[1]") = sheet.a("t.lookup[0].value[1]") * sheet.b("t.lookup[0].value[1]");
  std::swap(sheet.last_in_c("t.row[2].fraction"), sheet.last_in_c("t.row[3].fraction"));
  for (uint32_t row = 0; row < cs_.constraint_count(); ++row) {
    const std::string path = cs_.paths().describe(row);
    if (path.ends_with("inverse") || path.ends_with("fraction"))
      sheet.values()[cs_.r1cs().a.row_variables(row)[0]] = sheet.c(path) * sheet.b(path).inverse();
  }
  EXPECT_THAT(sheet.violated(), Contains("t.y"));
  EXPECT_THAT(sheet.violated(), Not(Contains("t.sum")));
}

}  // namespace
}  // namespace zkp::gadgets
