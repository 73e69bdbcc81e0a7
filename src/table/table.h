/// A table in memory, and the batches in which a table streams past.
///
/// Values are the integers of dataset_proof specification section 4.1, as int64; UINT64 values are held as their bit
/// pattern. NULL rows hold 0. Text columns (STR248, KEY62) hold the text itself: its code depends on a salt that the
/// table does not know (hash/text_code.h has str248_code).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "table/schema.h"

namespace zkp {

struct Column {
  ColumnSpec spec;
  std::vector<int64_t> values;     ///< one per row; empty for text columns
  std::vector<uint8_t> nulls;      ///< one per row, 1 = NULL; empty unless spec.nullable
  std::vector<std::string> texts;  ///< one per row; empty unless a text column

  bool is_text() const { return spec.type.code == TypeCode::kStr248 || spec.type.code == TypeCode::kKey62; }
  bool is_null(size_t row) const { return !nulls.empty() && nulls[row] != 0; }
  /// The value as a mathematical integer. REQUIRES: !is_text().
  __int128 integer(size_t row) const {
    if (spec.type.code == TypeCode::kUint64) return static_cast<uint64_t>(values[row]);
    return values[row];
  }
  friend bool operator==(const Column&, const Column&) = default;
};

struct Table {
  uint64_t rows = 0;
  std::vector<Column> columns;

  Schema schema() const;
  /// nullptr when there is none of this name.
  const Column* find(std::string_view name) const;
  friend bool operator==(const Table&, const Table&) = default;
};

/// Some rows of one column; valid during the call that hands them over.
struct ColumnChunk {
  std::span<const int64_t> values;          ///< empty for text columns
  std::span<const uint8_t> nulls;           ///< one per row, 1 = NULL, also for columns that are not nullable
  std::span<const std::string_view> texts;  ///< empty unless a text column
};

/// Takes the rows of a table in the order of the file.
class TableSink {
 public:
  virtual ~TableSink() = default;
  /// Rows first_row, first_row + 1, ... (from 1), one chunk per column of the schema. An error stops the reading.
  virtual Result<void> take(uint64_t first_row, size_t rows, std::span<const ColumnChunk> columns) = 0;
};

}  // namespace zkp
