/// From a cell to the integer that a column commits to (dataset_proof specification, section 4.1), and to text.
///
/// Which spellings a declared type accepts is part of the file profile: docs/formats/profile.md, "Values".
/// Not constant-time. A ColumnEncoder is safe for concurrent use.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "table/calendar.h"
#include "table/cell.h"
#include "table/number.h"
#include "table/schema.h"

namespace zkp {

enum class EncodeFault : uint8_t {
  kNone,
  kNotThisType,  ///< the cell does not spell a value of the type
  kRange,        ///< outside the type's interval
  kInexact,      ///< more digits than the scale, or finer than a microsecond
  kNotFinite,    ///< NaN or an infinity
  kNoZone,       ///< a timestamp without a zone
  kNotInDictionary,
  kUnsupported,  ///< the file's own type cannot become this one
};

struct Encoded {
  __int128 value = 0;
  EncodeFault fault = EncodeFault::kNone;
};

/// The exact value of a cell at `scale`, for the types INT, UINT64 and DECIMAL: |value| < 10^20.
Encoded encode_exact(const Cell& cell, int scale);
Encoded encode_bool(const Cell& cell);
Encoded encode_date(const Cell& cell);
Encoded encode_timestamp(const Cell& cell, bool assume_utc);
Encoded encode_f64(const Cell& cell);

/// The cell as text: what the file holds, or the one spelling that docs/formats/profile.md gives to typed values
/// (then in `arena`). nullopt for floating point, whose spelling is no property of the data. REQUIRES: not kNull.
std::optional<std::string_view> cell_text(const Cell& cell, TextArena& arena);

/// The cell for a message, at most 40 bytes, in quotes.
std::string cell_excerpt(const Cell& cell);

/// "an integer", "a date (YYYY-MM-DD)": what a value of the type looks like.
std::string expected_form(ColumnType type);

/// The error of one cell, with row, column and what to do about it.
Error encode_error(EncodeFault fault, const Cell& cell, ColumnType type, const std::string& column, uint64_t row);

/// Encodes the cells of one column whose type is known.
class ColumnEncoder {
 public:
  /// `spec` must outlive the encoder.
  ColumnEncoder(const ColumnSpec& spec, bool assume_utc);

  /// The value as int64; UINT64 as its bit pattern. For STR248 and KEY62 use text(). REQUIRES: not kNull.
  Encoded encode(const Cell& cell, TextArena& arena) const;
  bool is_text() const { return spec_.type.code == TypeCode::kStr248 || spec_.type.code == TypeCode::kKey62; }

 private:
  const ColumnSpec& spec_;
  bool assume_utc_;
  std::unordered_map<std::string_view, uint32_t> dictionary_;
};

}  // namespace zkp
