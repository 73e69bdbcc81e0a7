#include "table/infer.h"

#include <algorithm>
#include <cmath>

#include "table/format_text.h"

namespace zkp {
namespace {

constexpr __int128 kMaxUint64 = UINT64_MAX;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

ColumnScan::ColumnScan(ColumnRequest request, bool assume_utc) : request_(std::move(request)), assume_utc_(assume_utc) {
  if (!request_.type) return;
  switch (request_.type->code) {
    case TypeCode::kInt:
    case TypeCode::kUint64:
    case TypeCode::kDecimal:
      declared_ = Declared::kExact;
      break;
    case TypeCode::kBool:
      declared_ = Declared::kBool;
      break;
    case TypeCode::kTimestamp:
      declared_ = Declared::kTimestamp;
      break;
    case TypeCode::kDate:
      declared_ = Declared::kDate;
      break;
    case TypeCode::kF64Ord:
      declared_ = Declared::kF64;
      break;
    case TypeCode::kStr248:
    case TypeCode::kKey62:
      declared_ = Declared::kText;
      break;
    case TypeCode::kCode:
      declared_ = Declared::kCategory;
      break;
  }
}

void ColumnScan::add(const Cell* cells, size_t count, uint64_t first_row) {
  for (size_t i = 0; i < count && !fault_; ++i) {
    const Cell& cell = cells[i];
    if (cell.kind == CellKind::kNull) {
      take_null(first_row + i);
    } else if (declared_ != Declared::kNothing) {
      check_declared(cell, first_row + i);
    } else {
      infer(cell, first_row + i);
    }
  }
}

void ColumnScan::add_nulls(uint64_t count) {
  if (count != 0) take_null(1);
  nulls_ += count == 0 ? 0 : count - 1;
}

void ColumnScan::take_null(uint64_t row) {
  ++nulls_;
  if (request_.nullable == false && !fault_)
    fault_ = Error(TableError::kNullNotAllowed, "there is no value, and the column is not nullable")
                 .with_hint("declare it nullable in the schema")
                 .with_row(row)
                 .with_column(request_.name);
}

void ColumnScan::remember(std::optional<Sample>& slot, const Cell& cell, uint64_t row) {
  if (!slot) slot = Sample{row, cell_excerpt(cell)};
}

void ColumnScan::infer(const Cell& cell, uint64_t row) {
  switch (cell.kind) {
    case CellKind::kNull:
      return take_null(row);
    case CellKind::kField:
      return infer_text(cell, row);
    case CellKind::kString:
      remember(first_json_string_, cell, row);
      return infer_text(cell, row);
    case CellKind::kText:
      ++texts_;
      return;
    case CellKind::kNumber:
      remember(first_json_scalar_, cell, row);
      return infer_number(cell.text(), cell.kind, row);
    case CellKind::kBool:
      remember(first_json_scalar_, cell, row);
      ++bools_;
      return;
    case CellKind::kInt:
      return take_integer(cell.integer, row);
    case CellKind::kUint:
      return take_integer(static_cast<uint64_t>(cell.integer), row);
    case CellKind::kDouble:
      ++doubles_;
      if (!std::isfinite(cell.real))
        fault_ = encode_error(EncodeFault::kNotFinite, cell, {TypeCode::kF64Ord, 0}, request_.name, row);
      return;
    case CellKind::kDecimal:
      ++decimals_;
      decimal_scale_ = cell.scale;
      return;
    case CellKind::kDate:
      ++dates_;
      return;
    case CellKind::kTimestamp:
      ++timestamps_;
      return;
  }
}

// The first byte tells which forms are possible at all.
void ColumnScan::infer_text(const Cell& cell, uint64_t row) {
  const std::string_view text = cell.text();
  const char first = text.empty() ? '\0' : text[0];
  const bool spelt = cell.kind == CellKind::kField;  // a JSON string is no number and no boolean
  if (is_digit(first) || first == '-') {
    if (text.size() == 10 && text[4] == '-' && parse_date(text)) {
      ++dates_;
      return;
    }
    if (text.size() >= 19 && text[4] == '-') {
      const auto time = parse_timestamp(text);
      if (time && !time->inexact && (time->has_zone || assume_utc_)) {
        ++timestamps_;
        return;
      }
    }
    if (spelt) return infer_number(text, cell.kind, row);
  } else if (spelt && (first == 't' || first == 'T' || first == 'f' || first == 'F') && text.size() >= 4 &&
             encode_bool(cell).fault == EncodeFault::kNone) {
    ++bools_;
    return;
  }
  ++texts_;
  remember(first_text_, cell, row);
}

void ColumnScan::infer_number(std::string_view text, CellKind kind, uint64_t row) {
  if (const auto value = small_integer(text)) return take_integer(*value, row);
  const auto number = split_number(text);
  const bool usable = number && (number->is_integer() || !number->has_exponent || to_binary64(text));
  if (!usable) {
    ++texts_;
    return remember(first_text_, Cell::of_text(text, kind), row);
  }
  if (number->has_leading_zero()) {
    ++identifiers_;
  } else if (!number->is_integer()) {
    ++fractions_;
  } else {
    const ScaledInteger value = to_scaled_integer(*number, 0);
    if (value.fault == NumberFault::kNone) return take_integer(value.value, row);
    ++integers_;
    beyond_64_bits_ = true;
  }
}

void ColumnScan::take_integer(__int128 value, uint64_t row) {
  ++integers_;
  if (value < INT64_MIN || value > kMaxUint64) beyond_64_bits_ = true;
  if (integers_ == 1) min_ = max_ = value;
  min_ = std::min(min_, value);
  max_ = std::max(max_, value);
  if (value > INT64_MAX && !first_above_int64_) first_above_int64_ = Sample{row, ""};
}

void ColumnScan::check_declared(const Cell& cell, uint64_t row) {
  Encoded encoded;
  const ColumnType type = *request_.type;
  switch (declared_) {
    case Declared::kNothing:
      return;
    case Declared::kText:
      scratch_.clear();
      if (!cell_text(cell, scratch_)) encoded.fault = EncodeFault::kUnsupported;
      break;
    case Declared::kCategory:
      return check_category(cell, row);
    case Declared::kExact:
      encoded = encode_exact(cell, type.code == TypeCode::kDecimal ? static_cast<int>(type.param) : 0);
      break;
    case Declared::kBool:
      encoded = encode_bool(cell);
      break;
    case Declared::kDate:
      encoded = encode_date(cell);
      break;
    case Declared::kTimestamp:
      encoded = encode_timestamp(cell, assume_utc_);
      break;
    case Declared::kF64:
      encoded = encode_f64(cell);
      break;
  }
  const bool width_from_data = !is_valid(type);
  if (encoded.fault == EncodeFault::kNone && declared_ != Declared::kText) {
    if (width_from_data) {
      take_integer(encoded.value, row);
      const bool too_wide = beyond_64_bits_ || (min_ < 0 && max_ > INT64_MAX);
      if (too_wide) encoded.fault = EncodeFault::kRange;
    } else if (!interval(type)->contains(encoded.value)) {
      encoded.fault = EncodeFault::kRange;
    }
  }
  if (encoded.fault == EncodeFault::kNone) return;
  fault_ =
      encode_error(encoded.fault, cell, width_from_data ? ColumnType{TypeCode::kInt, 64} : type, request_.name, row);
}

void ColumnScan::check_category(const Cell& cell, uint64_t row) {
  scratch_.clear();
  const auto text = cell_text(cell, scratch_);
  const auto refuse = [&](Error error) { fault_ = std::move(error).with_row(row).with_column(request_.name); };
  if (!text) {
    fault_ = encode_error(EncodeFault::kUnsupported, cell, *request_.type, request_.name, row);
  } else if (!request_.dictionary.empty()) {
    if (!std::binary_search(request_.dictionary.begin(), request_.dictionary.end(), *text))
      fault_ = encode_error(EncodeFault::kNotInDictionary, cell, *request_.type, request_.name, row);
  } else if (text->size() > kMaxCategoryBytes) {
    refuse(Error(TableError::kTooLarge, "a category has at most " + group_digits(kMaxCategoryBytes) + " bytes, found " +
                                            group_digits(text->size()))
               .with_hint("declare " + as_text_hint()));
  } else if (categories_.insert(std::string(*text)).second) {
    category_bytes_ += text->size();
    if (categories_.size() > kMaxDictionaryEntries || category_bytes_ > kMaxDictionaryBytes)
      refuse(Error(TableError::kTooLarge, "more than " + group_digits(kMaxDictionaryEntries) + " categories or " +
                                              group_digits(kMaxDictionaryBytes) + " bytes of them")
                 .with_hint("declare " + as_text_hint()));
  }
}

Result<ColumnSpec> ColumnScan::finish() {
  ZKP_CHECK(!fault_);
  ColumnSpec spec{request_.name, {}, request_.nullable.value_or(nulls_ != 0), {}};
  if (declared_ == Declared::kNothing) {
    ZKP_TRY(spec.type, inferred_type());
    return spec;
  }
  spec.type = *request_.type;
  if (declared_ == Declared::kCategory) {
    spec.dictionary = std::move(request_.dictionary);
    if (spec.dictionary.empty()) spec.dictionary.assign(categories_.begin(), categories_.end());
    std::sort(spec.dictionary.begin(), spec.dictionary.end());
    if (spec.dictionary.empty())
      return Error(TableError::kBadValue, "a category without a single value")
          .with_column(request_.name)
          .with_hint("declare " + as_text_hint());
    if (spec.type.param != 0 && spec.type.param != spec.dictionary.size())
      return Error(TableError::kBadSchema,
                   "found " + group_digits(spec.dictionary.size()) + " categories, declared " + zkp::name(spec.type))
          .with_column(request_.name);
    spec.type.param = static_cast<uint32_t>(spec.dictionary.size());
  } else if (!is_valid(spec.type)) {
    spec.type = *integer_type();
  }
  return spec;
}

// nullopt when no type of at most 64 bits holds all integers. Without any: the smallest.
std::optional<ColumnType> ColumnScan::integer_type() const {
  if (beyond_64_bits_) return std::nullopt;
  for (uint32_t bits : {16u, 32u, 48u, 64u}) {
    const ColumnType type{TypeCode::kInt, bits};
    const Interval range = *interval(type);
    if (range.contains(min_) && range.contains(max_)) return type;
  }
  if (min_ >= 0) return ColumnType{TypeCode::kUint64, 0};
  return std::nullopt;
}

Result<ColumnType> ColumnScan::inferred_type() const {
  constexpr ColumnType kText{TypeCode::kStr248, 0};
  if (first_json_string_ && first_json_scalar_)
    return mixed_error(first_json_string_->row > first_json_scalar_->row ? *first_json_string_ : *first_json_scalar_,
                       "the column mixes text with numbers or booleans; found ");
  const uint64_t numbers = integers_ + fractions_ + doubles_ + decimals_;
  const uint64_t total = numbers + identifiers_ + bools_ + dates_ + timestamps_ + texts_;
  if (total == 0) return kText;
  if (bools_ == total) return ColumnType{TypeCode::kBool, 0};
  if (dates_ == total) return ColumnType{TypeCode::kDate, 0};
  if (timestamps_ == total) return ColumnType{TypeCode::kTimestamp, 0};
  if (decimals_ == total) return ColumnType{TypeCode::kDecimal, decimal_scale_};
  if (integers_ == total) return integer_type().value_or(kText);
  if (numbers == total) return ColumnType{TypeCode::kF64Ord, 0};
  if (texts_ != 0 && first_text_ && 2 * numbers > total)
    return mixed_error(*first_text_, fractions_ == 0 ? "expected an integer, found " : "expected a number, found ");
  return kText;
}

Error ColumnScan::mixed_error(const Sample& sample, std::string message) const {
  return Error(TableError::kBadValue, message + sample.text)
      .with_hint("declare it nullable with --null " + sample.text + ", or " + as_text_hint())
      .with_row(sample.row)
      .with_column(request_.name);
}

std::string ColumnScan::as_text_hint() const {
  return "the whole column as text with --type " + request_.name + "=utf8";
}

}  // namespace zkp
