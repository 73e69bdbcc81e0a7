#include "hash/blake3_subtree.h"

#include <vector>

#include "base/bytes.h"

namespace zkp::detail {
namespace {

// 128 KiB of input: some 30 microseconds of work, and its chaining values take 4 KiB of stack.
constexpr size_t kGroupChunks = 128;

// Halves the level in place until `remaining` chaining values are left. Both counts are powers of two.
void reduce(const Blake3Path& path, uint8_t* cvs, size_t count, size_t remaining, const Blake3Words& key,
            uint32_t flags) {
  for (; count > remaining; count /= 2) path.parents(cvs, count / 2, key, flags, cvs);
}

}  // namespace

void blake3_subtree_halves(const Blake3Path& path, const uint8_t* in, size_t chunks, const Blake3Words& key,
                           uint64_t counter, uint32_t flags, TaskPool* pool, uint8_t* out) {
  if (chunks <= kGroupChunks) {
    ByteArray<kGroupChunks * kBlake3CvBytes> cvs;
    path.chunks(in, chunks, key, counter, flags, cvs.data());
    reduce(path, cvs.data(), chunks, 2, key, flags);
    std::memcpy(out, cvs.data(), 2 * kBlake3CvBytes);
    return;
  }
  const size_t groups = chunks / kGroupChunks;
  Bytes tops(groups * kBlake3CvBytes);
  parallel_for(pool, groups, 1, [&](size_t begin, size_t end) {
    ByteArray<kGroupChunks * kBlake3CvBytes> cvs;
    for (size_t g = begin; g < end; ++g) {
      const size_t first = g * kGroupChunks;
      path.chunks(in + first * kBlake3ChunkBytes, kGroupChunks, key, counter + first, flags, cvs.data());
      reduce(path, cvs.data(), kGroupChunks, 1, key, flags);
      std::memcpy(tops.data() + g * kBlake3CvBytes, cvs.data(), kBlake3CvBytes);
    }
  });
  reduce(path, tops.data(), groups, 2, key, flags);
  std::memcpy(out, tops.data(), 2 * kBlake3CvBytes);
}

}  // namespace zkp::detail
