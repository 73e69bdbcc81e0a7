/// The wrap circuit wire by wire and constraint by constraint, at witnesses of honest proofs: no wire changes alone, no
/// constraint holds whatever a wire does, every constraint is needed, and what a prover may choose is what no check
/// reads.
///
/// The last of these is a question about many wires at once. To first order a hash has as many preimages as it absorbs
/// elements, so the Jacobian of the circuit says that nearly everything is free: of 45,607 private wires of class T all
/// but 1,253 (locally_free_variables() needs minutes for that), in a kernel of 334 dimensions, along which nobody walks
/// without finding collisions. Here a permutation is therefore an ideal function: whoever knows one word of what comes
/// out knows what went in. What is then left free is free.
#include <cstdlib>
#include <optional>
#include <set>

#include "dataset_proof/toy_cases.h"
#include "dataset_proof/wrap_circuit.h"
#include "r1cs/check_circuit.h"
#include "r1cs/constraint_rank.h"
#include "r1cs/single_changes.h"

namespace zkp {
namespace {

using toy::Case;
using toy::kInt64;
using zkp::testing::ConstraintRank;
using zkp::testing::single_changes;

using Paths = std::set<std::string>;

/// An honest proof whose witness is looked at.
struct Witness {
  const char* name;
  const SizeClass* size;
  Case (*make)();
  int mu;
  std::vector<size_t> carries = {};     ///< sum slots whose sum goes on into the next
  std::vector<size_t> thresholds = {};  ///< sum slots that compare

  friend std::ostream& operator<<(std::ostream& out, const Witness& witness) { return out << witness.name; }
};

Case sums() {
  return {"sums",
          toy::sums("v", 47, 1507, 12),
          {toy::make_table({{"v", kInt64, {3, -7, 20, 0, 5, 5, -1, 13, 8, -20, 2, 19}}})}};
}
Case mean() {
  return {"mean", toy::mean_floor("v", 1, 39), sums().tables};  // 47 / 12 = 3.9
}
Case noisy_sum() {
  toy::Dice dice(3);
  for (const toy::CaseKind& kind : toy::all_cases()) {
    if (std::string(kind.name) == "noisy_sum") return kind.make(dice, 100);
  }
  ZKP_CHECK(false);
}
Case nullable_range() {
  toy::Dice dice(4);
  toy::Flags nulls = dice.flags(200, 5);
  toy::Values v = dice.values(200, 0, 100);
  return {"range", toy::range("v", 0, 100), {toy::make_table({toy::nullable_column("v", kInt64, v, nulls)})}};
}

const Witness kExact{"exact_sums", &kClassT, sums, 5};
const Witness kThresholds{"thresholds", &kClassT, mean, 5, {}, {0, 1}};
const Witness kCarries{"carries", &kClassT, noisy_sum, 7, {0}};
const Witness kFullCube{"full_cube", &kClassT, nullable_range, 8};
const Witness kInT2{"class_T2", &kClassT2, sums, 6};
const Witness kInS{"class_S", &kClassS, sums, 17};
const Witness kInL{"class_L", &kClassL, sums, 21};

/// The proof, with numbers where mu does not reach: zeros there would hide what reads them.
InnerProof proof_of(const Witness& witness) {
  const Case of = witness.make();
  Result<toy::Proved> made = toy::prove(*witness.size, of.statement, of.pointers(),
                                        {.srs = is_production_class(*witness.size) ? &toy::long_srs() : nullptr});
  ZKP_CHECK(made.ok());
  InnerProof out = std::move(made->inner);
  EXPECT_EQ(out.mu, witness.mu);
  const auto mu = static_cast<size_t>(out.mu);
  uint64_t next = 1000;
  for (size_t d = kSlotBits + mu; d < out.messages.layers.size(); ++d) {
    for (auto& round : out.messages.layers[d].rounds) {
      for (Fr& each : round) each = Fr::from_u64(next++);
    }
    for (Fr& each : out.messages.layers[d].ends) each = Fr::from_u64(next++);
  }
  for (size_t j = mu; j < out.messages.final_rounds.size(); ++j) {
    for (Fr& each : out.messages.final_rounds[j]) each = Fr::from_u64(next++);
  }
  return out;
}

class Circuit : public ConstraintSystem {
 public:
  Circuit(const SizeClass& size, const InnerProof& proof)
      : ConstraintSystem(Synthesis::kShapeAndWitness, [&](ConstraintSystem& cs) {
          make_wrap(cs, size, proof.public_input, proof.pub, proof.messages);
        }) {
    const Result<void> satisfied = is_satisfied();
    EXPECT_TRUE(satisfied.ok()) << satisfied.error().describe();
  }

