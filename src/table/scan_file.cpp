#include <algorithm>
#include <numeric>

#include "table/infer.h"
#include "table/ingest.h"
#include "table/row_loop.h"

namespace zkp {
namespace {

// The first pass: every column is inferred or checked.
class ScanVisitor final : public RowVisitor {
 public:
  explicit ScanVisitor(const ScanOptions& options) : options_(options) {}

  // The columns of a file that shows them before its rows.
  Result<void> start(const std::vector<std::string>& names) {
    if (options_.schema.empty()) {
      add_columns(names, 0);
      return {};
    }
    std::vector<std::string> wanted;
    for (const ColumnRequest& request : options_.schema) wanted.push_back(request.name);
    ZKP_TRY(source_columns_, match_columns(wanted, names));
    for (ColumnRequest request : options_.schema) {
      if (const auto type = options_.types.find(request.name); type != options_.types.end())
        request.type = type->second;
      scans_.emplace_back(std::move(request), options_.assume_utc);
    }
    return {};
  }

  size_t prepare(const CellBatch& batch, const std::vector<std::string>& names) override {
    if (options_.schema.empty()) add_columns(names, batch.first_row() - 1);
    return scans_.size();
  }
  size_t source_column(size_t index) const override { return source_columns_[index]; }
  void column(const CellBatch& batch, size_t index) override {
    scans_[index].add(batch.column(source_columns_[index]), batch.rows(), batch.first_row());
  }
  Result<void> finish_batch(const CellBatch&) override {
    FirstError first;
    for (const ColumnScan& scan : scans_)
      if (scan.fault()) first.offer(*scan.fault());
    if (first.error()) return *first.error();
    return {};
  }

  Result<Schema> finish() {
    Schema schema;
    FirstError first;
    for (ColumnScan& scan : scans_) {
      auto spec = scan.finish();
      if (spec.ok()) {
        schema.columns.push_back(std::move(*spec));
      } else {
        first.offer(spec.error());
      }
    }
    if (first.error()) return *first.error();
    return schema;
  }

 private:
  void add_columns(const std::vector<std::string>& names, uint64_t rows_before) {
    for (size_t i = scans_.size(); i < names.size(); ++i) {
      ColumnRequest request;
      request.name = names[i];
      if (const auto type = options_.types.find(request.name); type != options_.types.end())
        request.type = type->second;
      scans_.emplace_back(std::move(request), options_.assume_utc);
      scans_.back().add_nulls(rows_before);
      source_columns_.push_back(i);
    }
  }

  const ScanOptions& options_;
  std::vector<ColumnScan> scans_;
  std::vector<size_t> source_columns_;
};

bool is_json(FileFormat format) { return format == FileFormat::kJsonLines || format == FileFormat::kJsonArray; }

Result<void> check_types_name_columns(const ScanOptions& options, const std::vector<std::string>& names) {
  for (const auto& [column, type] : options.types) {
    if (type.code == TypeCode::kKey62)
      return Error(TableError::kUnsupportedType, "KEY62 is a companion of a text column, not a type of a file's column")
          .with_column(column);
    if (std::find(names.begin(), names.end(), column) == names.end())
      return Error(TableError::kBadSchema, "--type names a column that the file does not have").with_column(column);
  }
  return {};
}

Result<Profile> choose_profile(const InputFile& file, const std::string& path, const ScanOptions& options) {
  ZKP_TRY(const Sniffed sniffed, sniff(file, path, options.format));
  Profile profile;
  profile.format = sniffed.format;
  profile.delimiter = options.delimiter == '\0' ? sniffed.delimiter : options.delimiter;
  if (profile.format != FileFormat::kCsv) profile.delimiter = ',';
  if (std::string_view(",;\t|").find(profile.delimiter) == std::string_view::npos)
    return Error(GeneralError::kInvalidArgument, "the delimiter of a CSV file is one of , ; tab |");
  profile.assume_utc = options.assume_utc;
  ZKP_TRY(profile.null_tokens, normalised_null_tokens(options.null_tokens));
  return profile;
}

Result<ScanSummary> scan(const std::string& path, const ScanOptions& options) {
  ScanSummary out;
  ZKP_TRY(const auto file, InputFile::open(path));
  ZKP_TRY(out.profile, choose_profile(*file, path, options));
  std::vector<std::string> fixed_names;
  for (const ColumnRequest& request : options.schema) fixed_names.push_back(request.name);
  ZKP_TRY(const auto source, open_rows(*file, out.profile, fixed_names, options.read));
  if (!is_json(out.profile.format)) ZKP_TRY_VOID(check_types_name_columns(options, source->names()));

  ScanVisitor visitor(options);
  ZKP_TRY_VOID(visitor.start(source->names()));
  ZKP_TRY(const LoopSummary loop, visit_rows(*source, out.profile.null_tokens, options.read, visitor));
  ZKP_TRY_VOID(check_types_name_columns(options, source->names()));
  ZKP_TRY_VOID(check_column_names(source->names()));
  ZKP_TRY(out.schema, visitor.finish());
  out.rows = loop.rows;
  out.file_sha256 = loop.file_sha256;
  out.file_bytes = source->bytes_read();
  return out;
}

}  // namespace

Result<FormatChoice> parse_format_choice(std::string_view text) {
  if (text == "auto") return FormatChoice::kAuto;
  if (text == "csv") return FormatChoice::kCsv;
  if (text == "parquet") return FormatChoice::kParquet;
  if (text == "json" || text == "jsonl" || text == "ndjson") return FormatChoice::kJson;
  return Error(GeneralError::kInvalidArgument, "unknown format \"" + std::string(text.substr(0, 40)) + "\"")
      .with_hint("formats are auto, csv, parquet, json");
}

Result<ScanSummary> scan_file(const std::string& path, const ScanOptions& options) {
  auto out = scan(path, options);
  if (!out.ok()) return std::move(out).error().with_file(path);
  return out;
}

}  // namespace zkp
