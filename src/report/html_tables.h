/// The tables of the HTML report. Each returns markup whose texts are escaped.
#pragma once

#include <string>

#include "report/model.h"

namespace zkp {

std::string status_badge(ClaimStatus status);
/// " [insecure-dev]" as a badge; other labels plainly.
std::string setup_badge(const std::string& setup);
std::string claims_table(const ReportModel& model);
std::string columns_table(const ReportDataset& dataset);
std::string figures_table(const ReportDataset& dataset);
std::string proofs_table(const ReportDataset& dataset);
std::string entries_table(const ReportModel& model);

}  // namespace zkp
