#include "poly/multilinear_kernels.h"

#include "base/cpu.h"

namespace zkp {
namespace {

void bind(const Fr* f, const Fr& r, Fr* out, size_t count) {
  for (size_t i = 0; i < count; ++i) out[i] = f[2 * i] + r * (f[2 * i + 1] - f[2 * i]);
}

void split(Fr* low, Fr* high, const Fr& z, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    high[i] = z * low[i];
    low[i] -= high[i];
  }
}

void scale(const Fr* f, const Fr& factor, Fr* out, size_t count) {
  for (size_t i = 0; i < count; ++i) out[i] = factor * f[i];
}

Fr inner_product(const Fr* f, const Fr* g, size_t count) {
  Fr sum;
  for (size_t i = 0; i < count; ++i) sum += f[i] * g[i];
  return sum;
}

std::array<Fr, 3> round2(const Fr* f, const Fr* g, size_t pairs) {
  std::array<Fr, 3> sums;
  for (size_t i = 0; i < 2 * pairs; i += 2) {
    sums[0] += f[i] * g[i];
    sums[1] += f[i + 1] * g[i + 1];
    sums[2] += (f[i + 1] - f[i]) * (g[i + 1] - g[i]);
  }
  return sums;
}

// With A = f(0) g(0), B = f(1) g(1) and C the coefficient of X^2 of f g:  f(2) g(2) = 2 B - A + 2 C.
std::array<Fr, 4> round3(const Fr* f, const Fr* g, const Fr* h, size_t pairs) {
  std::array<Fr, 4> sums;
  for (size_t i = 0; i < 2 * pairs; i += 2) {
    const Fr a = f[i] * g[i], b = f[i + 1] * g[i + 1], c = (f[i + 1] - f[i]) * (g[i + 1] - g[i]);
    const Fr slope = h[i + 1] - h[i];
    sums[0] += a * h[i];
    sums[1] += b * h[i + 1];
    sums[2] += ((b + c).doubled() - a) * (h[i + 1] + slope);
    sums[3] += c * slope;
  }
  return sums;
}

void add_fractions(const FractionTables& f, Fr* p, Fr* q, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    p[i] = f.p0[i] * f.q1[i] + f.p1[i] * f.q0[i];
    q[i] = f.q0[i] * f.q1[i];
  }
}

std::array<Fr, 2> fraction_round(const Fr* weights, const FractionTables& f, size_t pairs) {
  std::array<Fr, 2> sums;
  for (size_t i = 0; i < pairs; ++i) {
    const size_t even = 2 * i, odd = 2 * i + 1;
    sums[0] += weights[i] * (f.p0[even] * f.q1[even] + f.p1[even] * f.q0[even]);
    sums[1] += weights[i] * ((f.p0[odd] - f.p0[even]) * (f.q1[odd] - f.q1[even]) +
                             (f.p1[odd] - f.p1[even]) * (f.q0[odd] - f.q0[even]));
  }
  return sums;
}

std::array<Fr, 2> fraction_pair(const Fr* weights, const FractionTables& f, const FractionTables& g, size_t count) {
  std::array<Fr, 2> sums;
  for (size_t i = 0; i < count; ++i) {
    sums[0] += weights[i] * (f.p0[i] * f.q1[i] + f.p1[i] * f.q0[i]);
    sums[1] += weights[i] * ((g.p0[i] - f.p0[i]) * (g.q1[i] - f.q1[i]) + (g.p1[i] - f.p1[i]) * (g.q0[i] - f.q0[i]));
  }
  return sums;
}

void bind_pair(const Fr* f, const Fr* g, const Fr& r, Fr* out, size_t count) {
  for (size_t i = 0; i < count; ++i) out[i] = f[i] + r * (g[i] - f[i]);
}

void add_scaled(const Fr* f, const Fr& factor, Fr* out, size_t count) {
  for (size_t i = 0; i < count; ++i) out[i] += factor * f[i];
}

void combine(const Fr* const* f, const Fr* factors, size_t terms, const Fr& constant, Fr* out, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    Fr sum = constant;
    for (size_t t = 0; t < terms; ++t) sum += factors[t] * f[t][i];
    out[i] = sum;
  }
}

void multiply(const Fr* f, const Fr* g, Fr* out, size_t count) {
  for (size_t i = 0; i < count; ++i) out[i] = f[i] * g[i];
}

std::array<Fr, 5> round4(const Fr* f, const Fr* g, const Fr* h, const Fr* k, size_t pairs) {
  std::array<Fr, 5> sums;
  for (size_t i = 0; i < 2 * pairs; i += 2) {
    const Fr slope[4] = {f[i + 1] - f[i], g[i + 1] - g[i], h[i + 1] - h[i], k[i + 1] - k[i]};
    sums[0] += f[i] * g[i] * (h[i] * k[i]);
    sums[1] += f[i + 1] * g[i + 1] * (h[i + 1] * k[i + 1]);
    sums[2] += (f[i] - slope[0]) * (g[i] - slope[1]) * ((h[i] - slope[2]) * (k[i] - slope[3]));
    sums[3] += (f[i + 1] + slope[0]) * (g[i + 1] + slope[1]) * ((h[i + 1] + slope[2]) * (k[i + 1] + slope[3]));
    sums[4] += slope[0] * slope[1] * (slope[2] * slope[3]);
  }
  return sums;
}

}  // namespace

const MultilinearKernels& scalar_multilinear_kernels() {
  static constexpr MultilinearKernels kKernels{bind,       split,         scale,          inner_product, round2,
                                               round3,     add_fractions, fraction_round, fraction_pair, bind_pair,
                                               add_scaled, combine,       multiply,       round4};
  return kKernels;
}

const MultilinearKernels& multilinear_kernels() {
  static const MultilinearKernels* const lanes = cpu_enabled().can_ifma() ? ifma_multilinear_kernels() : nullptr;
  return lanes != nullptr ? *lanes : scalar_multilinear_kernels();
}

}  // namespace zkp
