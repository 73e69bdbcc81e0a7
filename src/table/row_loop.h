/// The loop that both passes over a file share: rows in batches, null tokens, one task per column and one for the hash.
#pragma once

#include <functional>

#include "table/open_source.h"

namespace zkp {

/// What happens to the rows. The two functions are never called at the same time, column() may be, for different
/// columns.
class RowVisitor {
 public:
  virtual ~RowVisitor() = default;
  /// How many columns column() shall be called for, given the batch and the columns that the file has so far.
  virtual size_t prepare(const CellBatch& batch, const std::vector<std::string>& names) = 0;
  /// Null tokens are already applied to the cells of `batch` that belong to the column, by way of source_column().
  virtual void column(const CellBatch& batch, size_t index) = 0;
  virtual size_t source_column(size_t index) const = 0;
  /// After all columns: the error that ends the loop, if any.
  virtual Result<void> finish_batch(const CellBatch& batch) = 0;
};

struct LoopSummary {
  Digest file_sha256{};
  uint64_t rows = 0;
};

/// Errors of the source come after those of the visitor about earlier rows. Error: TableError::kNoRows.
Result<LoopSummary> visit_rows(RowSource& source, const std::vector<std::string>& null_tokens,
                               const ReadOptions& options, RowVisitor& visitor);

/// Where each of `wanted` is among `names`; both must name the same columns. Error: TableError::kBadSchema.
Result<std::vector<size_t>> match_columns(const std::vector<std::string>& wanted,
                                          const std::vector<std::string>& names);

/// The error of the smallest row; of several in one row the first given.
class FirstError {
 public:
  void offer(const Error& error);
  const std::optional<Error>& error() const { return error_; }

 private:
  std::optional<Error> error_;
};

}  // namespace zkp
