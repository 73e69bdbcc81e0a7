/// prove: a statement about a notarised dataset, from the file that it was notarised from.
#include <algorithm>

#include "base/encoding.h"
#include "ledger/dataset_proofs.h"
#include "ledger/disclosure.h"
#include "ledger/workflow.h"

namespace zkp {
namespace {

std::string default_file(const LedgerDirectory& directory, const std::string& name, uint64_t index,
                         const std::string& statement) {
  std::string stem;
  for (char c : statement) stem += is_valid_name(std::string(1, c)) ? c : '-';
  return directory.path() + "/out/" + name + "-" + std::to_string(index) + "-" + stem.substr(0, 100) + ".zkproof";
}

// The proof file of a proof: the claim in words, and the receipts and dictionaries of its datasets.
Result<std::string> encode(const LedgerDirectory& directory, const ProofRecord& proof) {
  const Ledger& ledger = directory.ledger();
  ProofFile out;
  std::vector<NotarizeRecord> datasets;
  for (const NamedDataset& subject : proof.subjects) {
    ZKP_TRY(std::optional<uint64_t> index, ledger.find_dataset(subject.dataset));
    if (!index) return Error(StorageError::kCorrupt, "a dataset of this proof is not in the index");
    ZKP_TRY(NotarizeRecord dataset, ledger.dataset(*index));
    ZKP_TRY(std::string receipt, directory.receipt(*index));
    // A dataset that is two entries of a statement has one receipt.
    if (std::ranges::find(out.receipts, receipt) == out.receipts.end()) {
      out.receipts.push_back(std::move(receipt));
      if (dataset.dictionary_blob) {
        Bytes blob = encode_dictionaries(dataset.dictionaries);
        if (std::ranges::find(out.blobs, blob) == out.blobs.end()) out.blobs.push_back(std::move(blob));
      }
    }
    out.datasets.push_back(subject.dataset);
    datasets.push_back(std::move(dataset));
  }
  std::vector<DatasetView> views;
  for (const NotarizeRecord& dataset : datasets) views.push_back(dataset.view());
  ZKP_TRY(StatementView view, describe_statement(proof.statement_bytes, views));
  out.statement = view.text;
  out.statement_bytes = proof.statement_bytes;
  out.words = view.words;
  out.outputs = view.outputs;
  out.ledger = ledger.id();
  out.nonce = proof.nonce;
  out.proof = proof.proof;
  out.proof_id = proof.proof_id;
  out.verification_key = proof.verification_key;
  out.srs = proof.srs;
  out.setup = proof.setup;
  out.beacon_signature = proof.beacon_signature;
  return encode_proof_file(out);
}

// The datasets of a request, read again: the one that it is asked of, then the others that it names.
Result<std::vector<std::unique_ptr<ReloadedDataset>>> reload_all(const LedgerDirectory& directory,
                                                                 const ProveRequest& request,
                                                                 const StatementRequest& statement,
                                                                 const ProgressSink& progress) {
  const Ledger& ledger = directory.ledger();
  std::vector<uint64_t> indices = {request.index};
  for (const std::string& other : statement.others) {
    if (other.empty()) {  // the same dataset again
      indices.push_back(request.index);
      continue;
    }
    ZKP_TRY(const uint64_t index, ledger.resolve(other));
    indices.push_back(index);
  }
  if (request.data_files.size() > indices.size())
    return Error(GeneralError::kInvalidArgument, "more data files than the statement has datasets");
  std::vector<std::unique_ptr<ReloadedDataset>> out;
  for (size_t i = 0; i < indices.size(); ++i) {
    ZKP_TRY(NotarizeRecord record, ledger.dataset(indices[i]));
    ZKP_TRY(Opening opening, directory.load_opening(record.dataset));
    const std::string file = i < request.data_files.size() ? request.data_files[i] : std::string();
    ZKP_TRY(ReloadedDataset dataset,
            reload_dataset(std::move(record), std::move(opening), file, directory.env(), progress));
    out.push_back(std::make_unique<ReloadedDataset>(std::move(dataset)));
  }
  return out;
}

// What the statement is about, and what it says.
struct Claim {
  std::vector<DatasetView> views;
  std::vector<NamedDataset> subjects;
  StatementView said;
};

Result<Claim> claim_of(std::span<const OwnedDataset> datasets, ByteView statement) {
  Claim out;
  for (const OwnedDataset& dataset : datasets) {
    out.views.push_back(dataset.record->view());
    out.subjects.push_back({dataset.record->name, dataset.record->dataset});
  }
  ZKP_TRY(out.said, describe_statement(statement, out.views));
  return out;
}

// What the claim discloses besides what is public already, against the budgets of the configuration.
Result<void> check_budget(const LedgerDirectory& directory, std::span<const OwnedDataset> datasets,
                          const Claim& claim) {
  const LedgerConfig& config = directory.config();
  if (config.max_figures == 0 && config.max_epsilon == 0) return {};
  for (const OwnedDataset& dataset : datasets) {
    const Digest& digest = dataset.record->dataset;
    ZKP_TRY(Disclosure disclosure, Disclosure::of(directory.ledger(), *dataset.record));
    disclosure.add(Disclosure::figures_of(claim.said, claim.subjects, digest), std::nullopt);
    ZKP_TRY_VOID(disclosure.check(dataset.record->name, config.max_figures));
    if (!claim.said.noisy || claim.subjects[claim.said.noisy->about.dataset].dataset != digest) continue;
    disclosure.add_noise(claim.said.noisy->epsilon, std::nullopt);
    ZKP_TRY_VOID(disclosure.check_epsilon(dataset.record->name, config.max_epsilon));
  }
  return {};
}

// The beacon's round for a sum with noise: what the record of its bits names, as the user brought it.
Result<std::optional<ByteArray<48>>> signature_of(const Ledger& ledger, const ProveRequest& request,
                                                  const StatementText& text, std::span<const OwnedDataset> datasets) {
  const auto record =
      std::ranges::find_if(datasets, [](const OwnedDataset& dataset) { return dataset.record->is_noise(); });
  const bool may_be_noisy = text.name == "dp-sum" || text.name == "statement";
  if (!may_be_noisy || record == datasets.end() || record == datasets.begin()) {
    if (request.beacon.empty()) return std::optional<ByteArray<48>>();
    return Error(GeneralError::kInvalidArgument, "only a sum with noise takes a beacon's round");
  }
  const NoiseQuery& query = *record->record->body.query;
  ZKP_TRY(const RandomBeacon* beacon, beacon_of(query, ledger.beacons()));
  const std::string round = "round " + std::to_string(query.round) + " of beacon \"" + beacon->name + "\"";
  if (request.beacon.empty())
    return Error(GeneralError::kInvalidArgument, "the answer needs the signature of " + round + ", drawn " +
                                                     format_time(beacon->round_time_s(query.round).value_or(0)))
        .with_hint("--beacon FILE; drand answers https://api.drand.sh/" + hex_encode(query.beacon_id) + "/public/" +
                   std::to_string(query.round));
  ZKP_TRY(const BeaconRound given, parse_beacon_round(request.beacon));
  if (given.round && *given.round != query.round)
    return Error(GeneralError::kInvalidArgument,
                 "that is round " + std::to_string(*given.round) + "; the record of the bits names " + round);
  ZKP_TRY_VOID(check_beacon_round(*beacon, query.round, given.signature));
  return std::optional(given.signature);
}

// What an exact figure means for sums with noise of its column.
Result<std::vector<std::string>> noise_warnings(const Ledger& ledger, const Claim& claim) {
  std::vector<std::string> out;
  for (const ColumnOf& sum : claim.said.exact_sums) {
    const NamedDataset& about = claim.subjects[sum.dataset];
    ZKP_TRY(const std::vector<uint64_t> records, ledger.noise_records(about.dataset));
    for (const uint64_t index : records) {
      ZKP_TRY(const NotarizeRecord record, ledger.dataset(index));
      if (record.body.query->column != sum.column) continue;
      ZKP_TRY(const std::vector<uint64_t> answers, ledger.proofs_about(record.dataset));
      out.push_back("the exact sum of column \"" + sum.column + "\" of \"" + about.name + "\" is public with this: " +
                    (answers.empty()
                         ? "the noise bits of entry " + std::to_string(index) + " are of no use any more"
                         : "the noise of the answer for entry " + std::to_string(index) + " protects nobody any more"));
    }
  }
  return out;
}

}  // namespace

Result<std::string> proof_file_of(const LedgerDirectory& directory, uint64_t proof_index) {
  ZKP_TRY(LoggedEntry logged, directory.ledger().entry(proof_index));
  ZKP_TRY(const ProofRecord* recorded, logged.entry.proof());
  return encode(directory, *recorded);
}

Result<ProofOutcome> prove(LedgerDirectory& directory, const ProveRequest& request, const ProgressSink& progress) {
  const LedgerEnv& env = directory.env();
  const Ledger& ledger = directory.ledger();
  ZKP_TRY(const StatementRequest statement, parse_request(request.statement));
  DatasetKeys keys(setup_folder(env.environment), env.files, env.proving_pool,
                   DatasetKeys::source_for(ledger.genesis().insecure_dev));
  ZKP_TRY(const auto datasets, reload_all(directory, request, statement, progress));
  std::vector<OwnedDataset> owned;
  for (const auto& dataset : datasets) owned.push_back(dataset->owned());
  StatementSecrets secrets;
  secrets.linkage_salt = datasets.front()->opening.linkage_salt;
  ZKP_TRY(const std::optional<ByteArray<48>> signature, signature_of(ledger, request, statement.text, owned));
  if (signature) secrets.beacon_round = beacon_round_value(*signature);
  ZKP_TRY(const Bytes bytes, make_statement(statement, owned, secrets));
  ZKP_TRY(const Claim claim, claim_of(owned, bytes));
  ProofRecord wanted;
  wanted.subjects = claim.subjects;
  wanted.statement_bytes = bytes;
  wanted.beacon_signature = signature;
  ZKP_TRY(std::optional<uint64_t> existing, ledger.find_proof(proof_identity(bytes, wanted.context(ledger.id()))));
  if (request.nonce) {
    ZKP_TRY_VOID(check_noise_statement(claim.said, claim.views));
    // Otherwise the draw would be used up where nobody else sees it, and no meter counts it.
    if (claim.said.noisy && !existing)
      return Error(LedgerError::kNotAllowed, "a sum with noise is recorded before it answers a challenge")
          .with_hint("prove it without --nonce first");
  } else {
    if (existing)
      return Error(LedgerError::kDuplicate, "this statement is already proved: entry " + std::to_string(*existing))
          .with_hint("zkp-ledger export " + std::to_string(*existing) + " --format proof hands it out again");
    ZKP_TRY_VOID(ledger.check_noise_rules(wanted, claim.views, ledger.size()));
  }
  if (!request.nonce || !claim.said.noisy) ZKP_TRY_VOID(check_budget(directory, owned, claim));
  ZKP_TRY(ProvedStatement proved,
          prove_statement(bytes, owned, ledger.id(), request.nonce.value_or(Digest{}), keys, env, progress));
  proved.record.beacon_signature = signature;

  ProofOutcome out = std::move(proved.outcome);
  ZKP_TRY(out.warnings, noise_warnings(ledger, claim));
  std::string file;
  if (request.nonce) {
    ZKP_TRY(file, encode(directory, proved.record));
  } else {
    ZKP_TRY(Appended appended, directory.append({make_proof(proved.record)}));
    out.index = appended.entries.front().index;
    ZKP_TRY(file, proof_file_of(directory, *out.index));
  }
  out.file = request.out_file.empty()
                 ? default_file(directory, datasets.front()->record.name, request.index, out.statement)
                 : request.out_file;
  ZKP_TRY_VOID(env.files.replace(out.file, as_bytes(file)));
  return out;
}

}  // namespace zkp
