/// A reader of one file format: rows of raw cells, in the order of the file, and the digest of the bytes they came
/// from.
///
/// One thread at a time, except hash_pending(), which may run while others look at the batch.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"
#include "table/cell.h"

namespace zkp {

/// Limits on a single row; a file of any number of rows is read in memory that does not depend on it.
struct RowLimits {
  size_t field_bytes = 1 << 20;
  size_t row_bytes = 64 << 20;
};

class RowSource {
 public:
  virtual ~RowSource() = default;

  /// The columns so far, in the order of the file. JSON files can name a new column in any row.
  virtual const std::vector<std::string>& names() const = 0;

  /// Fills the batch with the next rows; none at the end. The cells of the batch before become invalid. On an error the
  /// batch holds the rows before it. Errors are TableError or GeneralError::kIo, with row and column where there are
  /// such.
  virtual Result<void> next(CellBatch& batch) = 0;

  /// Hashes the bytes that the last batch came from, so that another thread can have that work.
  virtual void hash_pending() = 0;
  /// SHA-256 of the whole file. REQUIRES: next() has returned an empty batch. Error: GeneralError::kIo.
  virtual Result<Digest> file_sha256() = 0;
  virtual uint64_t bytes_read() const = 0;
};

}  // namespace zkp
