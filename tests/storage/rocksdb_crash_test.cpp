/// Processes that die, and disks that fill up, in the middle of appends: what was acknowledged is there, nothing is
/// half there.
///
/// The victim is this test program started again (RocksDB's threads do not survive a fork): the DISABLED_ tests are the
/// victims' programs and run only when the tests below start them.
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <random>
#include <thread>

#include "store_world.h"

namespace zkp {
namespace {

constexpr int kReportFd = 63;
constexpr int kCannot = 42;  // exit status of a victim that could not prepare its scene

/// Batch k has 1 + k % 5 entries: where a batch begins, from the index alone.
uint64_t batch_length(uint64_t first) { return 1 + first % 5; }

void report(uint64_t size) {
  if (::write(kReportFd, &size, sizeof size) != sizeof size) std::_Exit(1);
}

const char* victim_path() { return std::getenv("ZKP_STORAGE_VICTIM"); }

/// Small buffers, so that flushes and compactions are under way when the process dies.
StoreResult open_small(const std::string& path, StoreMode mode, uint64_t expected_size = 0) {
  return open_rocksdb_store(path, mode, {.write_buffer_bytes = 64 << 10, .expected_size = expected_size});
}

/// Appends, reporting the size after each acknowledgement, until an append fails; returns that error.
Error append_until_error(LedgerStore& store) {
  for (uint64_t size = store.size().value();;) {
    const uint64_t count = batch_length(size);
    Result<void> done = store.append(TestBatch(size, count));
    if (!done.ok()) return std::move(done).error();
    size += count;
    report(size);
  }
}

/// 4 MB that only this process sees; false where the machine does not let us.
bool mount_small_disk(const std::string& folder) {
  const std::string user = "0 " + std::to_string(getuid()) + " 1", group = "0 " + std::to_string(getgid()) + " 1";
  if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
  auto tell = [](const char* file, const std::string& text) {
    std::ofstream out(file);
    out << text << std::flush;
    return out.good();
  };
  return tell("/proc/self/setgroups", "deny") && tell("/proc/self/uid_map", user) &&
         tell("/proc/self/gid_map", group) && mount("none", folder.c_str(), "tmpfs", 0, "size=4m") == 0;
}

TEST(StorageVictim, DISABLED_AppendsUntilKilled) {
  if (victim_path() == nullptr) GTEST_SKIP() << "started by StorageCrash";
  StoreResult store = open_small(victim_path(), StoreMode::kReadWrite);
  ASSERT_TRUE(store.ok()) << store.error().describe();
  FAIL() << append_until_error(**store).describe();
}

TEST(StorageVictim, DISABLED_AppendsUntilTheFileSizeLimit) {
  if (victim_path() == nullptr) GTEST_SKIP() << "started by StorageCrash";
  signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{200'000, 200'000};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
  auto store = open_rocksdb_store(victim_path(), StoreMode::kReadWrite).value();
  const Error error = append_until_error(*store);
  EXPECT_EQ(error.code(), StorageError::kIo) << error.describe();
  const uint64_t size = store->size().value();
  EXPECT_EQ(store->append(TestBatch(size, 1)).error().code(), error.code()) << "no append after an uncertain one";
  expect_whole(*store, size);
  EXPECT_TRUE(store->close().ok());
}

TEST(StorageVictim, DISABLED_AppendsUntilTheDiskIsFull) {
  if (victim_path() == nullptr) GTEST_SKIP() << "started by StorageCrash";
  const std::string disk = victim_path();
  if (!mount_small_disk(disk)) std::_Exit(kCannot);
  const std::string store_path = disk + "/store", ballast = disk + "/ballast";
  write_file(ballast, Bytes(2'500'000));
  uint64_t size = 0;
  {
    auto store = open_rocksdb_store(store_path, StoreMode::kCreate).value();
    const Error error = append_until_error(*store);
    EXPECT_EQ(error.code(), StorageError::kFull) << error.describe();
    size = store->size().value();
    EXPECT_EQ(store->append(TestBatch(size, 1)).error().code(), StorageError::kFull);
    expect_whole(*store, size);
  }
  {
    StoreResult reader = open_rocksdb_store(store_path, StoreMode::kReadOnly, {.expected_size = size});
    ASSERT_TRUE(reader.ok()) << "a full disk can still be read: " << reader.error().describe();
    expect_whole(**reader, (*reader)->size().value());
  }
  std::filesystem::remove(ballast);
  StoreResult again = open_rocksdb_store(store_path, StoreMode::kReadWrite, {.expected_size = size});
  ASSERT_TRUE(again.ok()) << again.error().describe();
  const uint64_t found = (*again)->size().value();
  EXPECT_TRUE(found == size || found == size + batch_length(size)) << found << " after " << size;
  expect_whole(**again, found);
  EXPECT_TRUE((*again)->append(TestBatch(found, 1)).ok()) << "room again, work again";
}

class Victim {
 public:
  Victim(const std::string& program, const std::string& path) {
    int ends[2];
    EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
    report_ = ends[0];
    const std::string filter = "--gtest_filter=StorageVictim.DISABLED_" + program;
    const std::string place = "ZKP_STORAGE_VICTIM=" + path;
    std::vector<char*> environment;
    for (char** variable = environ; *variable != nullptr; ++variable) environment.push_back(*variable);
    environment.push_back(const_cast<char*>(place.c_str()));
    environment.push_back(nullptr);
    const char* arguments[] = {"storage_test", filter.c_str(), "--gtest_also_run_disabled_tests", "--gtest_brief=1",
                               nullptr};
    pid_ = fork();
    if (pid_ == 0) {
      dup2(ends[1], kReportFd);
      execve("/proc/self/exe", const_cast<char**>(arguments), environment.data());
      std::_Exit(127);
    }
    ::close(ends[1]);
  }
  ~Victim() {
    if (pid_ > 0) kill_now();
    ::close(report_);
  }

