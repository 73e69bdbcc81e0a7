#include "report/model.h"

#include <algorithm>
#include <set>

#include "base/encoding.h"
#include "base/utf8.h"
#include "hash/blake3.h"
#include "hash/sha3.h"
#include "statement/units.h"

namespace zkp {
namespace {

constexpr size_t kNamesInSentence = 8;

std::string columns_in_words(const std::vector<const ReportColumn*>& columns) {
  std::string out = format_count(columns.size()) + (columns.size() == 1 ? " column (" : " columns (");
  for (size_t i = 0; i < columns.size() && i < kNamesInSentence; ++i)
    out += (i == 0 ? "\"" : ", \"") + printable(columns[i]->name) + "\"";
  if (columns.size() > kNamesInSentence) out += " and " + format_count(columns.size() - kNamesInSentence) + " more";
  return out + ")";
}

class ClaimList {
 public:
  ClaimList(std::vector<ReportClaim>& out, const OpenedEntry& source, std::vector<size_t> datasets)
      : out_(out), source_(source), datasets_(std::move(datasets)) {}

  ReportClaim& add(ClaimStatus status, std::string words) {
    ReportClaim claim;
    claim.status = status;
    claim.words = std::move(words);
    claim.entry = source_.index;
    claim.datasets = datasets_;
    claim.author = source_.entry.payload.author;
    claim.time_s = source_.entry.payload.time_s;
    out_.push_back(std::move(claim));
    return out_.back();
  }

