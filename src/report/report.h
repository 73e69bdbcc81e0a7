/// Audit reports: what a ledger can show about its datasets, in one file that anybody can check offline
/// (docs/formats/report.md, docs/decisions/0003-reports-are-recomputed.md).
///
///   make_report       ledger folder, filter  ->  JSON-LD, JSON or HTML with its evidence inside
///   verify_report     checks the evidence, renders the report again and compares the bytes
///   verify_any_file   the same for whatever a ledger hands out
///
/// Verification is pure, safe for concurrent use and part of libzkp_verify; bytes from anywhere never abort or throw,
/// and work is bounded by the size of the input. make_report reads a folder: one thread at a time for one of these.
#pragma once

#include <string>
#include <string_view>

#include "ledger/verify.h"
#include "report/render.h"

namespace zkp {

class LedgerDirectory;

/// From ".jsonld", ".json", ".html". Errors: GeneralError::kUnsupported for ".pdf", kInvalidArgument for anything else.
Result<ReportFormat> report_format_from_suffix(std::string_view path);

/// The report of everything that the last signed checkpoint covers and the filter matches; it has been verified when it
/// is returned. Errors: GeneralError::kInvalidArgument, kLimit; StorageError::kCorrupt when the ledger's own content
/// does not verify; those of the store.
Result<std::string> make_report(const LedgerDirectory& directory, const ReportFilter& filter, ReportFormat format,
                                int64_t now_s, bool visualizations);

/// Checks: format, receipts, log-key, checkpoint, witnesses (where a quorum is asked), author, evidence, proofs, noise
/// (where there are sums with noise), nonce (where one was given: a report answers none), report. Errors mean that the
/// bytes are no report (GeneralError::kParse, kLimit) or one of another renderer (kUnsupported); everything else is a
/// failed check.
Result<Verification> verify_report(std::string_view text, const TrustPolicy& policy, const SignatureVerifier& verifier);

/// Receipts, proof files and reports, told apart by what they begin with. Error: GeneralError::kParse for bytes that
/// are none of these.
Result<Verification> verify_any_file(std::string_view text, const TrustPolicy& policy,
                                     const SignatureVerifier& verifier);

}  // namespace zkp
