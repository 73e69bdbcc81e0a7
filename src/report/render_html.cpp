/// The report as one HTML file: no script, no network, nothing that is not text or a picture drawn here.
#include "base/encoding.h"
#include "report/charts.h"
#include "report/html_style.h"
#include "report/html_tables.h"
#include "report/html_text.h"
#include "report/render.h"
#include "statement/units.h"

namespace zkp {
namespace {

std::string tile(uint64_t number, std::string_view what) {
  return "<div class=\"tile\"><b>" + format_count(number) + "</b><span>" + std::string(what) + "</span></div>\n";
}

std::string row(std::string_view name, const std::string& markup) {
  return "<dt>" + std::string(name) + "</dt><dd>" + markup + "</dd>\n";
}

std::string code(const std::string& text) { return "<code>" + html_text(text) + "</code>"; }

std::string filter_words(const ReportFilter& filter) {
  if (filter.matches_all()) return "all entries";
  std::string out = "entries";
  if (!filter.dataset.empty()) out += " about the dataset \"" + filter.dataset + "\"";
  if (filter.operation) out += " of type " + std::string(entry_type_name(*filter.operation));
  if (filter.since_s) out += " since " + format_time(*filter.since_s);
  if (filter.until_s) out += " until " + format_time(*filter.until_s);
  if (filter.author) out += " by the author " + hex_encode(*filter.author);
  return out;
}

bool uses_insecure_dev(const ReportModel& model) {
  for (const std::string& setup : model.setups)
    if (setup == "insecure-dev") return true;
  return false;
}

void write_head(std::string& out, const ReportModel& model) {
  const std::string name = html_text(model.genesis.name);
  out +=
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
      "<meta name=\"generator\" content=\"" +
      std::string(kReportRenderer) + "\">\n<title>Audit report: " + name + "</title>\n<style>" +
      std::string(kReportStyle) + "</style>\n</head>\n<body>\n<main>\n";
  out += "<header><h1>Audit report: " + name + "</h1>\n<p>" + html_text(filter_words(model.filter)) +
         ", as of checkpoint " + format_count(model.checkpoint.size) + ", generated " + format_time(model.generated_s) +
         "</p></header>\n";
}

void write_summary(std::string& out, const ReportModel& model) {
  size_t accepted = 0;
  for (const ReportDataset& dataset : model.datasets) accepted += dataset.accepted() ? 1 : 0;
  out += "<div class=\"tiles\">\n";
  out += tile(model.datasets.size(), model.datasets.size() == 1 ? "dataset" : "datasets");
  out += tile(accepted, "accepted: all columns opened by proofs");
  out += tile(model.proofs(), "recorded proofs in this report");
  out += tile(model.entries.size(), "of " + format_count(model.checkpoint.size) +
                                        (model.complete() ? " entries: the whole log" : " entries of the log"));
  out += "</div>\n";
  if (uses_insecure_dev(model))
    out +=
        "<div class=\"warning\" role=\"note\"><b>Set-up: insecure-dev.</b> Proofs in this report use keys that come "
        "from a public seed. Anybody can make a proof of a "
        "false claim under them. They are for trying things out and convince nobody.</div>\n";
  out +=
      "<div class=\"card\"><div class=\"head\"><h3>Do not believe this page: check it</h3></div>\n<p>A page can be "
      "edited by anybody. The evidence is inside; "
      "<code>zkp-ledger verify FILE --log-key LOG.vkey</code> checks every signature, inclusion proof and "
      "zero-knowledge proof, renders the page "
      "again from them and compares it byte for byte. It needs no network and no data.</p>\n<dl>\n";
  out += row("Ledger", code(model.checkpoint.origin));
  out += row("Log key", code(hex_encode(model.log_key_id)) +
                            " <span class=\"soft\">compare it with one that you got elsewhere</span>");
  out += row("Author", code(hex_encode(model.author)));
  out += row("Tree", format_count(model.checkpoint.size) + " entries, root " + code(hex_encode(model.checkpoint.root)));
  out += row("Founded", format_time(model.founded_s) + (model.genesis.insecure_dev ? ", accepts insecure-dev proofs"
                                                                                   : ", refuses insecure-dev proofs"));
  std::string setups;
  for (const std::string& setup : model.setups) setups += (setups.empty() ? "" : " ") + setup_badge(setup);
  out += row("Set-ups in use", setups.empty() ? "none: there is no proof in this report" : setups);
  out += row("Evidence", code(model.digest_algorithm + ":" + hex_encode(model.evidence_digest)));
  out += "</dl></div>\n";
}

void write_claims(std::string& out, const ReportModel& model) {
  out += "<section><h2>Claims</h2>\n<div class=\"card\">\n" + claims_table(model) + "<dl>\n";
  for (ClaimStatus status : kClaimStatuses)
    out += row(status_badge(status),
               format_count(model.claims_with(status)) + ": " + html_text(claim_status_meaning(status)));
  out += "</dl></div></section>\n";
}

void write_charts(std::string& out, const ReportModel& model) {
  if (!model.visualizations || model.datasets.empty()) return;
  const auto figure = [&](std::string_view caption, const std::string& svg, std::string_view legend) {
    if (svg.empty()) return;
    out += "<figure class=\"card\"><figcaption>" + html_text(caption) + "</figcaption>" + svg + std::string(legend) +
           "</figure>\n";
  };
  out += "<section><h2>Public figures at a glance</h2>\n<div class=\"charts\">\n";
  figure("Entries over time", entries_over_time_svg(model),
         "<div class=\"legend\"><span><i style=\"background:var(--proof)\"></i>proofs</span><span><i "
         "style=\"background:var(--data)\"></i>datasets</span>"
         "<span><i style=\"background:var(--other)\"></i>other</span></div>");
  figure("Rows of each dataset, oldest first", rows_svg(model), "");
  constexpr size_t kMaxCharts = 12;
  size_t drawn = 0;
  for (size_t i = 0; i < model.datasets.size() && drawn < kMaxCharts; ++i) {
    if (model.datasets[i].ranges.empty()) continue;
    figure("Proved ranges: " + model.datasets[i].name, ranges_svg(model.datasets[i], i),
           "<div class=\"legend\">Every value of the column lies in the bar. Numbers: linear up to 1, logarithmic "
           "beyond.</div>");
    ++drawn;
  }
  out += "</div></section>\n";
}

void write_dataset(std::string& out, const ReportDataset& dataset) {
  const size_t columns = dataset.columns.size();
  const auto percent = [&](size_t part) { return std::to_string(part * 100 / columns); };
  out += "<article class=\"card\">\n<div class=\"head\"><h3>" + html_text(dataset.name) + "</h3><span class=\"badge " +
         (dataset.accepted() ? "accepted\">accepted" : "pending\">pending") +
         "</span><span class=\"soft grow\">entry " + std::to_string(dataset.entry) + ", " +
         format_time(dataset.time_s) + "</span><span>" + format_count(dataset.rows) +
         (dataset.rows == 1 ? " row" : " rows") + ", " + format_count(columns) +
         (columns == 1 ? " column" : " columns") + "</span></div>\n";
  out += "<div class=\"bar\"><i style=\"width:" + percent(dataset.typed) + "%\"></i><i class=\"c\" style=\"width:" +
         percent(dataset.proved > dataset.typed ? dataset.proved - dataset.typed : 0) +
         "%\"></i></div>\n<p class=\"soft\">" + format_count(dataset.proved) + " of " + format_count(columns) +
         " columns opened by proofs, " + format_count(dataset.typed) + " shown to be well typed</p>\n<dl>\n";
  out += row("Dataset digest", code(hex_encode(dataset.dataset)));
  out += row("Entry digest", code(hex_encode(dataset.entry_digest)));
  out += row("Author", code(hex_encode(dataset.author)));
  if (dataset.noise) {
    out += row("Noise bits for", "the sum of column " + code(dataset.noise->column) + " of dataset " +
                                     code(hex_encode(dataset.noise->data_entry)));
    out += row("Beacon",
               "round " + std::to_string(dataset.noise->round) + " of " + code(hex_encode(dataset.noise->beacon_id)));
  } else {
    out += row("File binding",
               code(hex_encode(dataset.file_binding)) + " <span class=\"soft\">salted; the opening checks it</span>");
    out += row("File profile", code(dataset.file_profile));
  }
  if (dataset.public_digest)
    out += row("Public digest", code(dataset.public_digest->first + ":" + hex_encode(dataset.public_digest->second)));
  out += "</dl>\n<h4>Columns</h4>\n" + columns_table(dataset);
  out += dataset.proofs.empty() ? "<h4>Recorded proofs</h4>\n<p>None: every claim about the content of this dataset "
                                  "rests on the author's signature.</p>\n"
                                : "<h4>Recorded proofs</h4>\n" + proofs_table(dataset);
  for (const std::string& warning : dataset.warnings)
    out += "<div class=\"warning\" role=\"note\">" + html_text(warning) + "</div>\n";
  out +=
      "<h4>Cumulative disclosure</h4>\n<p class=\"soft\">Everything that the log has made public about this dataset. "
      "Epsilon spent: " +
      html_text(dataset.epsilon_spent) +
      (dataset.noisy_sums.empty() ? ". No statement adds noise: "
                                    "figures are exact, and exact figures are not differentially private.</p>\n"
                                  : ", at delta 10^-6 for each of " + format_count(dataset.noisy_sums.size()) +
                                        " sums with noise. All other figures are exact, and exact figures are not "
                                        "differentially private.</p>\n") +
      figures_table(dataset) + "</article>\n";
}

}  // namespace

std::string render_html(const ReportModel& model, const json::Value& evidence) {
  std::string out;
  write_head(out, model);
  write_summary(out, model);
  write_claims(out, model);
  write_charts(out, model);
  if (!model.datasets.empty()) {
    if (model.visualizations)
      out += "<section><h2>Lineage</h2>\n<div class=\"card scroll\">" + lineage_svg(model) + "</div></section>\n";
    out += "<section><h2>Datasets</h2>\n";
    for (const ReportDataset& dataset : model.datasets) write_dataset(out, dataset);
    out += "</section>\n";
  }
  out += "<section><h2>What this report does not prove</h2>\n<div class=\"card\"><ul class=\"plain\">\n";
  for (const std::string& sentence : model.not_proved) out += "<li>" + html_text(sentence) + "</li>\n";
  out += "</ul></div></section>\n<section><h2>Entries</h2>\n<div class=\"card\">";
  if (model.selected < model.entries.size())
    out += "<p class=\"soft\">" + format_count(model.selected) +
           " match the filter; the others, in grey, are here because those speak about them.</p>\n";
  out += entries_table(model) + "</div></section>\n<footer>Rendered by " + std::string(kReportRenderer) +
         " from the evidence embedded below. The same evidence gives the same bytes everywhere.</footer>\n</main>\n";
  out += kEvidenceOpen;
  out += base64_encode(as_bytes(json::dump(evidence)));
  out += kEvidenceClose;
  return out;
}

}  // namespace zkp
