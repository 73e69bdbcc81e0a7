/// What the readers of the file formats hand on: batches of raw cells, before a column has a type.
///
/// A cell is 16 bytes and owns nothing; text lies in the reader's buffer and is valid until the reader's next batch.
/// Not safe for concurrent mutation.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/check.h"

namespace zkp {

enum class CellKind : uint8_t {
  kNull,
  kField,      ///< CSV field: text that may spell a value of any type
  kNumber,     ///< JSON number, as written
  kString,     ///< JSON string: text, a date, a timestamp, or what a declared type makes of it
  kText,       ///< text by the type of the file (Parquet)
  kBool,       ///< integer 0 or 1
  kInt,        ///< int64
  kUint,       ///< uint64, bit pattern in integer
  kDouble,     ///< binary64, or binary32 widened when `single`
  kDecimal,    ///< integer * 10^-scale
  kDate,       ///< days since 1970-01-01
  kTimestamp,  ///< microseconds since 1970-01-01T00:00:00Z
};

struct Cell {
  union {
    const char* data = nullptr;
    int64_t integer;
    double real;
  };
  uint32_t size = 0;  ///< bytes at data
  CellKind kind = CellKind::kNull;
  uint8_t scale = 0;    ///< of kDecimal
  bool single = false;  ///< of kDouble: the file holds binary32

  std::string_view text() const { return {data, size}; }
  bool has_text() const { return kind >= CellKind::kField && kind <= CellKind::kText; }

  static Cell of_text(std::string_view text, CellKind kind) {
    Cell cell;
    cell.data = text.data();
    cell.size = static_cast<uint32_t>(text.size());
    cell.kind = kind;
    return cell;
  }
  static Cell of_integer(int64_t integer, CellKind kind, uint8_t scale = 0) {
    Cell cell;
    cell.integer = integer;
    cell.kind = kind;
    cell.scale = scale;
    return cell;
  }
  static Cell of_double(double real, bool single) {
    Cell cell;
    cell.real = real;
    cell.kind = CellKind::kDouble;
    cell.single = single;
    return cell;
  }
};
static_assert(sizeof(Cell) == 16);

/// Some rows of a table, column after column.
class CellBatch {
 public:
  /// Room for `columns` columns and as many rows as keep the batch in the cache, all cells kNull.
  void reset(uint64_t first_row, size_t columns);
  /// One more column, null in every row so far.
  void add_column();

  size_t columns() const { return columns_; }
  size_t rows() const { return rows_; }
  size_t max_rows() const { return max_rows_; }
  /// Number of the first row; rows count from 1.
  uint64_t first_row() const { return first_row_; }
  void set_rows(size_t rows) {
    ZKP_CHECK(rows <= max_rows_);
    rows_ = rows;
  }

  /// max_rows() cells.
  Cell* column(size_t index) { return cells_.data() + index * stride_; }
  const Cell* column(size_t index) const { return cells_.data() + index * stride_; }
  /// Distance between the cells of neighbouring columns.
  size_t stride() const { return stride_; }

 private:
  std::vector<Cell> cells_;
  size_t columns_ = 0;
  size_t rows_ = 0;
  size_t max_rows_ = 0;
  size_t stride_ = 0;
  uint64_t first_row_ = 1;
};

/// Memory for text that is not in the file as it stands (unescaped quotes, numbers spelt out). Pointers stay valid
/// until clear(), which keeps one block.
class TextArena {
 public:
  char* allocate(size_t size_bytes);
  std::string_view copy(std::string_view text);
  void clear();
  /// Bytes handed out since clear().
  size_t used_bytes() const { return used_bytes_; }

 private:
  static constexpr size_t kBlockBytes = 64 << 10;
  struct Block {
    std::unique_ptr<char[]> bytes;
    size_t size_bytes = 0;
  };
  std::vector<Block> blocks_;
  size_t at_ = 0;  // in the last block
  size_t used_bytes_ = 0;
};

}  // namespace zkp
