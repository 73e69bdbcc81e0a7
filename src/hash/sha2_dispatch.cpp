#include "base/cpu.h"
#include "hash/sha2_compress.h"

namespace zkp::detail {

Sha256Compress sha256_compress() {
  static const Sha256Compress chosen = cpu_enabled().can_sha() ? sha256_compress_sha_ni : sha256_compress_portable;
  return chosen;
}

Sha256CompressPair sha256_compress_pair() {
  static const Sha256CompressPair chosen =
      cpu_enabled().can_sha() ? sha256_compress_pair_sha_ni : sha256_compress_pair_portable;
  return chosen;
}

// Measured on Zen 4 (bench/: sha256_nodes_*), cycles a block and node: sixteen lanes 66, two messages with the SHA
// extensions 105, eight lanes 142; for leaves of 1,536 bytes 70, 72 and 135.
const Sha256Lanes* sha256_lanes() {
  static const Sha256Lanes* const chosen = [] {
    const CpuFeatures& cpu = cpu_enabled();
    if (cpu.can_avx512()) return &kSha256Avx512;
    return cpu.avx2 && !cpu.can_sha() ? &kSha256Avx2 : nullptr;
  }();
  return chosen;
}

}  // namespace zkp::detail
