/// The multilinear formulas of the specification by definition, for the tests of the sumchecks: whole tables, no tails.
#pragma once

#include <random>
#include <vector>

#include "sumcheck/tailed_table.h"

namespace zkp::dense {

/// Random elements, with 0, 1 and -1 more often than by chance.
class Elements {
 public:
  explicit Elements(uint64_t seed) : random_(seed) {}

  Fr one_of_all() {
    const uint64_t kind = random_() % 12;
    if (kind < 3) return kind == 0 ? Fr::zero() : kind == 1 ? Fr::one() : -Fr::one();
    return Fr::from_limbs_reduce({random_(), random_(), random_(), random_()});
  }
  std::vector<Fr> list(size_t count) {
    std::vector<Fr> out(count);
    for (Fr& each : out) each = one_of_all();
    return out;
  }
  size_t below(size_t bound) { return random_() % bound; }

 private:
  std::mt19937_64 random_;
};

inline Fr eq(std::span<const Fr> z, size_t y) {
  Fr out = Fr::one();
  for (size_t k = 0; k < z.size(); ++k) out *= (y >> k & 1) != 0 ? z[k] : Fr::one() - z[k];
  return out;
}
inline Fr eq(std::span<const Fr> a, std::span<const Fr> b) {
  Fr out = Fr::one();
  for (size_t k = 0; k < a.size(); ++k) out *= a[k] * b[k] + (Fr::one() - a[k]) * (Fr::one() - b[k]);
  return out;
}
inline Fr evaluate(std::span<const Fr> f, std::span<const Fr> z) {
  Fr out;
  for (size_t y = 0; y < f.size(); ++y) out += f[y] * eq(z, y);
  return out;
}
inline std::vector<Fr> bound(std::span<const Fr> f, const Fr& r) {
  std::vector<Fr> out;
  for (size_t i = 0; i + 1 < f.size(); i += 2) out.push_back((Fr::one() - r) * f[i] + r * f[i + 1]);
  return out;
}

/// A table by its first rows, and as a whole.
struct Tailed {
  std::vector<Fr> first;
  Fr tail;
  size_t size;

  std::vector<Fr> all() const {
    std::vector<Fr> out = first;
    out.resize(size, tail);
    return out;
  }
  TailedTable table() const { return TailedTable(size, LargeVector<Fr>(first.begin(), first.end()), tail); }
};

}  // namespace zkp::dense
