#include "statement/make/make.h"

namespace zkp {
namespace {

// The square of an integer below 2^64 in magnitude.
Int256 square(__int128 value) {
  const auto magnitude = static_cast<unsigned __int128>(value < 0 ? -value : value);
  if (magnitude >> 64 != 0) return Int256(value) * Int256(value);
  const unsigned __int128 out = magnitude * magnitude;
  return Int256::from_limbs({static_cast<uint64_t>(out), static_cast<uint64_t>(out >> 64), 0, 0});
}

}  // namespace

Result<std::string> MakeInput::needed(std::string_view key) const {
  const std::string* value = param(key);
  if (value == nullptr) return usage(name, "needs " + std::string(key) + "=");
  return *value;
}

Result<uint8_t> MakeInput::limbs(int by_default) const {
  const std::string* value = param("limbs");
  if (value == nullptr) return static_cast<uint8_t>(by_default);
  const Result<uint64_t> out = parse_count(*value);
  if (!out.ok() || *out < 1 || *out > kMaxLimbs) return usage(name, "limbs is the number of 16-bit limbs, 1 to 4");
  return static_cast<uint8_t>(*out);
}

void write_names(ByteWriter& out, const std::vector<std::string>& names) {
  out.u16(static_cast<uint16_t>(names.size()));
  for (const std::string& each : names) out.str(each);
}

ColumnSums column_sums(const PrivateTable& table, const ColumnRef& column) {
  const ColumnRows rows(table, column);
  ColumnSums out;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows.is_null(i)) continue;
    const __int128 value = rows.value(i);
    out.sum = out.sum + Int256(value);
    out.squares = out.squares + square(value);
    ++out.count;
  }
  return out;
}

Int256 product_sum(const PrivateTable& table, const ColumnRef& x, const ColumnRef& y) {
  const ColumnRows of_x(table, x), of_y(table, y);
  Int256 out;
  for (size_t i = 0; i < of_x.size(); ++i) out = out + Int256(of_x.value(i)) * Int256(of_y.value(i));
  return out;
}

}  // namespace zkp
