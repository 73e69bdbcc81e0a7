// Claims about the values of columns.
#include "statement/make/make.h"
#include "statement/types/composite.h"

namespace zkp {
namespace {

using Nulls = MakeInput::Nulls;
using Kind = CompositeStatement::Kind;

uint8_t kind_byte(Kind kind) { return static_cast<uint8_t>(kind); }

// "type", "sum" or LO..HI
Result<void> write_claim(ByteWriter& out, const MakeInput& in, const std::string& name, std::string_view claim) {
  if (claim == "type") {
    out.u8(kind_byte(Kind::kType)).str(name);
    return {};
  }
  if (claim == "sum") {
    ZKP_TRY(const ColumnRef column, in.find(0, name, TypeGroup::kArith));
    out.u8(kind_byte(Kind::kSum)).str(name).raw(column_sums(in.tables[0], column).sum.to_bytes());
    return {};
  }
  ZKP_TRY(const ColumnRef column, in.find(0, name, TypeGroup::kOrd, Nulls::kAllowed));
  ZKP_TRY(const Interval bounds, parse_interval_text(column, in.datasets, claim));
  out.u8(kind_byte(Kind::kRange)).str(name).raw(encode_i128(bounds.lo)).raw(encode_i128(bounds.hi));
  return {};
}

// WELLTYPED with or without the numbers of NULLs.
Result<Bytes> make_types(const MakeInput& in, bool publishes_nulls) {
  ByteWriter out = start_statement(StatementType::kWellTyped), counts;
  out.u8(static_cast<uint8_t>(in.text.columns.size()));
  for (size_t i = 0; i < in.text.columns.size(); ++i) {
    ZKP_TRY(const ColumnRef column, in.column(i, TypeGroup::kAny, Nulls::kAllowed));
    if (publishes_nulls && !column.nullable()) {
      return Error(StatementError::kWrongType, "the column is not nullable").with_column(column.name());
    }
    uint64_t nulls = 0;
    if (publishes_nulls) {
      const PrivateColumn& flags = in.tables[0].column(column.name() + std::string(kNullSuffix));
      for (size_t row = 0; row < flags.rows(); ++row) nulls += flags.integer(row) != 0 ? 1 : 0;
    }
    out.str(column.name());
    counts.u8(publishes_nulls ? 1 : 0).u64(nulls);
  }
  out.raw(counts.bytes());
  return std::move(out).bytes();
}

}  // namespace

Result<Bytes> make_range(const MakeInput& in) {
  ZKP_TRY(const ColumnRef column, in.column(0, TypeGroup::kOrd, Nulls::kAllowed));
  ZKP_TRY(const Interval bounds, parse_range_bounds(column, in.datasets, in.text));
  ByteWriter out = start_statement(StatementType::kRange);
  out.str(column.name()).raw(encode_i128(bounds.lo)).raw(encode_i128(bounds.hi));
  return std::move(out).bytes();
}

Result<Bytes> make_well_typed(const MakeInput& in) {
  if (in.text.columns.size() == 1) return make_types(in, false);
  ByteWriter out = start_statement(StatementType::kComposite);
  out.u8(static_cast<uint8_t>(in.text.columns.size()));
  for (const std::string& name : in.text.columns) ZKP_TRY_VOID(write_claim(out, in, name, "type"));
  return std::move(out).bytes();
}

Result<Bytes> make_nulls(const MakeInput& in) { return make_types(in, true); }

Result<Bytes> make_composite(const MakeInput& in) {
  ZKP_TRY(const std::string list, in.needed("claims"));
  const std::vector<std::string_view> claims = split_quoted(list, ",");
  if (claims.size() != in.text.columns.size()) return usage(in.name, "needs one claim for each column");
  ByteWriter out = start_statement(StatementType::kComposite);
  out.u8(static_cast<uint8_t>(claims.size()));
  for (size_t i = 0; i < claims.size(); ++i) ZKP_TRY_VOID(write_claim(out, in, in.text.columns[i], claims[i]));
  return std::move(out).bytes();
}

Result<Bytes> make_knowledge(const MakeInput& in) {
  ByteWriter out = start_statement(StatementType::kKnowledge);
  write_names(out, in.columns_or_all());
  return std::move(out).bytes();
}

}  // namespace zkp