  Paths paths_of(std::span<const uint32_t> rows) const {
    Paths out;
    for (const uint32_t row : rows) out.insert(paths().describe(row));
    return out;
  }
  std::vector<uint32_t> rows_at(std::string_view path) const {
    std::vector<uint32_t> out;
    for (uint32_t row = 0; row < constraint_count(); ++row) {
      if (paths().describe(row) == path) out.push_back(row);
    }
    return out;
  }
};

class OfWitness : public ::testing::TestWithParam<Witness> {
 protected:
  void SetUp() override {
    if (GetParam().size == &kClassL && std::getenv("ZKP_TEST_LONG") == nullptr) {
      GTEST_SKIP() << "class L takes some seconds: only with ZKP_TEST_LONG";
    }
  }
};
class WrapWitness : public OfWitness {};

// Every change of one wire is noticed, and for every constraint there is one that violates it.
TEST_P(WrapWitness, HasNoWireThatChangesAloneAndNoVacuousConstraint) {
  const Circuit circuit(*GetParam().size, proof_of(GetParam()));
  const auto found = single_changes(circuit.r1cs(), circuit.assignment());
  EXPECT_TRUE(found.unused.empty()) << "wire " << found.unused.front() << " of " << found.unused.size();
  EXPECT_TRUE(found.unnoticed.empty()) << "wire " << found.unnoticed.front() << " of " << found.unnoticed.size();
  EXPECT_EQ(circuit.paths_of(found.vacuous), Paths{});
  // The changes are computed; some of them are made here.
  std::vector<Fr> changed(circuit.assignment().begin(), circuit.assignment().end());
  for (uint32_t wire = 1; wire < changed.size(); wire += static_cast<uint32_t>(changed.size() / 7)) {
    changed[wire] += Fr::one();
    EXPECT_FALSE(check_satisfied(circuit.r1cs(), changed, circuit.paths()).ok()) << "wire " << wire;
    changed[wire] -= Fr::one();
  }
}

// A constraint that does not follow from the others, to first order, is needed. The rest is here, with its reason.
TEST_P(WrapWitness, NeedsEveryConstraintButThoseThatAreKnown) {
  const SizeClass& size = *GetParam().size;
  Paths expected;
  // Four bits pin themselves, so their sum is one near the witness. Far from it: TheSelectorsOfMu below.
  for (int m = size.mu_min; m <= size.mu_max; ++m) {
    expected.insert("mu.one_hot[" + std::to_string(m - size.mu_min) + "]");
  }
  expected.insert("mu.one_hot_sum");
  // 0 times anything: layers that mu does not reach. They are checked in witnesses of larger cubes.
  for (int d = kSlotBits + GetParam().mu; d < kSlotBits + size.mu_max; ++d) {
    expected.insert("fractions.layer[" + std::to_string(d) + "].end");
  }
  // 0 times the last sum is 0. Needed where the last mode is to carry: ASumCarriedAway below.
  expected.insert({"sums.carry[3]", "sums.last_carry"});
  // 0 times the difference between a sum that goes on and its target, which pins the mode's bit.
  for (const size_t k : GetParam().carries) expected.insert({"sums.modes", "sums.target[" + std::to_string(k) + "]"});

  const Circuit circuit(size, proof_of(GetParam()));
  const ConstraintRank rank(circuit.r1cs(), circuit.assignment());
  EXPECT_EQ(circuit.paths_of(rank.dependent_rows()), expected);
}
INSTANTIATE_TEST_SUITE_P(Of, WrapWitness, ::testing::Values(kExact, kCarries, kFullCube, kInS, kInL),
                         [](const auto& tested) { return std::string(tested.param.name); });

// A prover that says "carry" on the last slot has its sum compared with nothing, unless it is 0.
TEST(WrapConstraints, ASumCarriedAwayIsZero) {
  InnerProof proof = proof_of(kFullCube);
  ASSERT_TRUE(proof.messages.sums[3].is_zero());
  proof.pub.modes += Fr::from_u64(128);
  proof.public_input = wrap_public_input(proof.pub);
  const Circuit circuit(kClassT, proof);
  EXPECT_EQ(circuit.rows_at("sums.last_carry").size(), 1u);
  const Paths dependent = circuit.paths_of(ConstraintRank(circuit.r1cs(), circuit.assignment()).dependent_rows());
  EXPECT_FALSE(dependent.contains("sums.last_carry"));
  EXPECT_FALSE(dependent.contains("sums.carry[3]"));
  EXPECT_TRUE(dependent.contains("sums.target[3]"));
}

// Selectors from -2 to 2 for every mu of the class: the constraints leave one choice, and without any of the bits there
// is another, such as 5 - 6 + 7 for mu = 6. Their sum is needed for what no verifier says: mu = 11 is 5 + 6. As 2
// mu_min is more than mu_max in every class, the bits and the value are enough for the others.
TEST(WrapConstraints, TheSelectorsOfMuAreOne) {
  const Circuit circuit(kClassT, proof_of(kExact));
  std::vector<Fr> z(circuit.assignment().begin(), circuit.assignment().end());
  const R1cs& system = circuit.r1cs();
  auto row_at = [&](const std::string& path) {
    const std::vector<uint32_t> rows = circuit.rows_at(path);
    EXPECT_EQ(rows.size(), 1u) << path;
    return rows.empty() ? 0 : rows[0];
  };
  std::vector<uint32_t> rows, selectors;
  for (size_t i = 0; i < 4; ++i) {
    rows.push_back(row_at("mu.one_hot[" + std::to_string(i) + "]"));
    selectors.push_back(system.a.row_variables(rows.back()).back());
  }
  rows.push_back(row_at("mu.one_hot_sum"));
  const uint32_t value = row_at("mu.value");
  rows.push_back(value);
  const uint32_t mu_wire = system.a.row_variables(value).front();
  ASSERT_EQ(z[mu_wire], Fr::from_u64(5));

  auto solutions = [&](uint64_t mu, std::optional<size_t> without) {
    z[mu_wire] = Fr::from_u64(mu);
    size_t out = 0;
    for (int code = 0; code < 625; ++code) {
      for (size_t i = 0, rest = static_cast<size_t>(code); i < 4; ++i, rest /= 5) {
        z[selectors[i]] = Fr::from_u64(rest % 5) - Fr::from_u64(2);
      }
      bool holds = true;
      for (size_t i = 0; holds && i < rows.size(); ++i) {
        holds = i == without || system.a.evaluate_row(rows[i], z) * system.b.evaluate_row(rows[i], z) ==
                                    system.c.evaluate_row(rows[i], z);
      }
      out += holds ? 1 : 0;
    }
    return out;
  };
  std::array<size_t, 6> more{};
  for (uint64_t mu = 5; mu <= 8; ++mu) {
    EXPECT_EQ(solutions(mu, {}), 1u) << mu;
    for (size_t i = 0; i < rows.size(); ++i) more[i] += solutions(mu, i) - 1;
  }
  for (const size_t i : {0, 1, 2, 3, 5}) EXPECT_GT(more[i], 0u) << circuit.paths().describe(rows[i]);
  EXPECT_EQ(more[4], 0u);
  EXPECT_EQ(solutions(11, {}), 0u);
  EXPECT_EQ(solutions(11, 4), 1u);
  for (const SizeClass* size : {&kClassT, &kClassT2, &kClassS, &kClassL}) EXPECT_GT(2 * size->mu_min, size->mu_max);
}

// ---- what a prover may choose

/// The circuit with ideal hashes: what goes into a permutation and what comes out are wires that no constraint ties
/// together. A context for wrap(), see wrap.h.
class IdealHashes {
 public:
  using Value = LinearCombination;

