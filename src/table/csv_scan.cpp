#include "table/csv_scan.h"

#include <emmintrin.h>

#include <algorithm>
#include <cstring>

#include "table/format_text.h"
#include "table/schema.h"

namespace zkp {
namespace {

constexpr char kQuote = '"';

bool is_line_end(char c) { return c == '\n' || c == '\r'; }

}  // namespace

CsvScanner::CsvScanner(ByteStream& source, char delimiter, const RowLimits& limits, size_t block_bytes)
    : stream_(source, block_bytes), delimiter_(delimiter), limits_(limits) {}

Result<std::unique_ptr<CsvScanner>> CsvScanner::open(ByteStream& source, char delimiter, const RowLimits& limits,
                                                     size_t block_bytes) {
  std::unique_ptr<CsvScanner> scanner(new CsvScanner(source, delimiter, limits, block_bytes));
  ZKP_TRY_VOID(scanner->stream_.refill(nullptr));
  scanner->at_ = scanner->stream_.begin();
  ZKP_TRY_VOID(scanner->read_header());
  return scanner;
}

Result<void> CsvScanner::read_header() {
  std::vector<Cell> cells(kMaxTableColumns);
  for (;;) {
    const Scan scan = at_record() ? scan_record(cells.data(), 1, cells.size()) : Scan::kNeedMore;
    if (scan == Scan::kRecord) break;
    if (scan != Scan::kNeedMore) return scan_error(scan, 0);
    if (stream_.at_end() && !in_quotes_) return Error(TableError::kNoRows, "no rows: the file is empty");
    ZKP_TRY_VOID(refill());
  }
  if (fields_ > kMaxTableColumns)
    return Error(TableError::kTooManyColumns,
                 std::to_string(fields_) + " columns, the limit is " + std::to_string(kMaxTableColumns));
  if (stream_.bad_byte() != nullptr && stream_.bad_byte() < at_) return bad_byte_error(stream_.begin(), 0);
  for (size_t i = 0; i < fields_; ++i) names_.emplace_back(cells[i].has_text() ? cells[i].text() : std::string_view());
  return check_column_names(names_);
}

Result<void> CsvScanner::next(CellBatch& batch) {
  batch.reset(rows_ + 1, names_.size());
  arena_.clear();
  size_t rows = 0;
  Result<void> result = scan_rows(batch, rows);
  batch.set_rows(rows);
  rows_ += rows;
  return result;
}

Result<void> CsvScanner::scan_rows(CellBatch& batch, size_t& rows) {
  const size_t columns = names_.size();
  while (rows < batch.max_rows()) {
    const char* record = nullptr;
    Scan scan = Scan::kNeedMore;
    if (at_record()) {
      record = at_;
      scan = scan_record(batch.column(0) + rows, batch.stride(), columns);
    }
    if (scan == Scan::kNeedMore) {
      // The cells of this batch point into the window: hand them on before it moves.
      if (rows != 0) break;
      if (stream_.at_end() && !in_quotes_) break;
      ZKP_TRY_VOID(refill());
      arena_.clear();
      continue;
    }
    const uint64_t row = rows_ + rows + 1;
    if (scan != Scan::kRecord) return scan_error(scan, row);
    const char* const bad = stream_.bad_byte();
    if (bad != nullptr && bad >= record && bad < at_) return bad_byte_error(record, row);
    if (fields_ != columns) return ragged_error(row);
    ++rows;
  }
  return {};
}

bool CsvScanner::at_record() {
  in_quotes_ = false;
  while (at_ < stream_.end() && is_line_end(*at_)) ++at_;
  return at_ < stream_.end();
}

// Needs 16 readable bytes behind the window: what is found there is at or after end().
const char* CsvScanner::find_end_of_field(const char* at) const {
  const char* const end = stream_.end();
  const __m128i delimiter = _mm_set1_epi8(delimiter_);
  const __m128i lf = _mm_set1_epi8('\n');
  const __m128i cr = _mm_set1_epi8('\r');
  for (; at < end; at += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i hit = _mm_or_si128(_mm_cmpeq_epi8(block, delimiter),
                                     _mm_or_si128(_mm_cmpeq_epi8(block, lf), _mm_cmpeq_epi8(block, cr)));
    const int mask = _mm_movemask_epi8(hit);
    if (mask != 0) return std::min(at + __builtin_ctz(static_cast<unsigned>(mask)), end);
  }
  return end;
}

// Fields beyond max_fields are counted, not stored. On success at_ is behind the record's line end (for CR LF between
// the two: the LF then looks like an empty line).
CsvScanner::Scan CsvScanner::scan_record(Cell* cells, size_t stride, size_t max_fields) {
  const char* const end = stream_.end();
  const char* at = at_;
  Cell overflow;
  for (fields_ = 0;; ++fields_, ++at) {
    Cell& cell = fields_ < max_fields ? cells[fields_ * stride] : overflow;
    if (at < end && *at == kQuote) {
      const Scan scan = scan_quoted(at, cell);
      if (scan != Scan::kRecord) return scan;
    } else {
      const char* const stop = find_end_of_field(at);
      const auto size = static_cast<size_t>(stop - at);
      if (size > limits_.field_bytes) return Scan::kFieldTooLong;
      if (stop == end) return Scan::kNeedMore;
      cell = Cell::of_text({at, size}, size == 0 ? CellKind::kNull : CellKind::kField);
      at = stop;
    }
    if (*at != delimiter_) break;
  }
  ++fields_;
  at_ = at + 1;
  return Scan::kRecord;
}

// `at` is at the opening quote, and behind the closing one on success.
CsvScanner::Scan CsvScanner::scan_quoted(const char*& at, Cell& cell) {
  const char* const end = stream_.end();
  const char* const start = at + 1;
  size_t doubled = 0;
  const char* close = start;
  for (;; close += 2, ++doubled) {
    close = static_cast<const char*>(std::memchr(close, kQuote, static_cast<size_t>(end - close)));
    const auto size = static_cast<size_t>((close == nullptr ? end : close) - start) - doubled;
    if (size > limits_.field_bytes) return Scan::kFieldTooLong;
    if (close == nullptr || close + 1 == end) {
      in_quotes_ = true;
      return Scan::kNeedMore;
    }
    if (close[1] != kQuote) break;
  }
  if (close[1] != delimiter_ && !is_line_end(close[1])) return Scan::kTextAfterQuote;
  std::string_view text(start, static_cast<size_t>(close - start));
  if (doubled != 0) {
    char* const out = arena_.allocate(text.size() - doubled);
    size_t size = 0;
    for (size_t i = 0; i < text.size(); ++i) {
      out[size++] = text[i];
      if (text[i] == kQuote) ++i;
    }
    text = {out, size};
  }
  cell = Cell::of_text(text, CellKind::kField);
  at = close + 1;
  return Scan::kRecord;
}

Result<void> CsvScanner::refill() {
  const auto record_bytes = static_cast<size_t>(stream_.end() - at_);
  const uint64_t row = names_.empty() ? 0 : rows_ + 1;
  if (stream_.at_end())
    return located(Error(TableError::kBadFormat, "a quoted field is never closed"), row, fields_)
        .with_hint("a quote inside a quoted field is written twice");
  if (record_bytes > limits_.row_bytes)
    return located(
        Error(TableError::kFieldTooLong, "the row is longer than " + group_digits(limits_.row_bytes) + " bytes"), row,
        kMaxTableColumns);
  ZKP_TRY_VOID(stream_.refill(at_));
  at_ = stream_.begin();
  return {};
}

Error CsvScanner::scan_error(Scan scan, uint64_t row) const {
  if (scan == Scan::kFieldTooLong)
    return located(Error(TableError::kFieldTooLong,
                         "the field is longer than " + group_digits(limits_.field_bytes) + " bytes"),
                   row, fields_)
        .with_hint("look for a quote that is never closed");
  return located(Error(TableError::kBadFormat, "there is text behind the closing quote of a field"), row, fields_)
      .with_hint("a quote inside a quoted field is written twice");
}

Error CsvScanner::ragged_error(uint64_t row) const {
  return Error(TableError::kRaggedRow,
               "expected " + count_of(names_.size(), "field") + ", found " + std::to_string(fields_))
      .with_row(row);
}

Error CsvScanner::bad_byte_error(const char* record, uint64_t row) const {
  // Count the delimiters before the byte, outside quotes.
  size_t field = 0;
  bool quoted = false;
  for (const char* c = record; c < stream_.bad_byte(); ++c) {
    if (*c == kQuote && (quoted || c == record || c[-1] == delimiter_)) quoted = !quoted;
    if (*c == delimiter_ && !quoted) ++field;
  }
  if (*stream_.bad_byte() == '\0')
    return located(Error(TableError::kNulByte, "the field holds a NUL byte"), row, field);
  return located(Error(TableError::kBadUtf8, "the field is not valid UTF-8"), row, field)
      .with_hint("convert the file to UTF-8");
}

Error CsvScanner::located(Error error, uint64_t row, size_t field) const {
  if (row == 0) return std::move(error).in("header");
  error = std::move(error).with_row(row);
  return field < names_.size() ? std::move(error).with_column(names_[field]) : error;
}

}  // namespace zkp
