/// Every statement that can be proved: from the command line to bytes, from bytes to words, and verification. What is
/// behind a statement (which circuit, which commitments) stays behind these functions; statements travel as bytes.
/// Pure, safe for concurrent use, part of the verifier.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "statement/context.h"
#include "statement/direct/body.h"
#include "statement/direct/keys.h"

namespace zkp {

/// statement/catalog.h has the same names: the linker must tell them apart until this header goes.
inline namespace interim {

struct StatementInfo {
  std::string_view name;     ///< "range"
  std::string_view example;  ///< "range:age;min=0;max=130"
  std::string_view words;    ///< what it says, for a list
};

std::span<const StatementInfo> statement_list();

/// A statement about one dataset, with every default filled in.
struct ParsedStatement {
  std::string text;    ///< canonical: parses to the same bytes
  std::string column;  ///< that it speaks about
  Bytes bytes;
};

/// Reads NAME[:COLUMN][;key=value...]. Bounds are in the column's own units (statement/units.h); a missing bound is the
/// end of the type's interval. Errors: StatementError::kSyntax, kUnknownStatement (with the list as hint),
/// kUnknownColumn, kNotCommitted, kWrongType.
Result<ParsedStatement> parse_statement(std::string_view text, const DatasetBody& body);

/// The statement that every column is well typed needs one proof per committed column: their texts, in the body's
/// order.
std::vector<std::string> default_statements(const DatasetBody& body);

/// What bytes mean, recomputed: a reader compares every copy with it.
struct StatementView {
  std::string text;                            ///< "sum:amount"
  std::string words;                           ///< `column "amount" has 1,000 rows whose sum is 42`
  std::map<std::string, std::string> outputs;  ///< {"rows": "1000", "sum": "42"}
  std::string column;
  std::vector<std::string> not_shown;  ///< what a valid proof does not say, in sentences
};

/// Errors: StatementError for bytes that are no statement about this body.
Result<StatementView> describe_statement(ByteView statement, ByteView disclosed, const DatasetBody& body);

/// The column that the statement speaks about. Errors: StatementError::kSyntax.
Result<std::string> statement_column(ByteView statement);

/// Checks a proof. Errors as verify_direct.
Result<void> verify_statement(ByteView statement, ByteView disclosed, const DatasetBody& body,
                              const ProofContext& context, ByteView proof, const StatementKey& key);

}  // namespace interim
}  // namespace zkp
