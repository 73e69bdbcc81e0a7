/// From powers of tau to what a circuit needs of them, on points: the Lagrange basis, and the sums of its columns.
/// Not constant-time: everything here is public. Safe for concurrent use.
#pragma once

#include <span>
#include <vector>

#include "groth16/ceremony/powers.h"
#include "poly/ntt.h"
#include "r1cs/r1cs.h"

namespace zkp {

/// In place: [c tau^k] for k = 0 .. n-1 to [c L_j(tau)], L_j the Lagrange basis of the domain: the inverse transform of
/// NttDomain over a group. n/2 log2(n) multiplications of points. REQUIRES: points.size() == domain.size(), in the
/// subgroup.
void to_lagrange_basis(const NttDomain& domain, std::span<G1Affine> points, const CeremonyEnv& env);
void to_lagrange_basis(const NttDomain& domain, std::span<G2Affine> points, const CeremonyEnv& env);

/// The columns of a sparse matrix.
class MatrixColumns {
 public:
  MatrixColumns(const SparseMatrix& matrix, uint32_t variable_count);
  /// One more entry 1 in each of the first `count` columns: column i in row first_row + i.
  void add_unit_rows(size_t first_row, uint32_t count);

  struct Entry {
    uint32_t row;
    Fr coefficient;
  };
  size_t size() const { return columns_.size(); }
  std::span<const Entry> column(size_t variable) const { return columns_[variable]; }

 private:
  std::vector<std::vector<Entry>> columns_;
};

/// A matrix and the points of its rows.
template <class Affine>
struct WeightedColumns {
  const MatrixColumns* columns;
  std::span<const Affine> rows;
};
/// out[i] = sum over the terms of sum_j columns[j][first + i] rows[j].
std::vector<G1Affine> sum_columns(std::span<const WeightedColumns<G1Affine>> terms, size_t first, size_t count,
                                  const CeremonyEnv& env);
std::vector<G2Affine> sum_columns(std::span<const WeightedColumns<G2Affine>> terms, size_t first, size_t count,
                                  const CeremonyEnv& env);

}  // namespace zkp
