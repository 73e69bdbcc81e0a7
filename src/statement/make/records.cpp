// Public records, and sums with noise.
#include "statement/types/records.h"
#include "statement/make/make.h"
#include "statement/types/noisy_sum.h"

namespace zkp {
namespace {

using Nulls = MakeInput::Nulls;

Result<void> write_cell(ByteWriter& out, const MakeInput& in, const ColumnRef& column, std::string_view piece) {
  const bool is_null = column.nullable() && piece == "NULL";
  if (column.nullable()) out.u8(is_null ? 1 : 0);
  if (is_null) return {};
  if (!is_salted(column.type())) {
    ZKP_TRY(const __int128 value, parse_value_text(column, in.datasets, piece));
    out.raw(encode_i128(value));
    return {};
  }
  ZKP_TRY(const std::string text, unquote(piece));
  out.u32(static_cast<uint32_t>(text.size())).raw(text);
  return {};
}

Result<Bytes> make_records(const MakeInput& in, StatementType type) {
  ZKP_TRY(const std::string list, in.needed("records"));
  const std::vector<std::string> names = in.columns_or_all();
  std::vector<ColumnRef> columns;
  for (const std::string& name : names) {
    ZKP_TRY(const ColumnRef column, in.find(0, name, TypeGroup::kAny, Nulls::kAllowed));
    columns.push_back(column);
  }
  ByteWriter out = start_statement(type);
  write_names(out, names);
  for (const ColumnRef& column : columns) {
    if (!is_salted(column.type())) continue;
    if (!in.secrets.linkage_salt) {
      return Error(GeneralError::kInvalidArgument, "records of texts need the salt of their codes")
          .with_column(column.name());
    }
    out.raw(*in.secrets.linkage_salt);
  }
  const std::vector<std::string_view> records = split_quoted(list, "|");
  out.u32(static_cast<uint32_t>(records.size()));
  for (const std::string_view record : records) {
    const std::vector<std::string_view> cells = split_quoted(record, ",");
    if (cells.size() != columns.size()) return usage(in.name, "a record needs a value for each column");
    for (size_t i = 0; i < cells.size(); ++i) ZKP_TRY_VOID(write_cell(out, in, columns[i], cells[i]));
  }
  return std::move(out).bytes();
}

}  // namespace

Result<Bytes> make_member(const MakeInput& in) { return make_records(in, StatementType::kMember); }
Result<Bytes> make_non_member(const MakeInput& in) { return make_records(in, StatementType::kNonMember); }

// 2 T = 2 sum v + 2 sum (bit xor beacon) - k
Result<Bytes> make_dp_sum(const MakeInput& in) {
  if (!in.secrets.beacon_round) {
    return Error(GeneralError::kInvalidArgument, "a sum with noise needs the value of the beacon's round");
  }
  const std::optional<NoiseQuery>& query = in.entries[1]->query;
  if (!query || query->column != in.text.columns[0]) {
    return usage(in.name, "bits= must be a record of noise bits for this column");
  }
  ZKP_TRY(const ColumnRef value, in.column(0, TypeGroup::kArith));
  ZKP_TRY(const ColumnRef bits, in.find(1, "bits", TypeGroup::kArith));
  const ColumnRows rows(in.tables[1], bits);
  const std::vector<uint8_t> beacon =
      beacon_bits(*in.secrets.beacon_round, entry_body_digest(encode_entry_body(*in.entries[1])), rows.size());
  __int128 ones = 0;
  for (size_t i = 0; i < rows.size(); ++i) ones += (rows.value(i) != 0) != (beacon[i] != 0) ? 1 : 0;
  const Int256 twice =
      Int256(2) * (column_sums(in.tables[0], value).sum + Int256(ones)) - Int256(static_cast<__int128>(rows.size()));
  ByteWriter out = start_statement(StatementType::kNoisySum);
  out.raw(*in.secrets.beacon_round).raw(twice.to_bytes());
  return std::move(out).bytes();
}

}  // namespace zkp
