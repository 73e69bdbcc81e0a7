/// What a batch changed: the final value, or the absence, of every leaf that it touched.
#pragma once

#include <vector>

#include "exchange/core/leaves.h"

namespace zkp::exchange {

struct LeafChange {
  LeafChange() {}  // nothing is cleared that is written at once

  Key key;
  uint8_t size;  ///< 0: the leaf is gone
  alignas(8) uint8_t value[kMaxLeafBytes + 4];
};

using ChangeSet = std::vector<LeafChange>;

}  // namespace zkp::exchange