 private:
  std::vector<ReportClaim>& out_;
  const OpenedEntry& source_;
  std::vector<size_t> datasets_;
};

void genesis_claims(const ReportModel& model, ClaimList claims) {
  claims.add(ClaimStatus::kRecorded, "the ledger \"" + model.genesis.name +
                                         "\" began with this log key and this author" +
                                         (model.genesis.insecure_dev ? "; it accepts proofs under insecure-dev keys"
                                                                     : "; it refuses proofs under insecure-dev keys"));
}

// Bits for one answer about another dataset: no table, and no file.
void noise_claims(const ReportDataset& dataset, ClaimList claims) {
  const NoiseQuery& query = *dataset.noise;
  claims.add(ClaimStatus::kRecorded, format_count(dataset.rows) + " secret noise bits \"" + dataset.name +
                                         "\" for the sum of column \"" + printable(query.column) + "\" of dataset " +
                                         hex_encode(query.data_entry).substr(0, 16) + "... are fixed, before round " +
                                         std::to_string(query.round) + " of beacon " +
                                         hex_encode(query.beacon_id).substr(0, 16) + "... is drawn");
  if (dataset.proofs.empty())
    claims.add(ClaimStatus::kRecorded, "the noise bits \"" + dataset.name + "\" have no answer yet");
}

void dataset_claims(const ReportDataset& dataset, ClaimList claims) {
  if (dataset.noise) return noise_claims(dataset, std::move(claims));
  claims.add(ClaimStatus::kRecorded, "dataset \"" + dataset.name + "\" is fixed by its digest " +
                                         hex_encode(dataset.dataset).substr(0, 16) +
                                         "...: at most one file, and one table, belong to it");
  if (dataset.proofs.empty())
    claims.add(ClaimStatus::kSignedOnly, "dataset \"" + dataset.name + "\" has " + format_count(dataset.rows) +
                                             (dataset.rows == 1 ? " row" : " rows"));
  std::vector<const ReportColumn*> closed;
  for (const ReportColumn& column : dataset.columns)
    if (column.status() == ClaimStatus::kRecorded) closed.push_back(&column);
  if (!closed.empty())
    claims.add(ClaimStatus::kRecorded,
               columns_in_words(closed) + " of \"" + dataset.name + "\": committed, opened by no proof yet");
  if (dataset.public_digest)
    claims.add(ClaimStatus::kSignedOnly, "the file of \"" + dataset.name + "\" has the " +
                                             dataset.public_digest->first + " digest " +
                                             hex_encode(dataset.public_digest->second));
}

void proof_claim(const ReportDataset& dataset, const OpenedEntry& source, ClaimList claims) {
  auto proof = std::ranges::lower_bound(dataset.proofs, source.index, {}, &ReportProof::entry);
  ReportClaim& claim = claims.add(ClaimStatus::kProved, proof->words);
  claim.statement = proof->statement;
  claim.setup = proof->setup;
  claim.proof_id = proof->proof_id;
  claim.outputs = proof->outputs;
}

// What no report of this kind shows, after what this one in particular does not.
std::vector<std::string> limits_of(const ReportModel& model, std::vector<std::string> of_statements) {
  std::vector<std::string> out;
  if (std::ranges::find(model.setups, "insecure-dev") != model.setups.end())
    out.push_back(
        "Anything at all, to a reader who does not trust the author: the insecure-dev keys come from a public seed, so "
        "that anybody "
        "can make a proof of a false claim. They are for trying things out.");
  if (std::ranges::find(model.setups, "local") != model.setups.end())
    out.push_back(
        "That the maker of the local keys did not forge: whoever made them could have kept what allows false proofs.");
  size_t pending = 0;
  for (const ReportDataset& dataset : model.datasets) pending += dataset.accepted() ? 0 : 1;
  if (pending > 0)
    out.push_back("Anything about columns that no proof opens: " + format_count(pending) + " of " +
                  format_count(model.datasets.size()) + " datasets are pending.");
  if (!model.complete())
    out.push_back("Anything about the other entries: the log has " + format_count(model.checkpoint.size) +
                  ", this report holds " + format_count(model.entries.size()) +
                  ". That no other entry matches the filter is not shown.");
  bool has_noise = false;
  for (const ReportDataset& dataset : model.datasets) {
    has_noise |= !dataset.noisy_sums.empty();
    of_statements.insert(of_statements.end(), dataset.warnings.begin(), dataset.warnings.end());
  }
  for (std::string& sentence : of_statements) {
    if (!sentence.empty() && sentence[0] >= 'a' && sentence[0] <= 'z')
      sentence[0] = static_cast<char>(sentence[0] - 'a' + 'A');
    if (!sentence.ends_with('.')) sentence += '.';
    out.push_back(std::move(sentence));
  }
  const std::string noise = has_noise
                                ? " Sums with noise protect a row as far as their epsilon says, and epsilons add up."
                                : " None of the statements adds noise.";
  for (const std::string& sentence : std::initializer_list<std::string>{
           "That what was recorded is true of the world: a proof speaks about the numbers that were committed, not "
           "about how they came to be.",
           "That the tables are complete, or that no other table was notarised elsewhere and kept back.",
           "What was handed out privately: proofs that answer a verifier's challenge (nonce) are not recorded and not "
           "listed here.",
           "That the disclosed figures are harmless together: exact sums over related tables add up, and the "
           "difference of two of them "
           "can disclose a single row." +
               noise,
           "That everybody was shown the same log: compare the checkpoint with somebody else's, or ask for witnesses' "
           "cosignatures.",
           "That the times are right: they are the log operator's claim and never go backwards.",
       })
    out.emplace_back(sentence);
  return out;
}

ReportEntry entry_of(const OpenedEntry& opened, const OpenedEvidence& evidence,
                     const std::map<size_t, size_t>& dataset_at) {
  const EntryPayload& payload = opened.entry.payload;
  ReportEntry out;
  out.index = opened.index;
  out.digest = opened.entry.digest;
  out.author = payload.author;
  out.type = payload.type;
  out.name = payload.subjects.front().name;
  out.branch = payload.branch;
  out.time_s = payload.time_s;
  out.clock_behind_s = opened.clock_behind_s;
  out.parents = payload.parents;
  out.selected = opened.selected;
  const auto add = [&](const Digest& dataset) {
    const size_t position = dataset_at.at(evidence.by_dataset.at(dataset));
    if (std::ranges::find(out.datasets, position) == out.datasets.end()) out.datasets.push_back(position);
  };
  if (opened.dataset) add(opened.dataset->dataset);
  if (opened.proof)
    for (const NamedDataset& subject : opened.proof->subjects) add(subject.dataset);
  return out;
}

}  // namespace

std::string_view claim_status_name(ClaimStatus status) {
  switch (status) {
    case ClaimStatus::kProved:
      return "proved";
    case ClaimStatus::kRecorded:
      return "recorded";
    case ClaimStatus::kSignedOnly:
      return "signed only";
  }
  return "";
}

std::string_view claim_status_meaning(ClaimStatus status) {
  switch (status) {
    case ClaimStatus::kProved:
      return "a zero-knowledge proof inside this report shows it of the committed data";
    case ClaimStatus::kRecorded:
      return "fixed in the log by a commitment or a digest: it cannot change unnoticed, but nothing is shown of it";
    case ClaimStatus::kSignedOnly:
      return "the author says so under signature; nothing else supports it";
  }
  return "";
}

size_t ReportModel::claims_with(ClaimStatus status) const {
  return static_cast<size_t>(std::ranges::count(claims, status, &ReportClaim::status));
}

size_t ReportModel::proofs() const {
  size_t out = 0;
  for (const ReportDataset& dataset : datasets)
    out += static_cast<size_t>(std::ranges::count_if(
        dataset.proofs, [&](const ReportProof& proof) { return proof.is_first_of(dataset.dataset); }));
  return out;
}

Digest evidence_digest(const json::Value& evidence, std::string_view algorithm) {
  const std::string message = "zkp/report/v1" + json::dump(evidence);
  return algorithm == "blake3" ? blake3(as_bytes(message)) : sha3_256(as_bytes(message));
}

Result<ReportModel> build_model(const Evidence& evidence) {
  ZKP_TRY(OpenedEvidence opened, open_evidence(evidence));
  return build_model(evidence, opened);
}

Result<ReportModel> build_model(const Evidence& evidence, const OpenedEvidence& opened) {
  ReportModel out;
  out.genesis = opened.genesis;
  out.checkpoint = opened.checkpoint;
  out.ledger_id = ledger_id(opened.checkpoint.origin);
  out.log_key_id = key_id(opened.genesis.log_key);
  out.author = key_id(opened.genesis.author_key);
  out.founded_s = opened.entries.front().entry.payload.time_s;
  out.generated_s = evidence.generated_s;
  out.filter = evidence.filter;
  out.visualizations = evidence.visualizations;
  out.digest_algorithm = opened.genesis.hash;
  out.evidence_digest = evidence_digest(evidence_json(evidence), out.digest_algorithm);

  std::map<size_t, std::vector<const OpenedEntry*>> proofs_of;  // by position of the dataset's entry
  std::set<std::string> setups;
  for (const OpenedEntry& entry : opened.entries) {
    if (!entry.proof) continue;
    std::set<size_t> about;
    for (const NamedDataset& subject : entry.proof->subjects) about.insert(opened.by_dataset.at(subject.dataset));
    for (const size_t position : about) proofs_of[position].push_back(&entry);
    setups.insert(entry.proof->setup);
  }
  out.setups.assign(setups.begin(), setups.end());

  std::vector<std::string> not_shown;
  std::map<size_t, size_t> dataset_at;  // position of the entry -> position in datasets
  for (size_t i = 0; i < opened.entries.size(); ++i) {
    if (!opened.entries[i].dataset) continue;
    ZKP_TRY(ReportDataset dataset, build_dataset(opened, opened.entries[i], proofs_of[i], not_shown));
    dataset_at.emplace(i, out.datasets.size());
    out.datasets.push_back(std::move(dataset));
  }
  for (const OpenedEntry& entry : opened.entries) {
    out.entries.push_back(entry_of(entry, opened, dataset_at));
    if (!entry.selected) continue;
    ++out.selected;
    const std::vector<size_t>& about = out.entries.back().datasets;
    ClaimList claims(out.claims, entry, about);
    if (entry.proof)
      proof_claim(out.datasets[about.front()], entry, claims);
    else if (entry.dataset)
      dataset_claims(out.datasets[about.front()], claims);
    else
      genesis_claims(out, claims);
  }
  out.not_proved = limits_of(out, std::move(not_shown));
  return out;
}

}  // namespace zkp
