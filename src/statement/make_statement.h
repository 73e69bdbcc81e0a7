/// The owner's side of catalog.h: what a statement discloses, computed from the tables. Sees values; logs nothing; not
/// constant-time.
#pragma once

#include "statement/catalog.h"
#include "statement/witness.h"

namespace zkp {

/// What some statements need besides the tables.
struct StatementSecrets {
  std::optional<ByteArray<16>> linkage_salt;  ///< MEMBER and NON_MEMBER of texts publish it
  std::optional<ByteArray<32>> beacon_round;  ///< DP_SUM: the value that the beacon drew
};

/// The bytes of the statement about these tables: the dataset that it is asked of first, then `request.others`.
/// Errors: StatementError::kSyntax, kUnknownColumn, kWrongType, kFalse (with the row where there is one) when what the
/// request says is not true of the tables, kTooManyRows; GeneralError::kInvalidArgument for missing secrets.
Result<Bytes> make_statement(const StatementRequest& request, DatasetViews datasets,
                             std::span<const PrivateTable> tables, const StatementSecrets& secrets);

}  // namespace zkp
