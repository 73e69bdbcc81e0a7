#include "table/parquet_cells.h"

#include <arrow/util/decimal.h>
#include <arrow/util/float16.h>

#include "base/utf8.h"
#include "table/format_text.h"

namespace zkp {
namespace {

constexpr int64_t kDayMs = 86'400'000;

/// Where a fault is, for the sentence about it.
struct Place {
  uint64_t first_row;
  const std::string& column;

  Error error(TableError code, std::string message, size_t i) const {
    return Error(code, std::move(message)).with_row(first_row + i).with_column(column);
  }
};

bool is_text(arrow::Type::type id) {
  return id == arrow::Type::STRING || id == arrow::Type::LARGE_STRING || id == arrow::Type::STRING_VIEW ||
         id == arrow::Type::BINARY || id == arrow::Type::LARGE_BINARY || id == arrow::Type::BINARY_VIEW;
}

template <class Function>
void each_valid(const arrow::Array& array, int64_t begin, size_t count, Cell* out, Function&& cell_of) {
  for (size_t i = 0; i < count; ++i) {
    const int64_t at = begin + static_cast<int64_t>(i);
    out[i] = array.IsNull(at) ? Cell{} : cell_of(at);
  }
}

template <class Array>
void integers(const arrow::Array& array, int64_t begin, size_t count, CellKind kind, Cell* out) {
  const auto& typed = static_cast<const Array&>(array);
  each_valid(array, begin, count, out,
             [&](int64_t at) { return Cell::of_integer(static_cast<int64_t>(typed.Value(at)), kind); });
}

template <class Array>
void doubles(const arrow::Array& array, int64_t begin, size_t count, bool single, Cell* out) {
  const auto& typed = static_cast<const Array&>(array);
  each_valid(array, begin, count, out, [&](int64_t at) { return Cell::of_double(double{typed.Value(at)}, single); });
}

Result<void> check_text(std::string_view text, const RowLimits& limits, const Place& place, size_t i) {
  if (text.size() > limits.field_bytes)
    return place.error(TableError::kFieldTooLong,
                       "the field is longer than " + group_digits(limits.field_bytes) + " bytes", i);
  if (!is_valid_utf8(text)) return place.error(TableError::kBadUtf8, "the field is not valid UTF-8", i);
  if (text.find('\0') != std::string_view::npos)
    return place.error(TableError::kNulByte, "the field holds a NUL byte", i);
  return {};
}

template <class Array>
Result<void> texts(const arrow::Array& array, int64_t begin, size_t count, const RowLimits& limits, const Place& place,
                   Cell* out) {
  const auto& typed = static_cast<const Array&>(array);
  each_valid(array, begin, count, out, [&](int64_t at) { return Cell::of_text(typed.GetView(at), CellKind::kText); });
  for (size_t i = 0; i < count; ++i)
    if (out[i].kind == CellKind::kText) ZKP_TRY_VOID(check_text(out[i].text(), limits, place, i));
  return {};
}

Result<void> decimals(const arrow::Array& array, int64_t begin, size_t count, const Place& place, Cell* out) {
  const auto& typed = static_cast<const arrow::Decimal128Array&>(array);
  const int32_t scale = static_cast<const arrow::DecimalType&>(*array.type()).scale();
  for (size_t i = 0; i < count; ++i) {
    const int64_t at = begin + static_cast<int64_t>(i);
    out[i] = Cell{};
    if (array.IsNull(at)) continue;
    const arrow::Decimal128 value(typed.GetValue(at));
    int64_t integer = 0;
    if (!value.ToInteger(&integer).ok())
      return place.error(TableError::kOutOfRange,
                         "\"" + value.ToString(scale) + "\" does not fit into a decimal of 64 bits", i);
    out[i] = Cell::of_integer(integer, CellKind::kDecimal, static_cast<uint8_t>(scale));
  }
  return {};
}

Result<void> timestamps(const arrow::Array& array, int64_t begin, size_t count, const Place& place, Cell* out) {
  integers<arrow::TimestampArray>(array, begin, count, CellKind::kTimestamp, out);
  int64_t to_us = 1;  // factor, or divisor when negative
  switch (static_cast<const arrow::TimestampType&>(*array.type()).unit()) {
    case arrow::TimeUnit::SECOND:
      to_us = 1'000'000;
      break;
    case arrow::TimeUnit::MILLI:
      to_us = 1'000;
      break;
    case arrow::TimeUnit::MICRO:
      return {};
    case arrow::TimeUnit::NANO:
      to_us = -1'000;
      break;
  }
  for (size_t i = 0; i < count; ++i) {
    if (out[i].kind == CellKind::kNull) continue;
    int64_t& value = out[i].integer;
    if (to_us < 0) {
      if (value % -to_us != 0) return place.error(TableError::kInexact, "the timestamp is finer than a microsecond", i);
      value /= -to_us;
    } else if (__builtin_mul_overflow(value, to_us, &value)) {
      return place.error(TableError::kOutOfRange, "the timestamp does not fit into 64 bits of microseconds", i);
    }
  }
  return {};
}

Result<void> dates64(const arrow::Array& array, int64_t begin, size_t count, const Place& place, Cell* out) {
  integers<arrow::Date64Array>(array, begin, count, CellKind::kDate, out);
  for (size_t i = 0; i < count; ++i) {
    if (out[i].kind == CellKind::kNull) continue;
    if (out[i].integer % kDayMs != 0) return place.error(TableError::kInexact, "the date has a time of day", i);
    out[i].integer /= kDayMs;
  }
  return {};
}

void halves(const arrow::Array& array, int64_t begin, size_t count, Cell* out) {
  const auto& typed = static_cast<const arrow::HalfFloatArray&>(array);
  each_valid(array, begin, count, out, [&](int64_t at) {
    return Cell::of_double(double{arrow::util::Float16::FromBits(typed.Value(at)).ToFloat()}, true);
  });
}

// Each row holds an index into an array of the values.
Result<void> dictionary(const arrow::Array& array, int64_t begin, size_t count, const RowLimits& limits,
                        const Place& place, Cell* out) {
  const auto& typed = static_cast<const arrow::DictionaryArray&>(array);
  const arrow::Array& values = *typed.dictionary();
  for (size_t i = 0; i < count; ++i) {
    const int64_t at = begin + static_cast<int64_t>(i);
    out[i] = Cell{};
    if (array.IsNull(at)) continue;
    const int64_t entry = typed.GetValueIndex(at);
    if (entry < 0 || entry >= values.length())
      return place.error(TableError::kBadFormat, "the row points behind the end of its dictionary", i);
    ZKP_TRY_VOID(arrow_cells(values, entry, 1, limits, place.first_row + i, place.column, &out[i]));
  }
  return {};
}

}  // namespace

Result<void> check_arrow_field(const arrow::Field& field, bool assume_utc) {
  const arrow::DataType& type = *field.type();
  const auto unsupported = [&](const std::string& message, const std::string& hint) {
    return Error(TableError::kUnsupportedType, message).with_column(field.name()).with_hint(hint);
  };
  switch (type.id()) {
    case arrow::Type::NA:
    case arrow::Type::BOOL:
    case arrow::Type::INT8:
    case arrow::Type::INT16:
    case arrow::Type::INT32:
    case arrow::Type::INT64:
    case arrow::Type::UINT8:
    case arrow::Type::UINT16:
    case arrow::Type::UINT32:
    case arrow::Type::UINT64:
    case arrow::Type::HALF_FLOAT:
    case arrow::Type::FLOAT:
    case arrow::Type::DOUBLE:
    case arrow::Type::DATE32:
    case arrow::Type::DATE64:
      return {};
    case arrow::Type::TIMESTAMP:
      if (!static_cast<const arrow::TimestampType&>(type).timezone().empty() || assume_utc) return {};
      return unsupported("the timestamps of the column have no time zone", "if they are UTC: --zone UTC");
    case arrow::Type::DECIMAL128: {
      const int32_t scale = static_cast<const arrow::DecimalType&>(type).scale();
      if (scale >= 0 && scale <= 18) return {};
      return unsupported("a decimal with scale " + std::to_string(scale), "scales 0 to 18 can be read");
    }
    case arrow::Type::DICTIONARY:
      if (is_text(static_cast<const arrow::DictionaryType&>(type).value_type()->id())) return {};
      break;
    default:
      if (is_text(type.id())) return {};
      break;
  }
  return unsupported("columns of type " + printable(type.ToString(), 80) + " cannot be read",
                     "drop the column, or turn it into numbers, text, dates or timestamps");
}

Result<void> arrow_cells(const arrow::Array& array, int64_t begin, size_t count, const RowLimits& limits,
                         uint64_t first_row, const std::string& column, Cell* out) {
  const Place place{first_row, column};
  switch (array.type_id()) {
    case arrow::Type::NA:
      std::fill_n(out, count, Cell{});
      return {};
    case arrow::Type::BOOL:
      integers<arrow::BooleanArray>(array, begin, count, CellKind::kBool, out);
      return {};
    case arrow::Type::INT8:
      integers<arrow::Int8Array>(array, begin, count, CellKind::kInt, out);
      return {};
    case arrow::Type::INT16:
      integers<arrow::Int16Array>(array, begin, count, CellKind::kInt, out);
      return {};
    case arrow::Type::INT32:
      integers<arrow::Int32Array>(array, begin, count, CellKind::kInt, out);
      return {};
    case arrow::Type::INT64:
      integers<arrow::Int64Array>(array, begin, count, CellKind::kInt, out);
      return {};
    case arrow::Type::UINT8:
      integers<arrow::UInt8Array>(array, begin, count, CellKind::kUint, out);
      return {};
    case arrow::Type::UINT16:
      integers<arrow::UInt16Array>(array, begin, count, CellKind::kUint, out);
      return {};
    case arrow::Type::UINT32:
      integers<arrow::UInt32Array>(array, begin, count, CellKind::kUint, out);
      return {};
    case arrow::Type::UINT64:
      integers<arrow::UInt64Array>(array, begin, count, CellKind::kUint, out);
      return {};
    case arrow::Type::HALF_FLOAT:
      halves(array, begin, count, out);
      return {};
    case arrow::Type::FLOAT:
      doubles<arrow::FloatArray>(array, begin, count, true, out);
      return {};
    case arrow::Type::DOUBLE:
      doubles<arrow::DoubleArray>(array, begin, count, false, out);
      return {};
    case arrow::Type::DATE32:
      integers<arrow::Date32Array>(array, begin, count, CellKind::kDate, out);
      return {};
    case arrow::Type::DATE64:
      return dates64(array, begin, count, place, out);
    case arrow::Type::TIMESTAMP:
      return timestamps(array, begin, count, place, out);
    case arrow::Type::DECIMAL128:
      return decimals(array, begin, count, place, out);
    case arrow::Type::STRING:
      return texts<arrow::StringArray>(array, begin, count, limits, place, out);
    case arrow::Type::LARGE_STRING:
      return texts<arrow::LargeStringArray>(array, begin, count, limits, place, out);
    case arrow::Type::STRING_VIEW:
      return texts<arrow::StringViewArray>(array, begin, count, limits, place, out);
    case arrow::Type::BINARY:
      return texts<arrow::BinaryArray>(array, begin, count, limits, place, out);
    case arrow::Type::LARGE_BINARY:
      return texts<arrow::LargeBinaryArray>(array, begin, count, limits, place, out);
    case arrow::Type::BINARY_VIEW:
      return texts<arrow::BinaryViewArray>(array, begin, count, limits, place, out);
    case arrow::Type::DICTIONARY:
      return dictionary(array, begin, count, limits, place, out);
    default:
      break;
  }
  return place.error(TableError::kUnsupportedType, "unexpected type " + array.type()->ToString(), 0);
}

}  // namespace zkp
