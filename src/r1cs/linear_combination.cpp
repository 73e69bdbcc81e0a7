#include "r1cs/linear_combination.h"

namespace zkp {

LinearCombination& LinearCombination::add_scaled(const LinearCombination& other, const Fr& factor) {
  if (factor.is_zero()) return *this;
  if (&other == this) return *this *= Fr::one() + factor;
  stands_for_variables_ |= other.stands_for_variables_;
  if (other.terms_.empty()) return *this;
  const bool unit = factor.is_one();
  auto scaled = [&](const Fr& coefficient) { return unit ? coefficient : coefficient * factor; };

  // The usual case when a sum is built variable by variable.
  if (terms_.empty() || terms_.back().variable < other.terms_.front().variable) {
    for (const Term& term : other.terms_) terms_.push_back({term.variable, scaled(term.coefficient)});
    return *this;
  }

  std::vector<Term> merged;
  merged.reserve(terms_.size() + other.terms_.size());
  auto a = terms_.begin();
  auto b = other.terms_.begin();
  while (a != terms_.end() || b != other.terms_.end()) {
    if (b == other.terms_.end() || (a != terms_.end() && a->variable < b->variable)) {
      merged.push_back(*a++);
    } else if (a == terms_.end() || b->variable < a->variable) {
      merged.push_back({b->variable, scaled(b->coefficient)});
      ++b;
    } else {
      const Fr sum = a->coefficient + scaled(b->coefficient);
      if (!sum.is_zero()) merged.push_back({a->variable, sum});
      ++a, ++b;
    }
  }
  terms_ = std::move(merged);
  return *this;
}

LinearCombination& LinearCombination::operator*=(const Fr& factor) {
  if (factor.is_zero()) {
    terms_.clear();
    stands_for_variables_ = false;
  } else if (!factor.is_one()) {
    for (Term& term : terms_) term.coefficient *= factor;
  }
  return *this;
}

Fr LinearCombination::evaluate(std::span<const Fr> assignment) const {
  Fr sum;
  for (const Term& term : terms_) {
    ZKP_CHECK(term.variable < assignment.size());
    if (term.variable == 0) {
      sum += term.coefficient;
    } else {
      const Fr& value = assignment[term.variable];
      sum += term.coefficient.is_one() ? value : term.coefficient * value;
    }
  }
  return sum;
}

LinearCombination weighted_sum(std::span<const Variable> bits) {
  LinearCombination sum;
  Fr weight = Fr::one();
  for (Variable bit : bits) {
    sum.add_scaled(bit, weight);
    weight = weight.doubled();
  }
  return sum;
}

}  // namespace zkp
