/// prove: a statement about a notarised dataset, from the file that it was notarised from.
#include "base/encoding.h"
#include "ledger/dataset_proofs.h"
#include "ledger/workflow.h"
#include "statement/registry.h"

namespace zkp {
namespace {

// The owner's own copy of the data, read again exactly as it was notarised; anything else would prove nothing.
Result<Table> load_table(const NotarizeRecord& dataset, const Opening& opening, const std::string& data_file,
                         const LedgerEnv& env, const ProgressSink& progress) {
  const std::string& path = data_file.empty() ? opening.file : data_file;
  Result<Profile> profile = parse_profile(opening.profile);
  if (!profile.ok()) return std::move(profile).error();
  ReadOptions options;
  options.pool = env.pool;
  options.progress = [&](uint64_t bytes, uint64_t) { progress({"reading", path, bytes, opening.file_bytes, "bytes"}); };
  Result<LoadedTable> loaded = read_table(path, *profile, opening.schema, kDirectMaxRows, options);
  if (!loaded.ok()) {
    if (loaded.error().code() == ErrorCode(GeneralError::kNotFound))
      return std::move(loaded).error().with_hint("--data FILE says where the data is now");
    return std::move(loaded).error();
  }
  if (loaded->summary.file_sha256 != opening.file_sha256)
    return Error(LedgerError::kDataChanged, "the file is not the one that was notarised: its bytes changed")
        .with_file(path)
        .with_hint("notarize it again under the same name, or give the original with --data");
  if (file_binding(opening.file_salt, loaded->summary.file_sha256) != dataset.body.file_binding)
    return Error(LedgerError::kNoOpening, "the opening does not belong to this entry");
  return std::move(loaded->table);
}

std::string default_file(const LedgerDirectory& directory, const std::string& name, uint64_t index,
                         const std::string& statement) {
  std::string stem;
  for (char c : statement) stem += is_valid_name(std::string(1, c)) ? c : '-';
  return directory.path() + "/out/" + name + "-" + std::to_string(index) + "-" + stem.substr(0, 100) + ".zkproof";
}

Result<std::string> encode(const LedgerDirectory& directory, const NotarizeRecord& dataset, uint64_t dataset_index,
                           const ProofRecord& proof) {
  ProofFile out;
  ZKP_TRY(StatementView view, describe_statement(proof.statement_bytes, proof.public_bytes, dataset.body));
  out.statement = view.text;
  out.statement_bytes = proof.statement_bytes;
  out.words = view.words;
  out.public_bytes = proof.public_bytes;
  out.outputs = view.outputs;
  out.ledger = directory.ledger().id();
  out.datasets = {proof.dataset};
  out.nonce = proof.nonce;
  out.proof = proof.proof;
  out.proof_id = proof.proof_id;
  out.verification_key = proof.verification_key;
  out.srs = proof.srs;
  out.setup = proof.setup;
  ZKP_TRY(std::string receipt, directory.receipt(dataset_index));
  out.receipts = {std::move(receipt)};
  if (dataset.dictionary_blob) out.blobs = {encode_dictionaries(dataset.dictionaries)};
  return encode_proof_file(out);
}

}  // namespace

Result<std::string> proof_file_of(const LedgerDirectory& directory, uint64_t proof_index) {
  const Ledger& ledger = directory.ledger();
  ZKP_TRY(LoggedEntry logged, ledger.entry(proof_index));
  ZKP_TRY(const ProofRecord* recorded, logged.entry.proof());
  const ProofRecord& proof = *recorded;
  ZKP_TRY(std::optional<uint64_t> subject, ledger.find_dataset(proof.dataset));
  if (!subject)
    return Error(StorageError::kCorrupt, "the dataset of this proof is not in the index").with_entry(proof_index);
  ZKP_TRY(NotarizeRecord dataset, ledger.dataset(*subject));
  return encode(directory, dataset, *subject, proof);
}

Result<ProofOutcome> prove(LedgerDirectory& directory, const ProveRequest& request, const ProgressSink& progress) {
  const LedgerEnv& env = directory.env();
  const Ledger& ledger = directory.ledger();
  ZKP_TRY(NotarizeRecord dataset, ledger.dataset(request.index));
  ZKP_TRY_VOID(check_provable(dataset.body));
  ProvingKeys keys(setup_folder(env.environment), env.files, env.proving_pool,
                   ProvingKeys::source_for(ledger.genesis().insecure_dev));
  if (!ledger.genesis().insecure_dev) {
    ZKP_TRY(bool installed, keys.has(direct_capacity(dataset.body.rows)));
    if (!installed)
      return Error(LedgerError::kNotAllowed,
                   "this ledger refuses insecure-dev keys, and no ceremony keys are installed")
          .with_hint("zkp-ledger ceremony finish --install puts them in " + setup_folder(env.environment) +
                     "; init --allow-insecure-dev makes a ledger for development");
  }
  ZKP_TRY(ParsedStatement parsed, parse_statement(request.statement, dataset.body));

  const ProofContext context{ledger.id(), {dataset.dataset}, request.nonce.value_or(Digest{})};
  if (!request.nonce) {
    ZKP_TRY(std::optional<uint64_t> existing, ledger.find_proof(proof_identity(parsed.bytes, context)));
    if (existing)
      return Error(LedgerError::kDuplicate, "this statement is already proved: entry " + std::to_string(*existing))
          .with_hint("zkp-ledger export " + std::to_string(*existing) + " --format proof hands it out again");
  }
  ZKP_TRY(Opening opening, directory.load_opening(dataset.dataset));
  ZKP_TRY(Table table, load_table(dataset, opening, request.data_file, env, progress));
  progress({"proving", parsed.text, 0, 0, "statements"});
  ZKP_TRY(ProvedStatement proved, prove_statement(parsed.text, dataset, table, opening, context, keys, env));

  ProofOutcome out = std::move(proved.outcome);
  std::string file;
  if (request.nonce) {
    ZKP_TRY(file, encode(directory, dataset, request.index, proved.record));
  } else {
    ZKP_TRY(Appended appended, directory.append({make_proof(proved.record)}));
    out.index = appended.entries.front().index;
    ZKP_TRY(file, proof_file_of(directory, *out.index));
  }
  out.file =
      request.out_file.empty() ? default_file(directory, dataset.name, request.index, parsed.text) : request.out_file;
  ZKP_TRY_VOID(env.files.replace(out.file, as_bytes(file)));
  return out;
}

}  // namespace zkp
