/// The interim entry body ZDS0: what a dataset entry says about a table (docs/formats/zds0.md).
///
///   "ZDS0" || u16 1 || 32 owner_key || 32 file_binding || str file_profile || 32 schema_digest || u64 n || u16 k
///   || k * ( str name || u8 type || u32 param || u8 nullable || 32 linkage_id || u8 committed || [ 32 commitment ] )
///   digest = SHA-256("zkp.ds0.entry" || body)
///
/// All integers big-endian; str = u16 length + UTF-8 bytes. A nullable column has a companion BOOL column
/// `<name>.null`. Follows section 4.3 of the dataset proof's specification, which replaces it later. Pure, safe for
/// concurrent use, part of the verifier.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/column_type.h"
#include "field/fr.h"
#include "hash/text_code.h"

namespace zkp {

/// Tables of at most this many rows get column commitments.
inline constexpr uint64_t kDirectMaxRows = 1024;
inline constexpr size_t kMaxColumns = 4096;

struct BodyColumn {
  std::string name;
  ColumnType type;
  bool nullable = false;
  Digest linkage_id{};           ///< dictionary_digest for CODE, zeros otherwise
  std::optional<Fr> commitment;  ///< hiding Poseidon commitment, see direct/commitment.h
};

struct DatasetBody {
  ByteArray<32> owner_key{};  ///< the author's raw Ed25519 key
  Digest file_binding{};      ///< salted digest of the exact file bytes
  std::string file_profile;   ///< how bytes become rows (docs/formats/profile.md)
  Digest schema_digest{};
  uint64_t rows = 0;
  std::vector<BodyColumn> columns;

  /// nullptr when there is none of this name.
  const BodyColumn* find(std::string_view name) const;
};

/// True for the types whose values the direct statement can commit to: those with a 64-bit integer encoding.
bool is_committable(ColumnType type);

/// REQUIRES: what decode_body demands.
Bytes encode_body(const DatasetBody& body);
/// Strict decoder. Errors: LedgerError::kBadEntry naming the field.
Result<DatasetBody> decode_body(ByteView bytes);
Digest body_digest(ByteView bytes);

}  // namespace zkp
