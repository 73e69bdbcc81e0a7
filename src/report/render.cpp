#include "report/render.h"

#include "base/encoding.h"

namespace zkp {
namespace {

Error no_report() { return Error(GeneralError::kParse, "not a report"); }

Result<ExtractedReport> extract_html(std::string_view text) {
  // Nothing that is escaped holds the marker, and nothing follows the evidence.
  const size_t begin = text.rfind(kEvidenceOpen);
  if (begin == std::string_view::npos || !text.ends_with(kEvidenceClose)) return no_report();
  std::string_view inside = text.substr(begin + kEvidenceOpen.size());
  if (inside.size() < kEvidenceClose.size()) return no_report();
  inside.remove_suffix(kEvidenceClose.size());
  ZKP_TRY(Bytes canonical, base64_decode(inside));
  ZKP_TRY(json::Value value, json::parse_canonical(as_text(canonical), report_limits()));
  ZKP_TRY(Evidence evidence, read_evidence(value));
  return ExtractedReport{ReportFormat::kHtml, std::move(evidence)};
}

Result<ExtractedReport> extract_json(const json::Value& report) {
  ExtractedReport out;
  const json::Value* holder = nullptr;
  if (const json::Value* graph = report.find("@graph"); graph != nullptr) {
    out.format = ReportFormat::kJsonLd;
    if (graph->is_array() && !graph->array().empty()) holder = &graph->array().front();
  } else if (const json::Value* format = report.find("format");
             format != nullptr && *format == json::Value(kReportFormat)) {
    out.format = ReportFormat::kJson;
    holder = &report;
  }
  const json::Value* evidence = holder != nullptr ? holder->find("evidence") : nullptr;
  if (evidence == nullptr) return no_report();
  ZKP_TRY(out.evidence, read_evidence(*evidence));
  return out;
}

}  // namespace

std::string_view report_format_name(ReportFormat format) {
  switch (format) {
    case ReportFormat::kJsonLd:
      return "JSON-LD";
    case ReportFormat::kJson:
      return "JSON";
    case ReportFormat::kHtml:
      return "HTML";
  }
  return "";
}

Result<std::string> render_report(const Evidence& evidence, ReportFormat format) {
  ZKP_TRY(ReportModel model, build_model(evidence));
  return render_report(evidence, model, format);
}

Result<std::string> render_report(const Evidence& evidence, const ReportModel& model, ReportFormat format) {
  const json::Value value = evidence_json(evidence);
  std::string out = format == ReportFormat::kJson     ? render_json(model, value)
                    : format == ReportFormat::kJsonLd ? render_jsonld(model, value)
                                                      : render_html(model, value);
  if (out.size() > kMaxReportBytes)
    return Error(GeneralError::kLimit, "the report would be larger than 64 MiB")
        .with_hint("ask for less with --dataset, --since or --until");
  return out;
}

Result<ExtractedReport> extract_evidence(std::string_view text) {
  if (text.size() > kMaxReportBytes) return Error(GeneralError::kLimit, "a report has at most 64 MiB");
  if (text.starts_with('<')) return extract_html(text);
  ZKP_TRY(json::Value value, json::parse(text, report_limits()));
  return extract_json(value);
}

}  // namespace zkp
