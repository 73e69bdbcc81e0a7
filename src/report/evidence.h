/// The evidence of a report: everything that it is computed from, and nothing else (docs/formats/report.md).
///
/// Embedded in every report, so that a verifier can check it and render the report again. Pure, safe for concurrent
/// use, part of the verifier.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "ledger/entry.h"

namespace zkp {

/// The renderer that this program is: another number, another look or another meaning of the same evidence.
inline constexpr std::string_view kReportRenderer = "zkp-report/2";
inline constexpr size_t kMaxReportBytes = size_t{64} << 20;

/// Which entries the reader asked for; absent members match everything.
struct ReportFilter {
  std::string dataset;             ///< name of a dataset
  std::optional<int64_t> since_s;  ///< inclusive
  std::optional<int64_t> until_s;  ///< inclusive
  std::optional<EntryType> operation;
  std::optional<Digest> author;

  bool matches(const EntryPayload& payload) const;
  /// True when nothing is left out on purpose.
  bool matches_all() const;

  friend bool operator==(const ReportFilter&, const ReportFilter&) = default;
};

struct Evidence {
  ReportFilter filter;
  int64_t generated_s = 0;
  bool visualizations = true;         ///< whether the HTML has charts
  std::vector<std::string> receipts;  ///< tlog-proof texts by ascending index, all of one checkpoint
  std::vector<Bytes> blobs;           ///< dictionaries that entries name by SHA-256, in the order of naming, each once

  friend bool operator==(const Evidence&, const Evidence&) = default;
};

/// Names and times that the format can hold. Error: GeneralError::kInvalidArgument.
Result<void> check_filter(const ReportFilter& filter);

/// REQUIRES: check_filter accepts the filter, a time of the years 1970..9999, receipts in UTF-8.
json::Value evidence_json(const Evidence& evidence);
json::Value filter_json(const ReportFilter& filter);
/// Strict. Errors: GeneralError::kParse; kUnsupported for another renderer.
Result<Evidence> read_evidence(const json::Value& value);
/// Limits for a report and for the evidence inside it.
json::Limits report_limits();

}  // namespace zkp
