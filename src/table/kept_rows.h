/// The raw rows of a small table, until its types are known.
#pragma once

#include "table/encode.h"
#include "table/table.h"

namespace zkp {

class KeptRows {
 public:
  KeptRows(uint64_t max_rows, size_t max_text_bytes) : max_rows_(max_rows), max_text_bytes_(max_text_bytes) {}

  /// Copies the batch. Beyond a limit everything kept is dropped, for good.
  void add(const CellBatch& batch);
  bool complete() const { return !dropped_; }

  /// Encodes the rows; source_columns[i] is where column i of the schema is in the file. REQUIRES: complete(). Errors:
  /// a value that does not fit its type.
  Result<Table> encode(const Schema& schema, const std::vector<size_t>& source_columns, bool assume_utc) const;

 private:
  void drop();

  uint64_t max_rows_;
  size_t max_text_bytes_;
  bool dropped_ = false;
  uint64_t rows_ = 0;
  std::vector<std::vector<Cell>> columns_;
  TextArena arena_;
};

}  // namespace zkp
