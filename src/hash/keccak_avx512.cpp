#include "hash/lanes_avx512.h"

#include <utility>

#include "hash/keccak.h"

#define ZKP_LANE_TARGET __attribute__((target(ZKP_AVX512_TARGET)))

namespace zkp::detail {
namespace {

#include "hash/keccak_lanes.inc"

ZKP_LANE_TARGET void absorb(uint64_t* states, const uint8_t* const* blocks, size_t count) {
  absorb_lanes<Avx512Longs>(states, blocks, count, std::make_index_sequence<25>(),
                            std::make_index_sequence<kKeccak256RateBytes / 8>());
}

}  // namespace

const KeccakLanes kKeccakAvx512 = {Avx512Longs::kLanes, absorb};

}  // namespace zkp::detail
