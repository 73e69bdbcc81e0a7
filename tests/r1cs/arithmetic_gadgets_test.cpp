/// Division with remainder and fixed-point numbers, against integers of the machine and against forgers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "r1cs/gadgets/division.h"
#include "r1cs/gadgets/fixed.h"
#include "r1cs/gadgets/wide_integer.h"
#include "r1cs/run_gadget.h"

namespace zkp::gadgets {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using zkp::testing::all_solutions;
using zkp::testing::Forgery;
using zkp::testing::Outcome;
using zkp::testing::run_gadget;
using Lcs = std::vector<LinearCombination>;
__extension__ using int128 = __int128;

Fr fr(int64_t v) { return Fr::from_i64(v); }

int128 floor_div(int128 a, int128 b) { return a / b - (a % b != 0 && (a < 0) != (b < 0)); }

TEST(WideInteger, AgreesWithTheMachineAndItself) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 200; ++i) {
    const int64_t a = static_cast<int64_t>(random()) >> (random() % 40),
                  b = static_cast<int64_t>(random() >> (1 + random() % 60)) + 1;
    const auto division = WideInteger::divide_floor(a, b);
    EXPECT_EQ(division.quotient, WideInteger(static_cast<int64_t>(floor_div(a, b))));
    EXPECT_EQ(division.quotient * b + division.remainder, WideInteger(a));
    EXPECT_EQ(WideInteger(a).to_field(), fr(a));
    EXPECT_EQ(WideInteger::of_signed(fr(a)), WideInteger(a));
    EXPECT_EQ(WideInteger(a).shifted_left(131).shifted_right(131), WideInteger(a));
    EXPECT_EQ(WideInteger(a).shifted_right(3), WideInteger(a >> 3));
    EXPECT_EQ(WideInteger(a) < WideInteger(b), a < b);
    const WideInteger wide = WideInteger(a) * b * a * b * a * b;
    EXPECT_EQ(WideInteger::divide_floor(wide, WideInteger(b) * b * b).quotient, WideInteger(a) * a * a);
  }
}

Outcome divided(int64_t a, int64_t b, int ka, int kb) {
  return run_gadget({fr(a), fr(b)}, [=](ConstraintSystem& cs, auto in) -> Lcs {
    const UintDivision d = divide(cs, Uint::assume(in[0], ka), Uint::assume(in[1], kb), "divide");
    return {d.quotient.lc(), d.remainder.lc()};
  });
}

TEST(Division, AgreesWithThatOfCppAndRefusesZero) {
  for (int64_t a : {0, 1, 6, 7, 8, 100, 65535})
    for (int64_t b : {0, 1, 2, 7, 255}) {
      const Outcome r = divided(a, b, 16, 8);
      EXPECT_EQ(r.satisfied, b != 0);
      EXPECT_EQ(r.constraints, 16u + 2 * 8 + 2);
      EXPECT_EQ(r.variables, 16u + 2 * 8);
      if (b == 0) continue;
      EXPECT_EQ(r.outputs, (std::vector<Fr>{fr(a / b), fr(a % b)}));
      EXPECT_TRUE(r.every_wire_is_bound());
    }
  // The widest that is allowed.
  const Outcome wide =
      run_gadget({power_of_two(199), power_of_two(50) + fr(1)}, [](ConstraintSystem& cs, auto in) -> Lcs {
        const UintDivision d = divide(cs, Uint::assume(in[0], 200), Uint::assume(in[1], 51), "divide");
        cs.enforce(d.quotient.lc(), in[1], in[0] - d.remainder.lc(), "again");
        return {};
      });
  EXPECT_TRUE(wide.satisfied);
  EXPECT_TRUE(wide.every_wire_is_bound());
}

// A prover who ignores the honest quotient and tries every quotient, remainder and helper.
TEST(Division, HasExactlyOneWitness) {
  for (uint64_t a = 0; a < 16; a += 3)
    for (uint64_t b = 0; b < 8; ++b) {
      ConstraintSystem cs(Synthesis::kShapeAndWitness);
      const Variable x = cs.alloc_public(Fr::from_u64(a)), y = cs.alloc_public(Fr::from_u64(b));
      divide(cs, Uint::assume(x, 4), Uint::assume(y, 3), "divide");
      std::vector<uint32_t> free;
      for (uint32_t v = 3; v < cs.variable_count(); ++v) free.push_back(v);
      ASSERT_EQ(free.size(), 10u);
      EXPECT_EQ(all_solutions(cs.r1cs(), cs.assignment(), free).size(), b == 0 ? 0u : 1u) << a << "/" << b;
    }
}

