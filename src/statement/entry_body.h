/// The body of a ledger entry over a table, "ZDSE": what is public about it, with a commitment to each column
/// (docs/formats/dataset-entry.md).
///
///   "ZDSE" || u16 1 || u8 encoding_version (= 1) || 32 srs_id || 32 owner_key || 32 file_binding || str file_profile
///   || 32 schema_digest || u8 kind (0 data, 1 bits of a differentially private answer)
///   [ kind 1: 32 data_entry_digest || str column || i128 lo || i128 hi || 32 beacon_id || u64 round ]
///   || u64 n || u16 k || k * ( str name || u8 type || u32 param || u8 nullable || 32 linkage_id || 48 commitment )
///   digest = SHA-256("zkp.ds.v1.entry" || body)
///
/// All integers big-endian, signed ones in two's complement; str = u16 length + UTF-8 bytes. A nullable column `x` has
/// a companion BOOL column `x.null`. Source: dataset_proof specification 4.3. Part of the verifier; pure, safe for
/// concurrent use.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/column_type.h"
#include "curve/g1.h"
#include "hash/text_code.h"

namespace zkp {

inline constexpr std::string_view kNullSuffix = ".null";

struct EntryColumn {
  std::string name;
  ColumnType type;
  bool nullable = false;
  /// STR248 and KEY62: linkage_id() of the salt; CODE: dictionary_digest(), so that codes of different
  /// dictionaries are never compared (errata E1); zeros for all others. Columns of different tables are compared only
  /// under equal ids.
  Digest linkage_id{};
  G1Affine commitment;

  friend bool operator==(const EntryColumn&, const EntryColumn&) = default;
};

/// The question that the bits of a kind 1 entry are for: a sum of `column` clipped to [lo, hi], with the noise of one
/// round of one beacon.
struct NoiseQuery {
  Digest data_entry{};
  std::string column;
  __int128 lo = 0, hi = 0;
  Digest beacon_id{};
  uint64_t round = 0;

  friend bool operator==(const NoiseQuery&, const NoiseQuery&) = default;
};

struct EntryBody {
  Digest srs_id{};
  ByteArray<32> owner_key{};
  Digest file_binding{};
  std::string file_profile;
  Digest schema_digest{};
  std::optional<NoiseQuery> query;  ///< kind 1
  uint64_t rows = 0;
  std::vector<EntryColumn> columns;

  /// nullptr when there is none of this name.
  const EntryColumn* find(std::string_view name) const;
  friend bool operator==(const EntryBody&, const EntryBody&) = default;
};

inline constexpr size_t kMaxEntryColumns = 4096;
/// Of a table's column, and of the flags that go with it.
inline constexpr size_t kMaxEntryColumnNameBytes = 250 + kNullSuffix.size();
inline constexpr uint64_t kMaxNoiseBits = 4096;

/// The rules of 4.3 that the types above do not enforce. Error: LedgerError::kBadEntry naming the column.
Result<void> check_entry_body(const EntryBody& body);

/// REQUIRES: check_entry_body() accepts it.
Bytes encode_entry_body(const EntryBody& body);
/// Strict: one byte string per body; points canonical and in the subgroup. Errors: LedgerError::kBadEntry.
Result<EntryBody> decode_entry_body(ByteView bytes);
Digest entry_body_digest(ByteView bytes);

/// 16 bytes, big-endian two's complement.
Bytes encode_i128(__int128 value);
Result<__int128> read_i128(ByteReader& reader);

}  // namespace zkp
