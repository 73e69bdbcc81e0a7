#include "table/row_loop.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "table/format_text.h"

namespace zkp {
namespace {

void apply_null_tokens(Cell* cells, size_t count, const std::vector<std::string>& tokens, bool nan_is_null) {
  for (size_t i = 0; i < count; ++i) {
    Cell& cell = cells[i];
    const bool null = cell.has_text() ? std::binary_search(tokens.begin(), tokens.end(), cell.text(), std::less<>())
                                      : nan_is_null && cell.kind == CellKind::kDouble && std::isnan(cell.real);
    if (null) cell = Cell{};
  }
}

}  // namespace

Result<LoopSummary> visit_rows(RowSource& source, const std::vector<std::string>& null_tokens,
                               const ReadOptions& options, RowVisitor& visitor) {
  const bool nan_is_null = std::binary_search(null_tokens.begin(), null_tokens.end(), "NaN");
  LoopSummary out;
  CellBatch batch;
  for (;;) {
    const Result<void> scanned = source.next(batch);
    if (batch.rows() != 0) {
      const size_t columns = visitor.prepare(batch, source.names());
      const auto task = [&](size_t begin, size_t end) {
        for (size_t i = begin; i < end; ++i) {
          if (i == 0) {
            source.hash_pending();
            continue;
          }
          if (!null_tokens.empty())
            apply_null_tokens(batch.column(visitor.source_column(i - 1)), batch.rows(), null_tokens, nan_is_null);
          visitor.column(batch, i - 1);
        }
      };
      parallel_for(options.pool, columns + 1, 1, task);
      ZKP_TRY_VOID(visitor.finish_batch(batch));
      out.rows += batch.rows();
      if (options.progress) options.progress(source.bytes_read(), out.rows);
    }
    ZKP_TRY_VOID(scanned);
    if (batch.rows() == 0) break;
  }
  if (out.rows == 0) return Error(TableError::kNoRows, "no rows");
  ZKP_TRY(out.file_sha256, source.file_sha256());
  return out;
}

Result<std::vector<size_t>> match_columns(const std::vector<std::string>& wanted,
                                          const std::vector<std::string>& names) {
  std::unordered_map<std::string_view, size_t> index;
  for (size_t i = 0; i < names.size(); ++i) index.emplace(names[i], i);
  std::vector<size_t> out;
  for (const std::string& name : wanted) {
    const auto found = index.find(name);
    if (found == index.end())
      return Error(TableError::kBadSchema, "the schema names a column that the file does not have").with_column(name);
    out.push_back(found->second);
    index.erase(found);
  }
  for (const std::string& name : names)
    if (index.contains(name))
      return Error(TableError::kBadSchema, "the file has a column that the schema does not name").with_column(name);
  return out;
}

void FirstError::offer(const Error& error) {
  if (!error_ || error.where().row.value_or(0) < error_->where().row.value_or(0)) error_ = error;
}

}  // namespace zkp
