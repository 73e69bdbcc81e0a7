/// What every change of a single variable of a satisfying assignment does, exactly and for all changes at once: adding
/// d to variable v adds
///
///   d (A_{iv} (B z)_i + (A z)_i B_{iv} - C_{iv}) + d^2 A_{iv} B_{iv}
///
/// to row i, which a row notices for every d, for no d, or for every d but one. One pass over the matrices, in which
/// each product is computed once. Compare tamper.h, which tries a few changes.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "r1cs/r1cs.h"

namespace zkp::testing {

struct SingleChanges {
  std::vector<uint32_t> unused;     ///< variables in no constraint
  std::vector<uint32_t> unnoticed;  ///< variables with a change, other than 0, that violates no constraint
  std::vector<uint32_t> vacuous;    ///< constraints that no change of a single variable violates
};

inline SingleChanges single_changes(const R1cs& system, std::span<const Fr> assignment) {
  struct Effect {
    Fr linear, a, b;
  };
  // The changes that no row has noticed so far: all, one, none.
  struct Unnoticed {
    bool is_used = false, all = true;
    std::optional<Fr> one;
  };
  std::vector<Unnoticed> of(system.variable_count);
  SingleChanges out;
  for (uint32_t row = 0; row < system.constraint_count(); ++row) {
    const Fr a = system.a.evaluate_row(row, assignment), b = system.b.evaluate_row(row, assignment);
    std::map<uint32_t, Effect> effects;
    auto read = [&](const SparseMatrix& matrix, auto&& visit) {
      const auto variables = matrix.row_variables(row);
      const auto coefficients = matrix.row_coefficients(row);
      for (size_t i = 0; i < variables.size(); ++i) {
        if (variables[i] != 0) visit(effects[variables[i]], coefficients[i]);
      }
    };
    read(system.a, [&](Effect& effect, const Fr& coefficient) {
      effect.linear += coefficient * b;
      effect.a = coefficient;
    });
    read(system.b, [&](Effect& effect, const Fr& coefficient) {
      effect.linear += coefficient * a;
      effect.b = coefficient;
    });
    read(system.c, [&](Effect& effect, const Fr& coefficient) { effect.linear -= coefficient; });
    bool is_vacuous = true;
    for (const auto& [variable, effect] : effects) {
      Unnoticed& left = of[variable];
      left.is_used = true;
      const Fr quadratic = effect.a * effect.b;
      if (quadratic.is_zero() && effect.linear.is_zero()) continue;
      is_vacuous = false;
      if (!left.all && !left.one) continue;
      std::optional<Fr> survivor;
      if (!quadratic.is_zero() && !effect.linear.is_zero()) survivor = -effect.linear * quadratic.inverse_var();
      if (!left.all && survivor != left.one) survivor = std::nullopt;
      left = {true, false, survivor};
    }
    if (is_vacuous) out.vacuous.push_back(row);
  }
  for (uint32_t v = 1; v < system.variable_count; ++v) {
    if (!of[v].is_used) {
      out.unused.push_back(v);
    } else if (of[v].all || of[v].one) {
      out.unnoticed.push_back(v);
    }
  }
  return out;
}

}  // namespace zkp::testing
