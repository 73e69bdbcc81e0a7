/// A report is right if its evidence is, and if it is what the evidence renders to.
#include <algorithm>
#include <set>

#include "ledger/noise_rules.h"
#include "report/report.h"
#include "statement/units.h"

namespace zkp {
namespace {

std::string counted(size_t number, const char* one, const char* many) {
  return format_count(number) + " " + (number == 1 ? one : many);
}

// The checks of all receipts as one line each. A failure is reported with its receipt; successes of the first receipt
// stand for all (one log, one checkpoint: open_evidence compares them).
bool check_receipts(const Evidence& evidence, const TrustPolicy& policy, const SignatureVerifier& verifier,
                    std::vector<Check>& checks) {
  std::vector<Check> summary;
  std::set<std::string> failed;
  for (const std::string& receipt : evidence.receipts) {
    std::vector<Check> one;
    check_receipt(receipt, policy, verifier, one);
    for (Check& check : one) {
      auto known = std::ranges::find(summary, check.name, &Check::name);
      if (!check.ok && failed.insert(check.name).second) {
        if (known != summary.end())
          *known = std::move(check);
        else
          summary.push_back(std::move(check));
      } else if (known == summary.end()) {
        summary.push_back(std::move(check));
      }
    }
  }
  if (evidence.receipts.empty()) summary.push_back({"receipt", false, "the report holds no receipt"});
  for (Check& check : summary) {
    if (check.name == "receipt") {
      check.name = "receipts";
      if (check.ok) check.detail = counted(evidence.receipts.size(), "entry is", "entries are") + " in the log";
    }
    if (check.name == "author" && check.ok)
      check.detail = counted(evidence.receipts.size(), "signature", "signatures") + " of the author";
    checks.push_back(std::move(check));
  }
  return failed.empty() && !evidence.receipts.empty();
}

Check check_proofs(const OpenedEvidence& opened, const TrustPolicy& policy) {
  const LabelledVerifier* extra = policy.keys ? &*policy.keys : nullptr;
  const Digest ledger = ledger_id(opened.checkpoint.origin);
  size_t count = 0;
  for (const OpenedEntry& entry : opened.entries) {
    if (!entry.proof) continue;
    Result<void> proof = check_proof_record(opened.views(*entry.proof), ledger, *entry.proof, extra);
    if (!proof.ok()) {
      const std::string& hint = proof.error().hint();
      return {
          "proofs", false,
          "entry " + std::to_string(entry.index) + ": " + proof.error().message() + (hint.empty() ? "" : "; " + hint)};
    }
    ++count;
  }
  return {"proofs", true, count == 0 ? "the report holds none" : "all " + format_count(count) + " verify"};
}

// The rules of ledger/noise_rules.h, as far as the entries that are here tell. Nothing when there is no noise.
Result<size_t> check_noise(const OpenedEvidence& opened, const Beacons& beacons) {
  size_t answers = 0;
  std::vector<RecordedProof> before;
  for (const OpenedEntry& entry : opened.entries) {
    const auto at = [&](Error error) { return std::move(error).with_entry(entry.index); };
    if (entry.dataset && entry.dataset->is_noise()) {
      const NoiseQuery& query = *entry.dataset->body.query;
      const auto data = opened.by_dataset.find(query.data_entry);
      if (data != opened.by_dataset.end() && opened.entries[data->second].index > entry.index)
        return at(Error(LedgerError::kNotAllowed, "the noise bits were recorded before the data"));
      if (Result<void> late = check_noise_round(query, entry.entry.payload.time_s, beacons); !late.ok())
        return at(std::move(late).error());
    }
    if (!entry.proof) continue;
    const std::vector<DatasetView> views = opened.views(*entry.proof);
    Result<StatementView> view = describe_statement(entry.proof->statement_bytes, views);
    if (!view.ok()) return at(std::move(view).error());
    if (Result<void> allowed = check_noise_statement(*view, views); !allowed.ok())
      return at(std::move(allowed).error());
    Result<void> right = check_noise_signature(*view, views, entry.proof->beacon_signature, beacons);
    if (!right.ok()) return at(std::move(right).error());
    if (view->noisy) {
      ++answers;
      const Digest& data = entry.proof->subjects.at(view->noisy->about.dataset).dataset;
      Result<void> hidden = check_no_exact_sum(before, data, view->noisy->about.column);
      if (!hidden.ok()) return at(std::move(hidden).error());
    }
    before.push_back({entry.index, entry.proof->subjects, std::move(*view)});
  }
  return answers;
}

void add_noise_check(const OpenedEvidence& opened, const Beacons& beacons, std::vector<Check>& checks) {
  const Result<size_t> answers = check_noise(opened, beacons);
  if (!answers.ok()) {
    const auto& entry = answers.error().where().entry;
    checks.push_back(
        {"noise", false, (entry ? "entry " + std::to_string(*entry) + ": " : "") + answers.error().message()});
  } else if (*answers > 0) {
    checks.push_back(
        {"noise", true,
         counted(*answers, "sum", "sums") + " with noise that the beacon drew after the record of the bits"});
  }
}

void describe(const ReportModel& model, Verification& out) {
  for (const std::string& setup : model.setups) out.label += (out.label.empty() ? "" : ", ") + setup;
  out.words = "report of the ledger \"" + model.genesis.name +
              "\": " + counted(model.datasets.size(), "dataset", "datasets") + ", " +
              counted(model.proofs(), "proof", "proofs") + ", " + format_count(model.entries.size()) + " of " +
              format_count(model.checkpoint.size) + " entries";
  for (ClaimStatus status : kClaimStatuses)
    out.outputs[std::string(claim_status_name(status))] = std::to_string(model.claims_with(status));
  out.outputs["datasets"] = std::to_string(model.datasets.size());
  out.outputs["proofs"] = std::to_string(model.proofs());
  out.outputs["complete"] = model.complete() ? "yes" : "no";
  out.not_shown = model.not_proved;
}

// In words where the first difference lies, for whoever wonders what was edited.
std::string first_difference(std::string_view found, std::string_view expected) {
  const size_t length = std::min(found.size(), expected.size());
  const size_t at = static_cast<size_t>(
      std::mismatch(found.begin(), found.begin() + static_cast<ptrdiff_t>(length), expected.begin()).first -
      found.begin());
  return "the report is not what its evidence renders to: the first difference is at byte " + format_count(at);
}

}  // namespace

Result<Verification> verify_report(std::string_view text, const TrustPolicy& policy,
                                   const SignatureVerifier& verifier) {
  ZKP_TRY(ExtractedReport report, extract_evidence(text));
  Verification out;
  out.checks.push_back(
      {"format", true, std::string(report_format_name(report.format)) + ", " + std::string(kReportRenderer)});
  check_receipts(report.evidence, policy, verifier, out.checks);
  if (policy.nonce != Digest{})
    out.checks.push_back({"nonce", false, "a report answers no challenge: ask for a proof file"});

  Result<OpenedEvidence> opened = open_evidence(report.evidence);
  if (!opened.ok()) {
    const auto& entry = opened.error().where().entry;
    out.checks.push_back(
        {"evidence", false, (entry ? "entry " + std::to_string(*entry) + ": " : "") + opened.error().message()});
    return out;
  }
  out.checks.push_back({"evidence", true,
                        counted(opened->entries.size(), "entry", "entries") +
                            " of one log under one checkpoint, none missing or superfluous"});
  out.checks.push_back(check_proofs(*opened, policy));
  add_noise_check(*opened, policy.beacons, out.checks);

  Result<ReportModel> model = build_model(report.evidence, *opened);
  Result<std::string> again =
      model.ok() ? render_report(report.evidence, *model, report.format) : Result<std::string>(model.error());
  if (!again.ok()) {
    out.checks.push_back({"report", false, again.error().message()});
    return out;
  }
  const bool same = *again == text;
  out.checks.push_back({"report", same,
                        same ? "recomputed from the evidence, " + format_count(text.size()) + " equal bytes"
                             : first_difference(text, *again)});
  describe(*model, out);
  return out;
}

}  // namespace zkp
