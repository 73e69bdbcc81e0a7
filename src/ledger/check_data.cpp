/// verify --data: a dataset recomputed from the file and the opening (dataset proof specification, section 11.17).
#include <algorithm>

#include "ledger/committed_table.h"
#include "ledger/dataset_keys.h"
#include "ledger/workflow.h"

namespace zkp {
namespace {

void add(std::vector<Check>& checks, std::string name, bool ok, std::string detail) {
  checks.push_back({std::move(name), ok, std::move(detail)});
}

// Names, types, nullability, linkage ids and companions, in order.
bool same_columns(const std::vector<EntryColumn>& expected, const EntryBody& body) {
  return std::ranges::equal(expected, body.columns, [](const EntryColumn& a, const EntryColumn& b) {
    return a.name == b.name && a.type == b.type && a.nullable == b.nullable && a.linkage_id == b.linkage_id;
  });
}

void check_commitments(std::vector<PrivateColumn> columns, const EntryBody& body, const Opening& opening,
                       const Srs& srs, TaskPool* pool, std::vector<Check>& checks) {
  Result<CommittedTable> table = CommittedTable::reopen(std::move(columns), body.columns, opening);
  if (!table.ok()) return add(checks, "data-columns", false, table.error().describe());
  Result<std::vector<G1Affine>> commitments = table->commit(srs, pool);
  if (!commitments.ok()) return add(checks, "data-columns", false, commitments.error().describe());
  for (size_t i = 0; i < body.columns.size(); ++i) {
    if ((*commitments)[i] != body.columns[i].commitment)
      return add(checks, "data-columns", false, "column \"" + body.columns[i].name + "\" is not what was committed");
  }
  add(checks, "data-columns", true, std::to_string(body.columns.size()) + " commitments recomputed from the file");
}

}  // namespace

Result<void> check_data(const NotarizeRecord& dataset, const std::string& data_file, ByteView opening_text,
                        DatasetKeys& keys, TaskPool* pool, const ProgressSink& progress, std::vector<Check>& checks) {
  Result<Opening> opening = parse_opening(opening_text);
  if (!opening.ok()) return Error(GeneralError::kParse, "not an opening: " + opening.error().message());
  const EntryBody& body = dataset.body;
  if (opening->is_noise() || body.query)
    return Error(GeneralError::kInvalidArgument, "noise bits come from no file: there is nothing to recompute");
  const bool right_entry =
      opening->dataset == dataset.dataset && opening->rows == body.rows && opening->profile == body.file_profile;
  add(checks, "opening", right_entry, right_entry ? "of this dataset" : "the opening belongs to another dataset");
  if (!right_entry) return {};
  const bool has_salt = opening->linkage_salt || !has_text(opening->schema);
  Result<std::vector<EntryColumn>> columns =
      has_salt ? entry_columns(opening->schema, opening->linkage_salt)
               : Result<std::vector<EntryColumn>>(Error(LedgerError::kNoOpening, "the salt of texts is missing"));
  const bool right_schema =
      schema_digest(opening->schema) == body.schema_digest && columns.ok() && same_columns(*columns, body);
  add(checks, "schema", right_schema,
      right_schema ? std::to_string(body.columns.size()) + " columns as recorded"
                   : "the opening's schema is not the one that the entry names");
  if (!right_schema) return {};
  ZKP_TRY(Profile profile, parse_profile(opening->profile));
  ZKP_TRY(const Srs* srs, keys.srs(srs_powers_for(body.rows)));
  if (srs->key().id != body.srs_id) {
    add(checks, "data-columns", false, "the commitments are under another reference string than the installed one");
    return {};
  }

  ReadOptions options;
  options.pool = pool;
  options.progress = [&](uint64_t bytes, uint64_t) {
    progress({"reading", data_file, bytes, opening->file_bytes, "bytes"});
  };
  TableBuilder builder(opening->schema, opening->linkage_salt, 0, pool);
  Result<ReadSummary> read = read_file(data_file, profile, opening->schema, &builder, options);
  if (!read.ok()) {
    if (read.error().code().domain() != ErrorCode::Domain::kTable) return std::move(read).error();
    add(checks, "data-file", false, read.error().describe());
    return {};
  }
  const bool same_bytes = file_binding(opening->file_salt, read->file_sha256) == body.file_binding;
  add(checks, "data-file", same_bytes,
      same_bytes ? "the exact bytes that were notarised" : "the file is not the one that was notarised");
  const bool same_rows = read->rows == body.rows;
  add(checks, "data-rows", same_rows,
      std::to_string(read->rows) + " rows" + (same_rows ? "" : ", the entry says " + std::to_string(body.rows)));
  if (same_rows) check_commitments(builder.finish(), body, *opening, *srs, pool, checks);
  return {};
}

}  // namespace zkp
