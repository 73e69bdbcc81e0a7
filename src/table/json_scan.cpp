#include "table/json_scan.h"

#include <algorithm>

#include "base/utf8.h"
#include "table/format_text.h"
#include "table/schema.h"

namespace zkp {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Four hex digits; nullopt when they are none.
std::optional<uint32_t> code_unit(const char* at) {
  uint32_t unit = 0;
  for (int i = 0; i < 4; ++i) {
    const int digit = hex_value(at[i]);
    if (digit < 0) return std::nullopt;
    unit = unit << 4 | static_cast<uint32_t>(digit);
  }
  return unit;
}

// Length of the number at the front per RFC 8259 section 6; 0 when there is none. Looks at most at [at, end).
size_t number_length(const char* const start, const char* const end) {
  const char* at = start;
  const auto digits = [&] {
    const char* const first = at;
    while (at < end && is_digit(*at)) ++at;
    return at != first;
  };
  if (at < end && *at == '-') ++at;
  const bool leading_zero = at < end && *at == '0';
  const char* const integer = at;
  if (!digits() || (leading_zero && at - integer > 1)) return 0;
  if (at < end && *at == '.') {
    ++at;
    if (!digits()) return 0;
  }
  if (at < end && (*at == 'e' || *at == 'E')) {
    ++at;
    if (at < end && (*at == '+' || *at == '-')) ++at;
    if (!digits()) return 0;
  }
  return static_cast<size_t>(at - start);
}

}  // namespace

JsonScanner::JsonScanner(ByteStream& source, std::vector<std::string> fixed_names, const RowLimits& limits,
                         size_t block_bytes)
    : stream_(source, block_bytes), limits_(limits), fixed_(!fixed_names.empty()), names_(std::move(fixed_names)) {
  for (size_t i = 0; i < names_.size(); ++i) index_.emplace(names_[i], i);
  filled_in_row_.assign(names_.size(), 0);
}

Result<std::unique_ptr<JsonScanner>> JsonScanner::open(ByteStream& source, std::optional<JsonForm> form,
                                                       std::vector<std::string> fixed_names, const RowLimits& limits,
                                                       size_t block_bytes) {
  std::unique_ptr<JsonScanner> scanner(new JsonScanner(source, std::move(fixed_names), limits, block_bytes));
  ZKP_TRY_VOID(scanner->start(form));
  return scanner;
}

Result<void> JsonScanner::start(std::optional<JsonForm> form) {
  ZKP_TRY_VOID(stream_.refill(nullptr));
  at_ = stream_.begin();
  while (!skip_space()) {
    if (stream_.at_end()) return Error(TableError::kNoRows, "no rows: the file is empty");
    ZKP_TRY_VOID(stream_.refill(stream_.end()));
    at_ = stream_.begin();
  }
  form_ = *at_ == '[' ? JsonForm::kArray : JsonForm::kLines;
  if (form && *form != form_)
    return Error(TableError::kBadFormat, form_ == JsonForm::kArray ? "expected one object per line, found an array"
                                                                   : "expected an array of objects, found none");
  if (form_ == JsonForm::kArray) {
    ++at_;
    between_ = Between::kFirstElement;
  }
  return {};
}

Result<void> JsonScanner::next(CellBatch& batch) {
  batch.reset(rows_ + 1, names_.size());
  arena_.clear();
  size_t rows = 0;
  Result<void> result = scan_rows(batch, rows);
  batch.set_rows(rows);
  rows_ += rows;
  return result;
}

