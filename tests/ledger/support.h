/// What the tests of ledger/ share: a ledger over a disk in memory, with keys that need no crypto library, datasets
/// whose commitments are just numbers, and a proof checker that believes the proof "good".
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "base/encoding.h"
#include "base/sim.h"
#include "ledger/chain.h"
#include "ledger/ledger.h"
#include "log/checkpoint.h"
#include "log/support.h"
#include "statement/context.h"
#include "storage/memory_store.h"

namespace zkp::ledger_test {

using log_test::HashSigner;
using log_test::HashVerifier;

inline constexpr int64_t kStart_s = SimClock::kStart_us / 1'000'000;

#define EXPECT_CODE(expression, expected)                                                 \
  do {                                                                                    \
    const auto& result_of_it = (expression);                                              \
    ASSERT_FALSE(result_of_it.ok()) << #expression " succeeded";                          \
    EXPECT_EQ(result_of_it.error().code(), ErrorCode(expected))                           \
        << result_of_it.error().code().name() << ": " << result_of_it.error().describe(); \
  } while (false)

#define ASSERT_OK(expression)                                                              \
  do {                                                                                     \
    const auto& result_of_it = (expression);                                               \
    ASSERT_TRUE(result_of_it.ok()) << #expression ": " << result_of_it.error().describe(); \
  } while (false)

#define EXPECT_OK(expression)                                                              \
  do {                                                                                     \
    const auto& result_of_it = (expression);                                               \
    EXPECT_TRUE(result_of_it.ok()) << #expression ": " << result_of_it.error().describe(); \
  } while (false)

/// Accepts what a test calls a good proof.
inline Result<void> believe_good(DatasetViews, const Digest&, const ProofRecord& proof) {
  if (as_text(proof.proof) == "good") return {};
  return Error(CryptoError::kBadProof, "not the proof that these tests believe");
}

/// A point that belongs to this number alone.
inline G1Affine point(uint64_t number) { return G1Affine::generator().mul(Fr::from_u64(number)).to_affine(); }

/// A body with `columns` INT(16) columns c0, c1, ... whose commitments belong to `number` alone.
inline EntryBody make_body(const ByteArray<32>& owner, uint64_t number, size_t columns = 1) {
  EntryBody out;
  out.owner_key = owner;
  out.file_binding = sha256(as_bytes("file " + std::to_string(number)));
  out.file_profile = "csv/1;delim=,;quote=\";header=1;null=;zone=";
  out.schema_digest = sha256(as_bytes("schema"));
  out.rows = 4;
  for (size_t i = 0; i < columns; ++i)
    out.columns.push_back({"c" + std::to_string(i), {TypeCode::kInt, 16}, false, {}, point(1 + number * 100 + i)});
  return out;
}

inline NotarizeRecord record_of_body(const std::string& name, const EntryBody& body) {
  NotarizeRecord out;
  out.name = name;
  out.body = body;
  out.body_bytes = encode_entry_body(body);
  out.dataset = entry_body_digest(out.body_bytes);
  return out;
}

/// Adds a column of categories, and its dictionary.
inline void add_categories(NotarizeRecord& record, const std::string& column, const std::vector<std::string>& words) {
  const uint64_t number = 1'000'000 + record.body.columns.size() + record.dataset[0] * 1000u;
  record.body.columns.push_back(
      {column, {TypeCode::kCode, static_cast<uint32_t>(words.size())}, false, dictionary_digest(words), point(number)});
  record.dictionaries[column] = words;
  record.body_bytes = encode_entry_body(record.body);
  record.dataset = entry_body_digest(record.body_bytes);
}

inline Bytes well_typed_bytes(const std::string& column) {
  return std::move(start_statement(StatementType::kWellTyped).u8(1).str(column).u8(0).u64(0)).bytes();
}
inline Bytes sum_bytes(const std::string& column, uint64_t rows) {
  ByteWriter out = start_statement(StatementType::kSums);
  out.str(column);
  for (int i = 0; i < 2; ++i) out.raw(ByteArray<32>{});
  return std::move(out.u64(rows)).bytes();
}

/// A proof record that believe_good accepts; its identity is the true one.
inline ProofRecord make_proof_record(const NotarizeRecord& dataset, const Digest& ledger, Bytes statement) {
  ProofRecord out;
  out.subjects = {{dataset.name, dataset.dataset}};
  const DatasetView view = dataset.view();
  out.statement = describe_statement(statement, std::span(&view, 1)).value().text;
  out.statement_bytes = std::move(statement);
  out.proof = to_bytes("good");
  out.proof_id = proof_identity(out.statement_bytes, out.context(ledger));
  out.setup = "insecure-dev";
  return out;
}
/// That column c0 (or another) is well typed.
inline ProofRecord make_proof_record(const NotarizeRecord& dataset, const Digest& ledger,
                                     const std::string& column = "c0") {
  return make_proof_record(dataset, ledger, well_typed_bytes(column));
}

inline EntryPayload genesis_payload(const Signer& log, const Signer& author, bool insecure_dev = true,
                                    const std::string& name = "test") {
  GenesisRecord record{name, log.public_key(), author.public_key(), "sha3-256", insecure_dev};
  EntryPayload out = make_genesis(record);
  out.ledger = make_origin(name, log.public_key()).value();
  out.time_s = kStart_s;
  out.fields["log_key"] = hex_encode(log.public_key());
  out.fields["author_key"] = hex_encode(author.public_key());
  return out;
}

/// A ledger in memory.
class World {
 public:
  explicit World(bool insecure_dev = true, Beacons trusted = {}) : beacons(std::move(trusted)) {
    store = disk->open().value();
    ledger = Ledger::create(*store, sign_entry(genesis_payload(log, author, insecure_dev), author).value(),
                            believe_good, beacons)
                 .value();
  }