// 17 = 5 q + r has a quotient in the field for every remainder: q = (17 - r) / 5 mod r. It is no 16-bit number, and a
// "bit" that holds it is no bit.
TEST(Division, QuotientsOfTheFieldAreRefused) {
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  const Variable x = cs.alloc_public(fr(17)), y = cs.alloc_public(fr(5));
  const UintDivision d = divide(cs, Uint::assume(x, 16), Uint::assume(y, 8), "divide");
  ASSERT_TRUE(cs.is_satisfied().ok());
  for (int64_t remainder : {0, 1, 3, 4}) {
    const Fr quotient = (fr(17) - fr(remainder)) * fr(5).inverse();
    EXPECT_FALSE(limbs::less(quotient.to_limbs(), Fr::Limbs{1 << 16}));
    Forgery forged(cs);
    for (const auto& term : d.quotient.lc().terms()) forged.values()[term.variable] = fr(0);
    forged[d.quotient.lc()] = quotient;
    for (int i = 0; i < 8; ++i)
      forged.values()[d.remainder.lc().terms()[static_cast<size_t>(i)].variable] = fr(remainder >> i & 1);
    for (int i = 0; i < 8; ++i)  // and the helper of 4 - remainder >= 0
      forged.values()[d.remainder.lc().terms().back().variable + 1 + static_cast<uint32_t>(i)] =
          fr((4 - remainder) >> i & 1);
    EXPECT_THAT(forged.violated(), ElementsAre("divide.quotient.bit[0]"));
  }
  // The remainder 7 with quotient 2 satisfies the equation and is not below 5.
  Forgery forged(cs);
  for (int i = 0; i < 16; ++i)
    forged.values()[d.quotient.lc().terms()[static_cast<size_t>(i)].variable] = fr(2 >> i & 1);
  for (int i = 0; i < 8; ++i)
    forged.values()[d.remainder.lc().terms()[static_cast<size_t>(i)].variable] = fr(7 >> i & 1);
  EXPECT_THAT(forged.violated(), ElementsAre("divide.below.sum"));
}

TEST(Division, FloorAgreesWithIntegersOfEverySign) {
  for (int64_t a : {-128, -127, -7, -6, -1, 0, 1, 6, 7, 127})
    for (int64_t b : {-128, -7, -3, -1, 0, 1, 3, 7, 127}) {
      const Outcome r = run_gadget({fr(a), fr(b)}, [](ConstraintSystem& cs, auto in) -> Lcs {
        const IntDivision d = divide_floor(cs, Int::assume(in[0], 8), Int::assume(in[1], 8), "divide");
        return {d.quotient.lc(), d.remainder.lc()};
      });
      EXPECT_EQ(r.satisfied, b != 0) << a << " " << b;
      EXPECT_EQ(r.constraints, 8u + 3 * 8 + 7);
      if (b == 0) continue;
      const auto q = static_cast<int64_t>(floor_div(a, b));
      EXPECT_EQ(r.outputs, (std::vector<Fr>{fr(q), fr(a - q * b)})) << a << " " << b;
      EXPECT_TRUE(r.every_wire_is_bound());
    }
}

TEST(Division, FloorHasExactlyOneWitness) {
  for (int64_t a : {-4, -1, 0, 3})
    for (int64_t b : {-2, -1, 0, 1}) {
      ConstraintSystem cs(Synthesis::kShapeAndWitness);
      const Variable x = cs.alloc_public(fr(a)), y = cs.alloc_public(fr(b));
      const IntDivision d = divide_floor(cs, Int::assume(x, 3), Int::assume(y, 2), "divide");
      // Sign and products follow from the inputs; the forger chooses quotient, remainder and helper.
      std::vector<uint32_t> free;
      for (const auto& term : d.quotient.lc().terms())
        if (term.variable != 0) free.push_back(term.variable);
      for (uint32_t v = free.back() + 1; v + 1 < cs.variable_count(); ++v) free.push_back(v);
      ASSERT_EQ(free.size(), 4u + 2 + 2);
      size_t solutions = 0;
      for (int64_t remainder : {-2, -1, 0, 1, 2}) {
        std::vector<Fr> z(cs.assignment().begin(), cs.assignment().end());
        z.back() = fr(remainder);
        solutions += all_solutions(cs.r1cs(), z, free).size();
      }
      EXPECT_EQ(solutions, b == 0 ? 0u : 1u) << a << "/" << b;
    }
}

// floor(x 2^f + 1/2) of a fraction n / d.
int128 rounded(int128 n, int128 d, int f) { return floor_div(2 * n * (int128{1} << f) + d, 2 * d); }

Fr fr128(int128 v) {
  const auto size = static_cast<uint128_t>(v < 0 ? -v : v);
  const Fr out = Fr::from_limbs_reduce({static_cast<uint64_t>(size), static_cast<uint64_t>(size >> 64), 0, 0});
  return v < 0 ? -out : out;
}

