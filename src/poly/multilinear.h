/// Multilinear polynomials over Fr and the sums of a sumcheck: a vector f of length n <= 2^d stands for
///
///   f~(z) = sum_y f[y] eq(z, y),   eq(z, y) = prod_k (y_k ? z_k : 1 - z_k),
///
/// y_k bit k of y, least significant first; missing entries are 0. A sumcheck binds variable 0 first, that is,
/// neighbours. Source: dataset_proof specification 0 and 7; Thaler, "Proofs, arguments, and zero-knowledge", chapters
/// 3 and 4.
///
/// Eight elements at a time where the processor has AVX-512 IFMA, on the threads of `pool` if there is one; the results
/// are the same. Constant-time in the values and points; lengths are public. Safe for concurrent use.
#pragma once

#include <array>
#include <span>

#include "base/task_pool.h"
#include "field/fr.h"

namespace zkp {

/// Variable 0 becomes r:  out[i] = f[2i] + r (f[2i+1] - f[2i]).
/// REQUIRES: out.size() == (f.size() + 1) / 2; out begins where f begins, or does not overlap it.
void bind_lowest(std::span<const Fr> f, const Fr& r, std::span<Fr> out, TaskPool* pool = nullptr);

/// out[i] = f[2i] + f[2i+1]: of an eq table, the table without variable 0. REQUIRES: as bind_lowest.
void add_neighbours(std::span<const Fr> f, std::span<Fr> out, TaskPool* pool = nullptr);

/// table[y] = eq(point, y). REQUIRES: table.size() == 2^point.size().
void eq_table(std::span<const Fr> point, std::span<Fr> table, TaskPool* pool = nullptr);

/// sum_i f[i] g[i]. REQUIRES: f.size() == g.size().
Fr inner_product(std::span<const Fr> f, std::span<const Fr> g, TaskPool* pool = nullptr);

/// out[j] = sum_(i < w) weights[i] f[i + w j], w = weights.size(). REQUIRES: w > 0, out.size() == ceil(f.size() / w).
/// With the eq table of a point's first coordinates, these become bound at once.
void row_products(std::span<const Fr> f, std::span<const Fr> weights, std::span<Fr> out, TaskPool* pool = nullptr);

/// f~(point). REQUIRES: f.size() <= 2^point.size().
Fr evaluate_multilinear(std::span<const Fr> f, std::span<const Fr> point, TaskPool* pool = nullptr);

/// The polynomial of a round, s(X) = sum_y f(X, y) g(X, y) over the other variables y, at X = 0, 1, 2.
/// REQUIRES: equal sizes.
std::array<Fr, 3> round_sums(std::span<const Fr> f, std::span<const Fr> g, TaskPool* pool = nullptr);

/// s(X) = sum_y f(X, y) g(X, y) h(X, y) at X = 0, 1, 2, 3. REQUIRES: equal sizes.
std::array<Fr, 4> round_sums(std::span<const Fr> f, std::span<const Fr> g, std::span<const Fr> h,
                             TaskPool* pool = nullptr);

// ---- trees of fractions (specification 7.1): the GKR protocol for a sum of p[y] / q[y]

/// The fractions p0[y] / q0[y] and p1[y] / q1[y]. REQUIRES: equal sizes.
struct FractionPairs {
  std::span<const Fr> p0, p1, q0, q1;
};

/// The next layer: p[y] / q[y] = p0[y] / q0[y] + p1[y] / q1[y], that is, p = p0 q1 + p1 q0 and q = q0 q1.
/// REQUIRES: equal sizes; p and q do not overlap what they are computed from.
void add_fractions(const FractionPairs& pairs, std::span<Fr> p, std::span<Fr> q, TaskPool* pool = nullptr);

}  // namespace zkp
