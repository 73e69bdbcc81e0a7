/// Parquet rows through Apache Arrow's decoder, as the file profile parquet/1 defines them in docs/formats/profile.md.
///
/// Memory does not depend on the size of the file: a few thousand rows are decoded at a time, and the decoder may not
/// allocate more than a limit (a page that decompresses to more is refused). Arrow's exceptions and statuses end here.
#pragma once

#include "table/byte_stream.h"
#include "table/row_source.h"

namespace zkp {

struct ParquetOptions {
  bool assume_utc = false;  ///< timestamps without a zone are UTC; otherwise they are refused
  int threads = 1;          ///< columns are decoded at the same time when there are several
  uint64_t max_decoder_bytes = 400 << 20;
  RowLimits limits;
};

/// `file` must outlive the source. Errors: TableError::kBadFormat (wrong magic, truncated, damaged), kUnsupportedType
/// (nested columns, encrypted files, ...), kTooLarge (memory limit), kNoRows, and those of check_column_names.
Result<std::unique_ptr<RowSource>> open_parquet(const InputFile& file, const ParquetOptions& options);

}  // namespace zkp
