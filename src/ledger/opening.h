/// The opening of a dataset: what its owner must keep to prove anything about it (docs/formats/opening.md).
///
/// Secret: seeds open the commitments, and the file's digest is an oracle for guessing small tables. In memory the
/// secrets are wiped with the object; on disk an opening is sealed (security/seal.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "table/schema.h"

namespace zkp {

/// What opens the commitment to one column of the entry, together with its data (commit/commit.h, blinding_rows).
struct ColumnSeed {
  std::string name;
  Digest seed{};
};

struct Opening {
  Digest dataset{};
  std::string name;
  std::string file;  ///< where the data was; empty in an exported opening
  uint64_t file_bytes = 0;
  Digest file_sha256{};
  Digest file_salt{};
  std::string profile;
  Schema schema;
  uint64_t rows = 0;
  /// Of the codes of text columns; none where the table has no text.
  std::optional<ByteArray<16>> linkage_salt;
  std::vector<ColumnSeed> columns;  ///< of every column of the entry, in its order
  /// Of a record of noise bits: the bits, 0 or 1 each. Its values are in no file, so that everything about one is
  /// empty.
  std::vector<uint8_t> bits;

  bool is_noise() const { return !bits.empty(); }

  Opening() = default;
  Opening(Opening&&) = default;
  Opening& operator=(Opening&&) = delete;  // would drop the old secrets unwiped
  ~Opening();
};

/// Canonical JSON; the caller wipes it.
SecretBytes encode_opening(const Opening& opening);
/// Strict. Errors: GeneralError::kParse, kLimit.
Result<Opening> parse_opening(ByteView text);

}  // namespace zkp
