// links: base hash table
/// The text scanners: no input crashes them, and what they read does not depend on how the file falls into blocks.
#include "base/check.h"
#include "hash/sha2.h"
#include "table/csv_scan.h"
#include "table/json_scan.h"

using namespace zkp;

namespace {

// Everything that can be observed of a scan, as one text.
std::string observe(RowSource& source, std::string_view content) {
  std::string out;
  CellBatch batch;
  for (;;) {
    const auto scanned = source.next(batch);
    for (size_t row = 0; row < batch.rows(); ++row) {
      for (size_t c = 0; c < batch.columns(); ++c) {
        const Cell& cell = batch.column(c)[row];
        // A column that JSON names later is null in the rows before, in this batch or not.
        if (cell.kind == CellKind::kNull) continue;
        out += std::to_string(c) + static_cast<char>('A' + static_cast<int>(cell.kind));
        if (cell.has_text())
          out += std::to_string(cell.size) + ":" + std::string(cell.text());
        else
          out += std::to_string(cell.integer);
      }
      out += '\n';
    }
    if (!scanned.ok()) return out + scanned.error().describe();
    if (batch.rows() == 0) break;
  }
  ZKP_CHECK(*source.file_sha256() == sha256(as_bytes(content)));
  for (const std::string& name : source.names()) out += name + '\n';
  return out;
}

std::string scan_csv(std::string_view content, char delimiter, size_t block_bytes) {
  MemorySource bytes(content);
  auto source = CsvScanner::open(bytes, delimiter, {.field_bytes = 64, .row_bytes = 1024}, block_bytes);
  return source.ok() ? observe(**source, content) : source.error().describe();
}

std::string scan_json(std::string_view content, size_t block_bytes) {
  MemorySource bytes(content);
  auto source = JsonScanner::open(bytes, std::nullopt, {}, {.field_bytes = 64, .row_bytes = 1024}, block_bytes);
  return source.ok() ? observe(**source, content) : source.error().describe();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // Rows near the limit may be refused in one division into blocks and not in another: keep below it.
  if (size < 2 || size > 1024) return 0;
  const size_t block_bytes = 1 + data[0] % 67;
  const char delimiter = ",;\t|"[data[1] % 4];
  const std::string_view content(reinterpret_cast<const char*>(data) + 2, size - 2);
  ZKP_CHECK(scan_csv(content, delimiter, block_bytes) == scan_csv(content, delimiter, 4096));
  ZKP_CHECK(scan_json(content, block_bytes) == scan_json(content, 4096));
  return 0;
}
