/// Circuit types as a user writes them, what a failing witness says, and the static check.
#include "r1cs/circuit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/sim.h"
#include "groth16/prove.h"
#include "groth16/setup.h"
#include "groth16/verify.h"
#include "r1cs/check_circuit.h"
#include "r1cs/gadgets/merkle.h"
#include "r1cs/tamper.h"

namespace zkp {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Fr fr(int64_t v) { return Fr::from_i64(v); }

// "I know a leaf of the tree with this root, its position is below this limit."
struct Membership {
  PublicInput<Fr> root;
  PrivateInput<Fr> leaf;
  PrivateInput<std::array<bool, 3>> index_bits;
  PrivateInput<std::vector<Fr>> siblings = std::vector<Fr>(3);
  PublicInput<uint8_t> limit;

  void inputs(auto&& declare) {
    declare("leaf", leaf);  // private before public: the order of the variables does not care
    declare("root", root);
    declare("index_bits", index_bits);
    declare("siblings", siblings);
    declare("limit", limit);
  }
  void synthesize(ConstraintSystem& cs) const {
    const LinearCombination computed = gadgets::merkle_root(cs, leaf, *index_bits, *siblings, "path");
    cs.enforce_zero(computed - root, "root");
    gadgets::enforce_less(cs, gadgets::Uint::of_bits(*index_bits), limit, "limit");
  }
};

struct Sum {
  PublicInput<Fr> total;
  PrivateInput<std::vector<Fr>> terms;
  void inputs(auto&& declare) {
    declare("total", total);
    declare("terms", terms);
  }
  void synthesize(ConstraintSystem& cs) const {
    LinearCombination sum;
    for (const LinearCombination& term : *terms) sum += term;
    cs.enforce_zero(sum - total, "sum");
  }
};

struct Typed {
  PublicInput<bool> flag;
  PublicInput<uint16_t> small;
  PrivateInput<int8_t> temperature;
  void inputs(auto&& declare) {
    declare("flag", flag);
    declare("small", small);
    declare("temperature", temperature);
  }
  void synthesize(ConstraintSystem& cs) const { cs.enforce(flag->lc(), small->lc(), temperature->lc(), "product"); }
};

struct Twice {
  PublicInput<Fr> x;
  void inputs(auto&& declare) {
    declare("x", x);
    declare("again", x);
  }
  void synthesize(ConstraintSystem& cs) const { cs.enforce_zero(x, "zero"); }
};

struct Forgetful {
  PublicInput<Fr> x;
  void inputs(auto&&) {}
  void synthesize(ConstraintSystem& cs) const { cs.enforce_zero(x, "zero"); }
};

Membership member(uint8_t limit = 7) {
  const std::vector<Fr> siblings = {fr(11), fr(22), fr(33)};
  return {.root = gadgets::merkle_root(fr(7), 6, siblings),
          .leaf = fr(7),
          .index_bits = std::array{false, true, true},
          .siblings = siblings,
          .limit = limit};
}

TEST(Circuit, OneDefinitionGivesShapeWitnessAndPublicInputs) {
  const CircuitShape shape = circuit_shape<Membership>();
  EXPECT_THAT(shape.public_names, ElementsAre("root", "limit"));
  EXPECT_EQ(shape.system.public_count, 2u);
  EXPECT_EQ(shape.id, circuit_id(shape.system));

  const ConstraintSystem witness = circuit_witness(member());
  EXPECT_TRUE(witness.is_satisfied().ok());
  EXPECT_EQ(witness.variable_count(), shape.system.variable_count);
  EXPECT_TRUE(check_satisfied(shape.system, witness.assignment(), shape.paths).ok());

  const std::vector<Fr> publics = public_inputs(member());
  EXPECT_EQ(publics, (std::vector<Fr>{member().root.value(), fr(7)}));
  EXPECT_TRUE(std::ranges::equal(publics, witness.assignment().subspan(1, 2)));
}

TEST(Circuit, AProofOfItVerifiesForItsPublicInputsAlone) {
  const CircuitShape shape = circuit_shape<Membership>();
  const ProvingKey key =
      groth16_setup(shape.system, insecure_dev_trapdoor(shape.id), SetupLabel::insecure_dev()).value();
  SimRandom random(1);
  const Groth16Proof proof = groth16_prove(key, circuit_witness(member()), random).value();
  const PreparedVerifyingKey verifier = PreparedVerifyingKey::make(key.vk).value();
  EXPECT_TRUE(verifier.verify(public_inputs(member()), proof).ok());
  EXPECT_FALSE(verifier.verify(public_inputs(member(8)), proof).ok());
  const auto refused = groth16_prove(key, circuit_witness(member(6)), random);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().message(), "constraint limit.sum does not hold");  // and no value of the witness
}

