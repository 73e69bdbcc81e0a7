/// Linear combinations of the variables of a constraint system: sum_i c_i x_i, where x_0 is the constant one.
///
/// Terms are kept in increasing order of the variable, without zero coefficients, so that equal combinations have equal
/// terms. Plain values; not constant-time (coefficients are public).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "field/fr.h"

namespace zkp {

/// Index of a variable; index 0 is the constant one.
struct Variable {
  uint32_t index = 0;

  static constexpr Variable one() { return {0}; }
  friend bool operator==(Variable, Variable) = default;
};

class LinearCombination {
 public:
  struct Term {
    uint32_t variable;
    Fr coefficient;
    friend bool operator==(const Term&, const Term&) = default;
  };

  /// Zero.
  LinearCombination() = default;
  LinearCombination(Variable variable) : terms_{{variable.index, Fr::one()}} {}
  LinearCombination(const Fr& constant) {
    if (!constant.is_zero()) terms_.push_back({0, constant});
  }

  /// A value in the place of a combination of variables that a witness no longer needs: see
  /// ConstraintSystem::shortened().
  static LinearCombination standing_for_variables(const Fr& value) {
    LinearCombination out(value);
    out.stands_for_variables_ = true;
    return out;
  }

  /// this += factor * other
  LinearCombination& add_scaled(const LinearCombination& other, const Fr& factor);
  LinearCombination& operator+=(const LinearCombination& other) { return add_scaled(other, Fr::one()); }
  LinearCombination& operator-=(const LinearCombination& other) { return add_scaled(other, -Fr::one()); }
  LinearCombination& operator*=(const Fr& factor);

  friend LinearCombination operator+(LinearCombination a, const LinearCombination& b) { return a += b; }
  friend LinearCombination operator-(LinearCombination a, const LinearCombination& b) { return a -= b; }
  friend LinearCombination operator*(LinearCombination a, const Fr& factor) { return a *= factor; }
  friend LinearCombination operator*(const Fr& factor, LinearCombination a) { return a *= factor; }
  /// By their terms.
  friend bool operator==(const LinearCombination& a, const LinearCombination& b) { return a.terms_ == b.terms_; }

  std::span<const Term> terms() const { return terms_; }
  /// No variable is in it, in the shape of the circuit as well as here: what may decide about constraints. (What was
  /// shortened and then taken off itself counts as variable here, and as zero in the shape: do not build on that.)
  bool is_constant() const { return !stands_for_variables_ && (terms_.empty() || terms_.back().variable == 0); }
  /// The value under an assignment; assignment[0] must be one. REQUIRES: every variable is assigned.
  Fr evaluate(std::span<const Fr> assignment) const;

 private:
  std::vector<Term> terms_;
  bool stands_for_variables_ = false;
};

/// sum_i 2^i bits_i
LinearCombination weighted_sum(std::span<const Variable> bits);

}  // namespace zkp
