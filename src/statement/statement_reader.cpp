#include "statement/statement_reader.h"

#include <algorithm>
#include <bit>
#include <set>

#include "base/utf8.h"

namespace zkp {

Error refuse(std::string message) { return Error(StatementError::kSyntax, std::move(message)); }

Result<std::string> StatementReader::name() {
  ZKP_TRY(std::string out, in_.str());
  if (!is_valid_utf8(out)) return refuse("a name is not UTF-8");
  return out;
}

Result<std::vector<std::string>> StatementReader::names() {
  ZKP_TRY(const uint16_t count, in_.u16());
  if (count > Program::kMaxNotarised) {
    return refuse("the statement names more than " + std::to_string(Program::kMaxNotarised) + " columns");
  }
  std::vector<std::string> out;
  std::set<std::string> seen;
  for (size_t i = 0; i < count; ++i) {
    ZKP_TRY(std::string each, name());
    if (!seen.insert(each).second) return refuse("the column is named twice").with_column(each);
    out.push_back(std::move(each));
  }
  return out;
}

Result<ColumnRef> StatementReader::find(size_t position, std::string_view column, TypeGroup group, Nulls nulls) const {
  const EntryBody& body = entry(position);
  const EntryColumn* found = body.find(column);
  if (found == nullptr) {
    return Error(StatementError::kUnknownColumn, "the table has no such column").with_column(std::string(column));
  }
  if (!in_group(found->type, group)) {
    const Error wrong = Error(StatementError::kWrongType,
                              "the statement cannot be made about a column of type " + zkp::name(found->type))
                            .with_column(std::string(column));
    if (found->type.code == TypeCode::kF64Ord)
      return Error(wrong).with_hint("notarize --type " + std::string(column) + "=decimal(6) makes it one of decimals");
    if (found->type.code == TypeCode::kStr248)
      return Error(wrong).with_hint("notarize --type " + std::string(column) + "=category makes it one of categories");
    return wrong;
  }
  if (nulls == Nulls::kRefused && found->nullable) {
    return Error(StatementError::kWrongType, "the statement cannot be made about a nullable column")
        .with_column(std::string(column));
  }
  return ColumnRef{position, &body, found};
}

Result<ColumnRef> StatementReader::column(size_t position, TypeGroup group, Nulls nulls) {
  ZKP_TRY(const std::string wanted, name());
  return find(position, wanted, group, nulls);
}

Result<std::vector<std::vector<ColumnRef>>> StatementReader::same_columns(std::span<const std::string> names,
                                                                          std::span<const size_t> positions) const {
  std::vector<std::vector<ColumnRef>> out;
  for (const size_t position : positions) {
    std::vector<ColumnRef> columns;
    for (size_t i = 0; i < names.size(); ++i) {
      ZKP_TRY(const ColumnRef each, find(position, names[i], TypeGroup::kAny, Nulls::kAllowed));
      if (!out.empty()) ZKP_TRY_VOID(check_comparable(out[0][i], each));
      columns.push_back(each);
    }
    out.push_back(std::move(columns));
  }
  return out;
}

Result<void> check_comparable(const ColumnRef& a, const ColumnRef& b) {
  const EntryColumn &x = *a.column, &y = *b.column;
  if (x.type == y.type && x.nullable == y.nullable && x.linkage_id == y.linkage_id) return {};
  return Error(StatementError::kWrongType,
               "the two columns cannot be compared: their types, nullability or linkage ids differ")
      .with_column(y.name);
}

Result<void> check_text_keys(std::span<const ColumnRef> columns) {
  for (const ColumnRef& key : columns) {
    if (key.type().code != TypeCode::kKey62) continue;
    const bool has_text = std::ranges::any_of(columns, [&](const ColumnRef& other) {
      return other.type().code == TypeCode::kStr248 && other.column->linkage_id == key.column->linkage_id;
    });
    if (!has_text) {
      return Error(StatementError::kWrongType, "short codes of texts are compared only beside the full ones")
          .with_column(key.name())
          .with_hint("name the text column too");
    }
  }
  return {};
}

Result<void> check_constant(__int128 value) {
  constexpr __int128 kBound = static_cast<__int128>(1) << 64;
  if (value < -kBound || value > kBound) return refuse("a constant is out of range");
  return {};
}

Result<void> check_published(const Int256& value, const Int256& bound) {
  static constexpr LimbArray<4> kHalf = limbs::shift_right(Fr::kModulus, 1);  // 2 x < r, r odd: x <= (r - 1) / 2
  const Int256::Limbs magnitude = value.magnitude();
  if (limbs::less(kHalf, magnitude) || Int256::from_limbs(magnitude) > bound) {
    return refuse("a published number is larger than the column can give");
  }
  return {};
}

Int256 magnitude_of(const ColumnRef& column) {
  const std::optional<__int128> out = magnitude(column.type());
  ZKP_CHECK(out.has_value());
  return Int256(*out);
}

int limb_count(unsigned __int128 span, int limb_bits) {
  const int bits = span >> 64 != 0 ? 64 + std::bit_width(static_cast<uint64_t>(span >> 64))
                                   : std::bit_width(static_cast<uint64_t>(span));
  return std::max(1, (bits + limb_bits - 1) / limb_bits);
}

Fr to_field(__int128 value) { return to_field(Int256(value)); }

Fr to_field(const Int256& value) {
  const Fr magnitude = Fr::from_limbs_reduce(value.magnitude());
  return value.is_negative() ? -magnitude : magnitude;
}

}  // namespace zkp
