#include <utility>

#include "hash/keccak.h"
#include "hash/lanes_avx2.h"

#define ZKP_LANE_TARGET __attribute__((target("avx2")))

namespace zkp::detail {
namespace {

#include "hash/keccak_lanes.inc"

ZKP_LANE_TARGET void absorb(uint64_t* states, const uint8_t* const* blocks, size_t count) {
  absorb_lanes<Avx2Longs>(states, blocks, count, std::make_index_sequence<25>(),
                          std::make_index_sequence<kKeccak256RateBytes / 8>());
}

}  // namespace

const KeccakLanes kKeccakAvx2 = {Avx2Longs::kLanes, absorb};

}  // namespace zkp::detail
