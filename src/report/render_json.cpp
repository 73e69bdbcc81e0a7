/// The report as plain JSON: the model, member by member.
#include "base/encoding.h"
#include "report/json_parts.h"
#include "report/render.h"

namespace zkp {
namespace {

const char* yes_no(bool value) { return value ? "yes" : "no"; }

json::Object claim_json(const ReportModel& model, const ReportClaim& claim) {
  json::Object out = {{"status", claim_status_name(claim.status)},
                      {"claim", claim.words},
                      {"entry", claim.entry},
                      {"by", hex_encode(claim.author)},
                      {"time", format_time(claim.time_s)}};
  if (!claim.datasets.empty()) {
    json::Array datasets;
    for (const size_t position : claim.datasets)
      datasets.emplace_back(json::Object{{"digest", hex_encode(model.datasets[position].dataset)},
                                         {"name", model.datasets[position].name}});
    out["datasets"] = std::move(datasets);
  }
  if (claim.status == ClaimStatus::kProved) {
    out["statement"] = claim.statement;
    out["setup"] = claim.setup;
    out["proof_id"] = hex_encode(claim.proof_id);
    out["outputs"] = outputs_json(claim.outputs);
  }
  return out;
}

json::Object proof_json(const ReportProof& proof) {
  json::Array datasets;
  for (const Digest& dataset : proof.datasets) datasets.emplace_back(hex_encode(dataset));
  return {{"entry", proof.entry},
          {"datasets", std::move(datasets)},
          {"statement", proof.statement},
          {"words", proof.words},
          {"outputs", outputs_json(proof.outputs)},
          {"setup", proof.setup},
          {"proof_id", hex_encode(proof.proof_id)},
          {"vk", hex_encode(proof.verification_key)}};
}

json::Object dataset_json(const ReportDataset& dataset) {
  json::Array columns, figures, proofs;
  for (const ReportColumn& column : dataset.columns) columns.push_back(column_json(column));
  for (const ReportFigure& figure : dataset.figures) figures.push_back(figure_json(figure));
  for (const ReportProof& proof : dataset.proofs) proofs.push_back(proof_json(proof));
  json::Object out = {
      {"name", dataset.name},
      {"digest", hex_encode(dataset.dataset)},
      {"entry", dataset.entry},
      {"entry_digest", hex_encode(dataset.entry_digest)},
      {"author", hex_encode(dataset.author)},
      {"time", format_time(dataset.time_s)},
      {"rows", std::to_string(dataset.rows)},
      {"selected", yes_no(dataset.selected)},
      {"file_binding", hex_encode(dataset.file_binding)},
      {"file_profile", dataset.file_profile},
      {"schema_digest", hex_encode(dataset.schema_digest)},
      {"acceptance", acceptance_json(dataset)},
      {"columns", std::move(columns)},
      {"proofs", std::move(proofs)},
      {"disclosed", json::Object{{"figures", std::move(figures)}, {"epsilon_spent", dataset.epsilon_spent}}}};
  if (dataset.public_digest)
    out["public_digest"] =
        json::Object{{"algorithm", dataset.public_digest->first}, {"value", hex_encode(dataset.public_digest->second)}};
  return out;
}

json::Object entry_json(const ReportEntry& entry) {
  json::Array parents;
  for (const Digest& parent : entry.parents) parents.emplace_back(hex_encode(parent));
  json::Object out = {{"index", entry.index},
                      {"digest", hex_encode(entry.digest)},
                      {"type", entry_type_name(entry.type)},
                      {"name", entry.name},
                      {"branch", entry.branch},
                      {"time", format_time(entry.time_s)},
                      {"author", hex_encode(entry.author)},
                      {"parents", std::move(parents)},
                      {"selected", yes_no(entry.selected)}};
  if (entry.clock_behind_s > 0) out["clock_behind"] = entry.clock_behind_s;
  return out;
}

// Nodes are entries and datasets; an edge says what its source owes to its target.
json::Object lineage_json(const ReportModel& model) {
  json::Array edges;
  for (const ReportEntry& entry : model.entries) {
    const std::string from = hex_encode(entry.digest);
    for (const Digest& parent : entry.parents)
      edges.emplace_back(json::Object{{"from", from}, {"to", hex_encode(parent)}, {"kind", "parent"}});
    for (const size_t dataset : entry.datasets)
      edges.emplace_back(json::Object{{"from", from},
                                      {"to", hex_encode(model.datasets[dataset].dataset)},
                                      {"kind", entry.type == EntryType::kNotarize ? "records" : "proves"}});
  }
  return {{"edges", std::move(edges)}};
}

}  // namespace

json::Array texts_json(const std::vector<std::string>& texts) { return json::Array(texts.begin(), texts.end()); }

json::Object outputs_json(const std::map<std::string, std::string>& outputs) {
  json::Object out;
  for (const auto& [name, value] : outputs) out[name] = value;
  return out;
}

json::Object column_json(const ReportColumn& column) {
  json::Array proofs;
  for (uint64_t entry : column.proofs) proofs.emplace_back(entry);
  json::Object out = {{"name", column.name},
                      {"type", column.type},
                      {"nullable", yes_no(column.nullable)},
                      {"well_typed", yes_no(column.typed)},
                      {"status", claim_status_name(column.status())},
                      {"proofs", std::move(proofs)}};
  if (!column.categories.empty()) out["categories"] = texts_json(column.categories);
  return out;
}

json::Object figure_json(const ReportFigure& figure) {
  json::Array entries;
  for (uint64_t entry : figure.entries) entries.emplace_back(entry);
  json::Object out = {{"name", figure.name}, {"value", figure.value}, {"entries", std::move(entries)}};
  if (!figure.column.empty()) out["column"] = figure.column;
  return out;
}

json::Object acceptance_json(const ReportDataset& dataset) {
  return {{"state", dataset.accepted() ? "accepted" : "pending"},
          {"columns", dataset.columns.size()},
          {"proved", dataset.proved},
          {"well_typed", dataset.typed}};
}

json::Object scope_json(const ReportModel& model) {
  return {{"entries_in_log", model.checkpoint.size},
          {"entries_in_report", model.entries.size()},
          {"entries_selected", model.selected},
          {"complete", yes_no(model.complete())}};
}

json::Object evidence_digest_json(const ReportModel& model) {
  return {{"algorithm", model.digest_algorithm}, {"value", hex_encode(model.evidence_digest)}};
}

std::string render_json(const ReportModel& model, const json::Value& evidence) {
  json::Object claims_by_status, legend;
  for (ClaimStatus status : kClaimStatuses) {
    claims_by_status[std::string(claim_status_name(status))] = model.claims_with(status);
    legend[std::string(claim_status_name(status))] = claim_status_meaning(status);
  }
  json::Array claims, datasets, entries;
  for (const ReportClaim& claim : model.claims) claims.push_back(claim_json(model, claim));
  for (const ReportDataset& dataset : model.datasets) datasets.push_back(dataset_json(dataset));
  for (const ReportEntry& entry : model.entries) entries.push_back(entry_json(entry));
  return json::dump(json::Object{
      {"format", kReportFormat},
      {"generated", format_time(model.generated_s)},
      {"filter", filter_json(model.filter)},
      {"ledger", json::Object{{"name", model.genesis.name},
                              {"origin", model.checkpoint.origin},
                              {"id", hex_encode(model.ledger_id)},
                              {"hash", model.genesis.hash},
                              {"insecure_dev", yes_no(model.genesis.insecure_dev)},
                              {"log_key", hex_encode(model.log_key_id)},
                              {"author", hex_encode(model.author)},
                              {"founded", format_time(model.founded_s)}}},
      {"checkpoint", json::Object{{"size", model.checkpoint.size}, {"root", hex_encode(model.checkpoint.root)}}},
      {"scope", scope_json(model)},
      {"setups", texts_json(model.setups)},
      {"claims_by_status", std::move(claims_by_status)},
      {"legend", std::move(legend)},
      {"claims", std::move(claims)},
      {"datasets", std::move(datasets)},
      {"entries", std::move(entries)},
      {"lineage", lineage_json(model)},
      {"not_proved", texts_json(model.not_proved)},
      {"evidence_digest", evidence_digest_json(model)},
      {"evidence", evidence},
  });
}

}  // namespace zkp
