/// verify --data: a dataset recomputed from the file and the opening (dataset proof specification, section 11.17).
#include "ledger/dataset_proofs.h"
#include "ledger/workflow.h"
#include "statement/direct/commitment.h"

namespace zkp {
namespace {

void add(std::vector<Check>& checks, std::string name, bool ok, std::string detail) {
  checks.push_back({std::move(name), ok, std::move(detail)});
}

// The columns that a body must have for this schema: name, type, nullability and companion, in order.
bool same_columns(const Schema& schema, const DatasetBody& body) {
  size_t at = 0;
  for (const ColumnSpec& spec : schema.columns) {
    if (at >= body.columns.size()) return false;
    const BodyColumn& column = body.columns[at++];
    if (column.name != spec.name || column.type != spec.type || column.nullable != spec.nullable) return false;
    if (spec.type.code == TypeCode::kCode && dictionary_digest(spec.dictionary) != column.linkage_id) return false;
    if (spec.nullable && (at >= body.columns.size() || body.columns[at++].name != spec.name + ".null")) return false;
  }
  return at == body.columns.size();
}

// Counts rows of a table that is too large to be committed.
class RowCounter final : public TableSink {
 public:
  Result<void> take(uint64_t, size_t, std::span<const ColumnChunk>) override { return {}; }
};

void check_commitments(const Table& table, const DatasetBody& body, const Opening& opening,
                       std::vector<Check>& checks) {
  size_t committed = 0;
  for (const BodyColumn& column : body.columns) {
    if (!column.commitment) continue;
    const Fr* salt = opening.salt_of(column.name);
    Result<std::vector<uint64_t>> u = column_values(table, column);
    if (salt == nullptr || !u.ok() || commit_column(*u, *salt) != *column.commitment)
      return add(checks, "data-columns", false, "column \"" + column.name + "\" is not what was committed");
    ++committed;
  }
  add(checks, "data-columns", true,
      std::to_string(committed) + " commitments recomputed from the file" +
          (committed < body.columns.size()
               ? "; " + std::to_string(body.columns.size() - committed) + " columns have none"
               : ""));
}

}  // namespace

Result<void> check_data(const NotarizeRecord& dataset, const std::string& data_file, ByteView opening_text,
                        TaskPool* pool, const ProgressSink& progress, std::vector<Check>& checks) {
  Result<Opening> opening = parse_opening(opening_text);
  if (!opening.ok()) return Error(GeneralError::kParse, "not an opening: " + opening.error().message());
  const DatasetBody& body = dataset.body;
  const bool right_entry =
      opening->dataset == dataset.dataset && opening->rows == body.rows && opening->profile == body.file_profile;
  add(checks, "opening", right_entry, right_entry ? "of this dataset" : "the opening belongs to another dataset");
  if (!right_entry) return {};
  const bool right_schema = schema_digest(opening->schema) == body.schema_digest && same_columns(opening->schema, body);
  add(checks, "schema", right_schema,
      right_schema ? std::to_string(body.columns.size()) + " columns as recorded"
                   : "the opening's schema is not the one that the entry names");
  if (!right_schema) return {};
  ZKP_TRY(Profile profile, parse_profile(opening->profile));

  ReadOptions options;
  options.pool = pool;
  options.progress = [&](uint64_t bytes, uint64_t) {
    progress({"reading", data_file, bytes, opening->file_bytes, "bytes"});
  };
  std::optional<Table> table;
  ReadSummary summary;
  if (body.rows <= kDirectMaxRows) {
    Result<LoadedTable> loaded = read_table(data_file, profile, opening->schema, kDirectMaxRows, options);
    if (!loaded.ok()) {
      if (loaded.error().code().domain() != ErrorCode::Domain::kTable) return std::move(loaded).error();
      add(checks, "data-file", false, loaded.error().describe());
      return {};
    }
    table = std::move(loaded->table);
    summary = loaded->summary;
  } else {
    RowCounter counter;
    Result<ReadSummary> read = read_file(data_file, profile, opening->schema, &counter, options);
    if (!read.ok()) {
      if (read.error().code().domain() != ErrorCode::Domain::kTable) return std::move(read).error();
      add(checks, "data-file", false, read.error().describe());
      return {};
    }
    summary = *read;
  }
  const bool same_bytes = file_binding(opening->file_salt, summary.file_sha256) == body.file_binding;
  add(checks, "data-file", same_bytes,
      same_bytes ? "the exact bytes that were notarised" : "the file is not the one that was notarised");
  add(checks, "data-rows", summary.rows == body.rows,
      std::to_string(summary.rows) + " rows" +
          (summary.rows == body.rows ? "" : ", the entry says " + std::to_string(body.rows)));
  if (table) check_commitments(*table, body, *opening, checks);
  return {};
}

}  // namespace zkp
