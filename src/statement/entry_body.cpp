#include "statement/entry_body.h"

#include <algorithm>
#include <set>

#include "base/utf8.h"
#include "curve/encoding.h"
#include "hash/sha2.h"

namespace zkp {
namespace {

Error bad(std::string message) { return Error(LedgerError::kBadEntry, std::move(message)); }
Error bad_column(const std::string& name, std::string message) { return bad(std::move(message)).with_column(name); }

bool is_companion_name(std::string_view name) { return name.ends_with(kNullSuffix); }

bool has_linkage_id(ColumnType type) { return is_salted(type) || type.code == TypeCode::kCode; }

using Names = std::set<std::string, std::less<>>;

Result<void> check_column(const EntryColumn& column, const Names& names) {
  if (column.name.empty()) return bad("a column has no name");
  if (column.name.size() > kMaxEntryColumnNameBytes) {
    return bad("a column name has more than " + std::to_string(kMaxEntryColumnNameBytes) + " bytes");
  }
  if (has_control_character(column.name)) return bad("a column name holds a control character");
  if (!is_valid(column.type)) return bad_column(column.name, "the type's parameter is not one that it allows");
  if (column.commitment.is_identity()) return bad_column(column.name, "the commitment is the point at infinity");
  if ((column.linkage_id != Digest{}) != has_linkage_id(column.type)) {
    return bad_column(column.name, has_linkage_id(column.type) ? "a column of this type needs a linkage id"
                                                               : "a column of this type has no linkage id");
  }
  if (column.nullable != names.contains(column.name + std::string(kNullSuffix))) {
    return bad_column(column.name, column.nullable ? "the column with its null flags is missing"
                                                   : "there are null flags for a column that is not nullable");
  }
  if (is_companion_name(column.name)) {
    const std::string_view of = std::string_view(column.name).substr(0, column.name.size() - kNullSuffix.size());
    if (column.type.code != TypeCode::kBool || column.nullable || !names.contains(of)) {
      return bad_column(column.name, "names ending in \".null\" are those of null flags");
    }
  }
  return {};
}

Result<EntryColumn> read_column(ByteReader& in) {
  EntryColumn out;
  ZKP_TRY(out.name, in.str());
  ZKP_TRY(const uint8_t code, in.u8());
  const std::optional<TypeCode> type = type_code_from_u8(code);
  if (!type) return bad_column(out.name, "type code " + std::to_string(code) + " is unknown");
  out.type.code = *type;
  ZKP_TRY(out.type.param, in.u32());
  ZKP_TRY(const uint8_t nullable, in.u8());
  if (nullable > 1) return bad_column(out.name, "the nullable flag is neither 0 nor 1");
  out.nullable = nullable != 0;
  ZKP_TRY(out.linkage_id, in.array<32>());
  ZKP_TRY(const auto point, in.array<48>());
  Result<G1Affine> commitment = decompress_g1(point);
  if (!commitment.ok()) return bad_column(out.name, "the commitment: " + commitment.error().message());
  out.commitment = *commitment;
  return out;
}

Result<NoiseQuery> read_query(ByteReader& in) {
  NoiseQuery out;
  ZKP_TRY(out.data_entry, in.array<32>());
  ZKP_TRY(out.column, in.str());
  ZKP_TRY(out.lo, read_i128(in));
  ZKP_TRY(out.hi, read_i128(in));
  ZKP_TRY(out.beacon_id, in.array<32>());
  ZKP_TRY(out.round, in.u64());
  return out;
}

Result<EntryBody> read_body(ByteReader& in) {
  EntryBody out;
  ZKP_TRY(const auto magic, in.array<4>());
  ZKP_TRY(const uint16_t version, in.u16());
  ZKP_TRY(const uint8_t encoding, in.u8());
  if (as_text(magic) != "ZDSE" || version != 1 || encoding != 1) return bad("this is no entry body of version 1");
  ZKP_TRY(out.srs_id, in.array<32>());
  ZKP_TRY(out.owner_key, in.array<32>());
  ZKP_TRY(out.file_binding, in.array<32>());
  ZKP_TRY(out.file_profile, in.str());
  ZKP_TRY(out.schema_digest, in.array<32>());
  ZKP_TRY(const uint8_t kind, in.u8());
  if (kind > 1) return bad("entry kind " + std::to_string(kind) + " is unknown");
  if (kind == 1) { ZKP_TRY(out.query, read_query(in)); }
  ZKP_TRY(out.rows, in.u64());
  ZKP_TRY(const uint16_t count, in.u16());
  if (count > kMaxEntryColumns) return bad("more than " + std::to_string(kMaxEntryColumns) + " columns");
  for (size_t i = 0; i < count; ++i) {
    ZKP_TRY(EntryColumn column, read_column(in));
    out.columns.push_back(std::move(column));
  }
  ZKP_TRY_VOID(in.end());
  return out;
}

}  // namespace

const EntryColumn* EntryBody::find(std::string_view name) const {
  const auto at = std::ranges::find(columns, name, &EntryColumn::name);
  return at == columns.end() ? nullptr : &*at;
}

Result<void> check_entry_body(const EntryBody& body) {
  if (body.rows == 0) return bad("the table has no rows");
  if (body.columns.empty()) return bad("the table has no columns");
  if (body.columns.size() > kMaxEntryColumns) return bad("more than " + std::to_string(kMaxEntryColumns) + " columns");
  if (body.file_profile.size() > 0xffff) return bad("the file profile has more than 65,535 bytes");
  Names names;
  for (const EntryColumn& column : body.columns) {
    if (!names.insert(column.name).second) return bad_column(column.name, "two columns have this name");
  }
  for (const EntryColumn& column : body.columns) ZKP_TRY_VOID(check_column(column, names));
  if (body.query) {
    if (body.columns.size() != 1 || body.columns[0].name != "bits" || body.columns[0].type.code != TypeCode::kBool) {
      return bad("a record of noise bits has one column, \"bits\", of type BOOL");
    }
    if (body.rows > kMaxNoiseBits) return bad("more than " + std::to_string(kMaxNoiseBits) + " noise bits");
    if (body.query->lo >= body.query->hi) return bad("the clipping interval of the query is empty");
    if (body.query->column.size() > 0xffff) return bad("a column name has more than 65,535 bytes");
  }
  return {};
}

Bytes encode_entry_body(const EntryBody& body) {
  ZKP_CHECK(check_entry_body(body).ok());
  ByteWriter out;
  out.raw("ZDSE").u16(1).u8(1).raw(body.srs_id).raw(body.owner_key).raw(body.file_binding).str(body.file_profile);
  out.raw(body.schema_digest).u8(body.query ? 1 : 0);
  if (body.query) {
    const NoiseQuery& q = *body.query;
    out.raw(q.data_entry).str(q.column).raw(encode_i128(q.lo)).raw(encode_i128(q.hi)).raw(q.beacon_id).u64(q.round);
  }
  out.u64(body.rows).u16(static_cast<uint16_t>(body.columns.size()));
  for (const EntryColumn& c : body.columns) {
    out.str(c.name).u8(static_cast<uint8_t>(c.type.code)).u32(c.type.param).u8(c.nullable ? 1 : 0);
    out.raw(c.linkage_id).raw(compress(c.commitment));
  }
  return std::move(out).bytes();
}

Result<EntryBody> decode_entry_body(ByteView bytes) {
  ByteReader in(bytes);
  Result<EntryBody> body = read_body(in);
  if (!body.ok()) {
    if (body.error().code() == ErrorCode(GeneralError::kParse)) return bad(body.error().message());
    return std::move(body).error();
  }
  for (const EntryColumn& c : body->columns) {
    if (!is_valid_utf8(c.name)) return bad("a column name is not UTF-8");
  }
  if (!is_valid_utf8(body->file_profile) || (body->query && !is_valid_utf8(body->query->column))) {
    return bad("a text is not UTF-8");
  }
  ZKP_TRY_VOID(check_entry_body(*body));
  const Bytes again = encode_entry_body(*body);
  if (!std::ranges::equal(again, bytes)) return bad("the entry body is not in its canonical form");
  return std::move(body).value();
}

Digest entry_body_digest(ByteView bytes) { return sha256({as_bytes("zkp.ds.v1.entry"), bytes}); }

Bytes encode_i128(__int128 value) {
  const auto bits = static_cast<unsigned __int128>(value);
  ByteWriter out;
  out.u64(static_cast<uint64_t>(bits >> 64)).u64(static_cast<uint64_t>(bits));
  return std::move(out).bytes();
}

Result<__int128> read_i128(ByteReader& reader) {
  ZKP_TRY(const uint64_t high, reader.u64());
  ZKP_TRY(const uint64_t low, reader.u64());
  return static_cast<__int128>(static_cast<unsigned __int128>(high) << 64 | low);
}

}  // namespace zkp