Result<void> JsonScanner::scan_rows(CellBatch& batch, size_t& rows) {
  while (rows < batch.max_rows()) {
    row_ = rows_ + rows + 1;
    column_ = kNoColumn;
    const char* const start = at_;
    Step step = seek_row();
    const char* const row_start = at_;
    if (step == Step::kDone && between_ == Between::kEnd) break;
    if (step == Step::kDone) step = scan_row(batch, rows);
    const char* const bad = stream_.bad_byte();
    if (step != Step::kNeedMore && bad != nullptr && bad >= row_start && bad < at_) { step = fail_bad_byte(); }
    if (step == Step::kFailed) return std::move(*error_);
    if (step == Step::kNeedMore) {
      // The cut row is scanned again from its beginning, with the comma before it.
      at_ = start;
      std::fill(filled_in_row_.begin(), filled_in_row_.end(), 0);
      if (rows != 0) break;
      ZKP_TRY_VOID(refill(start));
      batch.reset(rows_ + 1, names_.size());
      arena_.clear();
      continue;
    }
    between_ = Between::kAfterRow;
    ++rows;
  }
  return {};
}

bool JsonScanner::skip_space() {
  while (at_ < stream_.end() && is_space(*at_)) ++at_;
  return at_ < stream_.end();
}

// lines: row*        array: "[" ( row ( "," row )* )? "]"
JsonScanner::Step JsonScanner::seek_row() {
  if (between_ == Between::kEnd) return Step::kDone;
  const char* const start = at_;
  const auto need_more = [&] {
    at_ = start;
    return Step::kNeedMore;
  };
  if (!skip_space()) {
    if (!stream_.at_end()) return need_more();
    if (form_ == JsonForm::kArray) return fail(TableError::kBadFormat, "the file ends inside the array");
    between_ = Between::kEnd;
    return Step::kDone;
  }
  if (form_ == JsonForm::kArray) {
    if (*at_ == ']' && (between_ == Between::kFirstElement || between_ == Between::kAfterRow)) {
      ++at_;
      if (skip_space()) return fail(TableError::kBadFormat, "there is text behind the array");
      if (!stream_.at_end()) return need_more();
      between_ = Between::kEnd;
      return Step::kDone;
    }
    if (between_ == Between::kAfterRow) {
      if (*at_ != ',') return fail(TableError::kBadFormat, "expected a comma or the end of the array");
      ++at_;
      if (!skip_space())
        return stream_.at_end() ? fail(TableError::kBadFormat, "the file ends inside the array") : need_more();
    }
  }
  if (*at_ == '{') return Step::kDone;
  return fail(TableError::kBadFormat, "expected an object, found " + excerpt({at_, 1}),
              "every row is one flat object, such as {\"age\": 34}");
}

JsonScanner::Step JsonScanner::scan_row(CellBatch& batch, size_t row) {
  ++at_;  // {
  if (!skip_space()) return Step::kNeedMore;
  if (*at_ == '}') {
    ++at_;
    return Step::kDone;
  }
  for (size_t position = 0;; ++position) {
    const Step step = scan_member(batch, row, position);
    if (step != Step::kDone) return step;
    if (!skip_space()) return Step::kNeedMore;
    const char c = *at_;
    if (c != ',' && c != '}')
      return fail(TableError::kBadFormat, "expected a comma or a closing brace, found " + excerpt({&c, 1}));
    ++at_;
    if (c == '}') return Step::kDone;
    if (!skip_space()) return Step::kNeedMore;
  }
}

JsonScanner::Step JsonScanner::scan_member(CellBatch& batch, size_t row, size_t position) {
  const char* const start = at_;
  column_ = kNoColumn;
  if (*at_ != '"') return fail(TableError::kBadFormat, "expected a member name, found " + excerpt({at_, 1}));
  std::string_view name;
  if (const Step step = scan_string(name); step != Step::kDone) return step;
  if (!skip_space()) return Step::kNeedMore;
  if (*at_ != ':') return fail(TableError::kBadFormat, "expected a colon, found " + excerpt({at_, 1}));
  ++at_;
  if (!skip_space()) return Step::kNeedMore;
  const auto column = column_of(name, position, batch);
  if (!column) return Step::kFailed;
  column_ = *column;
  if (filled_in_row_[*column] == row_) return fail(TableError::kBadFormat, "the row has this member twice");
  const Step step = scan_value(batch.column(*column)[row]);
  if (step != Step::kDone) return step;
  filled_in_row_[*column] = row_;
  const char* const bad = stream_.bad_byte();
  return bad != nullptr && bad >= start && bad < at_ ? fail_bad_byte() : Step::kDone;
}

