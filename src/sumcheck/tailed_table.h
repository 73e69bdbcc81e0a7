/// A table of a multilinear polynomial whose entries are all equal from some row on: the rows behind a small table in a
/// large cube cost nothing. Sums, products and bindings of such tables are such tables. Source: dataset_proof
/// specification 15.2.
#pragma once

#include <algorithm>
#include <span>

#include "base/large_memory.h"
#include "base/task_pool.h"
#include "field/fr.h"

namespace zkp {

/// Somebody's table, or part of one.
struct TailedView {
  const Fr* data = nullptr;
  size_t dense = 0;  ///< rows at `data`; dense <= size
  size_t size = 0;
  Fr tail;  ///< of all others

  const Fr& at(size_t row) const { return row < dense ? data[row] : tail; }
  /// Rows [begin, begin + count): where they lie, or written to `scratch`.
  const Fr* block(size_t begin, size_t count, Fr* scratch) const {
    if (begin + count <= dense) return data + begin;
    const size_t given = begin < dense ? dense - begin : 0;
    if (given > 0) std::copy_n(data + begin, given, scratch);
    std::fill_n(scratch + given, count - given, tail);
    return scratch;
  }
  /// REQUIRES: an even size.
  TailedView half(bool high) const {
    const size_t middle = size / 2;
    if (!high) return {data, std::min(dense, middle), middle, tail};
    return {data + std::min(dense, middle), dense - std::min(dense, middle), middle, tail};
  }
};

/// Somebody's table, to be changed in place.
struct TailedRows {
  Fr* data = nullptr;
  size_t dense = 0;
  size_t size = 0;
  Fr tail;

  TailedView view() const { return {data, dense, size, tail}; }
  const Fr& at(size_t row) const { return row < dense ? data[row] : tail; }
  /// Variable 0 becomes r. REQUIRES: an even size.
  void bind(const Fr& r, TaskPool* pool);
};

/// A table of its own. One thread at a time changes it.
class TailedTable {
 public:
  TailedTable() = default;
  /// REQUIRES: dense.size() <= size.
  TailedTable(size_t size, LargeVector<Fr> dense, const Fr& tail);

  size_t size() const { return size_; }
  size_t dense() const { return dense_.size(); }
  const Fr& tail() const { return tail_; }
  const Fr& at(size_t row) const { return row < dense_.size() ? dense_[row] : tail_; }
  TailedView view() const { return {dense_.data(), dense_.size(), size_, tail_}; }
  TailedRows rows() { return {dense_.data(), dense_.size(), size_, tail_}; }
  /// Its memory; the table is empty afterwards.
  LargeVector<Fr> release();

  /// As TailedRows::bind().
  void bind(const Fr& r, TaskPool* pool);

 private:
  LargeVector<Fr> dense_;
  size_t size_ = 0;
  Fr tail_;
};

/// sum over x < rows of eq(point, x), with x_k bit k. REQUIRES: rows <= 2^point.size().
/// That is the multilinear extension of the indicator of x < rows (specification 8.6).
Fr eq_prefix_sum(std::span<const Fr> point, size_t rows);

}  // namespace zkp
