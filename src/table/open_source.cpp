#include "table/open_source.h"

#include <algorithm>
#include <array>

#include "table/csv_scan.h"
#include "table/json_scan.h"
#include "table/parquet_scan.h"

namespace zkp {
namespace {

constexpr size_t kSniffBytes = 64 << 10;

struct Suffix {
  std::string_view text;
  FormatChoice format;
};
constexpr std::array<Suffix, 7> kSuffixes = {{{".csv", FormatChoice::kCsv},
                                              {".tsv", FormatChoice::kCsv},
                                              {".parquet", FormatChoice::kParquet},
                                              {".pq", FormatChoice::kParquet},
                                              {".json", FormatChoice::kJson},
                                              {".jsonl", FormatChoice::kJson},
                                              {".ndjson", FormatChoice::kJson}}};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

FormatChoice by_suffix(std::string_view path) {
  const std::string name = lower(path);
  for (const Suffix& suffix : kSuffixes)
    if (name.ends_with(suffix.text)) return suffix.format;
  return FormatChoice::kAuto;
}

std::string_view without_mark(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return text;
}

// The first byte that is not white space; NUL when there is none.
char first_visible(std::string_view text) {
  const size_t at = without_mark(text).find_first_not_of(" \t\r\n");
  return at == std::string_view::npos ? '\0' : without_mark(text)[at];
}

FormatChoice by_content(std::string_view start) {
  if (start.starts_with("PAR1")) return FormatChoice::kParquet;
  const char first = first_visible(start);
  return first == '{' || first == '[' ? FormatChoice::kJson : FormatChoice::kCsv;
}

Result<void> refuse_foreign(std::string_view start) {
  if (start.starts_with("\xff\xfe") || start.starts_with("\xfe\xff"))
    return Error(TableError::kBadUtf8, "the file is UTF-16").with_hint("convert it to UTF-8");
  std::string_view kind;
  if (start.starts_with("\x1f\x8b")) kind = "gzip";
  if (start.starts_with("\x28\xb5\x2f\xfd")) kind = "zstd";
  if (start.starts_with("PK\x03\x04")) kind = "zip";
  if (start.starts_with("BZh")) kind = "bzip2";
  if (start.starts_with(std::string_view("\xfd"
                                         "7zXZ",
                                         5)))
    kind = "xz";
  if (kind.empty()) return {};
  return Error(TableError::kBadFormat, "the file is compressed with " + std::string(kind))
      .with_hint("decompress it first");
}

}  // namespace

char sniff_delimiter(std::string_view start) {
  constexpr std::string_view kDelimiters = ",;\t|";
  std::array<size_t, 4> counts{};
  bool quoted = false;
  bool visible = false;
  for (char c : without_mark(start)) {
    if (c == '"') quoted = !quoted;
    const bool line_end = c == '\n' || c == '\r';
    if (!quoted && line_end && visible) break;
    visible = visible || !line_end;
    const size_t which = kDelimiters.find(c);
    if (!quoted && which != std::string_view::npos) ++counts[which];
  }
  return kDelimiters[static_cast<size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin())];
}

Result<Sniffed> sniff(const InputFile& file, std::string_view path, FormatChoice choice) {
  std::string start(kSniffBytes, '\0');
  ZKP_TRY(const size_t count, file.read_at(0, {start.data(), start.size()}));
  start.resize(count);
  ZKP_TRY_VOID(refuse_foreign(start));
  if (choice == FormatChoice::kAuto) choice = by_suffix(path);
  if (choice == FormatChoice::kAuto) choice = by_content(start);
  Sniffed out;
  switch (choice) {
    case FormatChoice::kParquet:
      out.format = FileFormat::kParquet;
      break;
    case FormatChoice::kJson:
      out.format = first_visible(start) == '[' ? FileFormat::kJsonArray : FileFormat::kJsonLines;
      break;
    case FormatChoice::kAuto:
    case FormatChoice::kCsv:
      out.format = FileFormat::kCsv;
      out.delimiter = lower(path).ends_with(".tsv") ? '\t' : sniff_delimiter(start);
      break;
  }
  return out;
}

Result<std::unique_ptr<RowSource>> open_rows(InputFile& file, const Profile& profile,
                                             const std::vector<std::string>& fixed_names, const ReadOptions& options) {
  switch (profile.format) {
    case FileFormat::kCsv: {
      ZKP_TRY(auto source, CsvScanner::open(file, profile.delimiter, options.limits));
      return std::unique_ptr<RowSource>(std::move(source));
    }
    case FileFormat::kJsonLines:
    case FileFormat::kJsonArray: {
      const JsonForm form = profile.format == FileFormat::kJsonArray ? JsonForm::kArray : JsonForm::kLines;
      ZKP_TRY(auto source, JsonScanner::open(file, form, fixed_names, options.limits));
      return std::unique_ptr<RowSource>(std::move(source));
    }
    case FileFormat::kParquet:
      break;
  }
  ParquetOptions parquet;
  parquet.assume_utc = profile.assume_utc;
  parquet.threads = options.pool == nullptr ? 1 : options.pool->threads();
  parquet.max_decoder_bytes = options.max_decoder_bytes;
  parquet.limits = options.limits;
  return open_parquet(file, parquet);
}

}  // namespace zkp
