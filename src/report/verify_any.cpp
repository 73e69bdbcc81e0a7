/// Which of the three kinds of file this is: a receipt, a proof file or a report.
#include "report/report.h"

namespace zkp {
namespace {

Error unknown(const std::string& why) {
  return Error(GeneralError::kParse, "neither a receipt, a proof file nor a report" + (why.empty() ? "" : ": " + why));
}

}  // namespace

Result<Verification> verify_any_file(std::string_view text, const TrustPolicy& policy,
                                     const SignatureVerifier& verifier) {
  if (text.starts_with("c2sp.org/tlog-proof@v1")) return verify_receipt_file(text, policy, verifier);
  if (text.starts_with("<!DOCTYPE html>") && text.find(kEvidenceOpen) != std::string_view::npos)
    return verify_report(text, policy, verifier);
  if (!text.starts_with('{')) return unknown("");
  Result<json::Value> value = json::parse(text, report_limits());
  if (!value.ok()) return unknown(value.error().message());
  const json::Value* format = value->find("format");
  if (format != nullptr && (*format == json::Value(kProofFileFormat) || *format == json::Value(kNoisyProofFileFormat)))
    return verify_proof_file(text, policy, verifier);
  const bool is_report =
      value->find("@graph") != nullptr || (format != nullptr && *format == json::Value(kReportFormat));
  *value = json::Value();  // a report is parsed again: not twice in memory
  if (is_report) return verify_report(text, policy, verifier);
  return unknown("");
}

}  // namespace zkp
