/// A rank-1 constraint system as three sparse matrices: an assignment z = (1, public inputs, private variables)
/// satisfies it when (A z)_i (B z)_i = (C z)_i for every row i.
///
/// Byte form and identity: docs/formats/r1cs.md. Immutable once built; safe for concurrent reading.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "field/fr.h"
#include "r1cs/linear_combination.h"
#include "r1cs/paths.h"

namespace zkp {

/// Rows in compressed form: the terms of row i are [row_start[i], row_start[i + 1]), by increasing variable.
class SparseMatrix {
 public:
  void add_row(const LinearCombination& row) { add_row(row.terms()); }
  /// REQUIRES: by increasing variable, without zero coefficients.
  void add_row(std::span<const LinearCombination::Term> row);
  /// The rows of another matrix behind those of this one.
  void append(const SparseMatrix& other);

  size_t rows() const { return row_start_.size() - 1; }
  size_t nonzeros() const { return variables_.size(); }
  std::span<const uint32_t> row_variables(size_t row) const {
    return std::span(variables_).subspan(row_start_[row], row_start_[row + 1] - row_start_[row]);
  }
  std::span<const Fr> row_coefficients(size_t row) const {
    return std::span(coefficients_).subspan(row_start_[row], row_start_[row + 1] - row_start_[row]);
  }
  /// The inner product of one row with an assignment of every variable.
  Fr evaluate_row(size_t row, std::span<const Fr> assignment) const;

 private:
  std::vector<uint32_t> row_start_ = {0};
  std::vector<uint32_t> variables_;
  std::vector<Fr> coefficients_;
};

struct R1cs {
  uint32_t public_count = 0;    ///< public inputs, without the constant one: variables 1..public_count
  uint32_t variable_count = 1;  ///< all variables, with the constant one
  SparseMatrix a, b, c;

  uint32_t constraint_count() const { return static_cast<uint32_t>(a.rows()); }
};

/// The serialization of dataset_proof specification 8.8, in pieces of bounded size. Per constraint, for A, B, C: u32
/// number of terms, then (u32 variable, 32-byte coefficient) by increasing variable.
void write_matrices(const R1cs& system, const std::function<void(ByteView)>& sink);

/// SHA-256("zkp.r1cs.v1" || u32 public inputs || u32 variables || u32 constraints || matrices)
Digest circuit_id(const R1cs& system);

/// Error CryptoError::kUnsatisfied that names the first violated constraint by its path.
/// REQUIRES: assignment.size() == variable_count, paths.size() == constraint_count().
Result<void> check_satisfied(const R1cs& system, std::span<const Fr> assignment, const ConstraintPaths& paths);

}  // namespace zkp
