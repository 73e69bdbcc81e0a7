#include "ledger/dataset_proofs.h"

#include <algorithm>
#include <chrono>

namespace zkp {
namespace {

std::vector<DatasetView> views_of(std::span<const OwnedDataset> datasets) {
  std::vector<DatasetView> out;
  for (const OwnedDataset& dataset : datasets) out.push_back(dataset.record->view());
  return out;
}

std::vector<PrivateTable> tables_of(std::span<const OwnedDataset> datasets) {
  std::vector<PrivateTable> out;
  for (const OwnedDataset& dataset : datasets) out.push_back(dataset.table->view(dataset.record->body));
  return out;
}

}  // namespace

Result<Bytes> make_statement(const StatementRequest& request, std::span<const OwnedDataset> datasets,
                             const StatementSecrets& secrets) {
  return make_statement(request, views_of(datasets), tables_of(datasets), secrets);
}

Result<ProvedStatement> prove_statement(ByteView statement, std::span<const OwnedDataset> datasets,
                                        const Digest& ledger_id, const Digest& nonce, DatasetKeys& keys,
                                        const LedgerEnv& env, const ProgressSink& progress) {
  const auto start = std::chrono::steady_clock::now();
  const std::vector<DatasetView> views = views_of(datasets);
  const std::vector<PrivateTable> tables = tables_of(datasets);
  std::vector<const EntryBody*> entries;
  for (const DatasetView& view : views) entries.push_back(view.entry);
  ZKP_TRY(const StatementView view, describe_statement(statement, views));
  ZKP_TRY(const ClassedStatement classed, read_classed_statement(statement, entries));
  const RowCounts rows = classed.statement->rows();
  ZKP_TRY(const DatasetKeys::Loaded loaded,
          keys.load(*classed.size_class, srs_powers_for(*std::ranges::max_element(rows))));

  ProvedStatement out;
  ProofRecord& record = out.record;
  for (const OwnedDataset& dataset : datasets)
    record.subjects.push_back({dataset.record->name, dataset.record->dataset});
  record.statement = view.text;
  record.statement_bytes.assign(statement.begin(), statement.end());
  record.nonce = nonce;
  const Bytes context = encode_context(record.context(ledger_id));
  DatasetProveOptions options;
  options.pool = env.proving_pool;
  constexpr std::string_view kMoreMemory = "raise --max-memory, or performance.max_memory_usage_mb";
  if (env.max_proving_bytes > 0) {
    size_t held = 0;
    for (const OwnedDataset& dataset : datasets) held += dataset.table->bytes();
    if (held >= env.max_proving_bytes) {
      return Error(GeneralError::kLimit, "the tables alone take more memory than a proof may take")
          .with_hint(std::string(kMoreMemory));
    }
    options.max_bytes = env.max_proving_bytes - held;
  }
  options.progress = [&](const DatasetProveProgress& at) {
    progress({"proving", view.text, static_cast<uint64_t>(at.share * 100), 100, "%, " + std::string(at.phase)});
    return true;
  };
  Result<Bytes> proof = prove_dataset(loaded.key, statement, context, tables, env.random, options);
  if (!proof.ok() && proof.error().code() == ErrorCode(GeneralError::kLimit))
    return std::move(proof).error().with_hint(std::string(kMoreMemory));
  ZKP_TRY(record.proof, std::move(proof));
  record.proof_id = proof_identity(statement, record.context(ledger_id));
  record.verification_key = loaded.key.verifying_key_id;
  record.srs = loaded.key.srs->key().id;
  record.setup = loaded.label.text();

  out.outcome.statement = view.text;
  out.outcome.words = view.words;
  out.outcome.outputs = view.outputs;
  out.outcome.label = record.setup;
  out.outcome.proof_bytes = record.proof.size();
  out.outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return out;
}

Result<ReloadedDataset> reload_dataset(NotarizeRecord record, Opening opening, const std::string& data_file,
                                       const LedgerEnv& env, const ProgressSink& progress) {
  if (record.is_noise() != opening.is_noise())
    return Error(LedgerError::kNoOpening, "the opening does not belong to this entry");
  if (opening.is_noise()) {
    if (opening.bits.size() != record.body.rows)
      return Error(LedgerError::kNoOpening, "the opening does not have the bits of this entry");
    std::vector<PrivateColumn> columns;
    columns.emplace_back(PrivateColumn::Values(opening.bits));
    ZKP_TRY(CommittedTable table, CommittedTable::reopen(std::move(columns), record.body.columns, opening));
    return ReloadedDataset{std::move(record), std::move(opening), std::move(table)};
  }
  const std::string path = data_file.empty() ? opening.file : data_file;
  ZKP_TRY(const Profile profile, parse_profile(opening.profile));
  if (has_text(opening.schema) && !opening.linkage_salt)
    return Error(LedgerError::kNoOpening, "the opening lacks the salt of its text columns");
  ReadOptions options;
  options.pool = env.pool;
  options.progress = [&](uint64_t bytes, uint64_t) { progress({"reading", path, bytes, opening.file_bytes, "bytes"}); };
  TableBuilder builder(opening.schema, opening.linkage_salt, opening.rows, env.pool);
  Result<ReadSummary> read = read_file(path, profile, opening.schema, &builder, options);
  if (!read.ok()) {
    if (read.error().code() == ErrorCode(GeneralError::kNotFound))
      return std::move(read).error().with_hint("--data FILE says where the data is now");
    return std::move(read).error();
  }
  if (read->file_sha256 != opening.file_sha256)
    return Error(LedgerError::kDataChanged, "the file is not the one that was notarised: its bytes changed")
        .with_file(path)
        .with_hint("notarize it again under the same name, or give the original with --data");
  if (file_binding(opening.file_salt, read->file_sha256) != record.body.file_binding || read->rows != record.body.rows)
    return Error(LedgerError::kNoOpening, "the opening does not belong to this entry");
  ZKP_TRY(CommittedTable table, CommittedTable::reopen(builder.finish(), record.body.columns, opening));
  return ReloadedDataset{std::move(record), std::move(opening), std::move(table)};
}

}  // namespace zkp
