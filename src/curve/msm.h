/// Multi-scalar multiplication over G1 and G2: sum_i scalar_i * point_i.
///
/// Signed-digit bucket method (Pippenger) with batched affine additions: many bucket sums share one field inversion, so
/// that an addition costs about 6 multiplications instead of 11 (bucket_sums.h and, for few points, segment_sums.h;
/// eight at a time where the processor has AVX-512 IFMA). Scalars are first sorted by size (msm_scalars.h): 0 costs
/// nothing, 1 and -1 one addition, long ones are split in two by an endomorphism, and the widths of the windows follow
/// from how many reach how far up, so that a vector of mostly bits and small numbers (also small negative ones) costs
/// what it holds. Source: Bernstein, Doumen, Lange, Oosterwijk, "Faster batch forgery identification", ePrint 2012/549,
/// section 4.
///
/// Not constant-time: call it on public or blinded scalars only. Safe for concurrent use. The result has Z = 1 (or is
/// the identity), so that it is the same in every bit whatever the pool. Memory: 48 bytes for each scalar of more than
/// 127 bits, 24 for a shorter one (none for 0 and +-1); for each thread at most 20 MB of buckets (G1; twice that for
/// G2).
#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "base/task_pool.h"
#include "curve/g1.h"
#include "curve/g2.h"
#include "curve/msm_scalars.h"
#include "curve/msm_table.h"

namespace zkp {

struct MsmOptions {
  int bits = 255;            ///< 1..255: the caller's promise that scalars are below 2^bits, which is checked
  TaskPool* pool = nullptr;  ///< nullptr: the calling thread alone
};

/// Points need not be distinct and may be the identity. Every point must already be in the prime-order subgroup (see
/// curve/encoding.h): scalars are taken modulo its order.
/// Errors: GeneralError::kInvalidArgument when the sizes differ or exceed 2^30 - 1, `bits` is out of range, or a scalar
/// is not below 2^bits.
[[nodiscard]] Result<G1> msm(std::span<const G1Affine> points, std::span<const Fr> scalars, const MsmOptions& = {});
[[nodiscard]] Result<G2> msm(std::span<const G2Affine> points, std::span<const Fr> scalars, const MsmOptions& = {});

/// One sum for each column of scalars over the same points. Columns share passes over their digits, and with them the
/// rounds of additions and their inversions, until the rounds are full. `bits` holds for all columns. Errors as msm(),
/// with the column's number.
[[nodiscard]] Result<std::vector<G1>> msm_columns(std::span<const G1Affine> points,
                                                  std::span<const std::span<const Fr>> columns, const MsmOptions& = {});
[[nodiscard]] Result<std::vector<G2>> msm_columns(std::span<const G2Affine> points,
                                                  std::span<const std::span<const Fr>> columns, const MsmOptions& = {});

/// One sum for each column of integers (msm_scalars.h), which may be shorter than there are points: then over the first
/// of them. Error: GeneralError::kInvalidArgument with the column's number.
[[nodiscard]] Result<std::vector<G1>> msm_columns(std::span<const G1Affine> points,
                                                  std::span<const MsmIntegers> columns, TaskPool* pool = nullptr);

/// Over the points of a table (msm_table.h), as many as there are scalars. Errors as msm().
[[nodiscard]] Result<G1> msm(const MsmTable<G1>& table, std::span<const Fr> scalars, const MsmOptions& = {});
[[nodiscard]] Result<G2> msm(const MsmTable<G2>& table, std::span<const Fr> scalars, const MsmOptions& = {});

}  // namespace zkp
