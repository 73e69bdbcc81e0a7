/// From a rank-1 constraint system to polynomials (quadratic arithmetic program).
///
/// The rows of A, B, C, followed by one row  x_i * 0 = 0  for the constant and every public input, are the values of
/// polynomials u_i, v_i, w_i (one triple per variable) on the n-th roots of unity, n = 2^log_size, in an order of
/// row_order.h. An assignment z satisfies the system when Z = X^n - 1 divides  (sum z_i u_i)(sum z_i v_i) - sum z_i
/// w_i.
///
/// The additional rows make the u_i of the public inputs linearly independent of each other and of all other u_j, so
/// that a public input that no constraint mentions is bound all the same, and a proof cannot be altered into one for
/// other inputs (weak simulation extractability: Baghery, Kohlweiss, Siim, Volkhov, ePrint 2020/811, theorem 1).
/// Source: Gennaro, Gentry, Parno, Raykova, ePrint 2012/215; Groth, ePrint 2016/260, section 2.4.
#pragma once

#include <optional>

#include "groth16/proving_key.h"
#include "poly/ntt.h"
#include "r1cs/constraint_system.h"

namespace zkp {

/// The smallest domain with a place for every row. Error: GeneralError::kLimit when there is none.
Result<NttDomain> qap_domain(uint32_t constraint_count, uint32_t public_count);

/// u_i(x), v_i(x), w_i(x) for every variable. At a secret point the values are secret: they are wiped.
struct QapValues {
  std::vector<Fr> u, v, w;

  explicit QapValues(size_t variable_count) : u(variable_count), v(variable_count), w(variable_count) {}
  QapValues(QapValues&&) = default;
  QapValues& operator=(QapValues&&) = delete;
  ~QapValues();
};

/// REQUIRES: domain == qap_domain of the system.
QapValues evaluate_qap(const R1cs& system, const NttDomain& domain, const Fr& x, TaskPool* pool,
                       RowOrder order = RowOrder::kStandard);

/// The values of A z, B z and C z on the domain: those of sum z_i u_i, sum z_i v_i and sum z_i w_i. They are as secret
/// as the assignment: wiped.
struct QapRows {
  std::vector<Fr> a, b, c;

  explicit QapRows(size_t domain_size) : a(domain_size), b(domain_size), c(domain_size) {}
  QapRows(QapRows&&) = default;
  QapRows& operator=(QapRows&&) = delete;
  ~QapRows();
};

/// REQUIRES, of both: domain == qap_domain of the system; the witness has values; assignment.size() == variable_count.
QapRows qap_rows(const ConstraintSystem& witness, const NttDomain& domain, TaskPool* pool);
/// Rows are evaluated in parallel. Constant-time in the assignment.
QapRows qap_rows(const R1cs& system, std::span<const Fr> assignment, const NttDomain& domain, TaskPool* pool);

/// The same without C: (C z)_i is taken to be (A z)_i (B z)_i, so that no row is ever violated.
QapRows qap_rows(const SparseMatrix& a, const SparseMatrix& b, uint32_t public_count, std::span<const Fr> assignment,
                 const NttDomain& domain, TaskPool* pool);

/// The first i with a_i b_i != c_i. Not constant-time where there is one.
std::optional<size_t> first_violation(const QapRows& rows, TaskPool* pool);

/// rows.a <- the coordinates of  h = ((sum z_i u_i)(sum z_i v_i) - sum z_i w_i) / Z  in a basis of proving_key.h: one
/// scalar per point of the key. rows.b and rows.c are wiped and freed. No further memory, but 32 n bytes where rows
/// have to be brought to the places that `order` gives them. Constant-time in the values. REQUIRES: no row is violated.
void qap_quotient(QapRows& rows, const NttDomain& domain, HBasis basis, TaskPool* pool,
                  RowOrder order = RowOrder::kStandard);

}  // namespace zkp
