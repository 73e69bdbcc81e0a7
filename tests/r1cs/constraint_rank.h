/// Which constraints follow from the others to first order, at a satisfying assignment z: linear dependences between
/// the rows of the Jacobian over the private variables,
///
///   J_{i,v} = A_{iv} (B z)_i + (A z)_i B_{iv} - C_{iv}.
///
/// A row that is in no dependence is needed: without its constraint the solutions around z would have one dimension
/// more. A row in a dependence may still be needed for solutions far away, as x (1 - x) = 0 is beside x + y = 1.
///
/// Circuits are nearly triangular: most constraints define one more variable, the last that they mention. The other
/// rows, the checks, are written in terms of the variables that nothing defines (one backward pass for each), and only
/// that small matrix is eliminated. Not constant-time: for tests.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "r1cs/r1cs.h"

namespace zkp::testing {

class ConstraintRank {
 public:
  /// sum_i factor_i J_i = 0, factors other than 0, by increasing row.
  using Dependence = std::vector<std::pair<uint32_t, Fr>>;

  /// REQUIRES: the assignment satisfies the system.
  ConstraintRank(const R1cs& system, std::span<const Fr> assignment)
      : system_(system), assignment_(assignment), pivot_of_(system.variable_count, kNone) {
    for (uint32_t row = 0; row < system_.constraint_count(); ++row) add_row(row);
    find_dependences();
  }

  /// A basis: there is one for each constraint that could be left out while the others stay.
  const std::vector<Dependence>& dependences() const { return dependences_; }
  size_t rank() const { return system_.constraint_count() - dependences_.size(); }
  /// The rows that are in some dependence.
  std::vector<uint32_t> dependent_rows() const {
    std::vector<uint32_t> out;
    for (const Dependence& each : dependences_) {
      for (const auto& [row, factor] : each) out.push_back(row);
    }
    std::ranges::sort(out);
    const auto again = std::ranges::unique(out);
    out.erase(again.begin(), again.end());
    return out;
  }
  size_t check_count() const { return checks_.size(); }

 private:
  static constexpr uint32_t kNone = UINT32_MAX;
  using Term = std::pair<uint32_t, Fr>;

  void add_row(uint32_t row) {
    const Fr a = system_.a.evaluate_row(row, assignment_), b = system_.b.evaluate_row(row, assignment_);
    std::vector<Term> terms;
    auto add = [&](const SparseMatrix& matrix, const Fr& factor) {
      if (factor.is_zero()) return;
      const auto variables = matrix.row_variables(row);
      const auto coefficients = matrix.row_coefficients(row);
      for (size_t i = 0; i < variables.size(); ++i) {
        if (variables[i] > system_.public_count) terms.emplace_back(variables[i], factor * coefficients[i]);
      }
    };
    add(system_.a, b);
    add(system_.b, a);
    add(system_.c, -Fr::one());
    std::ranges::stable_sort(terms, {}, &Term::first);
    for (size_t i = 0; i < terms.size();) {
      Term sum = terms[i++];
      while (i < terms.size() && terms[i].first == sum.first) sum.second += terms[i++].second;
      if (!sum.second.is_zero()) terms_.push_back(sum);
    }
    starts_.push_back(terms_.size());
    const auto made = of_row(row);
    if (!made.empty() && pivot_of_[made.back().first] == kNone) {
      pivot_of_[made.back().first] = row;
    } else {
      checks_.push_back(row);
    }
  }
  std::span<const Term> of_row(uint32_t row) const {
    return std::span(terms_).subspan(starts_[row], starts_[row + 1] - starts_[row]);
  }

  /// sum of the given rows plus those multiples of defining rows that leave only variables that nothing defines.
  struct Reduced {
    std::vector<Term> rest;
    Dependence used;  ///< all rows, the given ones among them
  };
  Reduced reduce(const Dependence& rows) {
    Reduced out;
    out.used = rows;
    sums_.resize(system_.variable_count);
    uint32_t last = 0;
    auto add = [&](uint32_t row, const Fr& factor) {
      const auto terms = of_row(row);
      for (const auto& [variable, coefficient] : terms) sums_[variable] += factor * coefficient;
      if (!terms.empty()) last = std::max(last, terms.back().first);
    };
    for (const auto& [row, factor] : rows) add(row, factor);
    for (uint32_t v = last; v > system_.public_count; --v) {
      if (sums_[v].is_zero()) continue;
      const uint32_t row = pivot_of_[v];
      if (row == kNone) {
        out.rest.emplace_back(v, sums_[v]);
        sums_[v] = Fr::zero();
        continue;
      }
      const Fr& pivot = of_row(row).back().second;
      const Fr factor = pivot == -Fr::one() ? sums_[v] : -sums_[v] * pivot.inverse_var();
      out.used.emplace_back(row, factor);
      add(row, factor);
    }
    return out;
  }

  // The small matrix: a row for each check, a column for each variable that a check depends on and nothing defines.
  // Beside it the identity, which becomes the combinations of checks that vanish.
  void find_dependences() {
    std::vector<uint32_t> column_of(system_.variable_count, kNone);
    std::vector<std::vector<Term>> reduced;
    uint32_t columns = 0;
    for (const uint32_t row : checks_) {
      reduced.push_back(reduce({{row, Fr::one()}}).rest);
      for (const Term& each : reduced.back()) {
        if (column_of[each.first] == kNone) column_of[each.first] = columns++;
      }
    }
    const size_t count = checks_.size();
    std::vector<std::vector<Fr>> left(count, std::vector<Fr>(columns)), right(count, std::vector<Fr>(count));
    for (size_t i = 0; i < count; ++i) {
      for (const auto& [variable, value] : reduced[i]) left[i][column_of[variable]] = value;
      right[i][i] = Fr::one();
    }
    std::vector<bool> is_pivot(count);
    for (uint32_t column = 0; column < columns; ++column) {
      size_t pivot = 0;
      while (pivot < count && (is_pivot[pivot] || left[pivot][column].is_zero())) ++pivot;
      if (pivot == count) continue;
      is_pivot[pivot] = true;
      const Fr inverse = left[pivot][column].inverse_var();
      for (size_t i = 0; i < count; ++i) {
        if (is_pivot[i] || left[i][column].is_zero()) continue;
        const Fr factor = -left[i][column] * inverse;
        for (uint32_t k = column; k < columns; ++k) {
          if (!left[pivot][k].is_zero()) left[i][k] += factor * left[pivot][k];
        }
        for (size_t k = 0; k < count; ++k) {
          if (!right[pivot][k].is_zero()) right[i][k] += factor * right[pivot][k];
        }
      }
    }
    for (size_t i = 0; i < count; ++i) {
      if (is_pivot[i]) continue;
      Dependence checks;
      for (size_t k = 0; k < count; ++k) {
        if (!right[i][k].is_zero()) checks.emplace_back(checks_[k], right[i][k]);
      }
      Reduced all = reduce(checks);
      ZKP_CHECK(all.rest.empty());
      std::ranges::sort(all.used, {}, &Term::first);
      dependences_.push_back(std::move(all.used));
    }
  }

  const R1cs& system_;
  std::span<const Fr> assignment_;
  std::vector<Term> terms_;  ///< of all rows, each by increasing variable
  std::vector<size_t> starts_ = {0};
  std::vector<uint32_t> pivot_of_;  ///< variable: the row that defines it
  std::vector<uint32_t> checks_;    ///< rows that define nothing
  std::vector<Fr> sums_;            ///< of reduce(); zeros in between
  std::vector<Dependence> dependences_;
};

}  // namespace zkp::testing
