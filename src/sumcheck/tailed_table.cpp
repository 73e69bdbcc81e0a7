#include "sumcheck/tailed_table.h"

#include "base/check.h"
#include "poly/multilinear.h"

namespace zkp {

TailedTable::TailedTable(size_t size, LargeVector<Fr> dense, const Fr& tail)
    : dense_(std::move(dense)), size_(size), tail_(tail) {
  ZKP_CHECK(dense_.size() <= size);
}

void TailedRows::bind(const Fr& r, TaskPool* pool) {
  ZKP_CHECK(size % 2 == 0);
  const size_t pairs = dense / 2;
  const Fr last = dense % 2 != 0 ? data[dense - 1] : Fr::zero();
  bind_lowest(std::span<const Fr>(data, 2 * pairs), r, std::span(data, pairs), pool);
  if (dense % 2 != 0) data[pairs] = last + r * (tail - last);
  dense = (dense + 1) / 2;
  size /= 2;
}

LargeVector<Fr> TailedTable::release() {
  size_ = 0;
  return std::move(dense_);
}

void TailedTable::bind(const Fr& r, TaskPool* pool) {
  TailedRows bound = rows();
  bound.bind(r, pool);
  dense_.resize(bound.dense);
  size_ = bound.size;
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
