/// The chaining values at the top of a whole subtree of BLAKE3 (paper, section 2.1): 2^k chunks, hashed in groups that
/// stay in the nearest cache and that a task pool may share. Internal to hash/. Safe for concurrent use.
#pragma once

#include "base/task_pool.h"
#include "hash/blake3_compress.h"

namespace zkp::detail {

/// Writes the chaining values of the left and the right half, 32 bytes each: not yet of the subtree itself, because
/// only the caller knows whether its top is the root. REQUIRES: `chunks` is a power of two, at least 2, and `counter`,
/// the number of the first chunk, is a multiple of it.
void blake3_subtree_halves(const Blake3Path& path, const uint8_t* in, size_t chunks, const Blake3Words& key,
                           uint64_t counter, uint32_t flags, TaskPool* pool, uint8_t* out);

}  // namespace zkp::detail
