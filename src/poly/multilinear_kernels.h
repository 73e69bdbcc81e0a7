/// The inner loops of multilinear.cpp, with 64-bit limbs or eight lanes, for it and for sums that cut their tables in
/// blocks themselves. Any count, also 0; the calling thread alone.
#pragma once

#include <array>
#include <cstddef>

#include "field/fr.h"

namespace zkp {

/// FractionPairs as pointers.
struct FractionTables {
  const Fr *p0, *p1, *q0, *q1;
};

struct MultilinearKernels {
  /// out[i] = f[2i] + r (f[2i+1] - f[2i]) for i < count, ascending: out may be f.
  void (*bind)(const Fr* f, const Fr& r, Fr* out, size_t count);
  /// high[i] = z low[i], then low[i] -= high[i].
  void (*split)(Fr* low, Fr* high, const Fr& z, size_t count);
  /// out[i] = factor f[i]; out may be f.
  void (*scale)(const Fr* f, const Fr& factor, Fr* out, size_t count);
  /// sum_i f[i] g[i]
  Fr (*inner_product)(const Fr* f, const Fr* g, size_t count);
  /// sum_i f_i(X) g_i(X) with f_i(X) = f[2i] + X (f[2i+1] - f[2i]), at X = 0 and 1, and its coefficient of X^2.
  std::array<Fr, 3> (*round2)(const Fr* f, const Fr* g, size_t pairs);
  /// The same for three factors, at X = 0, 1, 2, and the coefficient of X^3.
  std::array<Fr, 4> (*round3)(const Fr* f, const Fr* g, const Fr* h, size_t pairs);
  /// p = p0 q1 + p1 q0, q = q0 q1.
  void (*add_fractions)(const FractionTables& f, Fr* p, Fr* q, size_t count);
  /// sum_i weights[i] (p0 q1 + p1 q0)_i(X), pairs as for round2, at X = 0, and its coefficient of X^2.
  std::array<Fr, 2> (*fraction_round)(const Fr* weights, const FractionTables& f, size_t pairs);
  /// The same where X = 0 is `f` and X = 1 is `g`: sums over count entries of each.
  std::array<Fr, 2> (*fraction_pair)(const Fr* weights, const FractionTables& f, const FractionTables& g, size_t count);
  /// out[i] = f[i] + r (g[i] - f[i]); out may be f or g.
  void (*bind_pair)(const Fr* f, const Fr* g, const Fr& r, Fr* out, size_t count);
  /// out[i] += factor f[i]
  void (*add_scaled)(const Fr* f, const Fr& factor, Fr* out, size_t count);
  /// out[i] = constant + sum_t factors[t] f[t][i]. REQUIRES: terms <= kMaxCombined; out is none of f.
  void (*combine)(const Fr* const* f, const Fr* factors, size_t terms, const Fr& constant, Fr* out, size_t count);
  static constexpr size_t kMaxCombined = 8;
  /// out[i] = f[i] g[i]; out may be f or g.
  void (*multiply)(const Fr* f, const Fr* g, Fr* out, size_t count);
  /// sum_i f_i(X) g_i(X) h_i(X) k_i(X), pairs as for round2, at X = 0, 1, -1, 2, and the coefficient of X^4.
  std::array<Fr, 5> (*round4)(const Fr* f, const Fr* g, const Fr* h, const Fr* k, size_t pairs);
};

const MultilinearKernels& scalar_multilinear_kernels();
/// nullptr where the processor lacks AVX-512 IFMA.
const MultilinearKernels* ifma_multilinear_kernels();
/// The fastest that cpu_enabled() (base/cpu.h) allows.
const MultilinearKernels& multilinear_kernels();

}  // namespace zkp
