/// Dataset proofs of class S (or L above 2^20 - 4 rows) with keys of development: `dataset_prove_*` is one proof of a
/// statement about a table whose columns are committed to, from the private columns to the bytes of the envelope.
/// ZKP_BENCH_PHASES=1 prints the seconds of each phase to standard error.
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <random>

#include "base_os/system_files.h"
#include "base_os/system_random.h"
#include "bench/bench.h"
#include "commit/commit.h"
#include "commit/srs_file.h"
#include "dataset_proof/dev_setup.h"
#include "dataset_proof/prove.h"
#include "dataset_proof/verify.h"
#include "groth16/mapped_proving_key.h"

namespace zkp::bench {
namespace {

const SizeClass& class_of(size_t rows) { return *smallest_class({rows}); }

size_t power_count(size_t rows) {
  size_t out = size_t{1} << 17;
  while (out < rows + kBlindingRows) out *= 2;
  return out;
}

/// Reference string and wrap key, made once a run of the program and used from files, as a ledger does it.
struct Setup {
  const SizeClass& size;
  Srs srs;
  MappedProvingKey key;

  Setup(size_t rows, TaskPool* pool)
      : size(class_of(rows)), srs(make_srs(power_count(rows), pool)), key(make_key(size, pool)) {}

  DatasetProverKey prover() const { return {&size, &srs, key.view(), verifying_key_id(key.vk())}; }
  DatasetVerifier verifier() const { return DatasetVerifier::make(size, srs.key(), key.vk()).value(); }

 private:
  static std::string path(std::string_view name) {
    return (std::filesystem::temp_directory_path() /
            ("zkp-bench-" + std::to_string(::getpid()) + "-" + std::string(name)))
        .string();
  }
  template <class Write>
  static void write_file(const std::string& file, Write write) {
    SystemFiles files;
    std::unique_ptr<WritableFile> out = files.create(file).value();
    write([&](ByteView piece) { return out->write(piece); }).value();
  }
  static Srs make_srs(size_t count, TaskPool* pool) {
    SystemFiles files;
    const std::string file = path("srs");
    write_file(file, [&](const PointFileWriter::Sink& sink) {
      return write_srs_from_tau(insecure_dev_tau(), count, "insecure-dev", sink, pool);
    });
    LoadedSrs out = open_srs(files, file, {.pool = pool}).value();
    std::filesystem::remove(file);  // the mapping stays
    return std::move(out.srs);
  }
  static MappedProvingKey make_key(const SizeClass& size, TaskPool* pool) {
    SystemFiles files;
    const std::string file = path("key");
    {
      const ProvingKey made = insecure_dev_wrap_key(size, pool).value();
      write_file(file, [&](const PointFileWriter::Sink& sink) { return write_proving_key(made, sink, pool); });
    }
    MappedProvingKey out = MappedProvingKey::open(files, file, {.pool = pool}).value();
    std::filesystem::remove(file);
    return out;
  }
};

/// $ZKP_BENCH_TREE_MIB, for proofs with less memory.
size_t max_tree_bytes() {
  const char* mib = std::getenv("ZKP_BENCH_TREE_MIB");
  return mib == nullptr ? kDefaultTreeBytes : std::strtoull(mib, nullptr, 10) << 20;
}

struct BenchTable {
  std::vector<std::unique_ptr<PrivateColumn>> columns;
  EntryBody entry;

