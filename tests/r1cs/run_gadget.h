/// Runs one gadget on pinned inputs and finds out whether any wire of its witness is free.
#pragma once

#include <algorithm>
#include <functional>
#include <string>

#include "r1cs/check_circuit.h"
#include "r1cs/constraint_system.h"
#include "r1cs/tamper.h"

namespace zkp::testing {

/// An input that the constraints pin to its value, so that the tampering tests see gadgets alone.
inline LinearCombination pinned(ConstraintSystem& cs, const Fr& value) {
  const Variable x = cs.alloc(value);
  cs.enforce_zero(LinearCombination(x) - value, "pinned");
  return x;
}

struct Outcome {
  bool satisfied = false;
  bool one_shape = false;    ///< runs for the shape alone and for the witness alone give the same system
  uint32_t constraints = 0;  ///< without those of pinned()
  uint32_t variables = 0;    ///< likewise
  std::vector<Fr> outputs;
  std::vector<uint32_t> unnoticed;          ///< changes of one variable
  std::vector<uint32_t> unnoticed_between;  ///< carries from one variable to the next
  std::vector<uint32_t> locally_free;       ///< check_circuit.h: any change of any number of variables, to first order

  bool every_wire_is_bound() const {
    return one_shape && unnoticed.empty() && unnoticed_between.empty() && locally_free.empty();
  }
};

using GadgetBody = std::function<std::vector<LinearCombination>(ConstraintSystem&, std::span<const LinearCombination>)>;

/// Whether what set-ups and provers run, each without the other half, is the circuit that `both` is a run of.
inline bool same_without_matrices(const std::vector<Fr>& inputs, const GadgetBody& body, const ConstraintSystem& both) {
  auto run = [&](ConstraintSystem& cs) {
    std::vector<LinearCombination> pins;
    for (const Fr& input : inputs) pins.push_back(pinned(cs, input));
    body(cs, pins);
  };
  ConstraintSystem shape(Synthesis::kShape);
  run(shape);
  const ConstraintSystem witness(Synthesis::kWitness, run);
  return circuit_id(shape.r1cs()) == circuit_id(both.r1cs()) &&
         std::ranges::equal(witness.assignment(), both.assignment()) &&
         std::ranges::equal(witness.a_values(), both.a_values()) &&
         std::ranges::equal(witness.b_values(), both.b_values()) &&
         std::ranges::equal(witness.c_values(), both.c_values());
}

inline Outcome run_gadget(std::vector<Fr> inputs, const GadgetBody& body) {
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  std::vector<LinearCombination> pins;
  for (const Fr& input : inputs) pins.push_back(pinned(cs, input));
  const uint32_t constraints = cs.constraint_count(), variables = cs.variable_count();
  Outcome out;
  for (const LinearCombination& lc : body(cs, pins)) out.outputs.push_back(cs.value(lc));
  out.constraints = cs.constraint_count() - constraints;
  out.variables = cs.variable_count() - variables;
  out.satisfied = cs.is_satisfied().ok();
  out.one_shape = same_without_matrices(inputs, body, cs);
  if (out.satisfied) {
    out.unnoticed = unnoticed_changes(cs.r1cs(), cs.assignment());
    out.unnoticed_between = unnoticed_carries(cs.r1cs(), cs.assignment());
    out.locally_free = locally_free_variables(cs.r1cs(), cs.assignment());
  }
  return out;
}

/// Every assignment of `free` (variables by index) with values below 2^`bits` that satisfies the system while all other
/// variables stay: what a prover who ignores the honest witness can find. Takes 2^(bits * free.size()) tries.
inline std::vector<std::vector<Fr>> all_solutions(const R1cs& system, std::span<const Fr> assignment,
                                                  std::span<const uint32_t> free, int bits = 1) {
  std::vector<Fr> z(assignment.begin(), assignment.end());
  std::vector<std::vector<Fr>> out;
  for (uint64_t code = 0; code < uint64_t{1} << (static_cast<size_t>(bits) * free.size()); ++code) {
    for (size_t i = 0; i < free.size(); ++i)
      z[free[i]] = Fr::from_u64(code >> (static_cast<size_t>(bits) * i) & ((uint64_t{1} << bits) - 1));
    bool holds = true;
    for (uint32_t row = 0; holds && row < system.constraint_count(); ++row)
      holds = system.a.evaluate_row(row, z) * system.b.evaluate_row(row, z) == system.c.evaluate_row(row, z);
    if (!holds) continue;
    std::vector<Fr> found;
    for (uint32_t variable : free) found.push_back(z[variable]);
    out.push_back(std::move(found));
  }
  return out;
}

/// A forger's sheet: a copy of an assignment to write on, and the constraints that what is written violates.
class Forgery {
 public:
  explicit Forgery(const ConstraintSystem& cs) : cs_(cs), z_(cs.assignment().begin(), cs.assignment().end()) {
    for (uint32_t i = 0; i < cs_.constraint_count(); ++i) paths_.push_back(cs_.paths().describe(i));
  }

  Fr& operator[](const LinearCombination& variable) { return z_[variable.terms().front().variable]; }
  Fr value(const LinearCombination& lc) const { return lc.evaluate(z_); }
  std::span<Fr> values() { return z_; }

  /// The constraint of this name. Stops the test if there is none.
  uint32_t row(std::string_view path) const {
    const auto at = std::ranges::find(paths_, path);
    ZKP_CHECK(at != paths_.end());
    return static_cast<uint32_t>(at - paths_.begin());
  }
  const std::vector<std::string>& paths() const { return paths_; }
  /// The last variable of a side: of a product a * b = c made by mul(), the result.
  Fr& last_in_a(std::string_view path) { return z_[cs_.r1cs().a.row_variables(row(path)).back()]; }
  Fr& last_in_c(std::string_view path) { return z_[cs_.r1cs().c.row_variables(row(path)).back()]; }
  /// The sides of a constraint under the forged values.
  Fr a(std::string_view path) const { return cs_.r1cs().a.evaluate_row(row(path), z_); }
  Fr b(std::string_view path) const { return cs_.r1cs().b.evaluate_row(row(path), z_); }
  Fr c(std::string_view path) const { return cs_.r1cs().c.evaluate_row(row(path), z_); }

  std::vector<std::string> violated() const {
    std::vector<std::string> out;
    for (uint32_t i = 0; i < cs_.constraint_count(); ++i)
      if (!(cs_.r1cs().a.evaluate_row(i, z_) * cs_.r1cs().b.evaluate_row(i, z_) == cs_.r1cs().c.evaluate_row(i, z_)))
        out.push_back(paths_[i]);
    return out;
  }

 private:
  const ConstraintSystem& cs_;
  std::vector<Fr> z_;
  std::vector<std::string> paths_;
};

}  // namespace zkp::testing
