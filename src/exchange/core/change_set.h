/// What a batch changed: the final value, or the absence, of every leaf that it touched.
#pragma once

#include "base/large_memory.h"
#include "exchange/core/leaves.h"

namespace zkp::exchange {

struct LeafChange {
  Key key;
  uint8_t size;  ///< 0: the leaf is gone
  alignas(8) uint8_t value[kMaxLeafBytes + 4];
};

/// New elements are not initialised.
using ChangeSet = LargeVector<LeafChange>;

}  // namespace zkp::exchange
