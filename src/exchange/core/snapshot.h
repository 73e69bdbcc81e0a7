/// The canonical snapshot: all leaves of a state with its root and its place in the arrival log.
///
/// Format: docs/formats/exchange.md. Written from a state tree, never from the matching thread's pools.
#pragma once

#include <vector>

#include "exchange/core/change_set.h"

namespace zkp::exchange {

struct Snapshot {
  ChangeSet leaves;  ///< in the order of their keys
  uint64_t last_seq;
  uint64_t next_block;
  Digest chain;
  Digest root;
};

std::vector<uint8_t> write_snapshot(const Snapshot& snapshot);
/// Form and checksums alone: the reader of a snapshot computes the root from the leaves. False: neither holds.
[[nodiscard]] bool read_snapshot(const std::vector<uint8_t>& bytes, Snapshot& out);

}  // namespace zkp::exchange
