#include "statement/types/records.h"

#include <optional>

#include "hash/text_code.h"

namespace zkp {
namespace {

Result<Fr> read_value(StatementReader& in, const ColumnRef& column, const std::optional<ByteArray<16>>& salt) {
  if (!salt) {
    ZKP_TRY(const __int128 value, in.i128());
    ZKP_TRY_VOID(check_constant(value));
    return to_field(value);
  }
  ZKP_TRY(const uint32_t length, in.u32());
  ZKP_TRY(const ByteView text, in.raw(length));
  return column.type().code == TypeCode::kStr248 ? Fr::from_bytes_reduce(str248_code(*salt, as_text(text)))
                                                 : Fr::from_u64(key62_code(*salt, as_text(text)));
}

}  // namespace

Result<PublicRecords> read_records(StatementReader& in) {
  PublicRecords out;
  ZKP_TRY(const std::vector<std::string> names, in.names());
  if (names.empty()) return refuse("no column is named");
  const std::array<size_t, 1> position = {0};
  ZKP_TRY(auto columns, in.same_columns(names, position));
  out.columns = std::move(columns[0]);
  ZKP_TRY_VOID(check_text_keys(out.columns));
  std::vector<std::optional<ByteArray<16>>> salts;
  for (const ColumnRef& column : out.columns) {
    salts.emplace_back();
    if (!is_salted(column.type())) continue;
    ZKP_TRY(salts.back(), in.array<16>());
    if (linkage_id(*salts.back()) != column.column->linkage_id) {
      return refuse("the salt is not the one of the column's linkage id").with_column(column.name());
    }
  }
  ZKP_TRY(const uint32_t count, in.u32());
  if (count < 1 || count > PublicRecords::kMaxRecords) return refuse("1 to 4,096 records");
  for (uint32_t i = 0; i < count; ++i) {
    std::vector<Fr> record;
    for (size_t c = 0; c < out.columns.size(); ++c) {
      uint8_t is_null = 0;
      if (out.columns[c].nullable()) {
        ZKP_TRY(is_null, in.u8());
        if (is_null > 1) return refuse("a null flag is neither 0 nor 1");
      }
      Fr value;
      if (is_null == 0) { ZKP_TRY(value, read_value(in, out.columns[c], salts[c])); }
      record.push_back(value);
      if (out.columns[c].nullable()) record.push_back(Fr::from_u64(is_null));
    }
    out.records.push_back(std::move(record));
  }
  ZKP_TRY_VOID(in.end());
  return out;
}

}  // namespace zkp
