/// From a rank-1 constraint system to polynomials (quadratic arithmetic program).
///
/// The rows of A, B, C, followed by one row  x_i * 0 = 0  for the constant and every public input, are the values of
/// polynomials u_i, v_i, w_i (one triple per variable) on the n-th roots of unity, n = 2^log_size. An assignment z
/// satisfies the system when Z = X^n - 1 divides  (sum z_i u_i)(sum z_i v_i) - sum z_i w_i.
///
/// The additional rows make the u_i of the public inputs linearly independent of each other and of all other u_j, so
/// that a public input that no constraint mentions is bound all the same, and a proof cannot be altered into one for
/// other inputs (weak simulation extractability: Baghery, Kohlweiss, Siim, Volkhov, ePrint 2020/811, theorem 1).
/// Source: Gennaro, Gentry, Parno, Raykova, ePrint 2012/215; Groth, ePrint 2016/260, section 2.4.
#pragma once

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
QapValues evaluate_qap(const R1cs& system, const NttDomain& domain, const Fr& x, TaskPool* pool);

/// The coordinates of  h = ((sum z_i u_i)(sum z_i v_i) - sum z_i w_i) / Z  in a basis of proving_key.h: one scalar per
/// point of the key. REQUIRES: the witness satisfies its system, has values, and belongs to the domain. Constant-time
/// in the witness.
std::vector<Fr> qap_quotient(const ConstraintSystem& witness, const NttDomain& domain, HBasis basis, TaskPool* pool);

}  // namespace zkp
