#include "base_os/file_lock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "base_os/system_files.h"
#include "base_os/temp_folder.h"

namespace zkp {
namespace {

TEST(FileLock, ASecondProcessIsToldWhoHoldsItAndADeadHolderHoldsNothing) {
  TempFolder folder;
  const std::string path = folder / "lock";
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // a failing test leaves nobody behind
    const Result<FileLock> lock = FileLock::acquire(path, "other-writer");
    const char answer = lock.ok() ? 'y' : 'n';
    if (::write(ready[1], &answer, 1) != 1) ::_exit(1);
    while (true) ::pause();
  }
  char answer = 0;
  ASSERT_EQ(::read(ready[0], &answer, 1), 1);
  ASSERT_EQ(answer, 'y');

  const Result<FileLock> refused = FileLock::acquire(path, "zkp-ledger");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code(), ErrorCode(StorageError::kLocked));
  EXPECT_EQ(refused.error().message(), "locked by other-writer (process " + std::to_string(child) + ")");
  EXPECT_FALSE(FileLock::acquire(path, "zkp-ledger", 50).ok()) << "a little later as well";

  ASSERT_EQ(::kill(child, SIGKILL), 0);
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  EXPECT_TRUE(FileLock::acquire(path, "zkp-ledger").ok());
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST(FileLock, ExcludesASecondHolderInTheSameProcessUntilItIsReleased) {
  TempFolder folder;
  const std::string path = folder / "lock";
  {
    FileLock first = FileLock::acquire(path, "one").value();
    const FileLock moved = std::move(first);
    EXPECT_EQ(FileLock::acquire(path, "two").error().message(),
              "locked by one (process " + std::to_string(::getpid()) + ")");
  }
  EXPECT_TRUE(FileLock::acquire(path, "two").ok());
  EXPECT_EQ(SystemFiles().read(path, 100).value(), Bytes{}) << "a released lock names nobody";
}

TEST(FileLock, AWaiterGetsTheLockWhenItIsReleased) {
  TempFolder folder;
  const std::string path = folder / "lock";
  auto first = std::make_unique<FileLock>(FileLock::acquire(path, "one").value());
  bool got = false;
  std::thread waiter([&] { got = FileLock::acquire(path, "two", 60'000).ok(); });
  first.reset();
  waiter.join();
  EXPECT_TRUE(got);
}

TEST(FileLock, AHostileLockFileOnlyChangesTheMessage) {
  TempFolder folder;
  const std::string path = folder / "lock";
  const FileLock held = FileLock::acquire(path, "one").value();
  for (const std::string& content :
       {std::string(), std::string("x"), std::string(10000, 'y'), std::string("\x1b[2J 5\n")}) {
    { SystemFiles().create(path).value()->write(as_bytes(content)).value(); }
    const Error error = FileLock::acquire(path, "two").error();
    EXPECT_EQ(error.code(), ErrorCode(StorageError::kLocked));
    EXPECT_EQ(error.describe().find('\x1b'), std::string::npos);
  }
}

TEST(FileLock, NeedsItsFolder) {
  TempFolder folder;
  EXPECT_EQ(FileLock::acquire(folder / "none/lock", "p").error().code(), ErrorCode(GeneralError::kNotFound));
}

}  // namespace
}  // namespace zkp
