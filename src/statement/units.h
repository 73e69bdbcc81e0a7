/// Encoded values of a column and how people write them.
///
///   INT, UINT64, CODE     an integer; CODE: the index in the dictionary
///   DECIMAL(s)            a decimal number that is exact at scale s: 1.5, -0.25, 3e2
///   BOOL                  true, false (0 and 1 are read too)
///   DATE                  2026-11-21
///   TIMESTAMP             2026-11-21T12:00:00Z, with up to six digits of fraction; a date means its midnight
///   F64ORD                the shortest decimal that gives the same double: 0.1, -2.5e-07
///
/// Encodings: base/column_type.h. Pure, safe for concurrent use, part of the verifier.
#pragma once

#include <string>
#include <string_view>

#include "base/column_type.h"
#include "base/int256.h"

namespace zkp {

/// The encoded integer. It is of the type's kind, but may lie outside its interval (INT, CODE). Errors:
/// StatementError::kSyntax with what was expected as hint.
/// REQUIRES: is_valid(type), and the type is none of STR248, KEY62.
Result<__int128> parse_value(ColumnType type, std::string_view text);

/// What parse_value reads back. Dates and times whose year is not in 0..9999 are written as "day N" and "microsecond N"
/// (counted from 1970), which parse_value reads too. REQUIRES: as parse_value.
std::string format_value(ColumnType type, __int128 value);

/// value 10^-scale, without zeros at the end.
std::string format_scaled(const Int256& value, uint32_t scale);
/// "-170141183460469231731687303715884105728"
std::string format_integer(__int128 value);
/// "1,000,000"
std::string format_count(uint64_t count);

}  // namespace zkp