  NotarizeRecord dataset(const std::string& name, uint64_t number, size_t columns = 1) const {
    return record_of_body(name, make_body(author.public_key(), number, columns));
  }
  ProofRecord proof(const NotarizeRecord& about, const std::string& column = "c0") const {
    return make_proof_record(about, ledger->id(), column);
  }

  /// Payloads completed and signed as one chain of entries.
  std::vector<SignedEntry> sign(const std::vector<EntryPayload>& payloads) {
    std::vector<SignedEntry> out;
    Ledger::Draft draft = ledger->begin();
    for (const EntryPayload& payload : payloads) {
      EntryPayload full = ledger->complete(payload, draft, clock.now_us() / 1'000'000);
      if (!out.empty()) {
        full.parents = {out.back().digest};
        full.time_s = std::max(full.time_s, out.back().payload.time_s);
      }
      out.push_back(sign_entry(std::move(full), author).value());
    }
    return out;
  }
  EntryPayload complete(EntryPayload payload) {
    return ledger->complete(std::move(payload), ledger->begin(), clock.now_us() / 1'000'000);
  }
  Result<void> append(const std::vector<EntryPayload>& payloads, const std::vector<Bytes>& blobs = {}) {
    return ledger->append(sign(payloads), blobs);
  }
  Result<void> append_signed(EntryPayload payload) {
    return ledger->append({sign_entry(std::move(payload), author).value()});
  }

  /// As after a restart of the process.
  Result<void> reopen() {
    ledger.reset();
    store.reset();
    ZKP_TRY(store, disk->open());
    ZKP_TRY(ledger, Ledger::open(*store, believe_good, beacons));
    return {};
  }
  Checkpoint checkpoint() const { return {ledger->origin(), ledger->size(), ledger->root(), {}}; }
  Result<ChainReport> check(const ChainOptions& options = {}, TaskPool* pool = nullptr) {
    return verify_chain(*ledger, options, verifier, believe_good, pool);
  }

  Beacons beacons;  ///< trusted by ledger when it is opened again
  std::shared_ptr<MemoryDisk> disk = MemoryDisk::make();
  HashSigner log{1}, author{2};
  HashVerifier verifier;
  SimClock clock;
  std::unique_ptr<LedgerStore> store;
  std::unique_ptr<Ledger> ledger;
};

/// Every record of a store, by space and key.
inline std::map<std::pair<int, Bytes>, Bytes> all_records(const LedgerStore& store) {
  std::map<std::pair<int, Bytes>, Bytes> out;
  for (int space = 1; space <= 16; ++space)
    EXPECT_TRUE(store
                    .scan_prefix(static_cast<Space>(space), {},
                                 [&](ByteView key, ByteView value) -> Result<Visit> {
                                   out[{space, Bytes(key.begin(), key.end())}] = Bytes(value.begin(), value.end());
                                   return Visit::kContinue;
                                 })
                    .ok());
  return out;
}

}  // namespace zkp::ledger_test