  explicit IdealHashes(ConstraintSystem& cs) : cs_(cs) {}

  Value alloc(const Fr& v) { return named(cs_.alloc(v), "bit"); }
  Fr value(const Value& v) { return cs_.value(v); }
  Value mul(const Value& a, const Value& b, Label label) { return named(cs_.mul(a, b, label), label); }
  void assert_zero(const Value& a, Label label) { cs_.enforce_zero(a, label); }
  void assert_mul(const Value& a, const Value& b, const Value& c, Label label) { cs_.enforce(a, b, c, label); }
  ConstraintSystem::Scope scope(Label label) { return cs_.scope(label); }
  std::array<Value, 3> permute(const std::array<Value, 3>& state, Label label) {
    const auto scope = cs_.scope(label);
    Permutation made;
    std::array<Fr, 3> words;
    for (size_t i = 0; i < 3; ++i) {
      words[i] = cs_.value(state[i]);
      const Variable in = named(cs_.alloc(words[i]), {"in", i});
      cs_.enforce_zero(state[i] - in, {"in", i});
      made.in[i] = in.index;
    }
    // Capacity is handed on as it is.
    const auto capacity = state[0].terms();
    for (size_t i = 0; i < permutations_.size(); ++i) {
      if (capacity.size() == 1 && capacity[0].variable == permutations_[i].out[0]) made.before = i;
    }
    poseidon_permute(words);
    std::array<Value, 3> out;
    for (size_t i = 0; i < 3; ++i) {
      const Variable word = named(cs_.alloc(words[i]), {"out", i});
      made.out[i] = word.index;
      out[i] = word;
    }
    permutations_.push_back(made);
    return out;
  }

