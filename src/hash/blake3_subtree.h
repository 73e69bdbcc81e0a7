/// Whole subtrees of BLAKE3 (paper, section 2.1): 2^k chunks, hashed in groups that stay in the nearest cache and that
/// a task pool may share. Internal to hash/. Safe for concurrent use.
#pragma once

#include "base/task_pool.h"
#include "hash/blake3_compress.h"

namespace zkp::detail {

/// 128 KiB of input: some 20 microseconds of work, and its chaining values take 4 KiB of stack.
inline constexpr size_t kBlake3GroupChunks = 128;

/// Halves a level of chaining values in place until `remaining` are left. Both counts are powers of two; nothing
/// happens where there are no more than `remaining`.
void blake3_reduce(const Blake3Path& path, uint8_t* cvs, size_t count, size_t remaining, const Blake3Words& key,
                   uint32_t flags);

/// Writes the chaining values of the left and the right half, 32 bytes each: not yet of the subtree itself, because
/// only the caller knows whether its top is the root. REQUIRES: `chunks` is a power of two above kBlake3GroupChunks,
/// and `counter`, the number of the first chunk, is a multiple of it.
void blake3_subtree_halves(const Blake3Path& path, const uint8_t* in, size_t chunks, const Blake3Words& key,
                           uint64_t counter, uint32_t flags, TaskPool* pool, uint8_t* out);

}  // namespace zkp::detail
