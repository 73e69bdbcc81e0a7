/// The statements of the interim circuit over one committed column: rows, sum, range, summary, well-typed.
///
/// Bytes of a statement:      "ZDS0S" || u16 kind || u16 1 || str column || [ i128 min || i128 max  if range or summary
/// ] Bytes of what it discloses:  u64 rows || [ i128 sum  if sum or summary ]
///
/// Both are strict: one byte string per meaning. They, the dataset body and the context determine everything that a
/// verifier or a person sees. docs/formats/zds0.md. Pure, safe for concurrent use, part of the verifier.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "statement/direct/body.h"

namespace zkp {

enum class DirectKind : uint16_t {
  kRows = 1,       ///< the dataset has n rows (shown on its first committed column)
  kSum = 2,        ///< and the column has this sum
  kRange = 3,      ///< every value is in [min, max]
  kSummary = 4,    ///< sum and range
  kWellTyped = 5,  ///< every value is in the closed interval of the column's type
};

struct DirectStatement {
  DirectKind kind = DirectKind::kRows;
  std::string column;
  Interval bounds{};  ///< kRange, kSummary; zeros otherwise

  bool has_bounds() const { return kind == DirectKind::kRange || kind == DirectKind::kSummary; }
  bool has_sum() const { return kind == DirectKind::kSum || kind == DirectKind::kSummary; }
  friend bool operator==(const DirectStatement&, const DirectStatement&) = default;
};

struct DirectDisclosure {
  uint64_t rows = 0;
  std::optional<__int128> sum;

  friend bool operator==(const DirectDisclosure&, const DirectDisclosure&) = default;
};

/// REQUIRES: column.size() <= 65,535.
Bytes encode_direct(const DirectStatement& statement);
/// Errors: StatementError::kSyntax.
Result<DirectStatement> decode_direct(ByteView bytes);

Bytes encode_disclosure(const DirectDisclosure& disclosure);
/// Strict for the kind of this statement. Errors: StatementError::kSyntax.
Result<DirectDisclosure> decode_disclosure(const DirectStatement& statement, ByteView bytes);

/// The first committed column of a dataset: what `rows` speaks about. Error: StatementError::kNotCommitted.
Result<const BodyColumn*> first_committed_column(const DatasetBody& body);

/// The column, if the statement may be made about it: it exists, is committed, has a type that the kind allows, and the
/// bounds are ordered and within what the type can hold. Errors: StatementError::kUnknownColumn, kNotCommitted,
/// kWrongType (with the hint `--type c=decimal(6)` for sums of fractions), kSyntax. Where names the column.
Result<const BodyColumn*> check_direct(const DirectStatement& statement, const DatasetBody& body);

/// What the circuit proves: [min, max] of the statement, or the interval of the column's type.
Interval proved_bounds(const DirectStatement& statement, ColumnType type);

/// The integers that bounds of a column of this type may take. REQUIRES: is_committable(type).
Interval bounds_limit(ColumnType type);

/// For people. REQUIRES: check_direct accepts the statement.
/// "sum:age", the text from which parse_statement makes the statement.
std::string direct_text(const DirectStatement& statement, const DatasetBody& body);
/// `column "amount" has 1,000 rows whose sum is 42`
std::string direct_words(const DirectStatement& statement, const DirectDisclosure& disclosure, const DatasetBody& body);
/// {"rows": "1000", "sum": "42"}, in the column's own units.
std::map<std::string, std::string> direct_outputs(const DirectStatement& statement, const DirectDisclosure& disclosure,
                                                  const DatasetBody& body);

}  // namespace zkp
