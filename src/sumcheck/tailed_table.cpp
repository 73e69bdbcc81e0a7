#include "sumcheck/tailed_table.h"

#include "base/check.h"
#include "poly/multilinear.h"

namespace zkp {

TailedTable::TailedTable(size_t size, std::vector<Fr> dense, const Fr& tail)
    : dense_(std::move(dense)), size_(size), tail_(tail) {
  ZKP_CHECK(dense_.size() <= size);
}

void TailedTable::bind(const Fr& r, TaskPool* pool) {
  ZKP_CHECK(size_ % 2 == 0);
  size_ /= 2;
  if (dense_.size() % 2 != 0) dense_.push_back(tail_);
  const size_t half = dense_.size() / 2;
  bind_lowest(dense_, r, std::span(dense_).first(half), pool);
  dense_.resize(half);
}

// From the lowest bit: with x_k the indicator of "the low k bits of x are below those of rows",
// x_(k+1) = n_k (1 - z_k) + (n_k z_k + (1 - n_k)(1 - z_k)) x_k.
Fr eq_prefix_sum(std::span<const Fr> point, size_t rows) {
  ZKP_CHECK(point.size() < 64 && rows <= size_t{1} << point.size());
  if (rows >> point.size() != 0) return Fr::one();
  Fr below;
  for (size_t k = 0; k < point.size(); ++k) {
    const Fr other = Fr::one() - point[k];
    below = (rows >> k & 1) != 0 ? other + point[k] * below : other * below;
  }
  return below;
}

}  // namespace zkp