TEST(Circuit, ShapeDoesNotDependOnValuesButOnLengths) {
  EXPECT_EQ(circuit_shape(member()).id, circuit_shape<Membership>().id);
  const Sum two{.total = fr(0), .terms = std::vector<Fr>(2)}, three{.total = fr(0), .terms = std::vector<Fr>(3)};
  EXPECT_NE(circuit_shape(two).id, circuit_shape(three).id);
}

struct Trade {
  PublicInput<std::vector<Fr>> buyers, sellers;
  void inputs(auto&& declare) {
    declare("buyers", buyers);
    declare("sellers", sellers);
  }
  void synthesize(ConstraintSystem& cs) const {
    LinearCombination sum;
    for (const LinearCombination& x : *buyers) sum += x;
    for (const LinearCombination& x : *sellers) sum -= x;
    cs.enforce_zero(sum, "balance");
  }
};

TEST(Circuit, PublicInputsOfOtherLengthsAreNotThoseOfTheShape) {
  const Trade two_to_one{.buyers = std::vector{fr(1), fr(2)}, .sellers = std::vector{fr(3)}};
  const Trade one_to_two{.buyers = std::vector{fr(1)}, .sellers = std::vector{fr(2), fr(3)}};
  const CircuitShape shape = circuit_shape(two_to_one);
  EXPECT_EQ(public_inputs(two_to_one), public_inputs(one_to_two));
  EXPECT_EQ(public_inputs(shape, two_to_one).value(), public_inputs(two_to_one));
  EXPECT_EQ(public_inputs(shape, one_to_two).error().code(), GeneralError::kInvalidArgument);
}

TEST(Circuit, InputsAreForcedIntoTheirTypes) {
  const Typed good{.flag = true, .small = uint16_t{100}, .temperature = int8_t{100}};
  const CircuitShape shape = circuit_shape(good);
  EXPECT_EQ(shape.system.constraint_count(), 1u + 17 + 9 + 1);
  const ConstraintSystem witness = circuit_witness(good);
  ASSERT_TRUE(witness.is_satisfied().ok());
  EXPECT_THAT(testing::unnoticed_changes(shape.system, witness.assignment()), IsEmpty());
  // What no value of the C++ type can hold is refused by the constraints as well.
  for (const auto& [variable, value, path] : {std::tuple{1u, fr(2), "input.flag"},
                                              {2u, fr(1 << 16), "input.small.sum"},
                                              {3u, fr(-129), "input.temperature.sum"}}) {
    std::vector<Fr> forged(witness.assignment().begin(), witness.assignment().end());
    forged[variable] = value;
    const auto answer = check_satisfied(shape.system, forged, shape.paths);
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().message(), std::string("constraint ") + path + " does not hold");
  }
  EXPECT_TRUE(check_circuit_witness(Typed{.flag = true, .small = uint16_t{0}, .temperature = int8_t{0}}).ok());
}

TEST(CircuitDeathTest, AnInputThatIsDeclaredTwiceStopsTheProgram) { EXPECT_DEATH(circuit_shape<Twice>(), "has_value"); }

TEST(CircuitDeathTest, AnInputThatIsNotDeclaredStopsTheProgram) {
  EXPECT_DEATH(circuit_shape<Forgetful>(), "has_value");
}

// A type without synthesize() is no circuit, nor is one that cannot be copied.
struct NoConstraints {
  void inputs(auto&&) {}
};
static_assert(Circuit<Membership>);
static_assert(!Circuit<NoConstraints>);
static_assert(!Circuit<int>);

