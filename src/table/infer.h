/// Decides what a column is while its cells stream past, or checks them against what a person declared.
///
/// What a column is depends on the set of its values, never on their order (docs/formats/profile.md, "Inference"):
///   all true/false             BOOL          all dates          DATE         all timestamps with a zone   TIMESTAMP
///   all integers               the smallest of INT(16/32/48/64) that holds them; UINT64 when only that does
///   all numbers, some not whole  F64ORD       decimals of a Parquet file   DECIMAL of their scale
///   otherwise                  STR248, but a column that holds more numbers than other texts is refused
/// Identifiers with leading zeros and integers beyond 64 bits make the column text, since numbers would lose something.
///
/// One ColumnScan belongs to one thread at a time; different columns can be scanned at the same time.
#pragma once

#include <optional>
#include <string>
#include <unordered_set>

#include "table/encode.h"

namespace zkp {

class ColumnScan {
 public:
  ColumnScan(ColumnRequest request, bool assume_utc);

  /// Takes the next cells of the column; stops at the first fault.
  void add(const Cell* cells, size_t count, uint64_t first_row);
  /// Rows in which the column was not there yet.
  void add_nulls(uint64_t count);

  /// The first fault so far. Its row is in where().
  const std::optional<Error>& fault() const { return fault_; }
  const std::string& name() const { return request_.name; }

  /// The type of the column, after all cells. REQUIRES: no fault(). Errors as fault(): what shows only at the end.
  Result<ColumnSpec> finish();

 private:
  /// A value that decides an error, with its row.
  struct Sample {
    uint64_t row = 0;
    std::string text;
  };
  enum class Declared : uint8_t { kNothing, kExact, kBool, kDate, kTimestamp, kF64, kText, kCategory };

  void take_null(uint64_t row);
  void infer(const Cell& cell, uint64_t row);
  void infer_number(std::string_view text, CellKind kind, uint64_t row);
  void infer_text(const Cell& cell, uint64_t row);
  void take_integer(__int128 value, uint64_t row);
  void check_declared(const Cell& cell, uint64_t row);
  void check_category(const Cell& cell, uint64_t row);
  void remember(std::optional<Sample>& slot, const Cell& cell, uint64_t row);
  Error mixed_error(const Sample& sample, std::string message) const;
  Result<ColumnType> inferred_type() const;
  std::optional<ColumnType> integer_type() const;
  std::string as_text_hint() const;

  ColumnRequest request_;
  Declared declared_ = Declared::kNothing;
  bool assume_utc_;
  std::optional<Error> fault_;
  TextArena scratch_;

  // How many cells are of which form.
  uint64_t nulls_ = 0;
  uint64_t integers_ = 0;
  uint64_t fractions_ = 0;
  uint64_t doubles_ = 0;      // typed by the file
  uint64_t decimals_ = 0;     // typed by the file
  uint64_t identifiers_ = 0;  // numbers with leading zeros
  uint64_t bools_ = 0;
  uint64_t dates_ = 0;
  uint64_t timestamps_ = 0;
  uint64_t texts_ = 0;  // everything else
  bool beyond_64_bits_ = false;
  __int128 min_ = 0;
  __int128 max_ = 0;
  uint8_t decimal_scale_ = 0;
  std::optional<Sample> first_text_;  // counted in texts_
  std::optional<Sample> first_json_string_;
  std::optional<Sample> first_json_scalar_;  // a JSON number or boolean
  std::optional<Sample> first_above_int64_;

  std::unordered_set<std::string> categories_;
  size_t category_bytes_ = 0;
};

}  // namespace zkp
