/// JSON rows: one flat object per row, either one after another (newline-delimited JSON) or as the elements of one
/// array.
///
/// The grammar is RFC 8259's, strictly. Members are strings, numbers, true, false or null; objects and arrays inside a
/// row are refused. The columns are the member names in the order in which the file first names them; a member that a
/// row does not have is NULL there. Numbers are handed on as written. docs/formats/profile.md has the profile json/1.
///
/// Memory: the window of the file and one batch, whatever the file's size, also for an array.
#pragma once

#include <optional>
#include <unordered_map>

#include "table/row_source.h"
#include "table/text_stream.h"

namespace zkp {

enum class JsonForm : uint8_t { kLines, kArray };

class JsonScanner final : public RowSource {
 public:
  /// `form` nullopt: what the first character says. With `fixed_names` every other member name is an error. `source`
  /// must outlive the scanner. Errors: TableError::kBadFormat, kNoRows.
  static Result<std::unique_ptr<JsonScanner>> open(ByteStream& source, std::optional<JsonForm> form,
                                                   std::vector<std::string> fixed_names = {},
                                                   const RowLimits& limits = {},
                                                   size_t block_bytes = kDefaultBlockBytes);

  JsonForm form() const { return form_; }
  const std::vector<std::string>& names() const override { return names_; }
  Result<void> next(CellBatch& batch) override;
  void hash_pending() override { stream_.hash_pending(); }
  Result<Digest> file_sha256() override { return stream_.digest(); }
  uint64_t bytes_read() const override { return stream_.bytes_read(); }

  static constexpr size_t kDefaultBlockBytes = 512 << 10;

 private:
  /// What a step over the window found.
  enum class Step : uint8_t { kDone, kNeedMore, kFailed };
  static constexpr size_t kNoColumn = SIZE_MAX;
  enum class Between : uint8_t { kStart, kFirstElement, kAfterRow, kEnd };

  JsonScanner(ByteStream& source, std::vector<std::string> fixed_names, const RowLimits& limits, size_t block_bytes);

  Result<void> scan_rows(CellBatch& batch, size_t& rows);
  Result<void> start(std::optional<JsonForm> form);
  bool skip_space();
  /// Moves at_ to the `{` of the next row, or sets between_ to kEnd.
  Step seek_row();
  Step scan_row(CellBatch& batch, size_t row);
  Step scan_member(CellBatch& batch, size_t row, size_t position);
  Step scan_string(std::string_view& out);
  Step unescape(const char* start, const char* end, std::string_view& out);
  Step scan_value(Cell& cell);
  Step scan_word(std::string_view word, Cell value, Cell& cell);
  Step scan_number(Cell& cell);
  /// The column of a name; adds it where that is allowed.
  std::optional<size_t> column_of(std::string_view name, size_t position, CellBatch& batch);
  Step fail(TableError code, std::string message, std::string hint = "");
  Step fail_bad_byte();
  Result<void> refill(const char* row_start);
  Error located(Error error) const;

  TextStream stream_;
  RowLimits limits_;
  bool fixed_;
  std::vector<std::string> names_;
  std::unordered_map<std::string, size_t> index_;
  std::vector<uint64_t> filled_in_row_;  // per column: the last row that had it, to find repeated members
  TextArena arena_;
  JsonForm form_ = JsonForm::kLines;
  Between between_ = Between::kStart;
  const char* at_ = nullptr;
  uint64_t rows_ = 0;          // delivered
  uint64_t row_ = 1;           // being scanned
  size_t column_ = kNoColumn;  // being scanned, for messages
  std::optional<Error> error_;
};

}  // namespace zkp
