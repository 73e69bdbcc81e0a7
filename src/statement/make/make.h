/// Makers of statement bytes, one function for each name of words/names.h: make_statement() picks it from a table, and
/// checks afterwards that what it made is true. Not constant-time. Internal to statement/.
#pragma once

#include "statement/make_statement.h"
#include "statement/words/describe.h"
#include "statement/words/names.h"

namespace zkp {

struct MakeInput {
  const StatementName& name;
  const StatementText& text;
  DatasetViews datasets;
  std::span<const PrivateTable> tables;
  Entries entries;
  const StatementSecrets& secrets;

  using Nulls = StatementReader::Nulls;
  /// Errors: kUnknownColumn, kWrongType.
  Result<ColumnRef> find(size_t position, std::string_view column, TypeGroup group,
                         Nulls nulls = Nulls::kRefused) const {
    return StatementReader({}, entries).find(position, column, group, nulls);
  }
  /// Number i of the text's columns, in the first dataset.
  Result<ColumnRef> column(size_t i, TypeGroup group, Nulls nulls = Nulls::kRefused) const {
    return find(0, text.columns[i], group, nulls);
  }
  const std::string* param(std::string_view key) const { return text.param(key); }
  /// Error: StatementError::kSyntax when it is missing.
  Result<std::string> needed(std::string_view key) const;
  /// The text's columns, or all of the first dataset.
  std::vector<std::string> columns_or_all() const {
    return text.columns.empty() ? all_columns(*entries[0]) : text.columns;
  }
  /// limbs=, or the default. Error: kSyntax.
  Result<uint8_t> limbs(int by_default) const;
};
using MakeFunction = Result<Bytes> (*)(const MakeInput&);

/// u16 count, then the names.
void write_names(ByteWriter& out, const std::vector<std::string>& names);

/// Rows of a column one by one: its integers, and whether they are NULL.
class ColumnRows {
 public:
  ColumnRows(const PrivateTable& table, const ColumnRef& column)
      : values_(table.column(column.name())),
        nulls_(column.nullable() ? &table.column(column.name() + std::string(kNullSuffix)) : nullptr) {}
  size_t size() const { return values_.rows(); }
  __int128 value(size_t row) const { return values_.integer(row); }
  bool is_null(size_t row) const { return nulls_ != nullptr && nulls_->integer(row) != 0; }

 private:
  const PrivateColumn& values_;
  const PrivateColumn* nulls_;
};

/// Sums over the rows that are not NULL.
struct ColumnSums {
  Int256 sum, squares;
  uint64_t count = 0;
};
ColumnSums column_sums(const PrivateTable& table, const ColumnRef& column);
Int256 product_sum(const PrivateTable& table, const ColumnRef& x, const ColumnRef& y);

Result<Bytes> make_sums(const MakeInput& in);
Result<Bytes> make_mean_floor(const MakeInput& in);
Result<Bytes> make_covariance(const MakeInput& in);
Result<Bytes> make_min(const MakeInput& in);
Result<Bytes> make_max(const MakeInput& in);
Result<Bytes> make_median(const MakeInput& in);
Result<Bytes> make_quantile(const MakeInput& in);
Result<Bytes> make_histogram(const MakeInput& in);
Result<Bytes> make_group_sums(const MakeInput& in);
Result<Bytes> make_range(const MakeInput& in);
Result<Bytes> make_well_typed(const MakeInput& in);
Result<Bytes> make_nulls(const MakeInput& in);
Result<Bytes> make_composite(const MakeInput& in);
Result<Bytes> make_knowledge(const MakeInput& in);
Result<Bytes> make_count_where(const MakeInput& in);
Result<Bytes> make_balance(const MakeInput& in);
Result<Bytes> make_member(const MakeInput& in);
Result<Bytes> make_non_member(const MakeInput& in);
Result<Bytes> make_dp_sum(const MakeInput& in);
Result<Bytes> make_shuffle(const MakeInput& in);
Result<Bytes> make_filter(const MakeInput& in);
Result<Bytes> make_sort(const MakeInput& in);
Result<Bytes> make_split(const MakeInput& in);
Result<Bytes> make_dedupe(const MakeInput& in);
Result<Bytes> make_join(const MakeInput& in);
Result<Bytes> make_unique(const MakeInput& in);
Result<Bytes> make_disjoint(const MakeInput& in);
Result<Bytes> make_affine(const MakeInput& in);

}  // namespace zkp
