/// Every gadget: the documented number of constraints, the native value, and no variable that can be changed unnoticed.
#include <gtest/gtest.h>

#include "r1cs/gadgets/boolean.h"
#include "r1cs/gadgets/compare.h"
#include "r1cs/gadgets/range.h"
#include "r1cs/gadgets/select.h"
#include "r1cs/run_gadget.h"

namespace zkp::gadgets {
namespace {

using zkp::testing::Outcome;

Fr fr(int64_t v) { return Fr::from_i64(v); }

Outcome run(std::vector<Fr> inputs, const zkp::testing::GadgetBody& body) {
  return zkp::testing::run_gadget(std::move(inputs), body);
}

TEST(Gadgets, BooleanOperationsFollowTheirTruthTables) {
  for (int a : {0, 1}) {
    for (int b : {0, 1}) {
      const Outcome r = run({fr(a), fr(b)}, [](ConstraintSystem& cs, auto in) -> std::vector<LinearCombination> {
        const Bit x = Bit::enforce(cs, in[0], "x"), y = Bit::enforce(cs, in[1], "y");
        return {bit_and(cs, x, y, "and").lc(), bit_or(cs, x, y, "or").lc(), bit_xor(cs, x, y, "xor").lc(), (!x).lc()};
      });
      EXPECT_TRUE(r.satisfied);
      EXPECT_EQ(r.outputs, (std::vector<Fr>{fr(a & b), fr(a | b), fr(a ^ b), fr(1 - a)}));
      EXPECT_EQ(r.constraints, 5u);
      EXPECT_TRUE(r.unnoticed.empty());
    }
  }
}

TEST(Gadgets, BitIsNothingButZeroOrOne) {
  for (int64_t v : {-1, 2, 3})
    EXPECT_FALSE(run({fr(v)}, [](ConstraintSystem& cs, auto in) -> std::vector<LinearCombination> {
                   return {Bit::enforce(cs, in[0], "x").lc()};
                 }).satisfied);
  EXPECT_EQ(run({},
                [](ConstraintSystem& cs, auto) -> std::vector<LinearCombination> {
                  return {Bit::alloc(cs, true, "t").lc(), Bit::alloc(cs, false, "f").lc()};
                })
                .outputs,
            (std::vector<Fr>{fr(1), fr(0)}));
}

Outcome bits_of(const Fr& value, int k) {
  return run({value}, [k](ConstraintSystem& cs, auto in) -> std::vector<LinearCombination> {
    std::vector<LinearCombination> out;
    for (const Bit& bit : to_bits(cs, in[0], k, "range")) out.push_back(bit.lc());
    return out;
  });
}

TEST(Gadgets, RangeAcceptsExactlyItsInterval) {
  for (int k : {1, 2, 8, 63, 64}) {
    Fr top = fr(-1);  // 2^k - 1
    for (int i = 0; i < k; ++i) top = i == 0 ? fr(1) : top.doubled() + fr(1);
    for (const Fr& inside : {fr(0), fr(1), top}) {
      const Outcome r = bits_of(inside, k);
      EXPECT_TRUE(r.satisfied) << k;
      EXPECT_EQ(r.constraints, static_cast<uint32_t>(k + 1));
      EXPECT_TRUE(r.unnoticed.empty());
      EXPECT_TRUE(r.unnoticed_between.empty());
    }
    EXPECT_FALSE(bits_of(top + fr(1), k).satisfied) << k;
    EXPECT_FALSE(bits_of(fr(-1), k).satisfied) << k;
  }
  EXPECT_EQ(bits_of(fr(0b1101), 4).outputs, (std::vector<Fr>{fr(1), fr(0), fr(1), fr(1)}));
}

// 300 is no byte, but 44 + 256 is, when the first "bit" may be 256.
TEST(Gadgets, BitsThatAreNoBitsDoNotWidenTheRange) {
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  const Variable x = cs.alloc_public(fr(44));
  to_bits(cs, x, 8, "range");
  ASSERT_TRUE(cs.is_satisfied().ok());
  std::vector<Fr> forged(cs.assignment().begin(), cs.assignment().end());
  forged[1] = fr(300);
  forged[2] += fr(256);  // the first bit
  auto answer = check_satisfied(cs.r1cs(), forged, cs.paths());
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().message(), "constraint range.bit[0] does not hold");
}

// 254 bits cannot wrap: r > 2^254, so r - 1 has no 254-bit decomposition.
TEST(Gadgets, TheWidestRangeDoesNotWrapAround) {
  EXPECT_FALSE(bits_of(fr(-1), 254).satisfied);
  EXPECT_TRUE(bits_of(fr(1), 254).satisfied);
}

TEST(Gadgets, ProductRangeChecksTheProduct) {
  auto product = [](int64_t x, int64_t y) {
    return run({fr(x), fr(y)}, [](ConstraintSystem& cs, auto in) -> std::vector<LinearCombination> {
      product_to_bits(cs, in[0], in[1], 8, "range");
      return {};
    });
  };
  EXPECT_TRUE(product(5, 51).satisfied);   // 255
  EXPECT_FALSE(product(4, 64).satisfied);  // 256
  EXPECT_FALSE(product(-1, 1).satisfied);
  EXPECT_TRUE(product(-3, -4).satisfied);
  EXPECT_EQ(product(5, 51).constraints, 9u);
  EXPECT_TRUE(product(5, 51).unnoticed.empty());
}

TEST(Gadgets, ZeroTestIsRightAndOnlyItsHelperIsFreeAtZero) {
  auto test = [](int64_t x) {
    return run({fr(x)}, [](ConstraintSystem& cs, auto in) -> std::vector<LinearCombination> {
      return {is_zero(cs, in[0], "zero").lc()};
    });
  };
  for (int64_t x : {1, -1, 12345}) {
    const Outcome r = test(x);
    EXPECT_TRUE(r.satisfied);
    EXPECT_EQ(r.outputs[0], fr(0));
    EXPECT_EQ(r.constraints, 2u);
    EXPECT_TRUE(r.unnoticed.empty());
  }
  const Outcome zero = test(0);
  EXPECT_TRUE(zero.satisfied);
  EXPECT_EQ(zero.outputs[0], fr(1));
  EXPECT_EQ(zero.unnoticed, std::vector<uint32_t>{2});  // variables: 1 input, 2 helper, 3 result
}

// With the first equation alone any z goes: v = (1 - z) / x.
TEST(Gadgets, ZeroTestCannotBeForgedWithBothItsVariables) {
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  const Variable x = cs.alloc_public(fr(7));
  is_zero(cs, x, "zero");
  for (int64_t z : {1, 2, -1}) {
    const std::vector<Fr> forged = {fr(1), fr(7), (fr(1) - fr(z)) * fr(7).inverse(), fr(z)};
    auto answer = check_satisfied(cs.r1cs(), forged, cs.paths());
    ASSERT_FALSE(answer.ok()) << z;
    EXPECT_EQ(answer.error().message(), "constraint zero.zero does not hold");
  }
}

TEST(Gadgets, EqualityAndOrderAgreeWithIntegers) {
  for (int64_t a : {0, 1, 7, 8, 254, 255}) {
    for (int64_t b : {0, 1, 7, 8, 254, 255}) {
      const Outcome less = run({fr(a), fr(b)}, [](ConstraintSystem& cs, auto in) -> std::vector<LinearCombination> {
        return {less_than(cs, in[0], in[1], 8, "less").lc()};
      });
      EXPECT_TRUE(less.satisfied);
      EXPECT_EQ(less.outputs[0], fr(a < b ? 1 : 0)) << a << " < " << b;
      EXPECT_EQ(less.constraints, 10u);
      EXPECT_TRUE(less.unnoticed.empty());
      EXPECT_TRUE(less.unnoticed_between.empty());
      const Outcome equal = run({fr(a), fr(b)}, [](ConstraintSystem& cs, auto in) -> std::vector<LinearCombination> {
        return {is_equal(cs, in[0], in[1], "equal").lc()};
      });
      EXPECT_EQ(equal.outputs[0], fr(a == b ? 1 : 0));
    }
  }
}

TEST(Gadgets, SelectAndSwapFollowTheBit) {
  for (int bit : {0, 1}) {
    const Outcome r =
        run({fr(bit), fr(10), fr(20)}, [](ConstraintSystem& cs, auto in) -> std::vector<LinearCombination> {
          const Bit b = Bit::enforce(cs, in[0], "bit");
          const auto [left, right] = swap_if(cs, b, in[1], in[2], "swap");
          return {select(cs, b, in[1], in[2], "select"), left, right};
        });
    EXPECT_TRUE(r.satisfied);
    EXPECT_EQ(r.outputs,
              bit == 1 ? (std::vector<Fr>{fr(10), fr(20), fr(10)}) : (std::vector<Fr>{fr(20), fr(10), fr(20)}));
    EXPECT_EQ(r.constraints, 3u);
    EXPECT_TRUE(r.unnoticed.empty());
  }
}

}  // namespace
}  // namespace zkp::gadgets
