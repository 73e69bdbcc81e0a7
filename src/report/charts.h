/// Pictures of public figures as inline SVG: integers only, so that the same model gives the same bytes everywhere.
/// Each has a title and a description for those who do not see it. Empty where there is nothing to draw.
#pragma once

#include <string>

#include "report/model.h"

namespace zkp {

/// Bars: how many entries of which type, over time.
std::string entries_over_time_svg(const ReportModel& model);
/// Bars: rows of each dataset in the order of the log, the newest ones.
std::string rows_svg(const ReportModel& model);
/// Intervals that proofs show, one axis per kind of value.
std::string ranges_svg(const ReportDataset& dataset, size_t number);
/// Which proofs speak about which dataset of the ledger.
std::string lineage_svg(const ReportModel& model);

}  // namespace zkp
