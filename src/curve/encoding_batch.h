/// Decoding and checking many points: the same answers as encoding.h and point.h give for each by itself, sooner.
///
/// The square roots and the subgroup checks of eight points run at the same time where the processor has AVX-512 IFMA
/// (eight.h), and on all threads of the pool; every point is checked by itself.
/// Not constant-time. Safe for concurrent use.
#pragma once

#include <vector>

#include "base/task_pool.h"
#include "curve/encoding.h"

namespace zkp {

/// Entry i is what decompress_g1(encodings[i], check) returns, the error included.
std::vector<Result<G1Affine>> decompress_g1_batch(std::span<const ByteArray<48>> encodings, SubgroupCheck check,
                                                  TaskPool* pool);
std::vector<Result<G2Affine>> decompress_g2_batch(std::span<const ByteArray<96>> encodings, SubgroupCheck check,
                                                  TaskPool* pool);

/// Entry i is 1 if points[i].is_in_subgroup(), else 0. REQUIRES: on the curve.
std::vector<uint8_t> in_subgroup_batch_var(std::span<const G1Affine> points, TaskPool* pool);
std::vector<uint8_t> in_subgroup_batch_var(std::span<const G2Affine> points, TaskPool* pool);

}  // namespace zkp
