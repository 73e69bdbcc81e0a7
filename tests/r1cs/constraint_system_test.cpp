#include "r1cs/constraint_system.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "hash/sha2.h"
#include "r1cs/tamper.h"

namespace zkp {
namespace {

Fr fr(int64_t v) { return Fr::from_i64(v); }

std::vector<LinearCombination::Term> terms(const LinearCombination& lc) {
  return {lc.terms().begin(), lc.terms().end()};
}

// x^3 + x + 5 = y with y public.
void cubic(ConstraintSystem& cs, int64_t x_value, int64_t y_value) {
  const Variable y = cs.alloc_public(fr(y_value));
  const Variable x = cs.alloc(fr(x_value));
  auto scope = cs.scope({"cubic", 7});
  const Variable square = cs.mul(x, x, "square");
  const Variable cube = cs.mul(square, x, "cube");
  cs.enforce_zero(LinearCombination(cube) + x + fr(5) - y, "sum");
}

TEST(LinearCombination, TermsAreSortedMergedAndFreeOfZeros) {
  const Variable a{3}, b{1}, c{2};
  const LinearCombination lc = LinearCombination(a) + b + fr(7) * LinearCombination(c) - a + LinearCombination(fr(4));
  EXPECT_EQ(terms(lc), (std::vector<LinearCombination::Term>{{0, fr(4)}, {1, fr(1)}, {2, fr(7)}}));
  EXPECT_EQ(terms(lc - lc), std::vector<LinearCombination::Term>{});
  EXPECT_EQ(terms(lc * Fr::zero()), std::vector<LinearCombination::Term>{});
  LinearCombination doubled = lc;
  doubled += doubled;
  EXPECT_EQ(doubled, lc * fr(2));
  EXPECT_EQ(terms(LinearCombination(Fr::zero())), std::vector<LinearCombination::Term>{});
}

TEST(LinearCombination, EvaluationIsLinear) {
  const std::vector<Fr> z = {fr(1), fr(10), fr(-3)};
  const LinearCombination a = fr(2) * LinearCombination(Variable{1}) + fr(5);
  const LinearCombination b = LinearCombination(Variable{2}) - Variable{1};
  EXPECT_EQ(a.evaluate(z), fr(25));
  EXPECT_EQ((a + fr(3) * b).evaluate(z), fr(25 + 3 * -13));
}

TEST(ConstraintSystem, HonestWitnessSatisfiesAndEveryOtherIsNamed) {
  ConstraintSystem good(Synthesis::kWitness);
  cubic(good, 3, 35);
  EXPECT_TRUE(good.is_satisfied().ok());
  EXPECT_EQ(good.constraint_count(), 3u);
  EXPECT_EQ(good.variable_count(), 5u);
  EXPECT_EQ(good.public_count(), 1u);

  ConstraintSystem bad(Synthesis::kWitness);
  cubic(bad, 3, 36);
  auto answer = bad.is_satisfied();
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code(), CryptoError::kUnsatisfied);
  EXPECT_EQ(answer.error().message(), "constraint cubic[7].sum does not hold");
}

TEST(ConstraintSystem, ShapeDoesNotDependOnValuesAndBothRunsAgree) {
  ConstraintSystem shape(Synthesis::kShape), both(Synthesis::kShapeAndWitness), witness(Synthesis::kWitness);
  cubic(shape, 0, 0);
  cubic(both, 3, 35);
  cubic(witness, 3, 35);
  EXPECT_EQ(circuit_id(shape.r1cs()), circuit_id(both.r1cs()));
  EXPECT_TRUE(std::ranges::equal(both.assignment(), witness.assignment()));
  for (size_t row = 0; row < 3; ++row) {
    EXPECT_EQ(shape.r1cs().a.evaluate_row(row, witness.assignment()), witness.a_values()[row]);
    EXPECT_EQ(shape.r1cs().b.evaluate_row(row, witness.assignment()), witness.b_values()[row]);
    EXPECT_EQ(shape.r1cs().c.evaluate_row(row, witness.assignment()), witness.c_values()[row]);
  }
  EXPECT_TRUE(check_satisfied(shape.r1cs(), witness.assignment(), shape.paths()).ok());
}

TEST(ConstraintSystem, EveryChangedVariableIsNoticed) {
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  cubic(cs, 3, 35);
  EXPECT_EQ(testing::unnoticed_changes(cs.r1cs(), cs.assignment()), std::vector<uint32_t>{});

  std::vector<Fr> changed(cs.assignment().begin(), cs.assignment().end());
  changed[2] += Fr::one();  // x
  auto answer = check_satisfied(cs.r1cs(), changed, cs.paths());
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().message(), "constraint cubic[7].square does not hold");
}

