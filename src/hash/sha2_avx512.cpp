#include "hash/lanes_avx512.h"

#include <utility>

#include "hash/sha2_compress.h"

#define ZKP_LANE_TARGET __attribute__((target(ZKP_AVX512_TARGET)))

namespace zkp::detail {
namespace {

#include "hash/sha2_lanes.inc"

ZKP_LANE_TARGET void compress(uint32_t* states, const uint8_t* const* blocks, size_t count) {
  compress_lanes<Avx512Words>(states, blocks, count);
}
ZKP_LANE_TARGET void nodes(const uint8_t* children, uint8_t* out) { hash_nodes<Avx512Words>(children, out); }

}  // namespace

const Sha256Lanes kSha256Avx512 = {Avx512Words::kLanes, compress, nodes};

}  // namespace zkp::detail
