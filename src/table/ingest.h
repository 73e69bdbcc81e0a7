/// The one way in for data: a CSV, JSON or Parquet file becomes typed columns, in one pass and in memory that does not
/// depend on the size of the file.
///
///   scan_file(path)                    reads a file for the first time: infers or checks the schema, hashes the bytes
///   read_file(path, profile, schema)   reads it again, exactly as before, and streams encoded values to a sink
///
/// The result depends on the bytes of the file and the options alone: not on threads, block sizes or the order in which
/// errors are found (the error of the first row at fault is the one reported).
/// Errors: TableError and GeneralError with file, row (from 1, without a header line) and column.
/// Safe for concurrent use.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "base/task_pool.h"
#include "table/profile.h"
#include "table/row_source.h"
#include "table/table.h"

namespace zkp {

/// Called now and then on the thread that reads.
using IngestProgress = std::function<void(uint64_t bytes, uint64_t rows)>;

/// What a person can say about the format of a file.
enum class FormatChoice : uint8_t { kAuto, kCsv, kParquet, kJson };

/// "auto", "csv", "parquet", "json" ("jsonl" and "ndjson" too). Error: GeneralError::kInvalidArgument.
Result<FormatChoice> parse_format_choice(std::string_view text);

struct ReadOptions {
  TaskPool* pool = nullptr;  ///< nullptr: the calling thread alone
  RowLimits limits;
  uint64_t max_decoder_bytes = 400 << 20;  ///< of Parquet
  IngestProgress progress;
};

struct ScanOptions {
  FormatChoice format = FormatChoice::kAuto;
  char delimiter = '\0';                                 ///< of CSV; 0: what the header line uses
  std::vector<std::string> null_tokens;                  ///< --null: texts that mean NULL
  bool assume_utc = false;                               ///< --zone UTC
  std::map<std::string, ColumnType, std::less<>> types;  ///< --type
  std::vector<ColumnRequest> schema;  ///< --schema: all columns, in the order that the table shall have
  ReadOptions read;
};

struct ScanSummary {
  Digest file_sha256{};
  uint64_t file_bytes = 0;
  uint64_t rows = 0;
  Schema schema;
  Profile profile;
};

Result<ScanSummary> scan_file(const std::string& path, const ScanOptions& options = {});

struct ReadSummary {
  Digest file_sha256{};
  uint64_t file_bytes = 0;
  uint64_t rows = 0;
};

/// Fails where a value is not of the type that the schema says, a column is missing or unexpected, or a NULL is where
/// none may be. The sink, which may be nullptr, is called on the calling thread.
Result<ReadSummary> read_file(const std::string& path, const Profile& profile, const Schema& schema, TableSink* sink,
                              const ReadOptions& options = {});

struct LoadedTable {
  Table table;
  ReadSummary summary;
};
/// read_file into memory. Error: TableError::kTooLarge beyond `max_rows`.
Result<LoadedTable> read_table(const std::string& path, const Profile& profile, const Schema& schema, uint64_t max_rows,
                               const ReadOptions& options = {});

}  // namespace zkp
