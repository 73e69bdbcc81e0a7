#include "r1cs/r1cs.h"

#include "hash/sha2.h"

namespace zkp {

void SparseMatrix::add_row(std::span<const LinearCombination::Term> row) {
  for (const LinearCombination::Term& term : row) {
    variables_.push_back(term.variable);
    coefficients_.push_back(term.coefficient);
  }
  ZKP_CHECK(variables_.size() <= UINT32_MAX);
  row_start_.push_back(static_cast<uint32_t>(variables_.size()));
}

void SparseMatrix::append(const SparseMatrix& other) {
  const size_t before = variables_.size();
  variables_.insert(variables_.end(), other.variables_.begin(), other.variables_.end());
  coefficients_.insert(coefficients_.end(), other.coefficients_.begin(), other.coefficients_.end());
  ZKP_CHECK(variables_.size() <= UINT32_MAX);
  for (size_t row = 1; row < other.row_start_.size(); ++row) {
    row_start_.push_back(static_cast<uint32_t>(before) + other.row_start_[row]);
  }
}

Fr SparseMatrix::evaluate_row(size_t row, std::span<const Fr> assignment) const {
  const auto variables = row_variables(row);
  const auto coefficients = row_coefficients(row);
  Fr sum;
  for (size_t i = 0; i < variables.size(); ++i) {
    const Fr& value = assignment[variables[i]];
    sum += coefficients[i].is_one() ? value : coefficients[i] * value;
  }
  return sum;
}

void write_matrices(const R1cs& system, const std::function<void(ByteView)>& sink) {
  for (size_t row = 0; row < system.constraint_count(); ++row) {
    ByteWriter out;
    for (const SparseMatrix* matrix : {&system.a, &system.b, &system.c}) {
      const auto variables = matrix->row_variables(row);
      const auto coefficients = matrix->row_coefficients(row);
      out.u32(static_cast<uint32_t>(variables.size()));
      for (size_t i = 0; i < variables.size(); ++i) out.u32(variables[i]).raw(coefficients[i].to_bytes());
    }
    sink(out.bytes());
  }
}

Digest circuit_id(const R1cs& system) {
  Sha256 hash;
  hash.update(as_bytes("zkp.r1cs.v1"));
  ByteWriter counts;
  counts.u32(system.public_count).u32(system.variable_count).u32(system.constraint_count());
  hash.update(counts.bytes());
  write_matrices(system, [&](ByteView bytes) { hash.update(bytes); });
  return hash.finish();
}

Result<void> check_satisfied(const R1cs& system, std::span<const Fr> assignment, const ConstraintPaths& paths) {
  ZKP_CHECK(assignment.size() == system.variable_count && paths.size() == system.constraint_count());
  for (size_t row = 0; row < system.constraint_count(); ++row) {
    const Fr product = system.a.evaluate_row(row, assignment) * system.b.evaluate_row(row, assignment);
    if (!(product == system.c.evaluate_row(row, assignment)))
      return Error(CryptoError::kUnsatisfied, "constraint " + paths.describe(row) + " does not hold");
  }
  return {};
}

}  // namespace zkp