  struct Permutation {
    std::array<uint32_t, 3> in, out;
    std::optional<size_t> before;  ///< the one that this one goes on from
    bool is_known = false;
  };
  const std::vector<Permutation>& permutations() const { return permutations_; }

 private:
  Variable named(Variable variable, Label label) {
    cs_.name(variable, label);
    return variable;
  }

  ConstraintSystem& cs_;
  std::vector<Permutation> permutations_;
};

class IdealCircuit {
 public:
  IdealCircuit(const SizeClass& size, const InnerProof& proof)
      : cs_(Synthesis::kShapeAndWitness),
        hashes_(cs_),
        in_(InnerMessages<LinearCombination>::of_shape(size, size.mu_max)) {
    const LinearCombination pi = cs_.alloc_public(proof.public_input);
    WrapPublic<LinearCombination> pub;
    const std::vector<Fr> values = proof.pub.list();
    size_t next = 0;
    WrapPublic<LinearCombination>::for_each(pub, [&](LinearCombination& each) { each = cs_.alloc(values[next++]); });
    std::vector<Fr> messages;
    InnerMessages<Fr>::for_each(proof.messages, [&](const Fr& each) { messages.push_back(each); });
    next = 0;
    InnerMessages<LinearCombination>::for_each(in_, [&](LinearCombination& each) {
      const Variable wire = cs_.alloc(messages[next]);
      cs_.name(wire, {"message", next++});
      messages_.insert(wire.index);
      each = wire;
    });
    wrap(hashes_, size, pi, pub, in_);
    EXPECT_TRUE(cs_.is_satisfied().ok());
  }