std::optional<size_t> JsonScanner::column_of(std::string_view name, size_t position, CellBatch& batch) {
  // Rows nearly always have the same members in the same order.
  if (position < names_.size() && names_[position] == name) return position;
  if (const auto found = index_.find(std::string(name)); found != index_.end()) return found->second;
  if (fixed_) {
    fail(TableError::kBadSchema, "the row has a member " + excerpt(name) + " that the schema does not name");
    return std::nullopt;
  }
  if (names_.size() == kMaxTableColumns) {
    fail(TableError::kTooManyColumns, "more than " + std::to_string(kMaxTableColumns) + " different members");
    return std::nullopt;
  }
  if (auto checked = check_column_names({std::string(name)}); !checked.ok()) {
    const auto& error = checked.error();
    error_ = Error(error.code(), "bad member name " + excerpt(name)).with_hint(error.hint()).with_row(row_);
    return std::nullopt;
  }
  names_.emplace_back(name);
  index_.emplace(names_.back(), names_.size() - 1);
  filled_in_row_.push_back(0);
  batch.add_column();
  return names_.size() - 1;
}

// At the opening quote; behind the closing one on success.
JsonScanner::Step JsonScanner::scan_string(std::string_view& out) {
  const char* const start = at_ + 1;
  bool escaped = false;
  const char* at = start;
  for (;; ++at) {
    if (static_cast<size_t>(at - start) > 6 * limits_.field_bytes) break;  // no escape is longer than six bytes
    if (at == stream_.end()) return Step::kNeedMore;
    if (*at == '"') break;
    if (static_cast<unsigned char>(*at) < 0x20) {
      if (*at == '\0') return fail(TableError::kNulByte, "the text holds a NUL byte");
      return fail(TableError::kBadFormat, "a string holds a control character or is not closed on its line");
    }
    if (*at != '\\') continue;
    escaped = true;
    if (++at == stream_.end()) return Step::kNeedMore;
  }
  if (escaped && static_cast<size_t>(at - start) <= 6 * limits_.field_bytes) {
    if (const Step step = unescape(start, at, out); step != Step::kDone) return step;
  } else {
    out = {start, static_cast<size_t>(at - start)};
  }
  if (out.size() > limits_.field_bytes)
    return fail(TableError::kFieldTooLong, "the string is longer than " + group_digits(limits_.field_bytes) + " bytes");
  at_ = at + 1;
  return Step::kDone;
}

JsonScanner::Step JsonScanner::unescape(const char* at, const char* const end, std::string_view& out) {
  std::string text;
  while (at < end) {
    if (*at != '\\') {
      text += *at++;
      continue;
    }
    const char c = at[1];
    at += 2;
    switch (c) {
      case '"':
      case '\\':
      case '/':
        text += c;
        continue;
      case 'b':
        text += '\b';
        continue;
      case 'f':
        text += '\f';
        continue;
      case 'n':
        text += '\n';
        continue;
      case 'r':
        text += '\r';
        continue;
      case 't':
        text += '\t';
        continue;
      default:
        break;
    }
    auto unit = c == 'u' && end - at >= 4 ? code_unit(at) : std::nullopt;
    if (!unit) return fail(TableError::kBadFormat, "a string has an escape that JSON does not know");
    at += 4;
    uint32_t code_point = *unit;
    if (code_point >= 0xd800 && code_point < 0xdc00 && end - at >= 6 && at[0] == '\\' && at[1] == 'u') {
      const auto low = code_unit(at + 2);
      if (low && *low >= 0xdc00 && *low < 0xe000) {
        code_point = 0x10000 + ((code_point - 0xd800) << 10) + (*low - 0xdc00);
        at += 6;
      }
    }
    if (code_point == 0) return fail(TableError::kNulByte, "a string holds a NUL character");
    if (code_point >= 0xd800 && code_point < 0xe000)
      return fail(TableError::kBadUtf8, "a string has half a surrogate pair");
    append_utf8(text, code_point);
  }
  out = arena_.copy(text);
  return Step::kDone;
}

