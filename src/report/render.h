/// From a model to bytes, and from bytes back to the evidence that they were rendered from. Rendering is deterministic:
/// the same evidence gives the same bytes on every machine.
///
/// Whatever came from outside (column names, categories) is escaped: no text can become markup. The HTML loads nothing,
/// runs nothing and says so in a content security policy. Pure, safe for concurrent use, part of the verifier.
#pragma once

#include <string>
#include <string_view>

#include "report/model.h"

namespace zkp {

enum class ReportFormat : uint8_t { kJsonLd, kJson, kHtml };
inline constexpr std::string_view kReportFormat = "zkp-report/v1";

/// "JSON-LD", "JSON", "HTML"
std::string_view report_format_name(ReportFormat format);

std::string render_json(const ReportModel& model, const json::Value& evidence);
std::string render_jsonld(const ReportModel& model, const json::Value& evidence);
std::string render_html(const ReportModel& model, const json::Value& evidence);

/// The report of this evidence. Errors: those of build_model; GeneralError::kLimit beyond kMaxReportBytes.
Result<std::string> render_report(const Evidence& evidence, ReportFormat format);
Result<std::string> render_report(const Evidence& evidence, const ReportModel& model, ReportFormat format);

struct ExtractedReport {
  ReportFormat format = ReportFormat::kJson;
  Evidence evidence;
};

/// The evidence inside a report, unverified. Errors: GeneralError::kParse for a text that is no report, kLimit,
/// kUnsupported for a report of another renderer.
Result<ExtractedReport> extract_evidence(std::string_view text);
/// What surrounds the evidence in HTML: its base64 as a JSON string.
inline constexpr std::string_view kEvidenceOpen = "<script type=\"application/json\" id=\"zkp-evidence\">\"";
inline constexpr std::string_view kEvidenceClose = "\"</script>\n</body>\n</html>\n";

}  // namespace zkp
