/// The report as linked data: PROV-O. A dataset is an Entity, a proof another that was derived from it, notarising and
/// proving are Activities, an author is an Agent. The context is inline, so that no reader needs a network. Sources:
/// W3C PROV-O (2013); JSON-LD 1.1, sections 4.1 and 4.2.2 (JSON literals).
#include <set>

#include "base/encoding.h"
#include "report/json_parts.h"
#include "report/render.h"

namespace zkp {
namespace {

constexpr std::string_view kNames = "tag:zkp-ledger,2026:";

json::Object reference(std::string type) { return {{"@id", std::move(type)}, {"@type", "@id"}}; }
json::Object literal(std::string name) { return {{"@id", std::move(name)}, {"@type", "@json"}}; }

json::Object context() {
  json::Object out = {{"prov", "http://www.w3.org/ns/prov#"},
                      {"xsd", "http://www.w3.org/2001/XMLSchema#"},
                      {"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
                      {"zkp", std::string(kNames) + "report/v1#"},
                      {"label", "rdfs:label"},
                      {"time", json::Object{{"@id", "prov:atTime"}, {"@type", "xsd:dateTime"}}},
                      {"generatedAtTime", json::Object{{"@id", "prov:generatedAtTime"}, {"@type", "xsd:dateTime"}}},
                      {"startedAtTime", json::Object{{"@id", "prov:startedAtTime"}, {"@type", "xsd:dateTime"}}},
                      {"endedAtTime", json::Object{{"@id", "prov:endedAtTime"}, {"@type", "xsd:dateTime"}}}};
  for (const char* property :
       {"wasDerivedFrom", "wasGeneratedBy", "wasAttributedTo", "wasAssociatedWith", "wasInformedBy", "used"})
    out[property] = reference(std::string("prov:") + property);
  out["hadMember"] = reference("prov:hadMember");
  for (const char* property :
       {"acceptance", "columns", "disclosed", "outputs", "scope", "filter", "evidence", "evidenceDigest"})
    out[property] = literal(std::string("zkp:") + property);
  for (const char* property : {"status", "claim", "statement", "setup", "rows", "digest", "entryDigest", "entryIndex",
                               "proofId", "logOrigin", "logSize", "logRoot", "insecureDev", "notProved", "epsilonSpent",
                               "filteredOut", "publicDigest", "verificationKey"})
    out[property] = std::string("zkp:") + property;
  return out;
}

std::string iri(std::string_view kind, const Digest& digest) {
  return std::string(kNames) + std::string(kind) + "/" + hex_encode(digest);
}

std::string activity_of(const ReportEntry& entry) { return iri("entry", entry.digest); }

json::Object activity(const ReportModel& model, const ReportEntry& entry) {
  json::Object out = {{"@id", activity_of(entry)},
                      {"@type", json::Array{"prov:Activity", "zkp:" + std::string(entry_type_name(entry.type))}},
                      {"label", std::string(entry_type_name(entry.type)) + " " + entry.name},
                      {"entryIndex", entry.index},
                      {"entryDigest", hex_encode(entry.digest)},
                      {"startedAtTime", format_time(entry.time_s)},
                      {"endedAtTime", format_time(entry.time_s)},
                      {"wasAssociatedWith", iri("key", entry.author)},
                      {"filteredOut", entry.selected ? "no" : "yes"}};
  json::Array informed;
  for (const Digest& parent : entry.parents) informed.emplace_back(iri("entry", parent));
  if (!informed.empty()) out["wasInformedBy"] = std::move(informed);
  if (entry.type == EntryType::kProof) {
    json::Array used;
    for (const size_t dataset : entry.datasets) used.emplace_back(iri("dataset", model.datasets[dataset].dataset));
    out["used"] = std::move(used);
  }
  return out;
}

json::Object dataset_entity(const ReportDataset& dataset) {
  json::Array columns, figures;
  for (const ReportColumn& column : dataset.columns) columns.push_back(column_json(column));
  for (const ReportFigure& figure : dataset.figures) figures.push_back(figure_json(figure));
  json::Object out = {{"@id", iri("dataset", dataset.dataset)},
                      {"@type", json::Array{"prov:Entity", "zkp:Dataset"}},
                      {"label", dataset.name},
                      {"digest", hex_encode(dataset.dataset)},
                      {"rows", std::to_string(dataset.rows)},
                      {"generatedAtTime", format_time(dataset.time_s)},
                      {"wasGeneratedBy", iri("entry", dataset.entry_digest)},
                      {"wasAttributedTo", iri("key", dataset.author)},
                      {"acceptance", acceptance_json(dataset)},
                      {"columns", std::move(columns)},
                      {"disclosed", std::move(figures)},
                      {"epsilonSpent", dataset.epsilon_spent}};
  if (dataset.public_digest)
    out["publicDigest"] = dataset.public_digest->first + ":" + hex_encode(dataset.public_digest->second);
  return out;
}

json::Object proof_entity(const ReportProof& proof, const ReportEntry& entry) {
  std::set<Digest> distinct(proof.datasets.begin(), proof.datasets.end());
  json::Array datasets;
  for (const Digest& dataset : distinct) datasets.emplace_back(iri("dataset", dataset));
  return {{"@id", iri("proof", proof.proof_id)},
          {"@type", json::Array{"prov:Entity", "zkp:Proof"}},
          {"label", proof.words},
          {"statement", proof.statement},
          {"proofId", hex_encode(proof.proof_id)},
          {"setup", proof.setup},
          {"verificationKey", hex_encode(proof.verification_key)},
          {"outputs", outputs_json(proof.outputs)},
          {"generatedAtTime", format_time(entry.time_s)},
          {"wasDerivedFrom", std::move(datasets)},
          {"wasGeneratedBy", activity_of(entry)},
          {"wasAttributedTo", iri("key", entry.author)}};
}

json::Object claim_entity(const ReportModel& model, const ReportClaim& claim, size_t number) {
  json::Object out = {{"@id", "_:claim" + std::to_string(number)}, {"@type", "zkp:Claim"},
                      {"status", claim_status_name(claim.status)}, {"claim", claim.words},
                      {"time", format_time(claim.time_s)},         {"wasAttributedTo", iri("key", claim.author)}};
  if (claim.status == ClaimStatus::kProved) {
    out["wasDerivedFrom"] = iri("proof", claim.proof_id);
    out["setup"] = claim.setup;
  } else if (!claim.datasets.empty()) {
    out["wasDerivedFrom"] = iri("dataset", model.datasets[claim.datasets.front()].dataset);
  }
  return out;
}

}  // namespace

std::string render_jsonld(const ReportModel& model, const json::Value& evidence) {
  json::Array members;
  for (const ReportDataset& dataset : model.datasets) {
    members.emplace_back(iri("dataset", dataset.dataset));
    for (const ReportProof& proof : dataset.proofs)
      if (proof.is_first_of(dataset.dataset)) members.emplace_back(iri("proof", proof.proof_id));
  }
  // The report comes first: that is where a reader finds the evidence.
  json::Array graph;
  graph.emplace_back(json::Object{{"@id", iri("report", model.evidence_digest)},
                                  {"@type", json::Array{"prov:Entity", "prov:Collection", "zkp:Report"}},
                                  {"label", "audit report of " + model.genesis.name},
                                  {"generatedAtTime", format_time(model.generated_s)},
                                  {"hadMember", std::move(members)},
                                  {"logOrigin", model.checkpoint.origin},
                                  {"logSize", model.checkpoint.size},
                                  {"logRoot", hex_encode(model.checkpoint.root)},
                                  {"insecureDev", model.genesis.insecure_dev ? "yes" : "no"},
                                  {"setup", texts_json(model.setups)},
                                  {"filter", filter_json(model.filter)},
                                  {"scope", scope_json(model)},
                                  {"notProved", texts_json(model.not_proved)},
                                  {"evidenceDigest", evidence_digest_json(model)},
                                  {"evidence", evidence}});
  graph.emplace_back(json::Object{{"@id", iri("key", model.author)},
                                  {"@type", "prov:Agent"},
                                  {"label", "author " + hex_encode(model.author).substr(0, 16)}});
  std::map<uint64_t, const ReportEntry*> by_index;
  for (const ReportEntry& entry : model.entries) {
    graph.emplace_back(activity(model, entry));
    by_index.emplace(entry.index, &entry);
  }
  for (const ReportDataset& dataset : model.datasets) {
    graph.emplace_back(dataset_entity(dataset));
    for (const ReportProof& proof : dataset.proofs)
      if (proof.is_first_of(dataset.dataset)) graph.emplace_back(proof_entity(proof, *by_index.at(proof.entry)));
  }
  for (size_t i = 0; i < model.claims.size(); ++i) graph.emplace_back(claim_entity(model, model.claims[i], i));
  return json::dump(json::Object{{"@context", context()}, {"@graph", std::move(graph)}});
}

}  // namespace zkp
