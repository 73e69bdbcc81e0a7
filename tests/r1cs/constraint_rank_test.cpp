/// The tools that look for constraints that say nothing and wires that nothing binds, on circuits of a few lines.
#include "r1cs/constraint_rank.h"

#include <gmock/gmock.h>

#include "r1cs/constraint_system.h"
#include "r1cs/single_changes.h"
#include "r1cs/tamper.h"

namespace zkp {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using zkp::testing::ConstraintRank;
using zkp::testing::single_changes;

Fr number(uint64_t v) { return Fr::from_u64(v); }

TEST(ConstraintRank, OfAProductIsFull) {
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  const Variable out = cs.alloc_public(number(30));
  const Variable x = cs.alloc(number(2)), y = cs.alloc(number(3)), z = cs.alloc(number(5));
  const Variable xy = cs.mul(x, y, "x_y"), xyz = cs.mul(xy, z, "x_y_z");
  cs.enforce_zero(LinearCombination(xyz) - out, "out");
  const ConstraintRank rank(cs.r1cs(), cs.assignment());
  EXPECT_EQ(rank.rank(), 3u);
  EXPECT_THAT(rank.dependences(), IsEmpty());
}

TEST(ConstraintRank, NamesWhatFollowsFromTheRest) {
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  const Variable x = cs.alloc(number(2)), y = cs.alloc(number(3)), other = cs.alloc(number(7));
  const Variable xy = cs.mul(x, y, "x_y");                                                                // 0
  cs.enforce_zero(LinearCombination(x) + y - number(5), "sum");                                           // 1
  cs.enforce_zero(LinearCombination(xy) - number(6), "product");                                          // 2
  cs.enforce(other, other, number(49), "apart");                                                          // 3
  cs.enforce(LinearCombination(x) + number(1), LinearCombination(y) + number(1), number(12), "follows");  // 4
  const ConstraintRank rank(cs.r1cs(), cs.assignment());
  ASSERT_EQ(rank.dependences().size(), 1u);
  EXPECT_THAT(rank.dependent_rows(), ElementsAre(0, 1, 2, 4));  // (x + 1)(y + 1) = x y + x + y + 1
  EXPECT_EQ(rank.rank(), 4u);
}

// To first order 0 b = 0 says nothing where b = 0, and one bit of two follows from their sum.
TEST(ConstraintRank, IsThatOfTheWitness) {
  auto run = [](uint64_t product) {
    ConstraintSystem cs(Synthesis::kShapeAndWitness);
    const Variable x = cs.alloc(number(1)), y = cs.alloc(number(0)), b = cs.alloc(number(product));
    for (const Variable bit : {x, y}) cs.enforce(bit, number(1) - LinearCombination(bit), {}, "bit");
    cs.enforce_zero(LinearCombination(x) + y - number(1), "sum");
    cs.enforce(y, b, {}, "unless");
    return ConstraintRank(cs.r1cs(), cs.assignment()).dependent_rows();
  };
  EXPECT_THAT(run(0), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(run(5), ElementsAre(0, 1, 2, 3));  // y is pinned twice
}

TEST(SingleChanges, AreSolvedForAndNotTried) {
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  const Variable x = cs.alloc(number(3)), y = cs.alloc(number(4)), unread = cs.alloc(number(1)),
                 silent = cs.alloc(number(9)), zero = cs.alloc(number(0));
  cs.enforce(x, x, number(9), "square");   // -3 does as well
  cs.enforce(y, y, number(16), "square");  // -4 would, but
  cs.enforce_zero(LinearCombination(y) - number(4), "y");
  cs.enforce(zero, silent, {}, "zero");  // whatever it is
  cs.enforce(zero, zero, {}, "zero_square");
  cs.enforce(number(0), silent, {}, "vacuous");
  const auto found = single_changes(cs.r1cs(), cs.assignment());
  EXPECT_THAT(found.unused, ElementsAre(unread.index));
  EXPECT_THAT(found.unnoticed, ElementsAre(x.index, silent.index));
  EXPECT_THAT(found.vacuous, ElementsAre(5));
  // Trying changes finds what every change passes.
  EXPECT_THAT(zkp::testing::unnoticed_changes(cs.r1cs(), cs.assignment()), ElementsAre(unread.index, silent.index));
}

}  // namespace
}  // namespace zkp