TEST(Circuit, NoVariableOfTheExampleCanBeChangedUnnoticed) {
  const CircuitShape shape = circuit_shape<Membership>();
  const ConstraintSystem witness = circuit_witness(member());
  EXPECT_THAT(testing::unnoticed_changes(shape.system, witness.assignment()), IsEmpty());
  EXPECT_THAT(check_circuit(shape.system, shape.paths), IsEmpty());
}

TEST(Diagnosis, NamesTheGadgetTheConstraintTheSidesAndTheirVariables) {
  const auto answer = check_circuit_witness(member(6));  // position 6 is not below 6
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code(), CryptoError::kUnsatisfied);
  EXPECT_THAT(answer.error().message(),
              HasSubstr("constraint limit.sum does not hold: a = -1, b = 1, c = 0, where a = -1 + "
                        "limit - index_bits[0] - 2 index_bits[1] - 4 index_bits[2], b = 1, c = "));
  EXPECT_THAT(answer.error().message(),
              HasSubstr("limit = 6, index_bits[0] = 0, index_bits[1] = 1, index_bits[2] = 1"));
}

TEST(Diagnosis, ShowsTheExampleOfItsHeader) {
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  const Variable x = cs.alloc(fr(5));
  cs.name(x, "x");
  {
    auto rows = cs.scope({"rows", 17});
    auto range = cs.scope("range");
    gadgets::Bit::enforce(cs, x, {"bit", 3});
  }
  const auto answer = check_and_show_values(cs);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(
      answer.error().message(),
      "constraint rows[17].range.bit[3] does not hold: a = 5, b = 4, c = 0, where a = x, b = -1 + x, c = 0; x = 5");
}

TEST(Diagnosis, WithoutMatricesTheSidesAreKnownAndIsSatisfiedShowsNoValue) {
  const ConstraintSystem witness = circuit_witness(member(6));
  const auto shown = check_and_show_values(witness);
  ASSERT_FALSE(shown.ok());
  EXPECT_EQ(shown.error().message(), "constraint limit.sum does not hold: a = -1, b = 1, c = 0");
  const auto silent = witness.is_satisfied();
  ASSERT_FALSE(silent.ok());
  EXPECT_EQ(silent.error().message(), "constraint limit.sum does not hold");
}

TEST(Diagnosis, FindsEveryViolationUpToTheLimitAndCutsLongSides) {
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  LinearCombination sum;
  for (int64_t i = 1; i <= 20; ++i) sum += cs.alloc(fr(i));
  cs.enforce_zero(sum, "first");
  cs.enforce_zero(sum - fr(210), "holds");
  cs.enforce(sum, sum, fr(1), "second");
  EXPECT_EQ(find_violations(cs, 1).size(), 1u);
  const auto found = find_violations(cs, 9);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[1].path, "second");
  EXPECT_EQ(found[0].values.size(), 20u);
  EXPECT_THAT(found[0].describe(), HasSubstr("w8 + ... (12 more terms), b = 1"));
  EXPECT_THAT(found[0].describe(), HasSubstr("w16 = 16 and 4 more variables"));
}

std::vector<std::string> texts(const ConstraintSystem& cs) {
  std::vector<std::string> out;
  for (const CircuitFinding& finding : check_circuit(cs.r1cs(), cs.paths())) out.push_back(finding.text);
  return out;
}

TEST(StaticCheck, FindsUnusedInputsVariablesAndDefinitions) {
  ConstraintSystem cs(Synthesis::kShape);
  const Variable used = cs.alloc_public(fr(0)), unused = cs.alloc_public(fr(0));
  cs.name(unused, "binding");
  cs.alloc(fr(0));
  const Variable x = cs.alloc(fr(0));
  cs.enforce(x, x, used, "square");
  cs.mul(x, used, "forgotten");
  EXPECT_THAT(texts(cs),
              ElementsAre("public input binding is in no constraint", "variable w3 is in no constraint",
                          "variable w5 is in constraint forgotten alone, which some value of it always satisfies"));
}