  /// The size that it reported next, or nothing when it has ended.
  std::optional<uint64_t> next_report() {
    uint64_t size = 0;
    return ::read(report_, &size, sizeof size) == sizeof size ? std::optional(size) : std::nullopt;
  }
  void kill_now() {
    ::kill(pid_, SIGKILL);
    wait();
  }
  /// Exit status; -1 when a signal ended it.
  int wait() {
    int status = 0;
    waitpid(std::exchange(pid_, -1), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t pid_ = -1;
  int report_ = -1;
};

class StorageCrash : public testing::Test {
 protected:
  void SetUp() override {
    if (!kRocksDbTests) GTEST_SKIP() << "RocksDB is not instrumented for ThreadSanitizer";
  }
  RocksDbWorld world_;
};

TEST_F(StorageCrash, EveryAcknowledgedEntryIsThereAfterKill) {
  std::mt19937 random(2026);
  ASSERT_TRUE(world_.create().ok());
  uint64_t acknowledged = 0;
  const int rounds = run_long_tests() ? 300 : 10;
  for (int round = 0; round < rounds; ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    Victim victim("AppendsUntilKilled", world_.path());
    const uint64_t acknowledgements = random() % 150;
    for (uint64_t i = 0; i < acknowledgements; ++i) {
      std::optional<uint64_t> size = victim.next_report();
      ASSERT_TRUE(size.has_value()) << "the victim died by itself";
      acknowledged = *size;
    }
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 4000));
    victim.kill_now();
    while (std::optional<uint64_t> size = victim.next_report()) acknowledged = *size;

    auto expect_no_loss = [&](StoreResult store) {
      ASSERT_TRUE(store.ok()) << store.error().describe();
      const uint64_t size = (*store)->size().value();
      EXPECT_TRUE(size == acknowledged || size == acknowledged + batch_length(acknowledged))
          << size << " entries after " << acknowledged << " were acknowledged";
      expect_whole(**store, size);
    };
    expect_no_loss(world_.open_read_only(acknowledged));
    if (round % 2 == 1) expect_no_loss(world_.open(acknowledged));  // else the next victim recovers
  }
  EXPECT_GT(acknowledged, 100u);
  EXPECT_TRUE(world_.open(acknowledged).value()->check().ok());
}

TEST_F(StorageCrash, WriterOfAnotherProcessLocksTheStoreUntilItDies) {
  ASSERT_TRUE(world_.create().ok());
  Victim victim("AppendsUntilKilled", world_.path());
  ASSERT_TRUE(victim.next_report().has_value());
  EXPECT_EQ(world_.open().error().code(), StorageError::kLocked);
  StoreResult reader = world_.open_read_only(1);
  ASSERT_TRUE(reader.ok()) << reader.error().describe();
  expect_whole(**reader, (*reader)->size().value());
  victim.kill_now();
  EXPECT_TRUE(world_.open(1).ok()) << "no stale lock";
}

TEST_F(StorageCrash, FileSizeLimitIsACleanErrorAndLosesNothing) {
  ASSERT_TRUE(world_.create().ok());
  Victim victim("AppendsUntilTheFileSizeLimit", world_.path());
  uint64_t acknowledged = 0;
  while (std::optional<uint64_t> size = victim.next_report()) acknowledged = *size;
  EXPECT_EQ(victim.wait(), 0);
  EXPECT_GT(acknowledged, 50u);
  auto store = std::move(world_.open(acknowledged)).value();
  const uint64_t size = store->size().value();
  EXPECT_TRUE(size == acknowledged || size == acknowledged + batch_length(acknowledged));
  expect_whole(*store, size);
  EXPECT_TRUE(store->append(TestBatch(size, 10)).ok());
}

TEST_F(StorageCrash, FullDiskIsACleanErrorAndLosesNothing) {
  const std::string disk = world_.beside("disk");
  std::filesystem::create_directory(disk);
  Victim victim("AppendsUntilTheDiskIsFull", disk);
  uint64_t acknowledged = 0;
  while (std::optional<uint64_t> size = victim.next_report()) acknowledged = *size;
  const int status = victim.wait();
  if (status == kCannot) GTEST_SKIP() << "this machine lets no test mount a small file system";
  EXPECT_EQ(status, 0);
  EXPECT_GT(acknowledged, 50u);
}

}  // namespace
}  // namespace zkp
