/// The invariants of a state, computed from its leaves alone.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "exchange/core/change_set.h"

namespace zkp::exchange {

/// Names of the violated invariants ("I04 conservation of an asset"), each once; empty: consistent. The leaves are all
/// of a state, in the order of their keys. What needs hashes (the root, the aggregates of levels) is not among them.
std::vector<std::string_view> violated_invariants(std::span<const LeafChange> leaves);

}  // namespace zkp::exchange
