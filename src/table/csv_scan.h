/// CSV (RFC 4180 and what is common beyond it), as the file profile csv/1 defines it in docs/formats/profile.md.
///
/// Records end with LF, CR or CR LF, in any mixture; lines without a byte are skipped. A field that starts with a quote
/// ends with the next quote that is not doubled and may hold delimiters and line ends; a quote inside an unquoted field
/// stands for itself. An empty unquoted field is NULL, "" is the empty text. The first record names the columns. Every
/// other record must have as many fields.
///
/// One pass, no backtracking except over the record that the end of a block cuts off.
#pragma once

#include <optional>

#include "table/row_source.h"
#include "table/text_stream.h"

namespace zkp {

class CsvScanner final : public RowSource {
 public:
  /// Reads the header. `source` must outlive the scanner. Errors: TableError::kNoRows for a file without a record, and
  /// those of check_column_names.
  static Result<std::unique_ptr<CsvScanner>> open(ByteStream& source, char delimiter, const RowLimits& limits = {},
                                                  size_t block_bytes = kDefaultBlockBytes);

  const std::vector<std::string>& names() const override { return names_; }
  Result<void> next(CellBatch& batch) override;
  void hash_pending() override { stream_.hash_pending(); }
  Result<Digest> file_sha256() override { return stream_.digest(); }
  uint64_t bytes_read() const override { return stream_.bytes_read(); }

  static constexpr size_t kDefaultBlockBytes = 512 << 10;

 private:
  enum class Scan : uint8_t { kRecord, kNeedMore, kTextAfterQuote, kFieldTooLong };

  CsvScanner(ByteStream& source, char delimiter, const RowLimits& limits, size_t block_bytes);

  Result<void> read_header();
  Result<void> scan_rows(CellBatch& batch, size_t& rows);
  /// Moves over line ends; false when the window is used up.
  bool at_record();
  Scan scan_record(Cell* cells, size_t stride, size_t max_fields);
  Scan scan_quoted(const char*& at, Cell& cell);
  const char* find_end_of_field(const char* at) const;
  Result<void> refill();
  Error scan_error(Scan scan, uint64_t row) const;
  Error bad_byte_error(const char* record, uint64_t row) const;
  Error ragged_error(uint64_t row) const;
  Error located(Error error, uint64_t row, size_t field) const;

  TextStream stream_;
  char delimiter_;
  RowLimits limits_;
  std::vector<std::string> names_;
  TextArena arena_;
  const char* at_ = nullptr;  // start of the record to scan next
  size_t fields_ = 0;         // of the record scanned last; the field at fault when it failed
  bool in_quotes_ = false;    // the window ended inside a quoted field
  uint64_t rows_ = 0;         // delivered
};

}  // namespace zkp
