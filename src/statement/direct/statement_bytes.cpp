/// Bytes of direct statements and of what they disclose.
#include "base/utf8.h"
#include "statement/direct/statement.h"

namespace zkp {
namespace {

constexpr std::string_view kMagic = "ZDS0S";
constexpr uint16_t kVersion = 1;

Error malformed(std::string sentence) {
  return Error(StatementError::kSyntax, "statement bytes: " + std::move(sentence));
}

void write_i128(ByteWriter& out, __int128 value) {
  const auto bits = static_cast<unsigned __int128>(value);
  out.u64(static_cast<uint64_t>(bits >> 64)).u64(static_cast<uint64_t>(bits));
}

Result<__int128> read_i128(ByteReader& in) {
  ZKP_TRY(uint64_t high, in.u64());
  ZKP_TRY(uint64_t low, in.u64());
  return static_cast<__int128>(static_cast<unsigned __int128>(high) << 64 | low);
}

Result<DirectStatement> decode(ByteView bytes) {
  ByteReader in(bytes);
  ZKP_TRY(ByteView magic, in.raw(kMagic.size()));
  if (as_text(magic) != kMagic) return malformed("wrong magic");
  ZKP_TRY(uint16_t kind, in.u16());
  if (kind < 1 || kind > 5) return malformed("unknown kind");
  ZKP_TRY(uint16_t version, in.u16());
  if (version != kVersion) return malformed("unknown version");
  DirectStatement out;
  out.kind = static_cast<DirectKind>(kind);
  ZKP_TRY(out.column, in.str());
  if (out.column.empty() || !is_valid_utf8(out.column)) return malformed("the column name is empty or not UTF-8");
  if (out.has_bounds()) {
    ZKP_TRY(out.bounds.lo, read_i128(in));
    ZKP_TRY(out.bounds.hi, read_i128(in));
  }
  ZKP_TRY_VOID(in.end());
  return out;
}

Result<DirectDisclosure> decode_public(const DirectStatement& statement, ByteView bytes) {
  ByteReader in(bytes);
  DirectDisclosure out;
  ZKP_TRY(out.rows, in.u64());
  if (statement.has_sum()) { ZKP_TRY(out.sum, read_i128(in)); }
  ZKP_TRY_VOID(in.end());
  return out;
}

// Whatever a reader says about the bytes is a syntax error of the statement.
template <class T>
Result<T> as_syntax(Result<T> result) {
  if (!result.ok() && !(result.error().code() == StatementError::kSyntax)) return malformed(result.error().message());
  return result;
}

}  // namespace

Bytes encode_direct(const DirectStatement& statement) {
  ByteWriter out;
  out.raw(kMagic).u16(static_cast<uint16_t>(statement.kind)).u16(kVersion).str(statement.column);
  if (statement.has_bounds()) {
    write_i128(out, statement.bounds.lo);
    write_i128(out, statement.bounds.hi);
  }
  return std::move(out).bytes();
}

Result<DirectStatement> decode_direct(ByteView bytes) { return as_syntax(decode(bytes)); }

Bytes encode_disclosure(const DirectDisclosure& disclosure) {
  ByteWriter out;
  out.u64(disclosure.rows);
  if (disclosure.sum) write_i128(out, *disclosure.sum);
  return std::move(out).bytes();
}

Result<DirectDisclosure> decode_disclosure(const DirectStatement& statement, ByteView bytes) {
  return as_syntax(decode_public(statement, bytes));
}

}  // namespace zkp
