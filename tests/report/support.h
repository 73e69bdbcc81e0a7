/// What the tests of report/ share: a log in memory with real proofs for small tables, and the evidence of everything
/// in it.
///
/// Signatures are those of tests/log/support.h; a log is a list of entries that a test may build as dishonestly as it
/// likes.
#pragma once

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/sim.h"
#include "ledger/owned.h"
#include "ledger/verify.h"
#include "log/support.h"
#include "report/gather.h"
#include "report/report.h"
#include "storage/memory_store.h"

namespace zkp::report_test {

using log_test::HashSigner;
using log_test::HashVerifier;

inline constexpr int64_t kStart_s = SimClock::kStart_us / 1'000'000;
inline constexpr ReportFormat kFormats[] = {ReportFormat::kJsonLd, ReportFormat::kJson, ReportFormat::kHtml};

#define EXPECT_CODE(expression, expected)                                                           \
  do {                                                                                              \
    const auto& result_of_it = (expression);                                                        \
    ASSERT_FALSE(result_of_it.ok()) << #expression " succeeded";                                    \
    EXPECT_EQ(result_of_it.error().code(), ErrorCode(expected)) << result_of_it.error().describe(); \
  } while (false)

using owned::TestColumn;
using TestTable = owned::TestDataset;

/// A log: entries, and receipts of them under one checkpoint.
class World {
 public:
  explicit World(bool insecure_dev = true) {
    GenesisRecord record{"lab", log.public_key(), author.public_key(), "sha3-256", insecure_dev};
    EntryPayload payload = make_genesis(record);
    origin = make_origin("lab", log.public_key()).value();
    add(std::move(payload));
  }

  /// Fills in what every entry carries, signs, appends. `change` sees the payload last.
  const SignedEntry& add(EntryPayload payload, const std::function<void(EntryPayload&)>& change = {}) {
    payload.ledger = origin;
    payload.time_s = now_s;
    payload.fields["log_key"] = hex_encode(log.public_key());
    payload.fields["author_key"] = hex_encode(author.public_key());
    if (!entries.empty()) payload.parents = {entries.back().digest};
    if (change) change(payload);
    entries.push_back(sign_entry(std::move(payload), author).value());
    return entries.back();
  }

  /// Columns without values get `rows` zeros or empty texts.
  TestTable table(const std::string& name, std::vector<TestColumn> columns, uint64_t rows = 4) const {
    for (const TestColumn& column : columns)
      if (column.rows() > 0) rows = column.rows();
    for (TestColumn& column : columns) {
      if (column.rows() > 0) continue;
      if (is_salted(column.type))
        column.texts.resize(rows);
      else
        column.values.resize(rows);
    }
    return owned::make_dataset(name, author.public_key(), columns);
  }

  void notarize(const TestTable& table) { add(make_notarize(table.record)); }

  ProofRecord prove(const TestTable& table, const std::string& statement) const {
    return owned::prove(table, statement, ledger_id(origin));
  }
  void record_proof(const TestTable& table, const std::string& statement) { add(make_proof(prove(table, statement))); }

  SignedNote checkpoint() const {
    std::vector<Digest> leaves;
    for (const SignedEntry& entry : entries) leaves.push_back(entry.leaf_hash);
    return sign_checkpoint({origin, entries.size(), log_test::naive::mth(leaves), {}}, log).value();
  }
  std::string receipt(uint64_t index, const SignedNote& note) const {
    std::vector<Digest> leaves;
    for (const SignedEntry& entry : entries) leaves.push_back(entry.leaf_hash);
    return format_receipt({entries[index].leaf, index, log_test::naive::path(index, leaves), note}).value();
  }

  /// All entries, or those of `indices`.
  Evidence evidence(std::vector<uint64_t> indices = {}) const {
    if (indices.empty())
      for (uint64_t i = 0; i < entries.size(); ++i) indices.push_back(i);
    Evidence out;
    out.generated_s = kStart_s + 86400;
    const SignedNote note = checkpoint();
    for (uint64_t index : indices) out.receipts.push_back(receipt(index, note));
    return out;
  }

  TrustPolicy pinned() const {
    TrustPolicy out;
    out.log_key = VerifierKey::make(origin, log.public_key()).value();
    return out;
  }
  Result<Verification> verify(std::string_view report) const { return verify_report(report, pinned(), verifier); }

  HashSigner log{1}, author{2};
  HashVerifier verifier;
  int64_t now_s = kStart_s;
  std::string origin;
  std::vector<SignedEntry> entries;
};

/// Why a verification said no: "name: detail" of the first failed check; "" when it said yes.
inline std::string refusal(const Result<Verification>& verification) {
  if (!verification.ok()) return "not a report: " + verification.error().message();
  const Check* failed = verification->first_failure();
  return failed == nullptr ? "" : failed->name + ": " + failed->detail;
}

inline const Check* find_check(const Verification& verification, std::string_view name) {
  for (const Check& check : verification.checks)
    if (check.name == name) return &check;
  return nullptr;
}

/// Two datasets, one with three real proofs, made once.
inline const World& proved_world() {
  static const World world = [] {
    World out;
    const TestTable train = out.table("train-v1", {{"age", {TypeCode::kInt, 16}, {34, 27, 61, 45}},
                                                   {"amount", {TypeCode::kDecimal, 2}, {1050, 99, 250000, 12345}},
                                                   {"when", {TypeCode::kDate, 0}, {19000, 19100, 19200, 19300}},
                                                   {"note", {TypeCode::kStr248, 0}, {}}});
    out.notarize(train);
    out.now_s += 3600;
    out.record_proof(train, "range:age;min=0;max=130");
    out.record_proof(train, "sums:amount");
    out.record_proof(train, "range:when;min=2020-01-01");
    out.now_s += 86400;
    const TestTable test =
        out.table("test-v1", {{"label", {TypeCode::kCode, 3}, {}, {"cat", "dog", "<b>owl</b>"}}}, 1000);
    out.notarize(test);
    return out;
  }();
  return world;
}

/// A log without proofs, for tests that verify thousands of times.
inline const World& plain_world() {
  static const World world = [] {
    World out;
    out.notarize(out.table("a", {{"x", {TypeCode::kInt, 16}, {1, 2}}, {"c", {TypeCode::kCode, 2}, {}, {"yes", "no"}}}));
    out.now_s += 60;
    out.notarize(out.table("b", {{"y", {TypeCode::kUint64, 0}, {}}}, 5));
    return out;
  }();
  return world;
}

}  // namespace zkp::report_test
