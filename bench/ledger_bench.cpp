/// The ledger: appends of already signed entries to memory and to disk, signing and checking apart, verification of the
/// chain.
#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/encoding.h"
#include "base_os/ed25519.h"
#include "bench/bench.h"
#include "commit/srs.h"
#include "ledger/chain.h"
#include "ledger/ledger.h"
#include "log/checkpoint.h"
#include "storage/memory_store.h"
#include "storage/rocksdb_store.h"

namespace zkp::bench {
namespace {

constexpr size_t kBatch = 1000;

ProofChecker accept_nothing() {
  return [](DatasetViews, const Digest&, const ProofRecord&) -> Result<void> {
    return Error(CryptoError::kBadProof, "no proofs in this benchmark");
  };
}

Ed25519Signer signer(uint8_t seed) { return Ed25519Signer::from_seed(ByteArray<32>{seed}).value(); }

std::vector<G1Affine> distinct_points(size_t count) {
  return PowersOfTau(Fr::from_u64(7), count, nullptr).make(1, count);
}

// A ledger's worth of signed notarize entries of a table of eight columns, each the child of the one before.
struct SignedLog {
  Ed25519Signer log = signer(1);
  Ed25519Signer author = signer(2);
  std::vector<Bytes> leaves;  // [0] is the genesis entry
  Digest head{};

  explicit SignedLog(size_t count) {
    GenesisRecord genesis;
    genesis.name = "bench";
    genesis.log_key = log.public_key();
    genesis.author_key = author.public_key();
    const std::string origin = make_origin("bench", genesis.log_key).value();
    auto sign = [&](EntryPayload payload) {
      payload.ledger = origin;
      payload.time_s = 1'767'225'600 + static_cast<int64_t>(leaves.size() / 100);
      payload.fields["log_key"] = hex_encode(genesis.log_key);
      payload.fields["author_key"] = hex_encode(genesis.author_key);
      if (!leaves.empty()) payload.parents = {head};
      SignedEntry entry = sign_entry(std::move(payload), author).value();
      head = entry.digest;
      leaves.push_back(std::move(entry.leaf));
    };
    sign(make_genesis(genesis));
    constexpr const char* kColumns[] = {"id", "age", "income", "label", "when", "city", "score", "active"};
    const std::vector<G1Affine> points = distinct_points(count * std::size(kColumns));
    for (size_t i = 0; i < count; ++i) {
      NotarizeRecord record;
      record.name = "table-" + std::to_string(i % 1000);
      record.body.owner_key = genesis.author_key;
      record.body.rows = 5000 + i;
      record.body.file_profile = "csv/1;delim=,;quote=\";header=1;null=;zone=";
      record.body.file_binding[0] = static_cast<uint8_t>(i);
      for (size_t c = 0; c < std::size(kColumns); ++c)
        record.body.columns.push_back(
            {kColumns[c], {TypeCode::kInt, 32}, false, {}, points[i * std::size(kColumns) + c]});
      record.body_bytes = encode_entry_body(record.body);
      record.dataset = entry_body_digest(record.body_bytes);
      sign(make_notarize(record));
    }
  }

