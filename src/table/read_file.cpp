#include "table/encode.h"
#include "table/format_text.h"
#include "table/ingest.h"
#include "table/row_loop.h"

namespace zkp {
namespace {

// The second pass: every cell is encoded by the schema and handed on.
class ReadVisitor final : public RowVisitor {
 public:
  ReadVisitor(const Schema& schema, bool assume_utc, TableSink* sink) : schema_(schema), sink_(sink) {
    for (const ColumnSpec& spec : schema.columns)
      columns_.push_back(Work{ColumnEncoder(spec, assume_utc), {}, {}, {}, {}, {}});
  }

  Result<void> start(const std::vector<std::string>& names) {
    std::vector<std::string> wanted;
    for (const ColumnSpec& spec : schema_.columns) wanted.push_back(spec.name);
    ZKP_TRY(source_columns_, match_columns(wanted, names));
    return {};
  }

  size_t prepare(const CellBatch&, const std::vector<std::string>&) override { return columns_.size(); }
  size_t source_column(size_t index) const override { return source_columns_[index]; }
  void column(const CellBatch& batch, size_t index) override;
  Result<void> finish_batch(const CellBatch& batch) override;

 private:
  struct Work {
    ColumnEncoder encoder;
    std::vector<int64_t> values;
    std::vector<uint8_t> nulls;
    std::vector<std::string_view> texts;
    TextArena arena;
    std::optional<Error> fault;
  };

  const Schema& schema_;
  TableSink* sink_;
  std::vector<size_t> source_columns_;
  std::vector<Work> columns_;
};

void ReadVisitor::column(const CellBatch& batch, size_t index) {
  Work& work = columns_[index];
  const ColumnSpec& spec = schema_.columns[index];
  const bool is_text = work.encoder.is_text();
  const Cell* cells = batch.column(source_columns_[index]);
  work.arena.clear();
  work.nulls.assign(batch.rows(), 0);
  work.values.assign(is_text ? 0 : batch.rows(), 0);
  work.texts.assign(is_text ? batch.rows() : 0, {});
  for (size_t i = 0; i < batch.rows(); ++i) {
    const Cell& cell = cells[i];
    const uint64_t row = batch.first_row() + i;
    if (cell.kind == CellKind::kNull) {
      work.nulls[i] = 1;
      if (spec.nullable) continue;
      work.fault = Error(TableError::kNullNotAllowed, "there is no value, and the column is not nullable")
                       .with_row(row)
                       .with_column(spec.name);
      return;
    }
    Encoded encoded;
    if (is_text) {
      const auto text = cell_text(cell, work.arena);
      if (text)
        work.texts[i] = *text;
      else
        encoded.fault = EncodeFault::kUnsupported;
    } else {
      encoded = work.encoder.encode(cell, work.arena);
      work.values[i] = static_cast<int64_t>(encoded.value);
    }
    if (encoded.fault != EncodeFault::kNone) {
      work.fault = encode_error(encoded.fault, cell, spec.type, spec.name, row);
      return;
    }
  }
}

Result<void> ReadVisitor::finish_batch(const CellBatch& batch) {
  FirstError first;
  std::vector<ColumnChunk> chunks;
  for (const Work& work : columns_) {
    if (work.fault) first.offer(*work.fault);
    chunks.push_back({work.values, work.nulls, work.texts});
  }
  if (first.error()) return *first.error();
  if (sink_ == nullptr) return {};
  return sink_->take(batch.first_row(), batch.rows(), chunks);
}

Result<ReadSummary> read(const std::string& path, const Profile& profile, const Schema& schema, TableSink* sink,
                         const ReadOptions& options) {
  for (const ColumnSpec& spec : schema.columns)
    if (!is_valid(spec.type)) return Error(TableError::kBadSchema, "the type is incomplete").with_column(spec.name);
  ZKP_TRY(const auto file, InputFile::open(path));
  std::vector<std::string> names;
  for (const ColumnSpec& spec : schema.columns) names.push_back(spec.name);
  ZKP_TRY_VOID(check_column_names(names));
  ZKP_TRY(const auto source, open_rows(*file, profile, names, options));
  ReadVisitor visitor(schema, profile.assume_utc, sink);
  ZKP_TRY_VOID(visitor.start(source->names()));
  ZKP_TRY(const LoopSummary loop, visit_rows(*source, profile.null_tokens, options, visitor));
  return ReadSummary{loop.file_sha256, source->bytes_read(), loop.rows};
}

class CollectingSink final : public TableSink {
 public:
  CollectingSink(const Schema& schema, uint64_t max_rows) : max_rows_(max_rows) {
    for (const ColumnSpec& spec : schema.columns) table_.columns.push_back({spec, {}, {}, {}});
  }

  Result<void> take(uint64_t, size_t rows, std::span<const ColumnChunk> columns) override {
    if (table_.rows + rows > max_rows_)
      return Error(TableError::kTooLarge, "more than " + group_digits(max_rows_) + " rows");
    for (size_t i = 0; i < columns.size(); ++i) {
      Column& out = table_.columns[i];
      const ColumnChunk& in = columns[i];
      out.values.insert(out.values.end(), in.values.begin(), in.values.end());
      out.texts.insert(out.texts.end(), in.texts.begin(), in.texts.end());
      if (out.spec.nullable) out.nulls.insert(out.nulls.end(), in.nulls.begin(), in.nulls.end());
    }
    table_.rows += rows;
    return {};
  }
  Table take_table() { return std::move(table_); }

 private:
  uint64_t max_rows_;
  Table table_;
};

}  // namespace

Result<ReadSummary> read_file(const std::string& path, const Profile& profile, const Schema& schema, TableSink* sink,
                              const ReadOptions& options) {
  auto out = read(path, profile, schema, sink, options);
  if (!out.ok()) return std::move(out).error().with_file(path);
  return out;
}

Result<LoadedTable> read_table(const std::string& path, const Profile& profile, const Schema& schema, uint64_t max_rows,
                               const ReadOptions& options) {
  CollectingSink sink(schema, max_rows);
  ZKP_TRY(const ReadSummary summary, read_file(path, profile, schema, &sink, options));
  return LoadedTable{sink.take_table(), summary};
}

}  // namespace zkp
