/// Whether a statement is true of its tables, where make_witness() does not find out by itself: published figures and
/// rearranged rows. A proof of something false would fail only after all of its work. Not constant-time.
#pragma once

#include "statement/witness.h"

namespace zkp {

/// Errors: StatementError::kFalse, with the row where there is one.
Result<void> check_truth(const Statement& statement, std::span<const PrivateTable> tables);

}  // namespace zkp
