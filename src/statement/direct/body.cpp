#include "statement/direct/body.h"

#include <algorithm>
#include <map>

#include "base/utf8.h"
#include "hash/sha2.h"

namespace zkp {
namespace {

constexpr std::string_view kMagic = "ZDS0";
constexpr std::string_view kNullSuffix = ".null";
constexpr size_t kMaxColumnNameBytes = 1024;
constexpr size_t kMaxProfileBytes = 1024;

Error bad(std::string message) { return Error(LedgerError::kBadEntry, "dataset body: " + std::move(message)); }

bool is_zero(const Digest& digest) { return digest == Digest{}; }

Result<bool> flag(ByteReader& in, std::string_view what) {
  ZKP_TRY(uint8_t v, in.u8());
  if (v > 1) return bad(std::string(what) + " is neither 0 nor 1");
  return v == 1;
}

Result<std::string> text(ByteReader& in, size_t max_bytes, std::string_view what) {
  ZKP_TRY(std::string out, in.str());
  if (out.size() > max_bytes) return bad(std::string(what) + " is longer than " + std::to_string(max_bytes) + " bytes");
  if (!is_valid_utf8(as_bytes(out))) return bad(std::string(what) + " is not UTF-8");
  return out;
}

Result<BodyColumn> read_column(ByteReader& in, uint64_t rows) {
  BodyColumn out;
  ZKP_TRY(out.name, text(in, kMaxColumnNameBytes, "a column name"));
  if (out.name.empty()) return bad("a column has an empty name");
  if (has_control_character(out.name)) return bad("the name of a column holds a control character");
  const std::string quoted = "column \"" + out.name + "\"";
  ZKP_TRY(uint8_t code, in.u8());
  ZKP_TRY(out.type.param, in.u32());
  auto type = type_code_from_u8(code);
  if (!type) return bad(quoted + " has an unknown type");
  out.type.code = *type;
  if (!is_valid(out.type)) return bad(quoted + " has a parameter that its type does not allow");
  ZKP_TRY(out.nullable, flag(in, "nullable"));
  ZKP_TRY(out.linkage_id, in.array<32>());
  if ((out.type.code == TypeCode::kCode) == is_zero(out.linkage_id))
    return bad(quoted + ": the linkage id is non-zero for CODE and zero for the other types");
  ZKP_TRY(bool committed, flag(in, "committed"));
  if (!committed) return out;
  if (rows > kDirectMaxRows) return bad(quoted + " is committed in a table of more than 1,024 rows");
  if (out.nullable || !is_committable(out.type))
    return bad(quoted + " is committed, but its type or nullability does not allow that");
  ZKP_TRY(ByteView element, in.raw(Fr::kBytes));
  Result<Fr> commitment = Fr::from_bytes(element);
  if (!commitment.ok()) return bad(quoted + ": the commitment is not a canonical field element");
  out.commitment = *commitment;
  return out;
}

// Names are unique; `x.null` exists exactly for a nullable column x, and is BOOL.
Result<void> check_names(const std::vector<BodyColumn>& columns) {
  std::map<std::string_view, const BodyColumn*> by_name;
  for (const BodyColumn& column : columns)
    if (!by_name.emplace(column.name, &column).second) return bad("two columns are called \"" + column.name + "\"");
  for (const BodyColumn& column : columns) {
    if (column.nullable) {
      auto companion = by_name.find(column.name + std::string(kNullSuffix));
      if (companion == by_name.end()) return bad("nullable column \"" + column.name + "\" has no companion");
    }
    if (!column.name.ends_with(kNullSuffix)) continue;
    auto owner = by_name.find(std::string_view(column.name).substr(0, column.name.size() - kNullSuffix.size()));
    if (owner == by_name.end() || !owner->second->nullable || column.type.code != TypeCode::kBool || column.nullable)
      return bad("column \"" + column.name + "\" is not the BOOL companion of a nullable column");
  }
  return {};
}

Result<DatasetBody> decode(ByteView bytes) {
  ByteReader in(bytes);
  ZKP_TRY(ByteView magic, in.raw(kMagic.size()));
  if (as_text(magic) != kMagic) return bad("wrong magic");
  ZKP_TRY(uint16_t version, in.u16());
  if (version != 1) return bad("unknown version");
  DatasetBody out;
  ZKP_TRY(out.owner_key, in.array<32>());
  ZKP_TRY(out.file_binding, in.array<32>());
  ZKP_TRY(out.file_profile, text(in, kMaxProfileBytes, "the file profile"));
  ZKP_TRY(out.schema_digest, in.array<32>());
  ZKP_TRY(out.rows, in.u64());
  if (out.rows == 0) return bad("no rows");
  ZKP_TRY(uint16_t count, in.u16());
  if (count == 0 || count > kMaxColumns) return bad("the number of columns is not in 1..4,096");
  for (uint16_t i = 0; i < count; ++i) {
    ZKP_TRY(BodyColumn column, read_column(in, out.rows));
    out.columns.push_back(std::move(column));
  }
  ZKP_TRY_VOID(in.end());
  ZKP_TRY_VOID(check_names(out.columns));
  return out;
}

}  // namespace

const BodyColumn* DatasetBody::find(std::string_view name) const {
  auto it = std::find_if(columns.begin(), columns.end(), [&](const BodyColumn& c) { return c.name == name; });
  return it == columns.end() ? nullptr : &*it;
}

bool is_committable(ColumnType type) {
  switch (type.code) {
    case TypeCode::kInt:
    case TypeCode::kUint64:
    case TypeCode::kDecimal:
    case TypeCode::kBool:
    case TypeCode::kTimestamp:
    case TypeCode::kDate:
    case TypeCode::kF64Ord:
    case TypeCode::kCode:
      return true;
    case TypeCode::kStr248:
    case TypeCode::kKey62:
      return false;
  }
  return false;
}

Bytes encode_body(const DatasetBody& body) {
  ByteWriter out;
  out.raw(kMagic).u16(1).raw(body.owner_key).raw(body.file_binding).str(body.file_profile).raw(body.schema_digest);
  out.u64(body.rows).u16(static_cast<uint16_t>(body.columns.size()));
  for (const BodyColumn& column : body.columns) {
    out.str(column.name).u8(static_cast<uint8_t>(column.type.code)).u32(column.type.param).u8(column.nullable ? 1 : 0);
    out.raw(column.linkage_id).u8(column.commitment ? 1 : 0);
    if (column.commitment) out.raw(column.commitment->to_bytes());
  }
  return std::move(out).bytes();
}

Result<DatasetBody> decode_body(ByteView bytes) {
  Result<DatasetBody> out = decode(bytes);
  if (out.ok() || out.error().code() == ErrorCode(LedgerError::kBadEntry)) return out;
  return bad(out.error().message());
}

Digest body_digest(ByteView bytes) {
  Sha256 hash;
  hash.update(as_bytes("zkp.ds0.entry"));
  hash.update(bytes);
  return hash.finish();
}

}  // namespace zkp
