/// What the columns of a table are, and the canonical text of that.
///
///   {"columns":[{"dictionary":["no","yes"],"name":"label","nullable":"no","type":"CODE(2)"},
///               {"name":"age","nullable":"yes","type":"INT(16)"}]}
///
/// schema_digest = SHA-256("zkp.ds.v1.schema" || canonical JSON). docs/formats/profile.md has the format.
/// Safe for concurrent reading.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/column_type.h"
#include "base/json.h"

namespace zkp {

inline constexpr size_t kMaxTableColumns = 2048;  ///< with a null companion each, 4,096 columns of an entry
inline constexpr size_t kMaxColumnNameBytes = 250;
inline constexpr size_t kMaxDictionaryEntries = 65'536;
inline constexpr size_t kMaxDictionaryBytes = 4 << 20;
inline constexpr size_t kMaxCategoryBytes = 1024;

struct ColumnSpec {
  std::string name;
  ColumnType type;
  bool nullable = false;
  std::vector<std::string> dictionary;  ///< of CODE: type.param strings, sorted by bytes, distinct; else empty

  friend bool operator==(const ColumnSpec&, const ColumnSpec&) = default;
};

/// The schema of a table that has been read: every type valid, every dictionary complete.
struct Schema {
  std::vector<ColumnSpec> columns;

  /// nullptr when there is none of this name.
  const ColumnSpec* find(std::string_view name) const;
  friend bool operator==(const Schema&, const Schema&) = default;
};

/// What a person demands of a column before the file is read.
struct ColumnRequest {
  std::string name;
  std::optional<ColumnType> type;       ///< nullopt: infer. INT and CODE with param 0: as the data demand
  std::optional<bool> nullable;         ///< nullopt: as the data are
  std::vector<std::string> dictionary;  ///< of CODE: empty: from the data
};

json::Value schema_value(const Schema& schema);
/// Canonical JSON. REQUIRES: names and dictionaries are valid UTF-8.
std::string schema_json(const Schema& schema);
Digest schema_digest(const Schema& schema);

/// Reads what schema_value() made. Error: TableError::kBadSchema.
Result<Schema> schema_from_value(const json::Value& value);
/// Reads a schema file that a person wrote: the same JSON, where "nullable", "type" and "dictionary" may be left out
/// and types may be spelt as on the command line. Error: TableError::kBadSchema.
Result<std::vector<ColumnRequest>> parse_schema_file(std::string_view text);

/// The rules for names: 1 to kMaxColumnNameBytes bytes of UTF-8 without control characters, no ".null" at the end (the
/// name of the companion column of a nullable one), no duplicates, 1 to kMaxTableColumns columns. Errors:
/// TableError::kBadColumnName, kDuplicateColumn, kTooManyColumns.
Result<void> check_column_names(const std::vector<std::string>& names);

/// SHA-256("zkp.ds.v1.file" || salt || file_sha256): hides the file's digest from those who could guess the file.
Digest file_binding(const ByteArray<32>& salt, const Digest& file_sha256);

}  // namespace zkp
