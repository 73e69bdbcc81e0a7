/// From a table's file to the columns of its entry: codes instead of texts, null flags as columns of their own,
/// blinding rows behind the data, one commitment each.
///
///   column of the table        columns of the entry
///   x, any type but KEY62      x, and x.null where it is nullable
///   x, KEY62                   likewise, and x.text (STR248) of the same texts: a short code alone does not say that
///                              two texts are equal (dataset_proof errata E9)
///
/// The owner's side: sees the data, logs nothing, not constant-time.
#pragma once

#include <memory>
#include <vector>

#include "base/task_pool.h"
#include "commit/commit.h"
#include "commit/srs.h"
#include "ledger/opening.h"
#include "statement/entry_body.h"
#include "statement/witness.h"
#include "table/table.h"

namespace zkp {

inline constexpr std::string_view kTextSuffix = ".text";

bool has_text(const Schema& schema);

/// The columns of the entry without their commitments. `salt` is used where has_text(schema). Errors:
/// TableError::kDuplicateColumn, kTooManyColumns when the entry's names collide or are too many.
Result<std::vector<EntryColumn>> entry_columns(const Schema& schema, const std::optional<ByteArray<16>>& salt);

/// Takes the rows of a file that is read with `schema`, and keeps them as columns of the entry: integers in the
/// narrowest type that holds them.
class TableBuilder final : public TableSink {
 public:
  /// Makes room for `expected_rows`; others may come. `schema` and `pool` must outlive it. REQUIRES: salt where
  /// has_text(schema).
  TableBuilder(const Schema& schema, const std::optional<ByteArray<16>>& salt, uint64_t expected_rows, TaskPool* pool);
  ~TableBuilder() override;

  Result<void> take(uint64_t first_row, size_t rows, std::span<const ColumnChunk> columns) override;

  /// The columns, in the order of entry_columns(), without blinding. The builder is empty afterwards.
  std::vector<PrivateColumn> finish();

 private:
  struct Part;
  std::vector<Part> parts_;
  TaskPool* pool_;
};

/// A table with its blinding rows, as it was or is being committed to. Wiped with the object.
class CommittedTable {
 public:
  /// With blinding from the seeds, which it draws: `opening.columns` is filled. Errors: CryptoError::kRandom.
  static Result<CommittedTable> blind(std::vector<PrivateColumn> columns, std::span<const EntryColumn> names,
                                      Random& random, TaskPool* pool, Opening& opening);
  /// With the blinding of an opening. Error: LedgerError::kNoOpening when its columns are not those.
  static Result<CommittedTable> reopen(std::vector<PrivateColumn> columns, std::span<const EntryColumn> names,
                                       const Opening& opening);

  /// In the order of the entry. Errors: GeneralError::kLimit.
  Result<std::vector<G1Affine>> commit(const Srs& srs, TaskPool* pool) const;

  /// As provers take it. Both must outlive what is returned.
  PrivateTable view(const EntryBody& body) const;

  std::span<const PrivateColumn> columns() const { return columns_; }
  /// Of the memory that the columns take.
  size_t bytes() const;

 private:
  explicit CommittedTable(std::vector<PrivateColumn> columns) : columns_(std::move(columns)) {}

  std::vector<PrivateColumn> columns_;
};

}  // namespace zkp