  SignedEntry entry(size_t index) const { return parse_entry(leaves[index]).value(); }
};

// Seconds of the appends alone: entries come as they do from the wire, read just before they are appended.
double append_all(Ledger& ledger, const SignedLog& log) {
  double seconds = 0;
  for (size_t i = 1; i < log.leaves.size(); i += kBatch) {
    std::vector<SignedEntry> batch;
    for (size_t j = i; j < std::min(i + kBatch, log.leaves.size()); ++j) batch.push_back(log.entry(j));
    seconds += timed([&] { ZKP_CHECK(ledger.append(std::move(batch)).ok()); });
  }
  return seconds;
}

std::string scratch_folder() {
  std::string path = (std::filesystem::temp_directory_path() / "zkp-bench-XXXXXX").string();
  ZKP_CHECK(mkdtemp(path.data()) != nullptr);
  return path;
}

ZKP_BENCH(Bench{"ledger_append", "signed entries, in batches of 1,000, to memory", 100'000, 1, [](const Context& c) {
                  auto log = std::make_shared<SignedLog>(c.size);
                  return [log] {
                    auto store = make_memory_store();
                    auto ledger = Ledger::create(*store, log->entry(0), accept_nothing()).value();
                    return append_all(*ledger, *log);
                  };
                }});

ZKP_BENCH(Bench{"ledger_append_durable", "signed entries, in batches of 1,000, to RocksDB, each batch synced", 100'000,
                1, [](const Context& c) {
                  auto log = std::make_shared<SignedLog>(c.size);
                  return [log] {
                    const std::string folder = scratch_folder();
                    double seconds = 0;
                    {
                      auto store = open_rocksdb_store(folder + "/store", StoreMode::kCreate).value();
                      auto ledger = Ledger::create(*store, log->entry(0), accept_nothing()).value();
                      seconds = append_all(*ledger, *log);
                    }
                    std::filesystem::remove_all(folder);
                    return seconds;
                  };
                }});

ZKP_BENCH(Bench{"ledger_sign", "entries; seconds of signing one", 5'000, 1, [](const Context& c) {
                  auto log = std::make_shared<SignedLog>(1);
                  auto entry = std::make_shared<SignedEntry>(log->entry(1));
                  return [log, entry, c] {
                    return timed([&] {
                             for (uint64_t i = 0; i < c.size; ++i)
                               keep(sign_entry(entry->payload, log->author).value());
                           }) /
                           static_cast<double>(c.size);
                  };
                }});

ZKP_BENCH(Bench{"ledger_check_signature", "entries; seconds of checking one signature", 5'000, 1, [](const Context& c) {
                  auto log = std::make_shared<SignedLog>(1);
                  auto entry = std::make_shared<SignedEntry>(log->entry(1));
                  return [log, entry, c] {
                    const OpenSslVerifier verifier;
                    return timed([&] {
                             for (uint64_t i = 0; i < c.size; ++i)
                               ZKP_CHECK(verify_entry_signature(*entry, log->author.public_key(), verifier));
                           }) /
                           static_cast<double>(c.size);
                  };
                }});

struct StoredLog {
  std::unique_ptr<LedgerStore> store = make_memory_store();
  std::unique_ptr<Ledger> ledger;
  uint64_t bytes = 0;

  explicit StoredLog(size_t count) {
    SignedLog log(count);
    ledger = Ledger::create(*store, log.entry(0), accept_nothing()).value();
    append_all(*ledger, log);
    for (const Bytes& leaf : log.leaves) bytes += leaf.size();
  }
};

ZKP_BENCH(Bench{"ledger_rehash",
                "entries; seconds to hash one GB (10^9 bytes) of entries again and compare with the tree", 200'000, 2,
                [](const Context& c) {
                  auto log = std::make_shared<StoredLog>(c.size);
                  return [log, c] {
                    const double seconds = timed([&] { ZKP_CHECK(rehash(*log->ledger, c.pool).ok()); });
                    return seconds / static_cast<double>(log->bytes) * 1e9;
                  };
                }});

ZKP_BENCH(Bench{"ledger_verify_chain", "entries; from a checkpoint 100 entries ago", 100'000, 2, [](const Context& c) {
                  auto log = std::make_shared<StoredLog>(c.size);
                  return [log, c] {
                    const Ledger& ledger = *log->ledger;
                    const uint64_t before = ledger.size() - 100;
                    ChainOptions options;
                    options.from = before;
                    options.trusted = Checkpoint{ledger.origin(), before, ledger.root_at(before).value(), {}};
                    const OpenSslVerifier verifier;
                    return timed(
                        [&] { ZKP_CHECK(verify_chain(ledger, options, verifier, accept_nothing(), c.pool)->ok()); });
                  };
                }});

ZKP_BENCH(Bench{
    "ledger_verify_chain_full", "entries; everything, signatures included", 20'000, 2, [](const Context& c) {
      auto log = std::make_shared<StoredLog>(c.size);
      return [log, c] {
        const OpenSslVerifier verifier;
        return timed([&] { ZKP_CHECK(verify_chain(*log->ledger, {}, verifier, accept_nothing(), c.pool)->ok()); });
      };
    }});

}  // namespace
}  // namespace zkp::bench
