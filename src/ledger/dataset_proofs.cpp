#include "ledger/dataset_proofs.h"

#include <chrono>

#include "statement/direct/prove.h"
#include "statement/direct/public_inputs.h"
#include "statement/registry.h"

namespace zkp {
namespace {

constexpr std::string_view kNullSuffix = ".null";

}  // namespace

Result<std::vector<uint64_t>> column_values(const Table& table, const BodyColumn& column) {
  std::vector<uint64_t> out;
  out.reserve(table.rows);
  const Column* source = table.find(column.name);
  if (source == nullptr && column.name.ends_with(kNullSuffix)) {
    source = table.find(std::string_view(column.name).substr(0, column.name.size() - kNullSuffix.size()));
    if (source != nullptr && source->spec.nullable) {
      for (uint64_t row = 0; row < table.rows; ++row)
        out.push_back(encode_shifted(column.type, source->is_null(row) ? 1 : 0));
      return out;
    }
    source = nullptr;
  }
  if (source == nullptr || source->is_text() || source->spec.type != column.type || source->spec.nullable)
    return Error(TableError::kBadSchema, "the table has no column of type " + name(column.type))
        .with_column(column.name);
  for (uint64_t row = 0; row < table.rows; ++row) out.push_back(encode_shifted(column.type, source->integer(row)));
  return out;
}

Result<void> check_provable(const DatasetBody& body) {
  if (body.rows <= kDirectMaxRows) return {};
  return Error(StatementError::kTooManyRows, "this dataset has " + std::to_string(body.rows) +
                                                 " rows; proofs are built for tables of up to 1,024 rows, and larger "
                                                 "ones are recorded without column commitments");
}

Result<ProvedStatement> prove_statement(const std::string& statement, const NotarizeRecord& dataset, const Table& table,
                                        const Opening& opening, const ProofContext& context, ProvingKeys& keys,
                                        const LedgerEnv& env) {
  ZKP_TRY_VOID(check_provable(dataset.body));
  ZKP_TRY(ParsedStatement parsed, parse_statement(statement, dataset.body));
  const BodyColumn* column = dataset.body.find(parsed.column);
  ZKP_CHECK(column != nullptr);
  ZKP_TRY(std::vector<uint64_t> u, column_values(table, *column));
  const Fr* salt = opening.salt_of(parsed.column);
  if (salt == nullptr)
    return Error(LedgerError::kNoOpening, "the opening holds no salt for this column").with_column(parsed.column);
  ZKP_TRY(DirectStatement direct, decode_direct(parsed.bytes));
  ZKP_TRY(const ProvingKeyView* key, keys.load(direct_capacity(dataset.body.rows)));

  const auto start = std::chrono::steady_clock::now();
  Result<DirectProof> proof =
      prove_direct(direct, dataset.body, ColumnOpening{u, *salt}, context, *key, env.random, env.proving_pool);
  wipe(u.data(), u.size() * sizeof u[0]);
  if (!proof.ok()) return std::move(proof).error();

  ProvedStatement out;
  out.record.name = dataset.name;
  out.record.dataset = dataset.dataset;
  out.record.statement = parsed.text;
  out.record.statement_bytes = parsed.bytes;
  out.record.public_bytes = encode_disclosure(proof->disclosure);
  out.record.nonce = context.nonce;
  out.record.proof.assign(proof->proof.begin(), proof->proof.end());
  out.record.proof_id = proof->proof_id;
  out.record.verification_key = proof->verification_key;
  out.record.setup = proof->label.text();
  ZKP_TRY(StatementView view, describe_statement(out.record.statement_bytes, out.record.public_bytes, dataset.body));
  out.outcome.statement = view.text;
  out.outcome.words = view.words;
  out.outcome.outputs = view.outputs;
  out.outcome.label = out.record.setup;
  out.outcome.proof_bytes = out.record.proof.size();
  out.outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return out;
}

}  // namespace zkp
