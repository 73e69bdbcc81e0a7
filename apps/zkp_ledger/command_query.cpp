/// log, show: what the ledger holds.
#include <algorithm>
#include <map>

#include "base/encoding.h"
#include "base/utf8.h"
#include "ledger/disclosure.h"
#include "statement/noise_accountant.h"
#include "statement/units.h"
#include "zkp_ledger/commands.h"

namespace zkp {
namespace {

std::string summary(const SignedEntry& entry) {
  if (entry.payload.type != EntryType::kProof) return "";
  Result<const ProofRecord*> record = entry.proof();
  return record.ok() ? (*record)->statement + "  [" + (*record)->setup + "]" : record.error().message();
}

Json entry_json(const LoggedEntry& logged) {
  const EntryPayload& payload = logged.entry.payload;
  Json parents = Json::array();
  for (const Digest& parent : payload.parents) parents.push_back(hex_encode(parent));
  Json out = {{"index", logged.index},
              {"digest", hex_encode(logged.entry.digest)},
              {"type", entry_type_name(payload.type)},
              {"name", payload.subjects.front().name},
              {"time", format_time(payload.time_s)},
              {"author", hex_encode(payload.author)},
              {"branch", payload.branch},
              {"parents", parents}};
  if (payload.subjects.front().algorithm == "zkpCommitment") {
    Json datasets = Json::array();
    for (const Subject& subject : payload.subjects) datasets.push_back(hex_encode(subject.digest));
    out["dataset"] = datasets.front();
    out["datasets"] = datasets;
  }
  if (payload.type == EntryType::kProof)
    if (Result<const ProofRecord*> record = logged.entry.proof(); record.ok()) {
      out["statement"] = (*record)->statement;
      out["label"] = (*record)->setup;
    }
  return out;
}

std::string state_of(const Acceptance& acceptance) { return acceptance.accepted() ? "accepted" : "pending"; }

std::string state_detail(const Acceptance& a) {
  const std::string out = std::to_string(a.proved) + " of " + std::to_string(a.columns) + " columns opened by proofs";
  return out + ", " + std::to_string(a.typed) + " shown to be well typed";
}

int print_entries(Console& console, const std::vector<LoggedEntry>& entries) {
  Json list = Json::array();
  for (const LoggedEntry& logged : entries) {
    const EntryPayload& payload = logged.entry.payload;
    const std::string about = summary(logged.entry);
    char head[160];
    std::snprintf(head, sizeof head, "%6llu  %s  %s  %-9s ", static_cast<unsigned long long>(logged.index),
                  hex_encode(logged.entry.digest).substr(0, 12).c_str(), format_time(payload.time_s).c_str(),
                  std::string(entry_type_name(payload.type)).c_str());
    console.line(head + payload.subjects.front().name + (about.empty() ? "" : "  " + about));
    list.push_back(entry_json(logged));
  }
  console.object({{"entries", list}});
  return kExitYes;
}

// Sums with noise of a dataset, and of a record of noise bits its question.
Result<void> show_noise(Console& console, const LedgerDirectory& directory, const NotarizeRecord& dataset,
                        const Disclosure& disclosure, Json& out) {
  const Ledger& ledger = directory.ledger();
  if (dataset.is_noise()) {
    const NoiseQuery& query = *dataset.body.query;
    ZKP_TRY(const std::optional<uint64_t> data, ledger.find_dataset(query.data_entry));
    if (!data) return Error(StorageError::kCorrupt, "the dataset of the noise bits is not in the index");
    ZKP_TRY(const NotarizeRecord about, ledger.dataset(*data));
    const EntryColumn* column = about.body.find(query.column);
    const auto shown = [&](__int128 bound) {
      return column == nullptr || is_salted(column->type) ? format_integer(bound) : format_value(column->type, bound);
    };
    const RandomBeacon* beacon = ledger.beacons().find(query.beacon_id);
    console.line("noise    for the sum of column \"" + printable(query.column) + "\" of " + about.name + " (entry " +
                 std::to_string(*data) + "), every value between " + shown(query.lo) + " and " + shown(query.hi));
    const std::optional<int64_t> time_s = beacon == nullptr ? std::nullopt : beacon->round_time_s(query.round);
    console.line("beacon   round " + std::to_string(query.round) + " of " +
                 (beacon == nullptr ? hex_encode(query.beacon_id) : printable(beacon->name)) +
                 (time_s ? ", drawn " + format_time(*time_s) : ""));
    out["noise"] = {{"data", *data},
                    {"column", query.column},
                    {"lo", shown(query.lo)},
                    {"hi", shown(query.hi)},
                    {"beacon", hex_encode(query.beacon_id)},
                    {"round", std::to_string(query.round)}};
    return {};
  }
  ZKP_TRY(const std::vector<uint64_t> records, ledger.noise_records(dataset.dataset));
  const double budget = directory.config().max_epsilon;
  const size_t answers = disclosure.noisy_sums().size();
  out["epsilon_spent"] = epsilon_text(disclosure.epsilon());
  out["noise_records"] = records;
  if (records.empty() && budget == 0) return {};
  console.line("privacy  epsilon " + epsilon_text(disclosure.epsilon()) +
               (budget == 0 ? "" : " of " + budget_text(budget) + " allowed") + " spent by " + thousands(answers) +
               (answers == 1 ? " sum" : " sums") + " with noise, at delta 10^-6 each");
  for (const uint64_t index : records) {
    ZKP_TRY(const NotarizeRecord record, ledger.dataset(index));
    ZKP_TRY(const std::vector<RecordedProof> proofs, ledger.described_proofs(record.dataset));
    const auto answer =
        std::ranges::find_if(proofs, [](const RecordedProof& proof) { return proof.view.noisy.has_value(); });
    console.line("         " + printable(record.body.query->column) + ": noise bits of entry " + std::to_string(index) +
                 (answer == proofs.end() ? ", no answer yet" : ", answered in entry " + std::to_string(answer->index)));
  }
  ZKP_TRY(const std::vector<RecordedProof> proofs, ledger.described_proofs(dataset.dataset));
  const std::vector<std::string> warnings = unprotected_answers(proofs, dataset);
  for (const std::string& warning : warnings) console.warn(warning);
  if (!warnings.empty()) out["warnings"] = warnings;
  return {};
}

}  // namespace

int run_log(Session& session, const LogArguments& arguments) {
  Console& console = session.console();
  auto directory = session.open(LedgerAccess::kRead);
  if (!directory.ok()) return console.fail(directory.error());
  const Ledger& ledger = (*directory)->ledger();
  EntryQuery query;
  query.newest_first = true;
  query.name = arguments.name;
  if (arguments.limit != 0) query.limit = arguments.limit;
  if (!arguments.lineage.empty()) {
    Result<uint64_t> index = ledger.resolve(arguments.lineage);
    if (!index.ok()) return console.fail(index.error());
    Result<LoggedEntry> logged = ledger.entry(*index);
    if (!logged.ok()) return console.fail(logged.error());
    const Subject& subject = logged->entry.payload.subjects.front();
    if (subject.algorithm != "zkpCommitment")
      return console.fail(
          Error(GeneralError::kInvalidArgument, "entry " + std::to_string(*index) + " is about no dataset"));
    query.dataset = subject.digest;
  }
  if (!arguments.since.empty()) {
    Result<int64_t> time = parse_when(arguments.since, false);
    if (!time.ok()) return console.fail(time.error());
    query.since_s = *time;
  }
  if (!arguments.until.empty()) {
    Result<int64_t> time = parse_when(arguments.until, true);
    if (!time.ok()) return console.fail(time.error());
    query.until_s = *time;
  }
  if (!arguments.type.empty()) {
    query.type = entry_type_from_name(arguments.type);
    if (!query.type)
      return console.fail(Error(GeneralError::kInvalidArgument, "no operation \"" + arguments.type + "\"")
                              .with_hint("genesis, notarize, proof"));
  }
  if (!arguments.author.empty()) {
    Result<Digest> author = hex_decode_array<32>(arguments.author);
    if (!author.ok())
      return console.fail(Error(GeneralError::kInvalidArgument, "--author: " + author.error().message()));
    query.author = *author;
  }
  Result<std::vector<LoggedEntry>> entries = ledger.select(query);
  if (!entries.ok()) return console.fail(entries.error());
  return print_entries(console, *entries);
}

int run_show(Session& session, const std::string& text) {
  Console& console = session.console();
  auto directory = session.open(LedgerAccess::kRead);
  if (!directory.ok()) return console.fail(directory.error());
  const Ledger& ledger = (*directory)->ledger();
  Result<uint64_t> index = ledger.resolve(text);
  if (!index.ok()) return console.fail(index.error());
  Result<LoggedEntry> logged = ledger.entry(*index);
  if (!logged.ok()) return console.fail(logged.error());
  const EntryPayload& payload = logged->entry.payload;
  Json out = entry_json(*logged);
  console.line(console.bold("entry " + std::to_string(*index)) + "  " + std::string(entry_type_name(payload.type)) +
               "  " + payload.subjects.front().name);
  console.line("digest   " + hex_encode(logged->entry.digest));
  console.line("time     " + format_time(payload.time_s));
  console.line("author   " + hex_encode(payload.author));
  for (const Digest& parent : payload.parents) console.line("parent   " + hex_encode(parent));

  if (payload.type == EntryType::kNotarize) {
    Result<NotarizeRecord> record = ledger.dataset(*index);
    if (!record.ok()) return console.fail(record.error());
    Result<Acceptance> acceptance = ledger.acceptance(*record);
    if (!acceptance.ok()) return console.fail(acceptance.error());
    Result<std::vector<uint64_t>> proofs = ledger.proofs_about(record->dataset);
    if (!proofs.ok()) return console.fail(proofs.error());
    console.line("dataset  " + hex_encode(record->dataset));
    console.line("rows     " + thousands(record->body.rows));
    console.line("state    " + state_of(*acceptance) + ": " + state_detail(*acceptance));
    Json columns = Json::array();
    for (const EntryColumn& column : record->body.columns) {
      console.line("column   " + column.name + "  " + name(column.type) + (column.nullable ? "  nullable" : ""));
      Json item = {{"name", column.name}, {"type", name(column.type)}, {"nullable", column.nullable}};
      if (auto words = record->dictionaries.find(column.name); words != record->dictionaries.end())
        item["dictionary"] = words->second;
      columns.push_back(item);
    }
    Json proof_list = Json::array();
    for (uint64_t proof : *proofs) {
      Result<LoggedEntry> about = ledger.entry(proof);
      if (!about.ok()) return console.fail(about.error());
      console.line("proof    entry " + std::to_string(proof) + "  " + summary(about->entry));
      proof_list.push_back(entry_json(*about));
    }
    Result<Disclosure> disclosure = Disclosure::of(ledger, *record);
    if (!disclosure.ok()) return console.fail(disclosure.error());
    const int64_t budget = (*directory)->config().max_figures;
    console.line("public   " + thousands(disclosure->figures().size()) + " figures" +
                 (budget == 0 ? "" : " of " + thousands(static_cast<uint64_t>(budget)) + " allowed"));
    Json figures = Json::array();
    for (const auto& [figure, entries] : disclosure->figures()) {
      console.line("         " + (figure.column.empty() ? "" : printable(figure.column) + ": ") +
                   printable(figure.name) + " = " + printable(figure.value) + "  entry " +
                   std::to_string(entries.front()));
      figures.push_back(
          {{"column", figure.column}, {"name", figure.name}, {"value", figure.value}, {"entries", entries}});
    }
    out["disclosed"] = figures;
    if (Result<void> shown = show_noise(console, **directory, *record, *disclosure, out); !shown.ok())
      return console.fail(shown.error());
    out["rows"] = record->body.rows;
    out["state"] = state_of(*acceptance);
    out["columns"] = columns;
    out["proofs"] = proof_list;
    if (record->public_digest)
      out["public_digest"] = {{record->public_digest->first, hex_encode(record->public_digest->second)}};
  } else if (payload.type == EntryType::kProof) {
    Result<const ProofRecord*> proof = logged->entry.proof();
    if (!proof.ok()) return console.fail(proof.error());
    const ProofRecord* record = *proof;
    Result<StatementView> view = ledger.describe(*record);
    if (!view.ok()) return console.fail(view.error());
    for (const NamedDataset& subject : record->subjects)
      console.line("dataset  " + hex_encode(subject.dataset) + "  " + subject.name);
    console.line("claim    " + view->text);
    console.line("         " + view->words);
    for (const std::string& sentence : view->not_shown) console.line("not said " + sentence);
    console.line("set-up   " + record->setup);
    console.line("proof    " + std::to_string(record->proof.size()) + " bytes, identity " +
                 hex_encode(record->proof_id));
    Json outputs = Json::object();
    for (const auto& [output, value] : view->outputs) outputs[output] = value;
    out["words"] = view->words;
    out["outputs"] = outputs;
  }
  console.object(out);
  return kExitYes;
}

}  // namespace zkp