  PrivateTable view() const {
    PrivateTable out{&entry, {}};
    for (size_t i = 0; i < columns.size(); ++i) out.columns.emplace(entry.columns[i].name, columns[i].get());
    return out;
  }
  Digest digest() const { return entry_body_digest(encode_entry_body(entry)); }
};

/// Names a, b, c, ... for columns of random integers.
BenchTable make_table(const Setup& setup, std::vector<std::vector<int64_t>> values, TaskPool* pool) {
  BenchTable out;
  out.entry.srs_id = setup.srs.key().id;
  out.entry.rows = values[0].size();
  const ByteArray<32> secret{1};
  std::vector<const PrivateColumn*> pointers;
  for (std::vector<int64_t>& each : values) {
    const std::string name(1, static_cast<char>('a' + out.columns.size()));
    auto column = std::make_unique<PrivateColumn>(std::move(each));
    column->append_blinding(
        blinding_rows(blinding_seed(secret, static_cast<uint32_t>(out.columns.size()), name, *column)));
    pointers.push_back(column.get());
    out.columns.push_back(std::move(column));
    out.entry.columns.push_back({name, {TypeCode::kInt, 64}, false, {}, {}});
  }
  const auto points = commit_columns(setup.srs.powers(), pointers, pool).value();
  for (size_t i = 0; i < points.size(); ++i) out.entry.columns[i].commitment = points[i];
  return out;
}

std::vector<int64_t> random_values(size_t rows, int bits, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<int64_t> out(rows);
  for (int64_t& v : out) v = static_cast<int64_t>(random() >> (64 - bits));
  return out;
}

Bytes context_of(std::span<const BenchTable* const> tables) {
  ByteWriter out;
  out.raw(Digest{}).u8(static_cast<uint8_t>(tables.size()));
  for (const BenchTable* table : tables) out.raw(table->digest());
  out.raw(Digest{});
  return std::move(out).bytes();
}

double prove_once(const Setup& setup, ByteView statement, std::span<const BenchTable* const> tables, TaskPool* pool,
                  Bytes* proof = nullptr) {
  using Clock = std::chrono::steady_clock;
  std::vector<PrivateTable> views;
  for (const BenchTable* table : tables) views.push_back(table->view());
  const Bytes context = context_of(tables);
  SystemRandom random;
  auto last = Clock::now();
  std::string_view phase = "read";
  const bool verbose = std::getenv("ZKP_BENCH_PHASES") != nullptr;
  auto lap = [&](std::string_view next) {
    const auto now = Clock::now();
    if (verbose) std::cerr << phase << " " << std::chrono::duration<double>(now - last).count() << "\n";
    last = now;
    phase = next;
  };
  DatasetProveOptions options{pool,
                              [&](const DatasetProveProgress& p) {
                                lap(p.phase);
                                return true;
                              },
                              max_tree_bytes()};
  const double seconds = timed([&] {
    Bytes bytes = prove_dataset(setup.prover(), statement, context, views, random, options).value();
    if (proof != nullptr) *proof = std::move(bytes);
  });
  lap("end");
  return seconds;
}

Bytes range_statement(__int128 lo, __int128 hi) {
  ByteWriter out = start_statement(StatementType::kRange);
  out.str("a").raw(encode_i128(lo)).raw(encode_i128(hi));
  return std::move(out).bytes();
}

Bytes sums_statement(const std::vector<int64_t>& values) {
  Int256 sum, squares;
  for (const int64_t v : values) {
    sum = sum + Int256(v);
    squares = squares + Int256(static_cast<__int128>(v) * v);
  }
  ByteWriter out = start_statement(StatementType::kSums);
  out.str("a").raw(sum.to_bytes()).raw(squares.to_bytes()).u64(values.size());
  return std::move(out).bytes();
}

std::function<double()> range_bench(const Context& c) {
  auto setup = std::make_shared<Setup>(c.size, c.pool);
  auto table = std::make_shared<BenchTable>(make_table(*setup, {random_values(c.size, 62, 1)}, c.pool));
  return [=] {
    const BenchTable* tables[] = {table.get()};
    const Bytes statement = range_statement(0, (static_cast<__int128>(1) << 62) - 1 + 5);
    return prove_once(*setup, statement, tables, c.pool);
  };
}

ZKP_BENCH(Bench{"dataset_prove_range", "rows; 64-bit RANGE of one column", 1'000'000, 2, range_bench});
ZKP_BENCH(Bench{"dataset_prove_sums", "rows; sum, mean and variance of one column", 1'000'000, 2, [](const Context& c) {
                  auto setup = std::make_shared<Setup>(c.size, c.pool);
                  const std::vector<int64_t> values = random_values(c.size, 40, 1);
                  const Bytes statement = sums_statement(values);
                  auto table = std::make_shared<BenchTable>(make_table(*setup, {values}, c.pool));
                  return [=] {
                    const BenchTable* tables[] = {table.get()};
                    return prove_once(*setup, statement, tables, c.pool);
                  };
                }});
ZKP_BENCH(Bench{
    "dataset_prove_split", "rows; SPLIT 80/20 of three columns with disjoint keys", 1'000'000, 2, [](const Context& c) {
      auto setup = std::make_shared<Setup>(c.size, c.pool);
      std::vector<std::vector<int64_t>> source = {{}, random_values(c.size, 40, 2), random_values(c.size, 20, 3)};
      for (size_t i = 0; i < c.size; ++i) source[0].push_back(static_cast<int64_t>(i));
      std::vector<std::vector<int64_t>> parts[2] = {std::vector<std::vector<int64_t>>(3),
                                                    std::vector<std::vector<int64_t>>(3)};
      for (size_t i = 0; i < c.size; ++i) {
        for (size_t k = 0; k < 3; ++k) parts[i % 5 == 4 ? 1 : 0][k].push_back(source[k][i]);
      }
      auto tables = std::make_shared<std::vector<BenchTable>>();
      tables->push_back(make_table(*setup, source, c.pool));
      for (auto& part : parts) tables->push_back(make_table(*setup, part, c.pool));
      ByteWriter out = start_statement(StatementType::kSplit);
      out.u16(3).str("a").str("b").str("c").str("a");
      const Bytes statement = std::move(out).bytes();
      return [=] {
        std::vector<const BenchTable*> pointers;
        for (const BenchTable& each : *tables) pointers.push_back(&each);
        return prove_once(*setup, statement, pointers, c.pool);
      };
    }});
ZKP_BENCH(Bench{"commit_table", "rows; ten columns of integers of 32 bits", 1'000'000, 2, [](const Context& c) {
                  auto srs = std::make_shared<Srs>(insecure_dev_srs(power_count(c.size), c.pool));
                  auto columns = std::make_shared<std::vector<PrivateColumn>>();
                  for (uint64_t k = 0; k < 10; ++k) columns->emplace_back(random_values(c.size, 32, k));
                  return [=] {
                    std::vector<const PrivateColumn*> pointers;
                    for (const PrivateColumn& each : *columns) pointers.push_back(&each);
                    return timed([&] { keep(commit_columns(srs->powers(), pointers, c.pool).value()); });
                  };
                }});

/// One proof of SUMS over 1,000 rows.
struct ReadyProof {
  Setup setup;
  BenchTable table;
  Bytes statement, context, proof;
  std::vector<const EntryBody*> entries;

