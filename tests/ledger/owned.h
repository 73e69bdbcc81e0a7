/// Datasets with their values, and proofs about them under the insecure-dev keys of class S, made once a program.
#pragma once

#include <gtest/gtest.h>

#include "base/sim.h"
#include "base_os/pool.h"
#include "base_os/system_clock.h"
#include "base_os/system_files.h"
#include "base_os/system_random.h"
#include "base_os/temp_folder.h"
#include "ledger/dataset_proofs.h"
#include "ledger/workflow.h"
#include "log/support.h"

namespace zkp::owned {

inline TaskPool* pool() {
  static const std::unique_ptr<TaskPool> out = make_task_pool(0);
  return out.get();
}

/// What proving needs from outside. Real files: the keys are mapped.
struct Desk {
  SystemFiles files;
  SystemClock clock;
  SystemRandom random;
  log_test::HashVerifier verifier;
  RecordingLogger logger;
  TempFolder folder;
  std::unique_ptr<DatasetKeys> keys;

  Desk() {
    LedgerEnv all = env();
    SetupRequest request;
    request.rows = 1000;
    const auto made = setup_insecure_dev(folder.path(), request, all, [](const Progress&) {});
    EXPECT_TRUE(made.ok()) << made.error().describe();
    keys = std::make_unique<DatasetKeys>(folder.path(), files, pool(), DatasetKeys::Source::kInsecureDev);
  }
  LedgerEnv env() {
    return {files, clock, random, verifier, logger, pool(), pool(), [](const std::string&) { return std::nullopt; },
            ""};
  }
  const Srs& srs() { return *keys->srs(srs_powers_for(1000)).value(); }
};
inline Desk& desk() {
  static Desk out;
  return out;
}

/// A column of a test's table. Texts where the type is one of texts.
struct TestColumn {
  std::string name;
  ColumnType type;
  std::vector<int64_t> values = {};
  std::vector<std::string> categories = {};
  std::vector<std::string> texts = {};
  std::vector<uint8_t> nulls = {};  ///< not empty: nullable

  size_t rows() const { return std::max(values.size(), texts.size()); }
};

struct TestDataset {
  NotarizeRecord record;
  Opening opening;
  std::optional<CommittedTable> table;

  OwnedDataset owned() const { return {&record, &*table}; }
};

inline constexpr ByteArray<16> kSalt = {1, 2, 3};

inline TestDataset make_dataset(const std::string& name, const ByteArray<32>& owner,
                                const std::vector<TestColumn>& columns) {
  TestDataset out;
  out.record.name = name;
  Schema& schema = out.opening.schema;
  for (const TestColumn& column : columns) {
    schema.columns.push_back({column.name, column.type, !column.nulls.empty(), column.categories});
    if (!column.categories.empty()) out.record.dictionaries[column.name] = column.categories;
  }
  if (has_text(schema)) out.opening.linkage_salt = kSalt;
  const size_t rows = columns.front().rows();
  TableBuilder builder(schema, out.opening.linkage_salt, rows, nullptr);
  const std::vector<uint8_t> no_nulls(rows);
  std::vector<std::vector<std::string_view>> texts;
  std::vector<ColumnChunk> chunks;
  for (const TestColumn& column : columns) texts.emplace_back(column.texts.begin(), column.texts.end());
  for (size_t c = 0; c < columns.size(); ++c)
    chunks.push_back({columns[c].values, columns[c].nulls.empty() ? no_nulls : columns[c].nulls, texts[c]});
  EXPECT_TRUE(builder.take(1, rows, chunks).ok());

  EntryBody& body = out.record.body;
  body.srs_id = desk().srs().key().id;
  body.owner_key = owner;
  body.file_binding = sha256(as_bytes("file " + name));
  body.file_profile = "csv/1;delim=,;quote=\";header=1;null=;zone=";
  body.schema_digest = schema_digest(schema);
  body.rows = rows;
  body.columns = entry_columns(schema, out.opening.linkage_salt).value();
  out.table = CommittedTable::blind(builder.finish(), body.columns, desk().random, nullptr, out.opening).value();
  const std::vector<G1Affine> points = out.table->commit(desk().srs(), nullptr).value();
  for (size_t i = 0; i < points.size(); ++i) body.columns[i].commitment = points[i];
  out.record.body_bytes = encode_entry_body(body);
  out.record.dataset = entry_body_digest(out.record.body_bytes);
  return out;
}

inline ProofRecord prove(std::span<const OwnedDataset> datasets, const std::string& text, const Digest& ledger,
                         const Digest& nonce = {}) {
  StatementSecrets secrets;
  secrets.linkage_salt = kSalt;
  const Bytes bytes = make_statement(parse_request(text).value(), datasets, secrets).value();
  return prove_statement(bytes, datasets, ledger, nonce, *desk().keys, desk().env(), [](const Progress&) {})
      .value()
      .record;
}
inline ProofRecord prove(const TestDataset& dataset, const std::string& text, const Digest& ledger,
                         const Digest& nonce = {}) {
  const OwnedDataset owned = dataset.owned();
  return prove(std::span(&owned, 1), text, ledger, nonce);
}

}  // namespace zkp::owned
