/// Files for the tests of table/, and short ways to read them.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <optional>
#include <string>

#include "base_os/temp_folder.h"
#include "table/csv_scan.h"
#include "table/ingest.h"
#include "table/json_scan.h"

namespace zkp::test {

inline std::string write_file(const TempFolder& folder, const std::string& name, std::string_view content) {
  std::ofstream(folder / name, std::ios::binary) << content;
  return folder / name;
}

/// What the first pass says of a file, and the values that the second one reads.
struct ScannedFile : ScanSummary {
  std::optional<Table> table;
};
inline Result<ScannedFile> scan_and_read(const std::string& path, const ScanOptions& options = {}) {
  ScannedFile out;
  ZKP_TRY(static_cast<ScanSummary&>(out), scan_file(path, options));
  ZKP_TRY(LoadedTable loaded, read_table(path, out.profile, out.schema, out.rows, options.read));
  out.table = std::move(loaded.table);
  return out;
}

/// Of content that lies in a file of that name.
inline Result<ScannedFile> scan_text(const std::string& name, std::string_view content,
                                     const ScanOptions& options = {}) {
  TempFolder folder;
  return scan_and_read(write_file(folder, name, content), options);
}
inline Result<ScannedFile> scan_csv(std::string_view content, const ScanOptions& options = {}) {
  return scan_text("t.csv", content, options);
}

/// All cells of a source, row by row, as text; NULL is "∅".
inline Result<std::vector<std::vector<std::string>>> all_cells(RowSource& source) {
  std::vector<std::vector<std::string>> rows;
  CellBatch batch;
  do {
    ZKP_TRY_VOID(source.next(batch));
    for (size_t row = 0; row < batch.rows(); ++row) {
      rows.emplace_back();
      for (size_t c = 0; c < batch.columns(); ++c) {
        const Cell& cell = batch.column(c)[row];
        rows.back().push_back(cell.has_text()                ? std::string(cell.text())
                              : cell.kind == CellKind::kNull ? "∅"
                              : cell.kind == CellKind::kBool ? (cell.integer != 0 ? "true" : "false")
                                                             : "?");
      }
    }
  } while (batch.rows() != 0);
  return rows;
}

}  // namespace zkp::test
