/// Proofs about one dataset whose values are at hand: from a statement's text to a record and its words.
#pragma once

#include <string>
#include <vector>

#include "ledger/opening.h"
#include "ledger/proving_keys.h"
#include "ledger/records.h"
#include "ledger/workflow.h"
#include "statement/context.h"
#include "table/table.h"

namespace zkp {

/// The values of a committable column of the body, as encode_shifted gives them; for `x.null` the null flags of x.
/// Errors: TableError::kBadSchema when the table does not have the column with this type.
Result<std::vector<uint64_t>> column_values(const Table& table, const BodyColumn& column);

struct ProvedStatement {
  ProofRecord record;
  ProofOutcome outcome;  ///< without file and index
};

/// Errors: those of parse_statement, prove_direct (StatementError::kFalse with the row), ProvingKeys::load;
/// StatementError::kTooManyRows naming the limit.
Result<ProvedStatement> prove_statement(const std::string& statement, const NotarizeRecord& dataset, const Table& table,
                                        const Opening& opening, const ProofContext& context, ProvingKeys& keys,
                                        const LedgerEnv& env);

/// StatementError::kTooManyRows for a dataset about which nothing can be proved because of its size.
Result<void> check_provable(const DatasetBody& body);

}  // namespace zkp
