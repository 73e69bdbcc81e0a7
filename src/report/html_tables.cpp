#include "report/html_tables.h"

#include "base/encoding.h"
#include "report/html_text.h"
#include "statement/units.h"

namespace zkp {
namespace {

constexpr size_t kCategoriesShown = 12;  // the rest folds away

std::string short_code(ByteView digest) {
  const std::string hex = hex_encode(digest);
  return "<code class=\"id\" title=\"" + hex + "\">" + hex.substr(0, 12) + "\u2026</code>";
}

std::string entry_list(const std::vector<uint64_t>& entries) {
  constexpr size_t kShown = 6;
  std::string out;
  for (size_t i = 0; i < entries.size() && i < kShown; ++i) out += (i == 0 ? "" : ", ") + std::to_string(entries[i]);
  if (entries.size() > kShown) out += " and " + std::to_string(entries.size() - kShown) + " more";
  return out;
}

std::string head(std::initializer_list<std::string_view> names) {
  std::string out = "<div class=\"scroll\"><table>\n<thead><tr>";
  for (std::string_view name : names) out += "<th scope=\"col\">" + std::string(name) + "</th>";
  return out + "</tr></thead>\n<tbody>\n";
}
constexpr std::string_view kTail = "</tbody></table></div>\n";

std::string categories(const std::vector<std::string>& words) {
  const auto list = [&](size_t begin, size_t end) {
    std::string out;
    for (size_t i = begin; i < end; ++i) out += (i == begin ? "" : ", ") + ("<code>" + html_text(words[i]) + "</code>");
    return out;
  };
  if (words.size() <= kCategoriesShown) return list(0, words.size());
  return list(0, kCategoriesShown) + " <details><summary>and " + format_count(words.size() - kCategoriesShown) +
         " more</summary>" + list(kCategoriesShown, words.size()) + "</details>";
}

}  // namespace

std::string status_badge(ClaimStatus status) {
  const char* css = status == ClaimStatus::kProved     ? "proved"
                    : status == ClaimStatus::kRecorded ? "recorded"
                                                       : "signed";
  return "<span class=\"badge " + std::string(css) + "\">" + std::string(claim_status_name(status)) + "</span>";
}

std::string setup_badge(const std::string& setup) {
  if (setup == "insecure-dev") return "<span class=\"badge insecure\">insecure-dev</span>";
  return "<code>" + html_text(shortened(setup, 24)) + "</code>";
}

std::string about(const ReportModel& model, const ReportClaim& claim) {
  if (claim.datasets.empty()) return "the ledger";
  std::string out;
  for (const size_t dataset : claim.datasets)
    out += (out.empty() ? "" : ", ") + html_text(model.datasets[dataset].name);
  return out;
}

std::string claims_table(const ReportModel& model) {
  if (model.claims.empty()) return "<p>No entry matches the filter.</p>\n";
  std::string out = head({"Status", "Claim", "About", "Set-up", "By", "When", "Entry"});
  for (const ReportClaim& claim : model.claims) {
    out += "<tr><td>" + status_badge(claim.status) + "</td><td class=\"text\">" + html_text(claim.words) + "</td><td>" +
           about(model, claim) + "</td><td>" + (claim.setup.empty() ? "" : setup_badge(claim.setup)) + "</td><td>" +
           short_code(claim.author) + "</td><td class=\"nowrap\">" + format_time(claim.time_s) +
           "</td><td class=\"num\">" + std::to_string(claim.entry) + "</td></tr>\n";
  }
  return out + std::string(kTail);
}

std::string columns_table(const ReportDataset& dataset) {
  std::string out = head({"Column", "Type", "Status", "Well typed", "Proofs", "Public categories"});
  for (const ReportColumn& column : dataset.columns) {
    out += "<tr><td class=\"text\">" + html_text(column.name) + "</td><td class=\"nowrap\"><code>" +
           html_text(column.type) + "</code>" + (column.nullable ? " nullable" : "") + "</td><td>" +
           status_badge(column.status()) + "</td><td>" + (column.typed ? "yes" : "not shown") + "</td><td>" +
           entry_list(column.proofs) + "</td><td>" + categories(column.categories) + "</td></tr>\n";
  }
  return out + std::string(kTail);
}

std::string figures_table(const ReportDataset& dataset) {
  std::string out = head({"About", "Figure", "Value", "Disclosed by entry"});
  for (const ReportFigure& figure : dataset.figures) {
    out += "<tr><td class=\"text\">" +
           (figure.column.empty() ? "the dataset" : "column <b>" + html_text(figure.column) + "</b>") + "</td><td>" +
           html_text(figure.name) + "</td><td class=\"text\"><code>" + html_text(figure.value) + "</code></td><td>" +
           entry_list(figure.entries) + "</td></tr>\n";
  }
  return out + std::string(kTail);
}

std::string proofs_table(const ReportDataset& dataset) {
  std::string out = head({"Entry", "Statement", "Shows", "Set-up", "Proof", "Key"});
  for (const ReportProof& proof : dataset.proofs) {
    out += "<tr><td class=\"num\">" + std::to_string(proof.entry) + "</td><td class=\"text\"><code>" +
           html_text(proof.statement) + "</code></td><td class=\"text\">" + html_text(proof.words) + "</td><td>" +
           setup_badge(proof.setup) + "</td><td>" + short_code(proof.proof_id) + "</td><td>" +
           short_code(proof.verification_key) + "</td></tr>\n";
  }
  return out + std::string(kTail);
}

std::string entries_table(const ReportModel& model) {
  std::map<Digest, uint64_t> index_of;
  for (const ReportEntry& entry : model.entries) index_of.emplace(entry.digest, entry.index);
  std::string out = head({"Entry", "Type", "Name", "When", "Digest", "Parent", "Author"});
  for (const ReportEntry& entry : model.entries) {
    std::string parents;
    for (const Digest& parent : entry.parents) {
      auto known = index_of.find(parent);
      parents +=
          (parents.empty() ? "" : " ") + (known == index_of.end() ? short_code(parent) : std::to_string(known->second));
    }
    out += std::string("<tr") + (entry.selected ? "" : " class=\"context\"") + "><td class=\"num\">" +
           std::to_string(entry.index) + "</td><td>" + std::string(entry_type_name(entry.type)) + "</td><td>" +
           html_text(entry.name) + "</td><td class=\"nowrap\">" + format_time(entry.time_s) +
           (entry.clock_behind_s > 0
                ? " <span class=\"soft\">(clock " + std::to_string(entry.clock_behind_s) + " s behind)</span>"
                : "") +
           "</td><td>" + short_code(entry.digest) + "</td><td>" + parents + "</td><td>" + short_code(entry.author) +
           "</td></tr>\n";
  }
  return out + std::string(kTail);
}

}  // namespace zkp
