/// The places where a store of each back end can live, so that one suite of tests runs on all of them.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "storage/memory_store.h"
#include "storage/rocksdb_store.h"

namespace zkp {

inline bool run_long_tests() { return getenv("ZKP_TEST_LONG") != nullptr; }

/// RocksDB is not instrumented: ThreadSanitizer cannot see what orders its threads.
#ifdef ZKP_THREAD_SANITIZER
inline constexpr bool kRocksDbTests = false;
#else
inline constexpr bool kRocksDbTests = true;
#endif

class TempFolder {
 public:
  TempFolder() {
    std::string name = std::filesystem::temp_directory_path() / "zkp_storage_XXXXXX";
    EXPECT_NE(mkdtemp(name.data()), nullptr);
    path_ = name;
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

using StoreResult = Result<std::unique_ptr<LedgerStore>>;

class StoreWorld {
 public:
  virtual ~StoreWorld() = default;
  virtual StoreResult create() = 0;
  virtual StoreResult open(uint64_t expected_size = 0) = 0;
  virtual StoreResult open_read_only(uint64_t expected_size = 0) = 0;
};

class MemoryWorld final : public StoreWorld {
 public:
  StoreResult create() override { return disk_->open(); }
  StoreResult open(uint64_t expected_size = 0) override { return disk_->open(expected_size); }
  StoreResult open_read_only(uint64_t expected_size = 0) override { return disk_->open_read_only(expected_size); }
  MemoryDisk& disk() { return *disk_; }

 private:
  std::shared_ptr<MemoryDisk> disk_ = MemoryDisk::make();
};

class RocksDbWorld final : public StoreWorld {
 public:
  StoreResult create() override { return open_rocksdb_store(path(), StoreMode::kCreate); }
  StoreResult open(uint64_t expected_size = 0) override {
    return open_rocksdb_store(path(), StoreMode::kReadWrite, {.expected_size = expected_size});
  }
  StoreResult open_read_only(uint64_t expected_size = 0) override {
    return open_rocksdb_store(path(), StoreMode::kReadOnly, {.expected_size = expected_size});
  }
  std::string path() const { return folder_ / "store"; }
  std::string beside(const std::string& name) const { return folder_ / name; }

 private:
  TempFolder folder_;
};

/// Entry i of the tests: bytes that anyone can recompute, of a length that varies with i.
inline Bytes test_entry(uint64_t index, size_t least_bytes = 1) {
  Bytes out(least_bytes + index * 37 % 1000);
  uint64_t state = index * 0x9e3779b97f4a7c15 + 1;
  for (uint8_t& byte : out) {
    state = state * 6364136223846793005 + 1442695040888963407;
    byte = static_cast<uint8_t>(state >> 56);
  }
  return out;
}

/// `count` test entries from `first` on, and an index record for each, in one batch.
class TestBatch {
 public:
  TestBatch(uint64_t first, uint64_t count, size_t least_bytes = 1) {
    batch_.first_index = first;
    for (uint64_t i = first; i < first + count; ++i) {
      entries_.push_back(test_entry(i, least_bytes));
      batch_.puts.push_back({Space::kByDigest, to_bytes("entry " + std::to_string(i)), to_bytes(std::to_string(i))});
    }
    for (const Bytes& entry : entries_) batch_.entries.push_back(entry);
  }
  operator const Batch&() const { return batch_; }
  Batch& batch() { return batch_; }

 private:
  std::vector<Bytes> entries_;
  Batch batch_;
};

/// Checks that the store holds exactly the test entries 0 .. size - 1 with their index records: nothing lost, nothing
/// half there.
inline void expect_whole(LedgerStore& store, uint64_t size, size_t least_bytes = 1) {
  ASSERT_EQ(store.size().value(), size);
  uint64_t next = 0;
  Result<void> scanned = store.scan(0, size, [&](uint64_t index, ByteView entry) -> Result<Visit> {
    EXPECT_EQ(index, next++);
    EXPECT_EQ(Bytes(entry.begin(), entry.end()), test_entry(index, least_bytes)) << "entry " << index;
    return Visit::kContinue;
  });
  ASSERT_TRUE(scanned.ok()) << scanned.error().describe();
  EXPECT_EQ(next, size);
  uint64_t records = 0;
  ASSERT_TRUE(store
                  .scan_prefix(Space::kByDigest, as_bytes("entry "),
                               [&](ByteView key, ByteView value) -> Result<Visit> {
                                 EXPECT_EQ(as_text(key).substr(6), as_text(value));
                                 ++records;
                                 return Visit::kContinue;
                               })
                  .ok());
  EXPECT_EQ(records, size);
}

inline Bytes read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(in), {});
}

inline void write_file(const std::string& path, ByteView bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  ASSERT_TRUE(out.good());
}

/// Files of a folder whose name ends with `suffix`, sorted.
inline std::vector<std::string> files_of(const std::string& folder, const std::string& suffix) {
  std::vector<std::string> out;
  for (const auto& file : std::filesystem::directory_iterator(folder))
    if (file.path().string().ends_with(suffix)) out.push_back(file.path().string());
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace zkp
