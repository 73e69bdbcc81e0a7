/// Collects the evidence of a report from a ledger.
#pragma once

#include <functional>

#include "ledger/ledger.h"
#include "report/evidence.h"

namespace zkp {

/// The receipt of an entry; all of them against one checkpoint.
using ReceiptSource = std::function<Result<std::string>(uint64_t index)>;

/// The entries among the first `size` that the filter matches, and what a reader needs to check them: the genesis
/// entry, the datasets that matching proofs speak about, every proof about the datasets shown, and dictionary blobs.
/// `generated_s` and `visualizations` are the caller's. Errors: GeneralError::kInvalidArgument for a filter that cannot
/// be written down; those of the ledger and of `receipt`.
Result<Evidence> gather_evidence(const Ledger& ledger, uint64_t size, const ReceiptSource& receipt,
                                 const ReportFilter& filter);

}  // namespace zkp
