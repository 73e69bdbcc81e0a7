/// Pieces that the JSON and the JSON-LD report share.
#pragma once

#include "report/model.h"

namespace zkp {

json::Array texts_json(const std::vector<std::string>& texts);
json::Object outputs_json(const std::map<std::string, std::string>& outputs);
json::Object column_json(const ReportColumn& column);
json::Object figure_json(const ReportFigure& figure);
/// {"state": "accepted", "columns": 3, "committed": 3, "proved": 3}
json::Object acceptance_json(const ReportDataset& dataset);
json::Object scope_json(const ReportModel& model);
json::Object evidence_digest_json(const ReportModel& model);

}  // namespace zkp
