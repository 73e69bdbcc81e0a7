#include "hash/blake3_subtree.h"

#include <vector>

#include "base/bytes.h"

namespace zkp::detail {

void blake3_reduce(const Blake3Path& path, uint8_t* cvs, size_t count, size_t remaining, const Blake3Words& key,
                   uint32_t flags) {
  for (; count > remaining; count /= 2) path.parents(cvs, count / 2, key, flags, cvs);
}

void blake3_subtree_halves(const Blake3Path& path, const uint8_t* in, size_t chunks, const Blake3Words& key,
                           uint64_t counter, uint32_t flags, TaskPool* pool, uint8_t* out) {
  const size_t groups = chunks / kBlake3GroupChunks;
  Bytes tops(groups * kBlake3CvBytes);
  parallel_for(pool, groups, 1, [&](size_t begin, size_t end) {
    ByteArray<kBlake3GroupChunks * kBlake3CvBytes> cvs;
    for (size_t g = begin; g < end; ++g) {
      const size_t first = g * kBlake3GroupChunks;
      path.chunks(in + first * kBlake3ChunkBytes, kBlake3GroupChunks, key, counter + first, flags, cvs.data());
      blake3_reduce(path, cvs.data(), kBlake3GroupChunks, 1, key, flags);
      std::memcpy(tops.data() + g * kBlake3CvBytes, cvs.data(), kBlake3CvBytes);
    }
  });
  blake3_reduce(path, tops.data(), groups, 2, key, flags);
  std::memcpy(out, tops.data(), 2 * kBlake3CvBytes);
}

}  // namespace zkp::detail
