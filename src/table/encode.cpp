#include "table/encode.h"

#include <cmath>
#include <cstdio>

#include "table/double_text.h"
#include "table/format_text.h"

namespace zkp {
namespace {

constexpr Encoded fault(EncodeFault fault) { return {0, fault}; }

Encoded from_scaled(const ScaledInteger& scaled) {
  switch (scaled.fault) {
    case NumberFault::kNone:
      return {scaled.value, EncodeFault::kNone};
    case NumberFault::kSyntax:
      return fault(EncodeFault::kNotThisType);
    case NumberFault::kInexact:
      return fault(EncodeFault::kInexact);
    case NumberFault::kRange:
      return fault(EncodeFault::kRange);
  }
  return fault(EncodeFault::kNotThisType);
}

// integer * 10^-from at scale `to`.
Encoded rescale(__int128 integer, int from, int to) {
  constexpr __int128 kLimit = static_cast<__int128>(10'000'000'000) * 10'000'000'000;  // 10^20
  for (; from > to; --from) {
    if (integer % 10 != 0) return fault(EncodeFault::kInexact);
    integer /= 10;
  }
  for (; from < to && integer != 0; ++from) {
    integer *= 10;
    if (integer >= kLimit || integer <= -kLimit) return fault(EncodeFault::kRange);
  }
  return {integer, EncodeFault::kNone};
}

}  // namespace

Encoded encode_exact(const Cell& cell, int scale) {
  switch (cell.kind) {
    case CellKind::kField:
    case CellKind::kNumber:
    case CellKind::kString:
    case CellKind::kText:
      if (scale == 0)
        if (const auto value = small_integer(cell.text())) return {*value, EncodeFault::kNone};
      return from_scaled(to_scaled_integer(cell.text(), scale));
    case CellKind::kInt:
      return rescale(cell.integer, 0, scale);
    case CellKind::kUint:
      return rescale(static_cast<uint64_t>(cell.integer), 0, scale);
    case CellKind::kDecimal:
      return rescale(cell.integer, cell.scale, scale);
    case CellKind::kDouble:
      if (!std::isfinite(cell.real)) return fault(EncodeFault::kNotFinite);
      return from_scaled(to_scaled_integer(DoubleText(cell.real, cell.single).view(), scale));
    case CellKind::kNull:
    case CellKind::kBool:
    case CellKind::kDate:
    case CellKind::kTimestamp:
      break;
  }
  return fault(EncodeFault::kUnsupported);
}

Encoded encode_bool(const Cell& cell) {
  if (cell.kind == CellKind::kBool) return {cell.integer, EncodeFault::kNone};
  if (cell.kind == CellKind::kInt || cell.kind == CellKind::kUint) {
    const bool is_bit = cell.integer == 0 || cell.integer == 1;
    return is_bit ? Encoded{cell.integer, EncodeFault::kNone} : fault(EncodeFault::kNotThisType);
  }
  if (!cell.has_text()) return fault(EncodeFault::kUnsupported);
  const std::string_view text = cell.text();
  if (text == "true" || text == "True" || text == "TRUE" || text == "1") return {1, EncodeFault::kNone};
  if (text == "false" || text == "False" || text == "FALSE" || text == "0") return {0, EncodeFault::kNone};
  return fault(EncodeFault::kNotThisType);
}

Encoded encode_date(const Cell& cell) {
  if (cell.kind == CellKind::kDate) return {cell.integer, EncodeFault::kNone};
  if (!cell.has_text()) return fault(EncodeFault::kUnsupported);
  const auto days = parse_date(cell.text());
  return days ? Encoded{*days, EncodeFault::kNone} : fault(EncodeFault::kNotThisType);
}

Encoded encode_timestamp(const Cell& cell, bool assume_utc) {
  if (cell.kind == CellKind::kTimestamp) return {cell.integer, EncodeFault::kNone};
  if (!cell.has_text()) return fault(EncodeFault::kUnsupported);
  const auto time = parse_timestamp(cell.text());
  if (!time) return fault(EncodeFault::kNotThisType);
  if (!time->has_zone && !assume_utc) return fault(EncodeFault::kNoZone);
  if (time->inexact) return fault(EncodeFault::kInexact);
  return {time->utc_us, EncodeFault::kNone};
}

Encoded encode_f64(const Cell& cell) {
  double value = 0;
  if (cell.has_text()) {
    const auto parsed = to_binary64(cell.text());
    if (!parsed) return fault(split_number(cell.text()) ? EncodeFault::kRange : EncodeFault::kNotThisType);
    value = *parsed;
  } else if (cell.kind == CellKind::kDouble) {
    value = cell.real;
  } else if (cell.kind == CellKind::kInt) {
    value = static_cast<double>(cell.integer);
  } else if (cell.kind == CellKind::kUint) {
    value = static_cast<double>(static_cast<uint64_t>(cell.integer));
  } else if (cell.kind == CellKind::kDecimal) {
    // Through text, so that the result is the double nearest to the decimal value.
    TextArena arena;
    value = to_binary64(*cell_text(cell, arena)).value_or(0);
  } else {
    return fault(EncodeFault::kUnsupported);
  }
  if (!std::isfinite(value)) return fault(EncodeFault::kNotFinite);
  return {f64_order_code(value), EncodeFault::kNone};
}

std::optional<std::string_view> cell_text(const Cell& cell, TextArena& arena) {
  switch (cell.kind) {
    case CellKind::kField:
    case CellKind::kNumber:
    case CellKind::kString:
    case CellKind::kText:
      return cell.text();
    case CellKind::kBool:
      return cell.integer != 0 ? "true" : "false";
    case CellKind::kInt:
      return arena.copy(std::to_string(cell.integer));
    case CellKind::kUint:
      return arena.copy(std::to_string(static_cast<uint64_t>(cell.integer)));
    case CellKind::kDecimal: {
      // Sign, at least one digit, a point, exactly `scale` digits.
      const bool negative = cell.integer < 0;
      const uint64_t size = negative ? -static_cast<uint64_t>(cell.integer) : static_cast<uint64_t>(cell.integer);
      std::string digits = std::to_string(size);
      if (digits.size() <= cell.scale) digits.insert(0, cell.scale + 1 - digits.size(), '0');
      if (cell.scale != 0) digits.insert(digits.size() - cell.scale, 1, '.');
      return arena.copy((negative ? "-" : "") + digits);
    }
    case CellKind::kDate:
      return arena.copy(format_date(cell.integer));
    case CellKind::kTimestamp:
      return arena.copy(format_timestamp(cell.integer));
    case CellKind::kNull:
    case CellKind::kDouble:
      break;
  }
  return std::nullopt;
}

std::string cell_excerpt(const Cell& cell) {
  if (cell.kind == CellKind::kDouble) return excerpt(DoubleText(cell.real, cell.single).view());
  TextArena arena;
  return excerpt(cell_text(cell, arena).value_or(""));
}

std::string expected_form(ColumnType type) {
  switch (type.code) {
    case TypeCode::kInt:
      return "an integer";
    case TypeCode::kUint64:
      return "an integer of 0 or more";
    case TypeCode::kDecimal:
      return type.param == 0 ? "an integer" : "a decimal number";
    case TypeCode::kBool:
      return "true or false";
    case TypeCode::kTimestamp:
      return "a timestamp (YYYY-MM-DDTHH:MM:SSZ)";
    case TypeCode::kDate:
      return "a date (YYYY-MM-DD)";
    case TypeCode::kF64Ord:
      return "a number";
    case TypeCode::kStr248:
    case TypeCode::kKey62:
      return "text";
    case TypeCode::kCode:
      return "a category";
  }
  return "?";
}

Error encode_error(EncodeFault fault, const Cell& cell, ColumnType type, const std::string& column, uint64_t row) {
  const std::string found = cell_excerpt(cell);
  const auto error = [&](TableError code, const std::string& message, std::string hint) {
    return Error(code, message).with_hint(std::move(hint)).with_row(row).with_column(column);
  };
  const std::string as_text = "--type " + column + "=utf8";
  switch (fault) {
    case EncodeFault::kNone:
      break;
    case EncodeFault::kNotThisType:
      return error(TableError::kBadValue, "expected " + expected_form(type) + ", found " + found,
                   "declare it nullable with --null " + found + ", or the whole column as text with " + as_text);
    case EncodeFault::kRange:
      return error(TableError::kOutOfRange, found + " does not fit into " + name(type),
                   "choose a wider type, or text with " + as_text);
    case EncodeFault::kInexact: {
      const bool integer = type.code == TypeCode::kInt || type.code == TypeCode::kUint64;
      if (integer)
        return error(TableError::kBadValue, "expected an integer, found " + found,
                     "declare decimals with --type " + column + "=decimal(6), or --type " + column + "=float");
      if (type.code == TypeCode::kTimestamp)
        return error(TableError::kInexact, found + " is finer than a microsecond",
                     "round it in the data, or take it as text with " + as_text);
      return error(TableError::kInexact, found + " is not exact with " + count_of(type.param, "decimal"),
                   "declare more decimals, for example --type " + column + "=decimal(" +
                       std::to_string(std::min<uint32_t>(18, type.param + 4)) + ")");
    }
    case EncodeFault::kNotFinite:
      return error(TableError::kBadValue, "expected a finite number, found " + found,
                   "if NaN means that the value is missing: --null NaN");
    case EncodeFault::kNoZone:
      return error(
          TableError::kBadValue, "the timestamp " + found + " has no time zone",
          "if it is UTC: --zone UTC; otherwise write the offset into the data, or take it as text with " + as_text);
    case EncodeFault::kNotInDictionary:
      return error(TableError::kBadValue, found + " is not in the dictionary of the schema",
                   "add it to the dictionary");
    case EncodeFault::kUnsupported:
      return error(TableError::kUnsupportedType, "the file's own type of " + found + " cannot become " + name(type),
                   "leave the type of this column to the file");
  }
  return error(TableError::kBadValue, "unreadable value", as_text);
}

ColumnEncoder::ColumnEncoder(const ColumnSpec& spec, bool assume_utc) : spec_(spec), assume_utc_(assume_utc) {
  ZKP_CHECK(is_valid(spec.type));
  for (size_t i = 0; i < spec.dictionary.size(); ++i) dictionary_.emplace(spec.dictionary[i], static_cast<uint32_t>(i));
}

Encoded ColumnEncoder::encode(const Cell& cell, TextArena& arena) const {
  Encoded out;
  switch (spec_.type.code) {
    case TypeCode::kInt:
    case TypeCode::kUint64:
      out = encode_exact(cell, 0);
      break;
    case TypeCode::kDecimal:
      out = encode_exact(cell, static_cast<int>(spec_.type.param));
      break;
    case TypeCode::kBool:
      out = encode_bool(cell);
      break;
    case TypeCode::kTimestamp:
      out = encode_timestamp(cell, assume_utc_);
      break;
    case TypeCode::kDate:
      out = encode_date(cell);
      break;
    case TypeCode::kF64Ord:
      out = encode_f64(cell);
      break;
    case TypeCode::kStr248:
    case TypeCode::kKey62:
      return fault(EncodeFault::kUnsupported);
    case TypeCode::kCode: {
      const auto text = cell_text(cell, arena);
      if (!text) return fault(EncodeFault::kUnsupported);
      const auto entry = dictionary_.find(*text);
      if (entry == dictionary_.end()) return fault(EncodeFault::kNotInDictionary);
      out.value = entry->second;
      break;
    }
  }
  if (out.fault == EncodeFault::kNone && !interval(spec_.type)->contains(out.value)) return fault(EncodeFault::kRange);
  return out;
}

}  // namespace zkp
