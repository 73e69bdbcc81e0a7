/// Changes of the assignment of a satisfied constraint system that no constraint notices.
#pragma once

#include <array>
#include <random>
#include <utility>
#include <vector>

#include "r1cs/r1cs.h"

namespace zkp::testing {

/// Tries changes and looks only at the rows that mention a changed variable. REQUIRES: the assignment satisfies the
/// system.
class Tamperer {
 public:
  using Change = std::pair<uint32_t, Fr>;  ///< a variable and what is added to it

  Tamperer(const R1cs& system, std::span<const Fr> assignment)
      : system_(system), rows_of_(system.variable_count), assignment_(assignment.begin(), assignment.end()) {
    for (const SparseMatrix* matrix : {&system.a, &system.b, &system.c})
      for (uint32_t row = 0; row < system.constraint_count(); ++row)
        for (uint32_t variable : matrix->row_variables(row))
          if (rows_of_[variable].empty() || rows_of_[variable].back() != row) rows_of_[variable].push_back(row);
  }

  bool noticed(std::span<const Change> changes) {
    for (const auto& [variable, delta] : changes) assignment_[variable] += delta;
    bool out = false;
    for (const auto& [variable, delta] : changes) out = out || violates(rows_of_[variable]);
    for (const auto& [variable, delta] : changes) assignment_[variable] -= delta;
    return out;
  }

 private:
  bool violates(const std::vector<uint32_t>& rows) const {
    for (uint32_t row : rows) {
      const Fr product = system_.a.evaluate_row(row, assignment_) * system_.b.evaluate_row(row, assignment_);
      if (!(product == system_.c.evaluate_row(row, assignment_))) return true;
    }
    return false;
  }

  const R1cs& system_;
  std::vector<std::vector<uint32_t>> rows_of_;
  std::vector<Fr> assignment_;
};

/// Variables for which some change of them alone goes unnoticed: by 1, by -1, and by a random element.
inline std::vector<uint32_t> unnoticed_changes(const R1cs& system, std::span<const Fr> assignment, uint64_t seed = 1) {
  Tamperer tamperer(system, assignment);
  std::mt19937_64 random(seed);
  std::vector<uint32_t> out;
  for (uint32_t variable = 1; variable < system.variable_count; ++variable) {
    const Fr any = Fr::from_limbs_reduce({random(), random(), random(), random() >> 2});
    for (const Fr& delta : {Fr::one(), -Fr::one(), any}) {
      const std::array<Tamperer::Change, 1> change = {{{variable, delta}}};
      if (tamperer.noticed(change)) continue;
      out.push_back(variable);
      break;
    }
  }
  return out;
}

/// Variables v for which (v + 2, next - 1) goes unnoticed: what a prover does to bits that are not forced to be bits.
/// The weighted sum of a decomposition stays as it is, so that only the booleanity of the bits can notice.
inline std::vector<uint32_t> unnoticed_carries(const R1cs& system, std::span<const Fr> assignment) {
  Tamperer tamperer(system, assignment);
  std::vector<uint32_t> out;
  for (uint32_t variable = 1; variable + 1 < system.variable_count; ++variable) {
    const std::array<Tamperer::Change, 2> change = {{{variable, Fr::from_u64(2)}, {variable + 1, -Fr::one()}}};
    if (!tamperer.noticed(change)) out.push_back(variable);
  }
  return out;
}

}  // namespace zkp::testing
