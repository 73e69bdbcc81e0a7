#include "groth16/qap.h"

#include <bit>

namespace zkp {

Result<NttDomain> qap_domain(uint32_t constraint_count, uint32_t public_count) {
  const uint64_t rows = uint64_t{constraint_count} + public_count + 1;
  if (rows > uint64_t{1} << NttDomain::kMaxLogSize)
    return Error(GeneralError::kLimit,
                 "a circuit of " + std::to_string(constraint_count) + " constraints is too large");
  return NttDomain::make(std::bit_width(rows - 1));
}

QapValues::~QapValues() {
  for (std::vector<Fr>* values : {&u, &v, &w}) wipe(values->data(), values->size() * sizeof(Fr));
}

// L_j the Lagrange basis of the domain:  u_i(x) = sum_j A[j][i] L_j(x), and so on.
QapValues evaluate_qap(const R1cs& system, const NttDomain& domain, const Fr& x, TaskPool* pool) {
  std::vector<Fr> lagrange(domain.size());
  Fr power = Fr::one();
  for (Fr& value : lagrange) {
    value = power;
    power *= x;
  }
  domain.inverse(lagrange, pool);  // the inverse transform of the powers of x is the Lagrange basis at x

  QapValues out(system.variable_count);
  auto accumulate = [&](const SparseMatrix& matrix, std::vector<Fr>& sums) {
    for (size_t row = 0; row < matrix.rows(); ++row) {
      const auto variables = matrix.row_variables(row);
      const auto coefficients = matrix.row_coefficients(row);
      for (size_t k = 0; k < variables.size(); ++k) sums[variables[k]] += coefficients[k] * lagrange[row];
    }
  };
  accumulate(system.a, out.u);
  accumulate(system.b, out.v);
  accumulate(system.c, out.w);
  for (uint32_t i = 0; i <= system.public_count; ++i) out.u[i] += lagrange[system.constraint_count() + i];
  wipe(lagrange.data(), lagrange.size() * sizeof(Fr));
  return out;
}

std::vector<Fr> qap_quotient(const ConstraintSystem& witness, const NttDomain& domain, HBasis basis, TaskPool* pool) {
  auto padded = [&](std::span<const Fr> values) {
    std::vector<Fr> out(domain.size());
    std::ranges::copy(values, out.begin());
    return out;
  };
  std::vector<Fr> a = padded(witness.a_values()), b = padded(witness.b_values()), c = padded(witness.c_values());
  for (uint32_t i = 0; i <= witness.public_count(); ++i) a[witness.constraint_count() + i] = witness.assignment()[i];

  // On the domain a b - c vanishes. kMonomial: divide on a coset, where Z is one constant. kOddCoset: the values of
  // a b - c between the elements of the domain are the coordinates.
  const bool odd = basis == HBasis::kOddCoset;
  for (std::vector<Fr>* values : {&a, &b, &c}) {
    domain.inverse(*values, pool);
    odd ? domain.odd_coset_forward(*values, pool) : domain.coset_forward(*values, pool);
  }
  const Fr factor = odd ? Fr::one() : domain.vanishing_on_coset_inverse();
  parallel_for(pool, domain.size(), 4096, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) a[i] = (a[i] * b[i] - c[i]) * factor;
  });
  for (std::vector<Fr>* values : {&b, &c}) wipe(values->data(), values->size() * sizeof(Fr));
  if (odd) return a;
  domain.coset_inverse(a, pool);
  ZKP_CHECK(a.back().is_zero());  // deg h <= n - 2
  a.pop_back();
  return a;
}

}  // namespace zkp
