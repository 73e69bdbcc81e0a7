#include "ledger/directory.h"
#include "report/gather.h"
#include "report/report.h"

namespace zkp {
namespace {

constexpr int64_t kLastSecond_s = 253'402'300'799;  // 9999-12-31T23:59:59Z

}  // namespace

Result<ReportFormat> report_format_from_suffix(std::string_view path) {
  if (path.ends_with(".jsonld")) return ReportFormat::kJsonLd;
  if (path.ends_with(".json")) return ReportFormat::kJson;
  if (path.ends_with(".html")) return ReportFormat::kHtml;
  const Error error = path.ends_with(".pdf")
                          ? Error(GeneralError::kUnsupported, "reports as PDF are not built yet")
                          : Error(GeneralError::kInvalidArgument, "a report's name ends in its format");
  return Error(error).with_hint(".jsonld, .json or .html");
}

Result<std::string> make_report(const LedgerDirectory& directory, const ReportFilter& filter, ReportFormat format,
                                int64_t now_s, bool visualizations) {
  if (now_s < 0 || now_s > kLastSecond_s)
    return Error(GeneralError::kInvalidArgument, "the time is not within the years 1970 to 9999");
  if (!directory.read_only_reason().empty()) return Error(StorageError::kMissing, directory.read_only_reason());
  const auto receipt = [&](uint64_t index) { return directory.receipt(index); };
  ZKP_TRY(Evidence evidence,
          gather_evidence(directory.ledger(), directory.checkpoint().checkpoint.size, receipt, filter));
  evidence.generated_s = now_s;
  evidence.visualizations = visualizations;
  ZKP_TRY(std::string text, render_report(evidence, format));

  // Nothing leaves that does not verify: a damaged store is noticed here, not by the reader.
  TrustPolicy policy;
  policy.log_key = directory.log_key();
  policy.beacons = directory.ledger().beacons();
  ZKP_TRY(Verification verification, verify_report(text, policy, directory.env().verifier));
  if (const Check* failed = verification.first_failure())
    return Error(StorageError::kCorrupt,
                 "the ledger's own content does not verify: " + failed->name + ": " + failed->detail)
        .with_hint("zkp-ledger verify-chain --full --proofs names the entries");
  return text;
}

}  // namespace zkp
