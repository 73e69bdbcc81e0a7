/// Rows of matrices from terms in any order, as files hold them.
#pragma once

#include <vector>

#include "r1cs/r1cs.h"

namespace zkp {

/// Sorts the terms, drops zero coefficients and appends the row; false, and no row, when a variable is there twice.
bool add_terms_as_row(std::vector<LinearCombination::Term>& terms, SparseMatrix& matrix);

}  // namespace zkp
