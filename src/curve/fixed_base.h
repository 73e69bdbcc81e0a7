/// Many multiples of one base point: what a trusted set-up computes (hundreds of thousands of s_i G).
///
/// For windows of c bits at positions p_w, the table holds d 2^(p_w) base for 1 <= d <= 2^(c - 1) in affine
/// coordinates. A scalar with signed digits d_w (msm_scalars.h) is then the sum of one entry for each of its about
/// 255/c windows, and these sums run side by side for many scalars, in affine coordinates with shared inversions: about
/// 6 multiplications for each window and scalar. Source: Brickell, Gordon, McCurley, Wilson, "Fast exponentiation with
/// precomputation", EUROCRYPT 1992; additions as in affine_batch.h.
///
/// NOT constant-time: table entries are read, and exceptional additions are seen, at places that depend on the scalars.
/// That is fit for a set-up whose secret is thrown away or public anyway (the keys labelled `insecure-dev`). A
/// participant of a ceremony, whose secret has to stay one, uses AffinePoint::mul() instead.
///
/// Immutable after construction: safe for concurrent use. Results do not depend on the pool.
#pragma once

#include <span>
#include <vector>

#include "base/task_pool.h"
#include "curve/g1.h"
#include "curve/g2.h"
#include "curve/msm_scalars.h"

namespace zkp {

/// Point: G1 or G2.
template <class Point>
class FixedBase {
 public:
  using Affine = typename Point::Affine;
  static constexpr size_t kMaxTableBytes = size_t{32} << 20;

  /// `expected_scalars`: how many multiplications the table has to pay for, all batches together; it decides the size
  /// of the table (at most kMaxTableBytes), not the results. REQUIRES: base is in the prime-order subgroup.
  FixedBase(const Affine& base, size_t expected_scalars, TaskPool* pool = nullptr);

  /// scalars[i] * base for every i.
  std::vector<Affine> mul_batch_var(std::span<const Fr> scalars, TaskPool* pool = nullptr) const;

  size_t table_bytes() const { return table_.size() * sizeof(Affine); }

 private:
  void mul_range_var(std::span<const Fr> scalars, std::span<Affine> out) const;

  std::vector<MsmWindow> windows_;
  std::vector<size_t> offsets_;  ///< of each window's entry for digit 1
  std::vector<Affine> table_;
};

extern template class FixedBase<G1>;
extern template class FixedBase<G2>;

}  // namespace zkp
