#include "groth16/qap.h"

#include <algorithm>
#include <atomic>
#include <bit>

namespace zkp {
namespace {

constexpr size_t kGrain = 4096;

void wipe_and_free(std::vector<Fr>& values) {
  wipe(values.data(), values.size() * sizeof(Fr));
  std::vector<Fr>().swap(values);
}

// Brings each row to the root of unity that it belongs to.
void to_places(std::vector<Fr>& values, RowOrder order) {
  std::vector<Fr> out(values.size());
  for (size_t row = 0; row < values.size(); ++row) out[row_place(order, row, out.size())] = values[row];
  values.swap(out);
  wipe_and_free(out);
}

// The rows x_i * 0 = 0 of the constant and the public inputs.
void add_input_rows(std::span<const Fr> assignment, uint32_t constraint_count, uint32_t public_count,
                    std::vector<Fr>& a) {
  for (uint32_t i = 0; i <= public_count; ++i) a[constraint_count + i] = assignment[i];
}

}  // namespace

Result<NttDomain> qap_domain(uint32_t constraint_count, uint32_t public_count) {
  const uint64_t rows = uint64_t{constraint_count} + public_count + 1;
  if (rows > uint64_t{1} << NttDomain::kMaxLogSize)
    return Error(GeneralError::kLimit,
                 "a circuit of " + std::to_string(constraint_count) + " constraints is too large");
  return NttDomain::make(std::bit_width(rows - 1));
}

QapValues::~QapValues() {
  for (std::vector<Fr>* values : {&u, &v, &w}) wipe_and_free(*values);
}

// L_j the Lagrange basis of the domain:  u_i(x) = sum_j A[j][i] L_j(x), and so on.
QapValues evaluate_qap(const R1cs& system, const NttDomain& domain, const Fr& x, TaskPool* pool, RowOrder order) {
  std::vector<Fr> lagrange(domain.size());
  Fr power = Fr::one();
  for (Fr& value : lagrange) {
    value = power;
    power *= x;
  }
  domain.inverse(lagrange, pool);  // the inverse transform of the powers of x is the Lagrange basis at x

  auto lagrange_of_row = [&](size_t row) -> const Fr& { return lagrange[row_place(order, row, domain.size())]; };
  QapValues out(system.variable_count);
  const SparseMatrix* const matrices[] = {&system.a, &system.b, &system.c};
  std::vector<Fr>* const values[] = {&out.u, &out.v, &out.w};
  parallel_for(pool, 3, 1, [&](size_t begin, size_t end) {
    for (size_t m = begin; m < end; ++m) {
      const SparseMatrix& matrix = *matrices[m];
      std::vector<Fr>& sums = *values[m];
      for (size_t row = 0; row < matrix.rows(); ++row) {
        const auto variables = matrix.row_variables(row);
        const auto coefficients = matrix.row_coefficients(row);
        const Fr& at_row = lagrange_of_row(row);
        for (size_t k = 0; k < variables.size(); ++k)
          sums[variables[k]] += coefficients[k].is_one() ? at_row : coefficients[k] * at_row;
      }
    }
  });
  for (uint32_t i = 0; i <= system.public_count; ++i) out.u[i] += lagrange_of_row(system.constraint_count() + i);
  wipe(lagrange.data(), lagrange.size() * sizeof(Fr));
  return out;
}

QapRows::~QapRows() {
  for (std::vector<Fr>* values : {&a, &b, &c}) wipe_and_free(*values);
}

QapRows qap_rows(const ConstraintSystem& witness, const NttDomain& domain, TaskPool* pool) {
  QapRows out(domain.size());
  parallel_for(pool, witness.constraint_count(), kGrain, [&](size_t begin, size_t end) {
    auto copy = [&](std::span<const Fr> from, std::vector<Fr>& to) {
      std::ranges::copy(from.subspan(begin, end - begin), to.begin() + static_cast<ptrdiff_t>(begin));
    };
    copy(witness.a_values(), out.a);
    copy(witness.b_values(), out.b);
    copy(witness.c_values(), out.c);
  });
  add_input_rows(witness.assignment(), witness.constraint_count(), witness.public_count(), out.a);
  return out;
}

QapRows qap_rows(const R1cs& system, std::span<const Fr> assignment, const NttDomain& domain, TaskPool* pool) {
  QapRows out(domain.size());
  parallel_for(pool, system.constraint_count(), kGrain / 8, [&](size_t begin, size_t end) {
    for (size_t row = begin; row < end; ++row) {
      out.a[row] = system.a.evaluate_row(row, assignment);
      out.b[row] = system.b.evaluate_row(row, assignment);
      out.c[row] = system.c.evaluate_row(row, assignment);
    }
  });
  add_input_rows(assignment, system.constraint_count(), system.public_count, out.a);
  return out;
}

QapRows qap_rows(const SparseMatrix& a, const SparseMatrix& b, uint32_t public_count, std::span<const Fr> assignment,
                 const NttDomain& domain, TaskPool* pool) {
  QapRows out(domain.size());
  parallel_for(pool, a.rows(), kGrain / 8, [&](size_t begin, size_t end) {
    for (size_t row = begin; row < end; ++row) {
      out.a[row] = a.evaluate_row(row, assignment);
      out.b[row] = b.evaluate_row(row, assignment);
      out.c[row] = out.a[row] * out.b[row];
    }
  });
  add_input_rows(assignment, static_cast<uint32_t>(a.rows()), public_count, out.a);
  return out;
}

std::optional<size_t> first_violation(const QapRows& rows, TaskPool* pool) {
  std::atomic<size_t> first = SIZE_MAX;
  parallel_for(pool, rows.a.size(), kGrain, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      if (rows.a[i] * rows.b[i] == rows.c[i]) continue;
      for (size_t known = first; i < known && !first.compare_exchange_weak(known, i);) {}
      return;
    }
  });
  if (first == SIZE_MAX) return std::nullopt;
  return first;
}

// On the domain a b - c vanishes. kMonomial: divide on a coset, where Z is one constant. kOddCoset: the values of a b -
// c between the elements of the domain are the coordinates.
void qap_quotient(QapRows& rows, const NttDomain& domain, HBasis basis, TaskPool* pool, RowOrder order) {
  if (order != RowOrder::kStandard)
    for (std::vector<Fr>* values : {&rows.a, &rows.b, &rows.c}) to_places(*values, order);
  const bool odd = basis == HBasis::kOddCoset;
  for (std::vector<Fr>* values : {&rows.a, &rows.b, &rows.c}) {
    domain.inverse(*values, pool);
    odd ? domain.odd_coset_forward(*values, pool) : domain.coset_forward(*values, pool);
  }
  const Fr factor = odd ? Fr::one() : domain.vanishing_on_coset_inverse();
  parallel_for(pool, domain.size(), kGrain, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) rows.a[i] = (rows.a[i] * rows.b[i] - rows.c[i]) * factor;
  });
  for (std::vector<Fr>* values : {&rows.b, &rows.c}) wipe_and_free(*values);
  if (odd) return;
  domain.coset_inverse(rows.a, pool);
  ZKP_CHECK(rows.a.back().is_zero());  // deg h <= n - 2
  rows.a.pop_back();
}

}  // namespace zkp
