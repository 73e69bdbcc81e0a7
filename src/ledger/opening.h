/// The opening of a dataset: what its owner must keep to prove anything about it (docs/formats/opening.md).
///
/// Secret: salts open the commitments, and the file's digest is an oracle for guessing small tables. In memory the
/// salts are wiped with the object; on disk an opening is sealed (security/seal.h).
#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"
#include "field/fr.h"
#include "table/schema.h"

namespace zkp {

struct ColumnSalt {
  std::string name;
  Fr salt;
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
  std::vector<ColumnSalt> columns;

  Opening() = default;
  Opening(Opening&&) = default;
  Opening& operator=(Opening&&) = delete;  // would drop the old salts unwiped
  ~Opening();

  const Fr* salt_of(std::string_view column) const;
};

/// Canonical JSON; the caller wipes it.
SecretBytes encode_opening(const Opening& opening);
/// Strict. Errors: GeneralError::kParse, kLimit.
Result<Opening> parse_opening(ByteView text);

}  // namespace zkp
