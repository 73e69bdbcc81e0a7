#include "report/evidence.h"

#include <algorithm>

#include "base/encoding.h"

namespace zkp {
namespace {

constexpr int64_t kLastSecond_s = 253'402'300'799;  // 9999-12-31T23:59:59Z

Error bad(std::string message) { return Error(GeneralError::kParse, "the evidence: " + std::move(message)); }

bool is_dataset(const Subject& subject) { return subject.algorithm == "zkpCommitment"; }

Result<std::vector<std::string>> read_texts(const json::Value& value, std::string_view key) {
  ZKP_TRY(const json::Array* array, value.get_array(key));
  std::vector<std::string> out;
  out.reserve(array->size());
  for (const json::Value& item : *array) {
    if (!item.is_string()) return bad("\"" + std::string(key) + "\" holds something other than strings");
    out.push_back(item.string());
  }
  return out;
}

Result<ReportFilter> read_filter(const json::Object& object) {
  ReportFilter out;
  for (const auto& [key, value] : object) {
    if (!value.is_string()) return bad("the filter holds something other than strings");
    const std::string& text = value.string();
    if (key == "dataset") {
      if (!is_valid_name(text)) return bad("the filter names no dataset");
      out.dataset = text;
    } else if (key == "since") {
      ZKP_TRY(out.since_s, parse_time(text));
    } else if (key == "until") {
      ZKP_TRY(out.until_s, parse_time(text));
    } else if (key == "operation") {
      out.operation = entry_type_from_name(text);
      if (!out.operation) return bad("the filter names no operation");
    } else if (key == "author") {
      ZKP_TRY(out.author, hex_decode_array<32>(text));
    } else {
      return bad("unknown filter \"" + key + "\"");
    }
  }
  return out;
}

}  // namespace

bool ReportFilter::matches(const EntryPayload& payload) const {
  if (since_s && payload.time_s < *since_s) return false;
  if (until_s && payload.time_s > *until_s) return false;
  if (operation && payload.type != *operation) return false;
  if (author && payload.author != *author) return false;
  return dataset.empty() ||
         std::ranges::any_of(payload.subjects, [&](const Subject& s) { return is_dataset(s) && s.name == dataset; });
}

bool ReportFilter::matches_all() const { return *this == ReportFilter{}; }

Result<void> check_filter(const ReportFilter& filter) {
  if (!filter.dataset.empty() && !is_valid_name(filter.dataset))
    return Error(GeneralError::kInvalidArgument, "a dataset's name is [A-Za-z0-9._-]{1,128}");
  for (const std::optional<int64_t>& time_s : {filter.since_s, filter.until_s})
    if (time_s && (*time_s < 0 || *time_s > kLastSecond_s))
      return Error(GeneralError::kInvalidArgument, "a time is not within the years 1970 to 9999");
  return {};
}

json::Limits report_limits() {
  json::Limits out;
  out.max_bytes = kMaxReportBytes;
  out.max_values = size_t{4} << 20;
  return out;
}

json::Value filter_json(const ReportFilter& filter) {
  json::Object out;
  if (!filter.dataset.empty()) out["dataset"] = filter.dataset;
  if (filter.since_s) out["since"] = format_time(*filter.since_s);
  if (filter.until_s) out["until"] = format_time(*filter.until_s);
  if (filter.operation) out["operation"] = entry_type_name(*filter.operation);
  if (filter.author) out["author"] = hex_encode(*filter.author);
  return out;
}

json::Value evidence_json(const Evidence& evidence) {
  json::Array receipts(evidence.receipts.begin(), evidence.receipts.end()), blobs;
  for (const Bytes& blob : evidence.blobs) blobs.emplace_back(base64_encode(blob));
  return json::Object{{"renderer", kReportRenderer},
                      {"filter", filter_json(evidence.filter)},
                      {"generated", format_time(evidence.generated_s)},
                      {"visualizations", evidence.visualizations ? "yes" : "no"},
                      {"receipts", std::move(receipts)},
                      {"blobs", std::move(blobs)}};
}

Result<Evidence> read_evidence(const json::Value& value) {
  ZKP_TRY(std::string renderer, value.get_string("renderer"));
  if (renderer != kReportRenderer)
    return Error(GeneralError::kUnsupported, "the report was made by another renderer than " +
                                                 std::string(kReportRenderer) + ", so it cannot be recomputed here");
  ZKP_TRY_VOID(value.expect_members({"renderer", "filter", "generated", "visualizations", "receipts", "blobs"}));
  Evidence out;
  ZKP_TRY(const json::Object* filter, value.get_object("filter"));
  ZKP_TRY(out.filter, read_filter(*filter));
  ZKP_TRY(std::string generated, value.get_string("generated"));
  ZKP_TRY(out.generated_s, parse_time(generated));
  ZKP_TRY(std::string charts, value.get_string("visualizations"));
  if (charts != "yes" && charts != "no") return bad("\"visualizations\" is neither \"yes\" nor \"no\"");
  out.visualizations = charts == "yes";
  ZKP_TRY(out.receipts, read_texts(value, "receipts"));
  ZKP_TRY(std::vector<std::string> blobs, read_texts(value, "blobs"));
  for (const std::string& blob : blobs) {
    ZKP_TRY(Bytes bytes, base64_decode(blob));
    out.blobs.push_back(std::move(bytes));
  }
  return out;
}

}  // namespace zkp
