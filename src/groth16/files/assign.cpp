#include "groth16/files/assign.h"

namespace zkp {
namespace {

Result<void> allocate(ConstraintSystem& witness, size_t public_count, size_t variable_count,
                      std::span<const Fr> assignment) {
  if (assignment.size() != variable_count)
    return Error(GeneralError::kParse, "the witness has " + std::to_string(assignment.size()) +
                                           " values, the circuit " + std::to_string(variable_count) + " variables");
  for (size_t i = 1; i < variable_count; ++i) {
    if (i <= public_count)
      witness.alloc_public(assignment[i]);
    else
      witness.alloc(assignment[i]);
  }
  return {};
}

LinearCombination row_of(const SparseMatrix& matrix, size_t row) {
  LinearCombination out;
  const auto variables = matrix.row_variables(row);
  const auto coefficients = matrix.row_coefficients(row);
  for (size_t i = 0; i < variables.size(); ++i) out.add_scaled(Variable{variables[i]}, coefficients[i]);
  return out;
}

}  // namespace

Result<void> assign(ConstraintSystem& witness, const R1cs& system, std::span<const Fr> assignment) {
  ZKP_TRY_VOID(allocate(witness, system.public_count, system.variable_count, assignment));
  for (size_t i = 0; i < system.constraint_count(); ++i)
    witness.enforce(row_of(system.a, i), row_of(system.b, i), row_of(system.c, i), {"constraint", i});
  return {};
}

Result<void> assign_without_c(ConstraintSystem& witness, const SparseMatrix& a, const SparseMatrix& b,
                              size_t public_count, size_t variable_count, std::span<const Fr> assignment) {
  ZKP_TRY_VOID(allocate(witness, public_count, variable_count, assignment));
  for (size_t i = 0; i < a.rows(); ++i) {
    const LinearCombination left = row_of(a, i), right = row_of(b, i);
    const Fr product = left.evaluate(assignment) * right.evaluate(assignment);
    witness.enforce(left, right, LinearCombination(product), {"constraint", i});
  }
  return {};
}

}  // namespace zkp