TEST(FixedPoint, RoundsProductsAndQuotientsToTheNearest) {
  constexpr int kFraction = 8, kBits = 20;
  std::mt19937_64 random(4);
  std::vector<int64_t> values = {0, 1, -1, 127, 128, 129, -128, 256, -256, 384, (1 << 19) - 1, -(1 << 19)};
  for (int i = 0; i < 6; ++i) values.push_back(static_cast<int64_t>(random() % (1 << 20)) - (1 << 19));
  for (int64_t a : values)
    for (int64_t b : values) {
      if (std::abs(a * 7 + b) % 3 == 1) continue;  // two thirds of the pairs
      const Outcome r = run_gadget({fr(a), fr(b)}, [&](ConstraintSystem& cs, auto in) -> Lcs {
        const Fixed x(Int::assume(in[0], kBits), kFraction), y(Int::assume(in[1], kBits), kFraction);
        Lcs out = {multiply(cs, x, y, "multiply").raw().lc(), (x + y).raw().lc(), (x - y).raw().lc(),
                   less(cs, x, y, "less").lc(), less_equal(cs, x, y, "less_equal").lc()};
        if (b != 0) out.push_back(divide(cs, x, y, "divide").raw().lc());
        return out;
      });
      ASSERT_TRUE(r.satisfied) << a << " " << b;
      std::vector<Fr> expected = {fr128(rounded(int128{a} * b, int128{1} << (2 * kFraction), kFraction)), fr(a + b),
                                  fr(a - b), fr(a < b), fr(a <= b)};
      if (b != 0) expected.push_back(fr128(rounded(a, b, kFraction)));
      EXPECT_EQ(r.outputs, expected) << a << " " << b;
      EXPECT_TRUE(r.every_wire_is_bound());
      const uint32_t quotient = b == 0 ? 0 : (kBits + kFraction + 2) + 3 * (kBits + 1) + 7;
      EXPECT_EQ(r.constraints, 2u * kBits + 1 + 2 * (kBits + 2) + quotient);
    }
}

TEST(FixedPoint, HalvesGoUpAndWhatDoesNotFitFails) {
  auto product = [](int64_t a, int64_t b, int bits) {
    return run_gadget({fr(a), fr(b)}, [=](ConstraintSystem& cs, auto in) -> Lcs {
      const Fixed x = Fixed::enforce(cs, in[0], 8, 1, "x"), y = Fixed::enforce(cs, in[1], 8, 1, "y");
      return {multiply(cs, x, y, "multiply").narrow(cs, bits, "narrow").raw().lc()};
    });
  };
  EXPECT_EQ(product(1, 1, 8).outputs[0], fr(1));    // 0.5 * 0.5 = 0.25, halfway between 0 and 0.5: up
  EXPECT_EQ(product(-1, 1, 8).outputs[0], fr(0));   // -0.25: up to 0
  EXPECT_EQ(product(3, 1, 8).outputs[0], fr(2));    // 0.75: up to 1.0
  EXPECT_EQ(product(-3, 1, 8).outputs[0], fr(-1));  // -0.75: up to -0.5
  EXPECT_TRUE(product(100, 2, 8).satisfied);
  EXPECT_FALSE(product(100, 3, 8).satisfied);  // 75.0 is raw 150
  EXPECT_TRUE(product(100, 3, 9).satisfied);
}

TEST(FixedPoint, DivisionByZeroHasNoWitness) {
  const Outcome r = run_gadget({fr(5), fr(0)}, [](ConstraintSystem& cs, auto in) -> Lcs {
    return {divide(cs, Fixed(Int::assume(in[0], 8), 2), Fixed(Int::assume(in[1], 8), 2), "divide").raw().lc()};
  });
  EXPECT_FALSE(r.satisfied);
}

// A forger who rounds the other way keeps the equation with a remainder of -1 or 2^f.
TEST(FixedPoint, AnotherRoundingIsRefused) {
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  const Variable x = cs.alloc_public(fr(100)), y = cs.alloc_public(fr(5));
  const Fixed out = multiply(cs, Fixed(Int::assume(x, 8), 4), Fixed(Int::assume(y, 8), 4), "multiply");
  ASSERT_EQ(cs.value(out.raw().lc()), fr(31));  // 500 / 16 = 31.25
  std::vector<uint32_t> free;
  for (uint32_t v = 3; v < cs.variable_count(); ++v) free.push_back(v);
  ASSERT_EQ(free.size(), 16u);
  EXPECT_EQ(all_solutions(cs.r1cs(), cs.assignment(), free).size(), 1u);
}

}  // namespace
}  // namespace zkp::gadgets
