/// Proofs about datasets whose values are at hand.
#pragma once

#include <string>
#include <vector>

#include "ledger/committed_table.h"
#include "ledger/dataset_keys.h"
#include "ledger/records.h"
#include "ledger/workflow.h"
#include "statement/make_statement.h"

namespace zkp {

/// A dataset with its values. Both outlive what uses them.
struct OwnedDataset {
  const NotarizeRecord* record = nullptr;
  const CommittedTable* table = nullptr;
};

/// The statement's bytes, with what it discloses computed from the tables (statement/make_statement.h).
Result<Bytes> make_statement(const StatementRequest& request, std::span<const OwnedDataset> datasets,
                             const StatementSecrets& secrets);

struct ProvedStatement {
  ProofRecord record;
  ProofOutcome outcome;  ///< without file and index
};

/// Errors: those of read_statement, DatasetKeys::load and prove_dataset (StatementError::kFalse with the row).
Result<ProvedStatement> prove_statement(ByteView statement, std::span<const OwnedDataset> datasets,
                                        const Digest& ledger_id, const Digest& nonce, DatasetKeys& keys,
                                        const LedgerEnv& env, const ProgressSink& progress);

/// A dataset read again from its file, exactly as it was notarised.
struct ReloadedDataset {
  NotarizeRecord record;
  Opening opening;
  CommittedTable table;

  OwnedDataset owned() const { return {&record, &table}; }
};
/// `data_file` empty: where the opening says. Errors: those of read_file; LedgerError::kDataChanged for other bytes,
/// kNoOpening for another dataset's opening.
Result<ReloadedDataset> reload_dataset(NotarizeRecord record, Opening opening, const std::string& data_file,
                                       const LedgerEnv& env, const ProgressSink& progress);

}  // namespace zkp