JsonScanner::Step JsonScanner::scan_value(Cell& cell) {
  switch (*at_) {
    case '"': {
      std::string_view text;
      const Step step = scan_string(text);
      if (step == Step::kDone) cell = Cell::of_text(text, CellKind::kString);
      return step;
    }
    case 't':
      return scan_word("true", Cell::of_integer(1, CellKind::kBool), cell);
    case 'f':
      return scan_word("false", Cell::of_integer(0, CellKind::kBool), cell);
    case 'n':
      return scan_word("null", Cell{}, cell);
    case '{':
    case '[':
      return fail(TableError::kUnsupportedType, *at_ == '{' ? "the value is an object" : "the value is an array",
                  "only flat rows can be read: turn nested values into columns of their own");
    default:
      return scan_number(cell);
  }
}

JsonScanner::Step JsonScanner::scan_word(std::string_view word, Cell value, Cell& cell) {
  const std::string_view rest(at_, static_cast<size_t>(stream_.end() - at_));
  size_t same = 0;
  while (same < std::min(rest.size(), word.size()) && rest[same] == word[same]) ++same;
  if (same < word.size() && same == rest.size()) return Step::kNeedMore;
  if (same < word.size())
    return fail(TableError::kBadFormat, "expected a value, found " + excerpt(rest.substr(0, same + 1)));
  at_ += word.size();
  cell = value;
  return Step::kDone;
}

JsonScanner::Step JsonScanner::scan_number(Cell& cell) {
  const char* stop = at_;
  while (stop < stream_.end() &&
         (is_digit(*stop) || *stop == '-' || *stop == '+' || *stop == '.' || *stop == 'e' || *stop == 'E'))
    ++stop;
  const auto size = static_cast<size_t>(stop - at_);
  if (size > limits_.field_bytes)
    return fail(TableError::kFieldTooLong, "the number is longer than " + group_digits(limits_.field_bytes) + " bytes");
  if (stop == stream_.end()) return Step::kNeedMore;
  if (size == 0 || number_length(at_, stop) != size)
    return fail(TableError::kBadFormat, "expected a value, found " + excerpt({at_, std::max<size_t>(size, 1)}));
  cell = Cell::of_text({at_, size}, CellKind::kNumber);
  at_ = stop;
  return Step::kDone;
}

JsonScanner::Step JsonScanner::fail(TableError code, std::string message, std::string hint) {
  error_ = located(Error(code, std::move(message)).with_hint(std::move(hint)));
  return Step::kFailed;
}

JsonScanner::Step JsonScanner::fail_bad_byte() {
  if (*stream_.bad_byte() == '\0') return fail(TableError::kNulByte, "the text holds a NUL byte");
  return fail(TableError::kBadUtf8, "the text is not valid UTF-8", "convert the file to UTF-8");
}

Error JsonScanner::located(Error error) const {
  error = std::move(error).with_row(row_);
  return column_ == kNoColumn ? error : std::move(error).with_column(names_[column_]);
}

Result<void> JsonScanner::refill(const char* row_start) {
  if (stream_.at_end()) return located(Error(TableError::kBadFormat, "the file ends in the middle of a row"));
  if (static_cast<size_t>(stream_.end() - row_start) > limits_.row_bytes)
    return located(
        Error(TableError::kFieldTooLong, "the row is longer than " + group_digits(limits_.row_bytes) + " bytes"));
  ZKP_TRY_VOID(stream_.refill(row_start));
  at_ = stream_.begin();
  return {};
}

}  // namespace zkp
