/// From a file name to a reader of its rows: which format the file has, by its name and its first bytes.
#pragma once

#include "table/byte_stream.h"
#include "table/ingest.h"

namespace zkp {

/// What a file is, as far as it shows before it is read.
struct Sniffed {
  FileFormat format = FileFormat::kCsv;
  char delimiter = ',';
};

/// `choice` if it names a format, else the suffix of the path (.csv .tsv .parquet .pq .json .jsonl .ndjson), else the
/// content. Errors: TableError::kBadFormat for compressed files, kBadUtf8 for UTF-16.
Result<Sniffed> sniff(const InputFile& file, std::string_view path, FormatChoice choice);

/// The delimiter among , ; tab | that the header line has most often outside quotes; a comma when it has none.
char sniff_delimiter(std::string_view start_of_file);

/// A reader of the rows of `file`, which must outlive it. `fixed_names`: of JSON, the columns in their order; other
/// members are then errors.
Result<std::unique_ptr<RowSource>> open_rows(InputFile& file, const Profile& profile,
                                             const std::vector<std::string>& fixed_names, const ReadOptions& options);

}  // namespace zkp