TEST(StaticCheck, AResultThatIsNeverComparedIsFound) {
  struct Forgotten : Membership {
    void synthesize(ConstraintSystem& cs) const {
      gadgets::merkle_root(cs, leaf, *index_bits, *siblings, "path");
      gadgets::enforce_less(cs, gadgets::Uint::of_bits(*index_bits), limit, "limit");
    }
  };
  const CircuitShape shape = circuit_shape<Forgotten>();
  const auto findings = check_circuit(shape.system, shape.paths);
  ASSERT_EQ(findings.size(), 4u);  // the root is in no constraint; three S-boxes of the last round lead nowhere
  EXPECT_EQ(findings[0].kind, CircuitFinding::Kind::kUnusedPublicInput);
  for (size_t i = 1; i < 4; ++i) {
    EXPECT_EQ(findings[i].kind, CircuitFinding::Kind::kUnusedDefinition);
    EXPECT_THAT(findings[i].text, HasSubstr("path.level[2].hash.permutation[0].round[63].fifth"));
  }
}

TEST(StaticCheck, FindsConstantAndRepeatedConstraints) {
  ConstraintSystem cs(Synthesis::kShape);
  const Variable x = cs.alloc_public(fr(0)), y = cs.alloc(fr(0));
  cs.enforce(x, y, fr(6), "product");
  cs.enforce(y, x, fr(6), "again");
  cs.enforce(LinearCombination(), y, LinearCombination(), "nothing");
  cs.enforce(fr(2), fr(3), fr(6), "numbers");
  cs.enforce(fr(2), fr(3), fr(7), "wrong");
  EXPECT_THAT(texts(cs), ElementsAre("constraint nothing always holds", "constraint numbers always holds",
                                     "constraint wrong never holds", "constraint again says the same as product"));
}

TEST(StaticCheck, FindsPartsThatNoPublicInputReaches) {
  ConstraintSystem cs(Synthesis::kShape);
  const Variable x = cs.alloc_public(fr(0)), y = cs.alloc(fr(0));
  cs.enforce(x, y, fr(6), "product");
  const Variable p = cs.alloc(fr(0)), q = cs.alloc(fr(0));
  cs.enforce(p, q, p, "detached");
  cs.enforce(q, q, p, "too");
  EXPECT_THAT(texts(cs),
              ElementsAre("variable w3 and everything that constraint detached connects it with are connected to "
                          "no public input, and zeros satisfy them"));
  // Numbers in the circuit are something to prove as well: 15 has factors.
  cs.enforce(p, q, fr(15), "factors");
  EXPECT_THAT(texts(cs), IsEmpty());
}

TEST(LocalFreedom, SeesChangesOfSeveralVariablesThatNoSingleChangeShows) {
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  const Variable sum = cs.alloc_public(fr(10));
  const Variable a = cs.alloc(fr(4)), b = cs.alloc(fr(6)), c = cs.alloc(fr(16));
  cs.enforce_zero(LinearCombination(a) + b - sum, "sum");
  cs.enforce(a, a, c, "square");
  ASSERT_TRUE(cs.is_satisfied().ok());
  EXPECT_THAT(testing::unnoticed_changes(cs.r1cs(), cs.assignment()), IsEmpty());
  EXPECT_THAT(locally_free_variables(cs.r1cs(), cs.assignment()), ElementsAre(a.index, b.index, c.index));
  cs.enforce(a, b, fr(24), "product");  // two solutions, (4, 6) and (6, 4), both isolated
  EXPECT_THAT(locally_free_variables(cs.r1cs(), cs.assignment()), IsEmpty());
}

TEST(LocalFreedom, EliminatesWhatPropagationLeaves) {
  // A regular 3 x 3 system in which every row has three variables; then a singular one.
  for (const bool regular : {true, false}) {
    ConstraintSystem cs(Synthesis::kShapeAndWitness);
    const LinearCombination x = cs.alloc(fr(1)), y = cs.alloc(fr(2)), z = cs.alloc(fr(3)), free = cs.alloc(fr(4));
    cs.enforce_zero(x + y + z - fr(6), "one");
    cs.enforce_zero(x + fr(2) * y - z - fr(2), "two");
    cs.enforce_zero(fr(2) * x + fr(3) * y + (regular ? z + fr(-11) : fr(-8)), "three");
    cs.enforce(free, free, fr(16), "square");
    ASSERT_TRUE(cs.is_satisfied().ok());
    EXPECT_EQ(locally_free_variables(cs.r1cs(), cs.assignment()).size(), regular ? 0u : 3u);
  }
}

}  // namespace
}  // namespace zkp
