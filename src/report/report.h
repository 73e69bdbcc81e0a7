/// Audit reports: what a ledger can show about its datasets, in one file that anybody can check offline
/// (docs/formats/report.md, docs/decisions/0003-reports-are-recomputed.md).
#pragma once

#include <string_view>

#include "ledger/verify.h"

namespace zkp {

/// Receipts, proof files: whatever a ledger hands out, told apart by its first bytes. Error: GeneralError::kParse for
/// bytes that are none of these.
Result<Verification> verify_any_file(std::string_view text, const TrustPolicy& policy,
                                     const SignatureVerifier& verifier);

}  // namespace zkp
