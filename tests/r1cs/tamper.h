/// Finds the variables of a satisfied constraint system that could be changed without any constraint noticing.
#pragma once

#include <array>
#include <vector>

#include "r1cs/r1cs.h"

namespace zkp::testing {

/// Changes every variable but the constant one, alone, by each delta in turn, and evaluates the rows that mention it.
/// Returns those for which some change goes unnoticed. REQUIRES: the assignment satisfies the system.
inline std::vector<uint32_t> unnoticed_changes(const R1cs& system, std::span<const Fr> assignment) {
  std::vector<std::vector<uint32_t>> rows_of(system.variable_count);
  for (const SparseMatrix* matrix : {&system.a, &system.b, &system.c})
    for (uint32_t row = 0; row < system.constraint_count(); ++row)
      for (uint32_t variable : matrix->row_variables(row))
        if (rows_of[variable].empty() || rows_of[variable].back() != row) rows_of[variable].push_back(row);

  std::vector<Fr> changed(assignment.begin(), assignment.end());
  const std::array<Fr, 3> deltas = {Fr::one(), -Fr::one(), Fr::from_u64(0x9e3779b97f4a7c15)};
  std::vector<uint32_t> out;
  for (uint32_t variable = 1; variable < system.variable_count; ++variable) {
    bool every_change_noticed = true;
    for (const Fr& delta : deltas) {
      changed[variable] = assignment[variable] + delta;
      bool noticed = false;
      for (uint32_t row : rows_of[variable]) {
        const Fr product = system.a.evaluate_row(row, changed) * system.b.evaluate_row(row, changed);
        if (!(product == system.c.evaluate_row(row, changed))) {
          noticed = true;
          break;
        }
      }
      every_change_noticed = every_change_noticed && noticed;
    }
    changed[variable] = assignment[variable];
    if (!every_change_noticed) out.push_back(variable);
  }
  return out;
}

}  // namespace zkp::testing
