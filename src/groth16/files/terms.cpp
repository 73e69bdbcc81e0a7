#include "groth16/files/terms.h"

#include <algorithm>

namespace zkp {

bool add_terms_as_row(std::vector<LinearCombination::Term>& terms, SparseMatrix& matrix) {
  const auto by_variable = [](const auto& a, const auto& b) { return a.variable < b.variable; };
  const auto same_variable = [](const auto& a, const auto& b) { return a.variable == b.variable; };
  if (!std::ranges::is_sorted(terms, by_variable)) std::ranges::sort(terms, by_variable);
  if (std::ranges::adjacent_find(terms, same_variable) != terms.end()) return false;
  LinearCombination row;
  for (const LinearCombination::Term& term : terms)
    row.add_scaled(Variable{term.variable}, term.coefficient);  // appends: the variables increase
  matrix.add_row(row);
  return true;
}

}  // namespace zkp
