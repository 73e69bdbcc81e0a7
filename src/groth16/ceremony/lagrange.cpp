#include "groth16/ceremony/lagrange.h"

#include <bit>

#include "curve/affine_batch.h"
#include "curve/multiples.h"

namespace zkp {
namespace {

constexpr size_t kGrain = 256;

template <class Affine>
void bit_reverse(std::span<Affine> points, int log_size) {
  for (size_t i = 0; i < points.size(); ++i) {
    size_t j = 0;
    for (int bit = 0; bit < log_size; ++bit) j |= (i >> bit & 1) << (log_size - 1 - bit);
    if (i < j) std::swap(points[i], points[j]);
  }
}

// One layer of decimation in frequency, for the butterflies [begin, end):
//   (a, b) <- (a + b, (a - b) root^j),   j the place in the block, root of order 2 half.
template <class Affine>
void butterflies(std::span<Affine> points, size_t half, std::span<const Fr> root_powers, size_t begin, size_t end) {
  const size_t stride = root_powers.size() / half;
  std::vector<Affine> differences;
  std::vector<Fr> twiddles;
  differences.reserve(end - begin);
  AffineBatch<Affine> batch;
  for (size_t k = begin; k < end; ++k) {
    const size_t j = k % half, low = 2 * (k - j) + j;
    differences.push_back(points[low]);
    twiddles.push_back(root_powers[j * stride]);
  }
  for (size_t k = begin; k < end; ++k) {
    const size_t j = k % half, low = 2 * (k - j) + j;
    batch.add(&differences[k - begin], &points[low + half], true);
  }
  batch.flush();
  for (size_t k = begin; k < end; ++k) {
    const size_t j = k % half, low = 2 * (k - j) + j;
    batch.add(&points[low], &points[low + half]);
  }
  batch.flush();
  if (half > 1) multiply_each(differences, twiddles, nullptr);
  for (size_t k = begin; k < end; ++k) {
    const size_t j = k % half, low = 2 * (k - j) + j;
    points[low + half] = differences[k - begin];
  }
}

template <class Affine>
void to_lagrange(const NttDomain& domain, std::span<Affine> points, const CeremonyEnv& env) {
  ZKP_CHECK(points.size() == domain.size());
  const size_t n = points.size();
  // The transform of values / n with the inverse root.
  const Fr root = domain.root().inverse();
  std::vector<Fr> root_powers(std::max<size_t>(n / 2, 1));
  Fr power = Fr::one();
  for (Fr& r : root_powers) {
    r = power;
    power *= root;
  }
  const std::vector<Fr> scale(n, Fr::from_u64(n).inverse());
  multiply_each(points, scale, env.pool);
  for (size_t half = n / 2; half > 0; half /= 2) {
    env.show("transforming",
             static_cast<uint64_t>(domain.log_size() - 1) - static_cast<uint64_t>(std::countr_zero(half)),
             static_cast<uint64_t>(domain.log_size()));
    parallel_for(env.pool, n / 2, kGrain, [&](size_t begin, size_t end) {
      for (size_t at = begin; at < end; at += AffineBatch<Affine>::kCapacity)
        butterflies(points, half, root_powers, at, std::min(end, at + AffineBatch<Affine>::kCapacity));
    });
  }
  bit_reverse(points, domain.log_size());
}

template <class Affine>
std::vector<Affine> sums(std::span<const WeightedColumns<Affine>> terms, size_t first, size_t count,
                         const CeremonyEnv& env) {
  using Point = JacobianPoint<typename Affine::CurveType>;
  std::vector<Affine> out(count);
  parallel_for(env.pool, count, kGrain, [&](size_t begin, size_t end) {
    // Coefficients other than 1 and -1 are multiplied together, eight at a time.
    std::vector<Affine> multiples;
    std::vector<Fr> scalars;
    auto is_unit = [](const Fr& c) { return c.is_one() || (-c).is_one(); };
    for (size_t i = begin; i < end; ++i) {
      for (const WeightedColumns<Affine>& term : terms) {
        for (const MatrixColumns::Entry& entry : term.columns->column(first + i)) {
          if (is_unit(entry.coefficient)) continue;
          multiples.push_back(term.rows[entry.row]);
          scalars.push_back(entry.coefficient);
        }
      }
    }
    multiply_each(multiples, scalars, nullptr);
    std::vector<Point> results;
    size_t next = 0;
    for (size_t i = begin; i < end; ++i) {
      Point sum;
      for (const WeightedColumns<Affine>& term : terms) {
        for (const MatrixColumns::Entry& entry : term.columns->column(first + i)) {
          if (entry.coefficient.is_one()) {
            sum = sum.add_mixed(term.rows[entry.row]);
          } else if (is_unit(entry.coefficient)) {
            sum = sum.add_mixed(-term.rows[entry.row]);
          } else {
            sum = sum.add_mixed(multiples[next++]);
          }
        }
      }
      results.push_back(sum);
    }
    std::ranges::copy(batch_to_affine(results), out.begin() + static_cast<std::ptrdiff_t>(begin));
  });
  return out;
}

}  // namespace

void to_lagrange_basis(const NttDomain& domain, std::span<G1Affine> points, const CeremonyEnv& env) {
  to_lagrange(domain, points, env);
}
void to_lagrange_basis(const NttDomain& domain, std::span<G2Affine> points, const CeremonyEnv& env) {
  to_lagrange(domain, points, env);
}

MatrixColumns::MatrixColumns(const SparseMatrix& matrix, uint32_t variable_count) : columns_(variable_count) {
  for (size_t row = 0; row < matrix.rows(); ++row) {
    const auto variables = matrix.row_variables(row);
    const auto coefficients = matrix.row_coefficients(row);
    for (size_t k = 0; k < variables.size(); ++k)
      columns_[variables[k]].push_back({static_cast<uint32_t>(row), coefficients[k]});
  }
}

void MatrixColumns::add_unit_rows(size_t first_row, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) columns_[i].push_back({static_cast<uint32_t>(first_row + i), Fr::one()});
}

std::vector<G1Affine> sum_columns(std::span<const WeightedColumns<G1Affine>> terms, size_t first, size_t count,
                                  const CeremonyEnv& env) {
  return sums(terms, first, count, env);
}
std::vector<G2Affine> sum_columns(std::span<const WeightedColumns<G2Affine>> terms, size_t first, size_t count,
                                  const CeremonyEnv& env) {
  return sums(terms, first, count, env);
}

}  // namespace zkp