TEST(ConstraintSystem, AFreeVariableIsFoundByTheTamperingTest) {
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  cubic(cs, 3, 35);
  const Variable free = cs.alloc(fr(9));
  EXPECT_EQ(testing::unnoticed_changes(cs.r1cs(), cs.assignment()), std::vector<uint32_t>{free.index});
}

// The bytes of docs/formats/r1cs.md, written out by hand for x * x = y.
TEST(R1cs, SerializationIsThatOfTheSpecification) {
  ConstraintSystem cs(Synthesis::kShape);
  const Variable y = cs.alloc_public(Fr::zero());
  const Variable x = cs.alloc(Fr::zero());
  cs.enforce(x, LinearCombination(x) - fr(2), y, "square");
  Bytes written;
  write_matrices(cs.r1cs(), [&](ByteView bytes) { append(written, bytes); });
  const std::string one = std::string(63, '0') + "1";
  const std::string minus_two = "73eda753299d7d483339d80809a1d80553bda402fffe5bfefffffffeffffffff";
  EXPECT_EQ(hex_encode(written),
            "00000001"
            "00000002" +
                one +  // A: x
                "00000002"
                "00000000" +
                minus_two + "00000002" + one +  // B: x - 2
                "00000001"
                "00000001" +
                one);  // C: y
  const Bytes header = *hex_decode("000000010000000300000001");
  EXPECT_EQ(circuit_id(cs.r1cs()), sha256({as_bytes("zkp.r1cs.v1"), header, written}));
}

TEST(R1cs, IdentityCoversTheNumberOfPublicInputs) {
  auto id = [](bool is_public) {
    ConstraintSystem cs(Synthesis::kShape);
    const Variable x = is_public ? cs.alloc_public(Fr::zero()) : cs.alloc(Fr::zero());
    cs.enforce(x, x, x, "boolean");
    return circuit_id(cs.r1cs());
  };
  EXPECT_NE(id(true), id(false));
}

TEST(ConstraintSystem, ShortenedCombinationsKeepTheirValueAndTheMatrices) {
  auto circuit = [](ConstraintSystem& cs, bool shorten) {
    const Variable out = cs.alloc_public(fr(7 * 7 + 3 * 7));
    const Variable x = cs.alloc(fr(7));
    LinearCombination sum = LinearCombination(x) + x + x;
    if (shorten) sum = cs.shortened(sum);
    LinearCombination nothing = LinearCombination(x) - x;
    if (shorten) nothing = cs.shortened(nothing);
    cs.enforce_zero(LinearCombination(cs.mul(x, x, "square")) + sum + nothing - out, "out");
    cs.enforce(sum, nothing, LinearCombination(), "product");
  };
  for (Synthesis what : {Synthesis::kShape, Synthesis::kWitness, Synthesis::kShapeAndWitness}) {
    ConstraintSystem plain(what), shortened(what);
    circuit(plain, false);
    circuit(shortened, true);
    EXPECT_EQ(shortened.constraint_count(), plain.constraint_count());
    if (plain.has_matrices()) { EXPECT_EQ(circuit_id(shortened.r1cs()), circuit_id(plain.r1cs())); }
    if (!plain.has_values()) continue;
    EXPECT_TRUE(std::ranges::equal(shortened.assignment(), plain.assignment()));
    EXPECT_TRUE(std::ranges::equal(shortened.a_values(), plain.a_values()));
    EXPECT_TRUE(std::ranges::equal(shortened.b_values(), plain.b_values()));
    EXPECT_TRUE(std::ranges::equal(shortened.c_values(), plain.c_values()));
    EXPECT_TRUE(shortened.is_satisfied().ok());
  }
}

TEST(ConstraintPaths, ScopesNestAndEnd) {
  ConstraintSystem cs(Synthesis::kShape);
  const Variable x = cs.alloc(Fr::zero());
  {
    auto rows = cs.scope({"rows", 17});
    auto range = cs.scope("range");
    cs.enforce_zero(x, {"bit", 3});
  }
  cs.enforce_zero(x, "last");
  EXPECT_EQ(cs.paths().describe(0), "rows[17].range.bit[3]");
  EXPECT_EQ(cs.paths().describe(1), "last");
}

}  // namespace
}  // namespace zkp
