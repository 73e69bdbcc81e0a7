/// The store and the group commit alone: entries of 1.5 KB that do not compress, with four index records each, no
/// hashing and no parsing. Durable rows write beneath TMPDIR; `disk_sync` tells what one flush costs there.
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

#include "bench/bench.h"
#include "storage/group_commit.h"
#include "storage/memory_store.h"
#include "storage/rocksdb_store.h"

namespace zkp {
namespace {

constexpr size_t kEntryBytes = 1500;
constexpr uint64_t kPerBatch = 1000;

/// A folder that goes away with the last run of its row.
struct Folder {
  Folder() {
    std::string name = std::filesystem::temp_directory_path() / "zkp_bench_XXXXXX";
    ZKP_CHECK(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string path;
  int runs = 0;
};

std::unique_ptr<LedgerStore> make_store(Folder* folder) {
  if (folder == nullptr) return make_memory_store();
  return std::move(open_rocksdb_store(folder->path + "/" + std::to_string(++folder->runs), StoreMode::kCreate)).value();
}

Bytes noise(uint64_t seed, size_t size_bytes) {
  Bytes out(size_bytes);
  for (uint8_t& byte : out) {
    seed = seed * 6364136223846793005 + 1442695040888963407;
    byte = static_cast<uint8_t>(seed >> 56);
  }
  return out;
}

void add(Batch& batch, uint64_t index, ByteView entry) {
  batch.entries.push_back(entry);
  for (Space space : {Space::kByDigest, Space::kByDataset, Space::kByName, Space::kByTime})
    batch.puts.push_back({space, noise(index + static_cast<uint64_t>(space) * 1'000'000'007, 32), Bytes(8)});
}

std::vector<Bytes> make_entries() {
  std::vector<Bytes> out;
  for (uint64_t i = 0; i < kPerBatch; ++i) out.push_back(noise(i, kEntryBytes));
  return out;
}

std::function<double()> append_batches(const bench::Context& context, std::shared_ptr<Folder> folder) {
  return [size = context.size, folder, entries = make_entries()] {
    auto store = make_store(folder.get());
    return bench::timed([&] {
      for (uint64_t done = 0; done < size;) {
        Batch batch{.first_index = done};
        for (uint64_t i = 0; i < kPerBatch && done < size; ++i) add(batch, done++, entries[i]);
        store->append(batch).value();
      }
    });
  };
}

/// A request is one entry, its answer the index.
class Counting final : public CommitSteps<ByteView, uint64_t> {
 public:
  explicit Counting(uint64_t size) : size_(size) {}
  size_t size_bytes(const ByteView& entry) const override { return entry.size(); }
  Result<Batch> prepare(std::span<Slot* const> group) override {
    Batch batch{.first_index = size_};
    for (Slot* slot : group) {
      add(batch, size_, slot->request);
      slot->answer.emplace(size_++);
    }
    return batch;
  }
  Result<void> publish() override { return {}; }
  void abandon() override {}

 private:
  uint64_t size_;
};

std::function<double()> commit_singly(const bench::Context& context, std::shared_ptr<Folder> folder,
                                      uint64_t on_their_way) {
  return [size = context.size, threads = static_cast<uint64_t>(context.threads), on_their_way, folder,
          entries = make_entries()] {
    auto store = make_store(folder.get());
    Counting steps(0);
    GroupCommitter<ByteView, uint64_t> committer(*store, steps);
    return bench::timed([&] {
      std::vector<std::thread> all;
      for (uint64_t t = 0; t < threads; ++t)
        all.emplace_back([&, count = size / threads + (t < size % threads)] {
          for (uint64_t done = 0; done < count;) {
            std::vector<GroupCommitter<ByteView, uint64_t>::Ticket> tickets;
            for (uint64_t i = 0; i < on_their_way && done < count; ++i, ++done)
              tickets.push_back(committer.submit(entries[done % kPerBatch]));
            for (auto& ticket : tickets) ticket.wait().value();
          }
        });
      for (std::thread& thread : all) thread.join();
    });
  };
}

ZKP_BENCH({"store_append", "entries in batches of 1,000, in memory", 50'000, 1,
           [](const bench::Context& context) { return append_batches(context, nullptr); }});
ZKP_BENCH({"store_append_durable", "entries in batches of 1,000, RocksDB, one sync a batch", 50'000, 1,
           [](const bench::Context& context) { return append_batches(context, std::make_shared<Folder>()); }});
ZKP_BENCH({"group_commit", "entries one by one from many threads, in memory", 100'000, 16,
           [](const bench::Context& context) { return commit_singly(context, nullptr, 1); }});
ZKP_BENCH({"group_commit_durable", "entries one by one from many threads, RocksDB", 20'000, 128,
           [](const bench::Context& context) { return commit_singly(context, std::make_shared<Folder>(), 1); }});
ZKP_BENCH({"group_commit_durable_tickets", "entries from few threads with 500 on their way each, RocksDB", 50'000, 4,
           [](const bench::Context& context) { return commit_singly(context, std::make_shared<Folder>(), 500); }});
ZKP_BENCH({"disk_sync", "appends of 4 KiB, each with fdatasync; seconds of one", 200, 1,
           [](const bench::Context& context) {
             return [size = context.size, folder = std::make_shared<Folder>(), page = noise(1, 4096)] {
               const int fd = ::open((folder->path + "/file").c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
               ZKP_CHECK(fd >= 0);
               const double seconds = bench::timed([&] {
                 for (uint64_t i = 0; i < size; ++i)
                   ZKP_CHECK(::write(fd, page.data(), page.size()) == static_cast<ssize_t>(page.size()) &&
                             ::fdatasync(fd) == 0);
               });
               ::close(fd);
               return seconds / static_cast<double>(size);
             };
           }});

}  // namespace
}  // namespace zkp