  const InnerMessages<LinearCombination>& messages() const { return in_; }
  static uint32_t wire(const LinearCombination& message) { return message.terms()[0].variable; }
  bool is_message(uint32_t wire) const { return messages_.contains(wire); }
  std::string name(uint32_t wire) const { return cs_.paths().describe_variable(wire); }

  /// Wires that may change while the public input stays, without those constraints for which left_out(row) is true.
  template <class LeftOut>
  std::set<uint32_t> free_wires(LeftOut&& left_out) const {
    R1cs system;
    system.public_count = cs_.public_count();
    system.variable_count = cs_.variable_count();
    for (uint32_t row = 0; row < cs_.constraint_count(); ++row) {
      if (left_out(row)) continue;
      add_row(system.a, cs_.r1cs().a, row);
      add_row(system.b, cs_.r1cs().b, row);
      add_row(system.c, cs_.r1cs().c, row);
    }
    std::vector<IdealHashes::Permutation> permutations = hashes_.permutations();
    // Of a permutation one output is enough to know the inputs, and the inputs to know the outputs.
    for (std::vector<uint32_t> free;;) {
      free = locally_free_variables(system, cs_.assignment());
      auto is_known = [&](uint32_t wire) { return !std::ranges::binary_search(free, wire); };
      bool is_closed = true;
      for (size_t i = permutations.size(); i-- > 0;) {
        if (permutations[i].is_known) continue;
        if (!std::ranges::any_of(permutations[i].out, is_known) && !std::ranges::all_of(permutations[i].in, is_known)) {
          continue;
        }
        is_closed = false;
        for (std::optional<size_t> at = i; at && !permutations[*at].is_known; at = permutations[*at].before) {
          permutations[*at].is_known = true;
          for (const uint32_t wire : permutations[*at].in) pin(system, wire);
          for (const uint32_t wire : permutations[*at].out) pin(system, wire);
        }
      }
      if (is_closed) return {free.begin(), free.end()};
    }
  }
  std::set<uint32_t> free_wires() const {
    return free_wires([](uint32_t) { return false; });
  }
  std::string path(uint32_t row) const { return cs_.paths().describe(row); }
  /// x (1 - x) = 0
  bool is_boolean(uint32_t row) const { return cs_.r1cs().b.row_variables(row).back() != 0; }

 private:
  static void add_row(SparseMatrix& to, const SparseMatrix& from, uint32_t row) {
    std::vector<LinearCombination::Term> terms;
    for (size_t i = 0; i < from.row_variables(row).size(); ++i) {
      terms.push_back({from.row_variables(row)[i], from.row_coefficients(row)[i]});
    }
    to.add_row(terms);
  }
  void pin(R1cs& system, uint32_t wire) const {
    system.a.add_row(LinearCombination(Variable{wire}) - cs_.assignment()[wire]);
    system.b.add_row(LinearCombination(Fr::one()));
    system.c.add_row(LinearCombination());
  }

