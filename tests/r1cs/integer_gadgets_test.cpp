/// Booleans of several bits, canonical bits, and integers that know their range.
#include "r1cs/gadgets/integer.h"

#include <gtest/gtest.h>

#include <random>

#include "r1cs/gadgets/range.h"
#include "r1cs/gadgets/select.h"
#include "r1cs/run_gadget.h"

namespace zkp::gadgets {
namespace {

using zkp::testing::all_solutions;
using zkp::testing::Outcome;
using zkp::testing::pinned;
using zkp::testing::run_gadget;
using Lcs = std::vector<LinearCombination>;

Fr fr(int64_t v) { return Fr::from_i64(v); }

TEST(Booleans, TwoAndThreeBitFunctionsFollowTheirTruthTables) {
  for (int a : {0, 1})
    for (int b : {0, 1})
      for (int c : {0, 1}) {
        const Outcome r = run_gadget({fr(a), fr(b), fr(c)}, [](ConstraintSystem& cs, auto in) -> Lcs {
          const Bit x = Bit::assume(in[0]), y = Bit::assume(in[1]), z = Bit::assume(in[2]);
          return {bit_nand(cs, x, y, "nand").lc(), bit_xnor(cs, x, y, "xnor").lc(),
                  bit_implies(cs, x, y, "implies").lc(), bit_xor3(cs, x, y, z, "xor3").lc(),
                  bit_majority(cs, x, y, z, "majority").lc()};
        });
        EXPECT_TRUE(r.satisfied);
        EXPECT_EQ(r.outputs,
                  (std::vector<Fr>{fr(1 - (a & b)), fr(a == b), fr(!a || b), fr(a ^ b ^ c), fr(a + b + c >= 2)}));
        EXPECT_EQ(r.constraints, 5u);
        EXPECT_TRUE(r.every_wire_is_bound());
      }
}

// The equations of xor3 and majority are linear in the result: no second solution anywhere in the field. Compare the
// solution of the linear equation with the result, from the matrices.
TEST(Booleans, ThreeBitFunctionsHaveOneSolutionInTheWholeField) {
  for (int t = 0; t < 8; ++t)
    for (const bool majority : {false, true}) {
      ConstraintSystem cs(Synthesis::kShapeAndWitness);
      Lcs in;
      for (int i = 0; i < 3; ++i) in.push_back(cs.alloc_public(fr(t >> i & 1)));
      const auto gadget = majority ? bit_majority : bit_xor3;
      const Fr honest =
          cs.value(gadget(cs, Bit::assume(in[0]), Bit::assume(in[1]), Bit::assume(in[2]), Label("out")).lc());
      auto defect = [&](const Fr& out) {  // a b - c as a function of the result, which is affine in it
        std::vector<Fr> z(cs.assignment().begin(), cs.assignment().end());
        z[4] = out;
        return cs.r1cs().a.evaluate_row(0, z) * cs.r1cs().b.evaluate_row(0, z) - cs.r1cs().c.evaluate_row(0, z);
      };
      const Fr slope = defect(fr(1)) - defect(fr(0));
      EXPECT_EQ(defect(fr(12345)), defect(fr(0)) + fr(12345) * slope);
      ASSERT_FALSE(slope.is_zero());
      EXPECT_EQ(-defect(fr(0)) * slope.inverse(), honest);
    }
}

TEST(Booleans, AllAndAnyOfAnyNumberOfBits) {
  for (size_t n = 0; n <= 5; ++n)
    for (uint64_t code = 0; code < uint64_t{1} << n; ++code) {
      std::vector<Fr> in;
      for (size_t i = 0; i < n; ++i) in.push_back(Fr::from_u64(code >> i & 1));
      const Outcome r = run_gadget(in, [](ConstraintSystem& cs, auto wires) -> Lcs {
        std::vector<Bit> bits;
        for (const auto& wire : wires) bits.push_back(Bit::assume(wire));
        return {all_of(cs, bits, "all").lc(), any_of(cs, bits, "any").lc()};
      });
      const bool all = code + 1 == uint64_t{1} << n, any = code != 0;
      EXPECT_TRUE(r.satisfied);
      EXPECT_EQ(r.outputs, (std::vector<Fr>{fr(all), fr(any)})) << n << " " << code;
      EXPECT_EQ(r.constraints, n < 2 ? 0u : n == 2 ? 2u : 4u);
      // The helper of is_zero is free where its argument is zero.
      EXPECT_EQ(r.unnoticed.size(), n < 3 ? 0u : static_cast<size_t>(all) + static_cast<size_t>(!any));
    }
}

TEST(Booleans, DemandedImplicationFailsForTrueThenFalseOnly) {
  for (int a : {0, 1})
    for (int b : {0, 1}) {
      const Outcome r = run_gadget({fr(a), fr(b)}, [](ConstraintSystem& cs, auto in) -> Lcs {
        enforce_implies(cs, Bit::assume(in[0]), Bit::assume(in[1]), "implies");
        return {};
      });
      EXPECT_EQ(r.satisfied, !a || b);
    }
}

Fr::Limbs modulus_minus(uint64_t v) {
  Fr::Limbs out{};
  limbs::sub(out, Fr::kModulus, Fr::Limbs{v});
  return out;
}

TEST(CanonicalBits, AreThoseOfTheIntegerForEveryKindOfValue) {
  std::mt19937_64 random(1);
  std::vector<Fr> values = {
      fr(0), fr(1), fr(-1), fr(-2), power_of_two(254), power_of_two(254) - fr(1), fr(int64_t{1} << 32)};
  for (int i = 0; i < 5; ++i) values.push_back(Fr::from_limbs_reduce({random(), random(), random(), random()}));
  for (const Fr& value : values) {
    const Outcome r = run_gadget({value}, [](ConstraintSystem& cs, auto in) -> Lcs {
      Lcs out;
      for (const Bit& bit : to_bits_canonical(cs, in[0], "bits")) out.push_back(bit.lc());
      return out;
    });
    EXPECT_TRUE(r.satisfied);
    EXPECT_EQ(r.constraints, 388u);
    EXPECT_EQ(r.variables, 387u);
    EXPECT_TRUE(r.unnoticed.empty() && r.unnoticed_between.empty());
    // Where the bits follow those of r - 1, b (1 - p - b) = 0 is b^2 = 0: bound, yet singular.
    EXPECT_EQ(r.locally_free.empty(), !(value == fr(-1) || value == fr(-2)));
    const auto limbs = value.to_limbs();
    for (size_t i = 0; i < 255; ++i) EXPECT_EQ(r.outputs[i], Fr::from_u64(limbs::bit(limbs, i)));
  }
}

// The other reading of a small number: x + r also has 255 bits when x < 2^255 - r. A prover writes it down, prefixes
// and all.
TEST(CanonicalBits, TheReadingThatIsNotBelowTheModulusIsRefused) {
  for (const uint64_t x : {uint64_t{0}, uint64_t{1}, uint64_t{0xffffffff}, ~uint64_t{0}}) {
    ConstraintSystem cs(Synthesis::kShapeAndWitness);
    const Variable in = cs.alloc_public(Fr::from_u64(x));
    to_bits_canonical(cs, in, "bits");
    ASSERT_TRUE(cs.is_satisfied().ok());
    Fr::Limbs reading{};
    limbs::add(reading, Fr::kModulus, Fr::Limbs{x});
    std::vector<Fr> z(cs.assignment().begin(), cs.assignment().end());
    for (size_t i = 0; i < 255; ++i) z[2 + i] = Fr::from_u64(limbs::bit(reading, i));
    // Solve every prefix constraint in turn: its product variable is what its sides say.
    for (uint32_t row = 0; row < cs.constraint_count(); ++row)
      if (cs.paths().describe(row).find("prefix") != std::string::npos)
        z[cs.r1cs().c.row_variables(row)[0]] = cs.r1cs().a.evaluate_row(row, z) * cs.r1cs().b.evaluate_row(row, z);
    uint32_t violated = 0;
    for (uint32_t row = 0; row < cs.constraint_count(); ++row)
      if (!(cs.r1cs().a.evaluate_row(row, z) * cs.r1cs().b.evaluate_row(row, z) == cs.r1cs().c.evaluate_row(row, z))) {
        ++violated;
        EXPECT_NE(cs.paths().describe(row), "bits.sum");
      }
    EXPECT_GE(violated, 1u) << x;
  }
}

TEST(CanonicalBits, BoundsOfEveryShapeAreExact) {
  for (const uint64_t bound : {1u, 2u, 3u, 4u, 5u, 6u, 7u, 8u, 10u, 13u, 15u}) {
    for (uint64_t x = 0; x < 17; ++x) {
      ConstraintSystem cs(Synthesis::kShapeAndWitness);
      const Variable in = cs.alloc_public(Fr::from_u64(x));
      const auto bits = to_bits_at_most(cs, in, Fr::Limbs{bound}, "bits");
      EXPECT_EQ(cs.is_satisfied().ok(), x <= bound) << x << " <= " << bound;
      EXPECT_EQ(bits.size(), limbs::bit_length_var(Fr::Limbs{bound}));
      // And no other values of bits and prefixes will do.
      std::vector<uint32_t> free;
      for (uint32_t v = 2; v < cs.variable_count(); ++v) free.push_back(v);
      EXPECT_EQ(all_solutions(cs.r1cs(), cs.assignment(), free).size(), x <= bound ? 1u : 0u);
    }
  }
  const Outcome top = run_gadget({fr(-1)}, [](ConstraintSystem& cs, auto in) -> Lcs {
    to_bits_at_most(cs, in[0], modulus_minus(2), "bits");
    return {};
  });
  EXPECT_FALSE(top.satisfied);
}

TEST(Integers, ComparisonsAgreeWithThoseOfCpp) {
  for (int64_t a : {0, 1, 7, 8, 254, 255}) {
    for (int64_t b : {0, 1, 7, 8, 254, 255}) {
      const Outcome r = run_gadget({fr(a), fr(b)}, [](ConstraintSystem& cs, auto in) -> Lcs {
        const Uint x = Uint::assume(in[0], 8), y = Uint::assume(in[1], 8);
        return {less(cs, x, y, "less").lc(), less_equal(cs, x, y, "less_equal").lc(), min(cs, x, y, "min").lc(),
                max(cs, x, y, "max").lc()};
      });
      EXPECT_TRUE(r.satisfied);
      EXPECT_EQ(r.outputs, (std::vector<Fr>{fr(a < b), fr(a <= b), fr(std::min(a, b)), fr(std::max(a, b))}));
      EXPECT_EQ(r.constraints, 10u + 10 + 11 + 11);
      EXPECT_TRUE(r.every_wire_is_bound());
      for (const bool strictly : {false, true}) {
        const Outcome demanded = run_gadget({fr(a), fr(b)}, [&](ConstraintSystem& cs, auto in) -> Lcs {
          const Uint x = Uint::assume(in[0], 8), y = Uint::assume(in[1], 8);
          strictly ? enforce_less(cs, x, y, "less") : enforce_less_equal(cs, x, y, "less_equal");
          return {};
        });
        EXPECT_EQ(demanded.satisfied, strictly ? a < b : a <= b);
        EXPECT_EQ(demanded.constraints, 9u);
        EXPECT_TRUE(!demanded.satisfied || demanded.every_wire_is_bound());
      }
    }
  }
}

TEST(Integers, SignedComparisonsAgreeWithThoseOfCpp) {
  for (int64_t a : {-128, -127, -1, 0, 1, 127})
    for (int64_t b : {-128, -127, -1, 0, 1, 127}) {
      const Outcome r = run_gadget({fr(a), fr(b)}, [](ConstraintSystem& cs, auto in) -> Lcs {
        const Int x = Int::enforce(cs, in[0], 8, "x"), y = Int::enforce(cs, in[1], 8, "y");
        const Int product = multiply(cs, x, y, "product");
        return {less(cs, x, y, "less").lc(),
                less_equal(cs, x, y, "less_equal").lc(),
                x.is_negative(cs, "sign").lc(),
                (x + y).lc(),
                (x - y).lc(),
                Int::enforce(cs, product.lc(), product.bits(), "fits").lc()};
      });
      EXPECT_TRUE(r.satisfied);
      EXPECT_EQ(r.outputs, (std::vector<Fr>{fr(a < b), fr(a <= b), fr(a < 0), fr(a + b), fr(a - b), fr(a * b)}));
      EXPECT_TRUE(r.every_wire_is_bound());
    }
  for (int64_t outside : {-129, 128})
    EXPECT_FALSE(run_gadget({fr(outside)}, [](ConstraintSystem& cs, auto in) -> Lcs {
                   return {Int::enforce(cs, in[0], 8, "x").lc()};
                 }).satisfied);
}

TEST(Integers, AllocatedNumbersAreTheirBitsAndWidthsAddUp) {
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  const Uint a = Uint::alloc(cs, fr(200), 8, "a");
  const Int b = Int::alloc(cs, fr(-100), 8, "b");
  EXPECT_EQ(cs.constraint_count(), 16u);
  EXPECT_EQ(cs.value(a.lc()), fr(200));
  EXPECT_EQ(cs.value(b.lc()), fr(-100));
  EXPECT_TRUE(cs.is_satisfied().ok());
  EXPECT_EQ((a + a).bits(), 9);
  EXPECT_EQ((a * 5).bits(), 11);
  EXPECT_EQ(multiply(cs, a, a + a, "product").bits(), 17);
  EXPECT_EQ((b + Int(a)).bits(), 10);
  EXPECT_EQ(Uint::constant(0).bits(), 1);
  EXPECT_EQ(Uint::constant(~uint64_t{0}).bits(), 64);
  EXPECT_EQ(Int::constant(-128).bits(), 8);
  EXPECT_EQ(Int::constant(127).bits(), 8);
  EXPECT_EQ(Int::constant(128).bits(), 9);
  EXPECT_EQ(Int::constant(INT64_MIN).bits(), 64);
  const Uint truncated = Uint::alloc(cs, fr(256 + 3), 8, "low");
  EXPECT_EQ(cs.value(truncated.lc()), fr(3));
}

TEST(IntegersDeathTest, WidthsThatCouldWrapAroundAreRefused) {
  ConstraintSystem cs(Synthesis::kShape);
  const Uint a = Uint::assume(Fr::zero(), 200);
  EXPECT_DEATH(multiply(cs, a, a, "product"), "kMaxIntegerBits");
  const Uint wide = Uint::assume(Fr::zero(), 252);
  EXPECT_DEATH(less(cs, wide, wide, "less"), "kMaxIntegerBits");
  EXPECT_DEATH(wide + wide, "kMaxIntegerBits");
}

TEST(Integers, OrderOfListsIsDemandedAndTold) {
  const std::vector<std::vector<int64_t>> lists = {{}, {5}, {1, 2, 3}, {1, 1, 3}, {3, 2, 4}, {1, 5, 4}, {0, 255, 255}};
  for (const auto& list : lists)
    for (const bool strictly : {false, true}) {
      std::vector<Fr> in;
      for (int64_t v : list) in.push_back(fr(v));
      bool sorted = true;
      for (size_t i = 1; i < list.size(); ++i)
        sorted = sorted && (strictly ? list[i - 1] < list[i] : list[i - 1] <= list[i]);
      auto wires = [](auto pins) {
        std::vector<Uint> out;
        for (const auto& pin : pins) out.push_back(Uint::assume(pin, 8));
        return out;
      };
      const Outcome demanded = run_gadget(in, [&](ConstraintSystem& cs, auto pins) -> Lcs {
        enforce_sorted(cs, wires(pins), strictly, "sorted");
        return {};
      });
      EXPECT_EQ(demanded.satisfied, sorted);
      EXPECT_EQ(demanded.constraints, list.empty() ? 0u : 9u * (list.size() - 1));
      const Outcome told = run_gadget(in, [&](ConstraintSystem& cs, auto pins) -> Lcs {
        return {is_sorted(cs, wires(pins), strictly, "sorted").lc()};
      });
      EXPECT_TRUE(told.satisfied);
      EXPECT_EQ(told.outputs[0], fr(sorted));
    }
}

TEST(Multiplex, GivesTheElementThatTheBitsName) {
  for (size_t k : {0u, 1u, 3u}) {
    for (uint64_t index = 0; index < uint64_t{1} << k; ++index) {
      std::vector<Fr> in;
      for (uint64_t i = 0; i < uint64_t{1} << k; ++i) in.push_back(Fr::from_u64(100 + i));
      const Outcome r = run_gadget(in, [&](ConstraintSystem& cs, auto values) -> Lcs {
        std::vector<Bit> bits;
        for (size_t i = 0; i < k; ++i) bits.push_back(Bit::assume(pinned(cs, Fr::from_u64(index >> i & 1))));
        return {multiplex(cs, bits, values, "pick")};
      });
      EXPECT_TRUE(r.satisfied);
      EXPECT_EQ(r.outputs[0], Fr::from_u64(100 + index));
      EXPECT_EQ(r.constraints - k, (uint64_t{1} << k) - 1);
      EXPECT_TRUE(r.every_wire_is_bound());
    }
  }
}

}  // namespace
}  // namespace zkp::gadgets