  explicit ReadyProof(TaskPool* pool)
      : setup(1000, pool), table(make_table(setup, {random_values(1000, 40, 1)}, pool)) {
    statement = sums_statement(random_values(1000, 40, 1));
    const BenchTable* tables[] = {&table};
    context = context_of(tables);
    prove_once(setup, statement, tables, pool, &proof);
    entries = {&table.entry};
  }
};

ZKP_BENCH(Bench{"dataset_verify", "verifications; one, of SUMS", 200, 1, [](const Context& c) {
                  auto ready = std::make_shared<ReadyProof>(c.pool);
                  auto verifier = std::make_shared<DatasetVerifier>(ready->setup.verifier());
                  return [=] {
                    return timed([&] {
                             for (size_t i = 0; i < c.size; ++i) {
                               verify_dataset_proof(*verifier, ready->proof, ready->statement, ready->context,
                                                    ready->entries)
                                   .value();
                             }
                           }) /
                           static_cast<double>(c.size);
                  };
                }});
ZKP_BENCH(Bench{"dataset_batch_verify", "proofs in a batch; one of them", 100, 2, [](const Context& c) {
                  auto ready = std::make_shared<ReadyProof>(c.pool);
                  auto verifier = std::make_shared<DatasetVerifier>(ready->setup.verifier());
                  return [=] {
                    const std::vector<DatasetClaim> claims(
                        c.size, {ready->proof, ready->statement, ready->context, ready->entries});
                    SystemRandom random;
                    return timed([&] {
                             const auto verdict = verify_dataset_proofs(*verifier, claims, &random, c.pool).value();
                             if (!verdict.all_verify()) std::abort();
                           }) /
                           static_cast<double>(c.size);
                  };
                }});

}  // namespace
}  // namespace zkp::bench
