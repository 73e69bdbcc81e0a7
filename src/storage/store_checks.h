/// The refusals that every back end shares, so that they read the same everywhere. Pure.
#pragma once

#include "storage/store.h"

namespace zkp {

/// Whether `batch` may be appended to a store of `size` entries: kConflict, GeneralError::kLimit, kInvalidArgument.
Result<void> check_batch(const Batch& batch, uint64_t size);
/// GeneralError::kNotFound. REQUIRES: index >= size.
Error no_such_entry(uint64_t index, uint64_t size);
/// kMissing when a store that should hold at least `expected_size` entries has only `size`.
Result<void> check_expected_size(uint64_t size, uint64_t expected_size);
Error store_is_closed();
Error store_is_read_only();

}  // namespace zkp
