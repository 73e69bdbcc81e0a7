/// Arrow arrays to cells: which Arrow types a column may have and what their values are.
#pragma once

#include <arrow/array.h>
#include <arrow/type.h>

#include "base/result.h"
#include "table/cell.h"
#include "table/row_source.h"

namespace zkp {

/// Errors: TableError::kUnsupportedType with the column.
Result<void> check_arrow_field(const arrow::Field& field, bool assume_utc);

/// Writes rows [begin, begin + count) of the array to `out`; text cells point into the array. `first_row` is the number
/// of the first of them, for errors: TableError::kBadUtf8, kNulByte, kFieldTooLong, kOutOfRange, kInexact.
/// REQUIRES: check_arrow_field accepted the field.
Result<void> arrow_cells(const arrow::Array& array, int64_t begin, size_t count, const RowLimits& limits,
                         uint64_t first_row, const std::string& column, Cell* out);

}  // namespace zkp
