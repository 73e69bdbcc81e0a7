#include "table/kept_rows.h"

namespace zkp {

void KeptRows::add(const CellBatch& batch) {
  if (dropped_) return;
  if (rows_ + batch.rows() > max_rows_) return drop();
  // A column that is new in this batch was null before.
  if (columns_.size() < batch.columns()) columns_.resize(batch.columns());
  for (size_t c = 0; c < columns_.size(); ++c) {
    columns_[c].resize(rows_);
    for (size_t row = 0; row < batch.rows(); ++row) {
      Cell cell = batch.column(c)[row];
      if (cell.has_text()) {
        if (arena_.used_bytes() + cell.size > max_text_bytes_) return drop();
        cell = Cell::of_text(arena_.copy(cell.text()), cell.kind);
      }
      columns_[c].push_back(cell);
    }
  }
  rows_ += batch.rows();
}

void KeptRows::drop() {
  dropped_ = true;
  columns_.clear();
  columns_.shrink_to_fit();
  arena_.clear();
}

Result<Table> KeptRows::encode(const Schema& schema, const std::vector<size_t>& source_columns, bool assume_utc) const {
  ZKP_CHECK(!dropped_ && source_columns.size() == schema.columns.size());
  Table table;
  table.rows = rows_;
  TextArena scratch;
  for (size_t i = 0; i < schema.columns.size(); ++i) {
    Column column;
    column.spec = schema.columns[i];
    const ColumnEncoder encoder(column.spec, assume_utc);
    const std::vector<Cell>& cells = columns_[source_columns[i]];
    for (uint64_t row = 0; row < rows_; ++row) {
      const Cell cell = row < cells.size() ? cells[row] : Cell{};
      const bool null = cell.kind == CellKind::kNull;
      if (column.spec.nullable) column.nulls.push_back(null ? 1 : 0);
      scratch.clear();
      if (column.is_text()) {
        column.texts.emplace_back(null ? std::string_view() : cell_text(cell, scratch).value_or(""));
        continue;
      }
      const Encoded encoded = null ? Encoded{} : encoder.encode(cell, scratch);
      if (encoded.fault != EncodeFault::kNone)
        return encode_error(encoded.fault, cell, column.spec.type, column.spec.name, row + 1);
      column.values.push_back(static_cast<int64_t>(encoded.value));
    }
    table.columns.push_back(std::move(column));
  }
  return table;
}

}  // namespace zkp