  ConstraintSystem cs_;
  IdealHashes hashes_;
  InnerMessages<LinearCombination> in_;
  std::set<uint32_t> messages_;
};

/// Messages that mu does not reach (specification 8.3).
std::set<uint32_t> unreached(const IdealCircuit& circuit, int mu) {
  std::set<uint32_t> out;
  const InnerMessages<LinearCombination>& messages = circuit.messages();
  for (size_t d = static_cast<size_t>(kSlotBits + mu); d < messages.layers.size(); ++d) {
    for (const auto& round : messages.layers[d].rounds) {
      for (const auto& each : round) out.insert(IdealCircuit::wire(each));
    }
    for (const auto& each : messages.layers[d].ends) out.insert(IdealCircuit::wire(each));
  }
  for (size_t j = static_cast<size_t>(mu); j < messages.final_rounds.size(); ++j) {
    for (const auto& each : messages.final_rounds[j]) out.insert(IdealCircuit::wire(each));
  }
  return out;
}
std::set<uint32_t> messages_among(const IdealCircuit& circuit, const std::set<uint32_t>& wires) {
  std::set<uint32_t> out;
  for (const uint32_t wire : wires) {
    if (circuit.is_message(wire)) out.insert(wire);
  }
  return out;
}
/// "fractions.layer[9].at_r[0]" and "final.horner4[5]": where the circuit computes with what mu does not reach.
bool is_of_unreached(const std::string& name, int mu) {
  const size_t bracket = name.find('[');
  if (bracket == std::string::npos) return false;
  const int index = std::stoi(name.substr(bracket + 1));
  return name.starts_with("fractions.layer[") ? index >= kSlotBits + mu : name.starts_with("final.") && index >= mu;
}

class WrapChoices : public OfWitness {};

TEST_P(WrapChoices, OfAProverAreWhatMuDoesNotReach) {
  const IdealCircuit circuit(*GetParam().size, proof_of(GetParam()));
  const std::set<uint32_t> free = circuit.free_wires();
  EXPECT_EQ(messages_among(circuit, free), unreached(circuit, GetParam().mu));
  for (const uint32_t wire : free) {
    if (!circuit.is_message(wire)) {
      EXPECT_TRUE(is_of_unreached(circuit.name(wire), GetParam().mu)) << circuit.name(wire);
    }
  }
}

// The transcript alone, without what the circuit checks of the messages, binds them: each is absorbed. Two kinds are
// not and need not be, as each has one good value: the root's inverse, and the slacks, which are decomposed.
TEST_P(WrapChoices, AreMadeBeforeTheHashesOfTheTranscript) {
  const IdealCircuit circuit(*GetParam().size, proof_of(GetParam()));
  const std::set<uint32_t> free = circuit.free_wires([&](uint32_t row) {
    const std::string path = circuit.path(row);
    for (const char* check :
         {".end", ".root_numerator", ".root_denominator", ".last_carry", ".block_identity", ".evaluation"}) {
      if (path.ends_with(check)) return true;
    }
    return path.starts_with("sums.target") || path.starts_with("sums.slack");
  });
  std::set<uint32_t> expected = unreached(circuit, GetParam().mu);
  expected.insert(IdealCircuit::wire(circuit.messages().root_inverse));
  for (const auto& slack : circuit.messages().slacks) expected.insert(IdealCircuit::wire(slack));
  EXPECT_EQ(messages_among(circuit, free), expected);
}

// A slack that no sum is compared with may be any number of 64 bits (messages_test.cpp has some of them). Without the
// constraints that make bits of bits the Jacobian sees that; slacks of thresholds stay what the sum says.
TEST_P(WrapChoices, SlacksAreFreeWhereSumsAreExact) {
  const IdealCircuit circuit(*GetParam().size, proof_of(GetParam()));
  const std::set<uint32_t> free = circuit.free_wires(
      [&](uint32_t row) { return circuit.path(row).starts_with("sums.slack") && circuit.is_boolean(row); });
  std::set<uint32_t> expected = unreached(circuit, GetParam().mu);
  for (size_t k = 0; k < kSumSlotCount; ++k) {
    if (std::ranges::count(GetParam().thresholds, k) == 0) {
      expected.insert(IdealCircuit::wire(circuit.messages().slacks[k]));
    }
  }
  EXPECT_EQ(messages_among(circuit, free), expected);
}
INSTANTIATE_TEST_SUITE_P(Of, WrapChoices,
                         ::testing::Values(kExact, kThresholds, kCarries, kFullCube, kInT2, kInS, kInL),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace zkp
