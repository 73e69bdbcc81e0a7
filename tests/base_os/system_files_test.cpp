#include "base_os/system_files.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <sys/time.h>
#include <unistd.h>
#include <filesystem>

#include <csignal>
#include <thread>

#include "base_os/fd.h"
#include "base_os/temp_folder.h"

namespace zkp {
namespace {

int mode_of(const std::string& path) { return SystemFiles().mode(path).value(); }

std::string text_of(const std::string& path) { return std::string(as_text(SystemFiles().read(path, 1 << 26).value())); }

TEST(SystemFiles, BehaveLikeTheSimulatedOnes) {
  TempFolder folder;
  SystemFiles files;
  EXPECT_EQ(files.create(folder / "d/a").error().code(), ErrorCode(GeneralError::kNotFound));
  EXPECT_EQ(files.replace(folder / "d/a", {}).error().code(), ErrorCode(GeneralError::kNotFound));
  EXPECT_EQ(files.list(folder / "d").error().code(), ErrorCode(GeneralError::kNotFound));
  ASSERT_TRUE(files.make_directories(folder / "d/e//f/").ok());
  ASSERT_TRUE(files.make_directories(folder / "d/e/f").ok()) << "again";
  {
    auto file = files.create(folder / "d/a").value();
    ASSERT_TRUE(file->write(as_bytes("one ")).ok());
    ASSERT_TRUE(file->write(as_bytes("two")).ok());
    ASSERT_TRUE(file->sync().ok());
  }
  EXPECT_EQ(text_of(folder / "d/a"), "one two");
  EXPECT_EQ(files.read(folder / "d/a", 7).value().size(), 7u);
  EXPECT_EQ(files.read(folder / "d/a", 6).error().code(), ErrorCode(GeneralError::kLimit));
  EXPECT_EQ(files.read(folder / "d", 6).error().code(), ErrorCode(StorageError::kIo));
  ASSERT_TRUE(files.create(folder / "d/a").ok());
  EXPECT_EQ(text_of(folder / "d/a"), "") << "create() truncates";
  ASSERT_TRUE(files.replace(folder / "d/b", as_bytes("new")).ok());
  ASSERT_TRUE(files.replace(folder / "d/b", as_bytes("newer")).ok());
  EXPECT_EQ(text_of(folder / "d/b"), "newer");
  EXPECT_EQ(files.list(folder / "d").value(), (std::vector<std::string>{"a", "b", "e"}));
  EXPECT_EQ(files.remove(folder / "d").error().code(), ErrorCode(StorageError::kIo)) << "not empty";
  ASSERT_TRUE(files.remove(folder / "d/a").ok());
  EXPECT_FALSE(files.exists(folder / "d/a").value());
  EXPECT_EQ(files.remove(folder / "d/a").error().code(), ErrorCode(GeneralError::kNotFound));
  ASSERT_TRUE(files.remove(folder / "d/e/f").ok());
  EXPECT_FALSE(files.exists(folder / "d/b/x").value());
  EXPECT_EQ(files.make_directories(folder / "d/b/c").error().code(), ErrorCode(StorageError::kIo));
  EXPECT_EQ(files.read(folder / "none", 1).error().where().file, folder / "none");
}

TEST(SystemFiles, AFileWrittenInPiecesAppearsWholeOrNotAtAll) {
  TempFolder folder;
  SystemFiles files;
  const std::string path = folder / "a";
  auto text = [&] { return std::string(as_text(files.read(path, 100).value())); };
  auto two_pieces = [&](const auto& sink) -> Result<void> {
    ZKP_TRY_VOID(sink(as_bytes("one ")));
    EXPECT_EQ(files.exists(path).value() ? text() : "", "") << "seen before it is whole";
    return sink(as_bytes("two"));
  };
  ASSERT_TRUE(files.replace_in_pieces(path, two_pieces, 0600).ok());
  EXPECT_EQ(text(), "one two");
  EXPECT_EQ(files.mode(path).value(), 0600);

  const auto fails = [](const auto& sink) -> Result<void> {
    ZKP_TRY_VOID(sink(as_bytes("half")));
    return Error(GeneralError::kCancelled, "enough");
  };
  EXPECT_EQ(files.replace_in_pieces(path, fails).error().code(), ErrorCode(GeneralError::kCancelled));
  EXPECT_EQ(text(), "one two");
  size_t names = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) names += entry.exists() ? 1 : 0;
  EXPECT_EQ(names, 1u) << "the half file is gone";
  EXPECT_EQ(files.replace_in_pieces(folder / "none/a", two_pieces).error().code(), ErrorCode(GeneralError::kNotFound));
}

TEST(SystemFiles, MappedBytesAreThoseOfTheFileAlsoAfterTheyWereForgotten) {
  TempFolder folder;
  SystemFiles files;
  Bytes content(100000);
  for (size_t i = 0; i < content.size(); ++i) content[i] = static_cast<uint8_t>(i * i >> 3);
  ASSERT_TRUE(files.replace(folder / "a", content).ok());
  auto mapped = files.map(folder / "a", content.size()).value();
  EXPECT_TRUE(std::ranges::equal(mapped->bytes(), content));
  EXPECT_EQ(reinterpret_cast<uintptr_t>(mapped->bytes().data()) % 16, 0u);
  for (auto [offset, size] :
       {std::pair<size_t, size_t>{0, 1}, {1, 5000}, {0, 100000}, {99999, SIZE_MAX}, {100000, 1}}) {
    mapped->forget(offset, size);
    EXPECT_TRUE(std::ranges::equal(mapped->bytes(), content)) << offset;
  }
  ASSERT_TRUE(files.replace(folder / "a", as_bytes("new")).ok());
  EXPECT_TRUE(std::ranges::equal(mapped->bytes(), content)) << "the old file";
  ASSERT_TRUE(files.replace(folder / "empty", {}).ok());
  EXPECT_TRUE(files.map(folder / "empty", 0).value()->bytes().empty());
  EXPECT_EQ(files.map(folder / "a", 2).error().code(), ErrorCode(GeneralError::kLimit));
  EXPECT_EQ(files.map(folder.path(), 100).error().code(), ErrorCode(StorageError::kIo));
  EXPECT_EQ(files.map(folder / "none", 100).error().code(), ErrorCode(GeneralError::kNotFound));
}

TEST(SystemFiles, SecretFilesAreNeverReadableByOthers) {
  TempFolder folder;
  SystemFiles files;
  ASSERT_TRUE(files.replace(folder / "open", as_bytes("x"), 0644).ok());
  ASSERT_TRUE(files.replace(folder / "open", as_bytes("x"), 0600).ok());
  ASSERT_TRUE(files.create(folder / "key", 0600).ok());
  ASSERT_TRUE(files.make_directories(folder / "keys/inner", 0700).ok());
  EXPECT_EQ(mode_of(folder / "open"), 0600);
  EXPECT_EQ(mode_of(folder / "key"), 0600);
  EXPECT_EQ(mode_of(folder / "keys"), 0700);
  EXPECT_EQ(mode_of(folder / "keys/inner"), 0700);
  EXPECT_EQ(files.mode(folder / "none").error().code(), ErrorCode(GeneralError::kNotFound));
}

TEST(SystemFiles, AFullDeviceIsToldApart) {
  if (::access("/dev/full", W_OK) != 0) GTEST_SKIP() << "no /dev/full here";
  auto file = SystemFiles().create("/dev/full").value();
  EXPECT_EQ(file->write(as_bytes("x")).error().code(), ErrorCode(StorageError::kFull));
}

TEST(SystemFiles, AFailedReplaceLeavesTheOldContentAndNoTemporaryFile) {
  TempFolder folder;
  SystemFiles files;
  ASSERT_TRUE(files.make_directories(folder / "target/full").ok());
  EXPECT_FALSE(files.replace(folder / "target", as_bytes("x")).ok()) << "a folder is in the way";
  EXPECT_FALSE(files.replace(folder / std::string(300, 'n'), as_bytes("x")).ok());
  int names = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path())) ++names;
  EXPECT_EQ(names, 1);
}

TEST(SystemFiles, LeftoversOfACrashAreNotListed) {
  TempFolder folder;
  SystemFiles files;
  ASSERT_TRUE(files.create(folder / ".a.12-0.tmp").ok());
  ASSERT_TRUE(files.create(folder / "a.tmp").ok());
  EXPECT_EQ(files.list(folder.path()).value(), std::vector<std::string>{"a.tmp"});
}

TEST(SystemFiles, ReadersOfAReplacedFileSeeOneContentWhole) {
  TempFolder folder;
  const std::string path = folder / "a";
  ASSERT_TRUE(SystemFiles().replace(path, Bytes(5000, 'a')).ok());
  const auto writer = [&path](char c) {
    for (int i = 0; i < 50; ++i) SystemFiles().replace(path, Bytes(5000, static_cast<uint8_t>(c))).value();
  };
  std::thread one(writer, 'b'), two(writer, 'c');
  for (int i = 0; i < 300; ++i) {
    const std::string text = text_of(path);
    ASSERT_EQ(text, std::string(5000, text[0]));
  }
  one.join();
  two.join();
}

TEST(SystemFiles, InterruptedAndShortTransfersAreCompleted) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const UniqueFd in(ends[0]), out(ends[1]);
  struct sigaction action {
  }, before;
  action.sa_handler = [](int) {};  // and no SA_RESTART
  ASSERT_EQ(::sigaction(SIGALRM, &action, &before), 0);
  itimerval every{{0, 300}, {0, 300}}, off{};
  ASSERT_EQ(::setitimer(ITIMER_REAL, &every, nullptr), 0);

  Bytes sent(3'000'000);
  for (size_t i = 0; i < sent.size(); ++i) sent[i] = static_cast<uint8_t>(i * 31 >> 3);
  Result<Bytes> got = Bytes();
  std::thread reader([&] { got = read_all(in.get(), sent.size(), "pipe"); });
  const Result<void> written = write_all(ends[1], sent, "pipe");
  const_cast<UniqueFd&>(out).reset(-1);
  reader.join();
  ::setitimer(ITIMER_REAL, &off, nullptr);
  ::sigaction(SIGALRM, &before, nullptr);
  ASSERT_TRUE(written.ok());
  EXPECT_TRUE(got.value() == sent);
}

TEST(Fd, ParentFolders) {
  EXPECT_EQ(parent_folder("a"), ".");
  EXPECT_EQ(parent_folder("a/"), ".");
  EXPECT_EQ(parent_folder("a/b"), "a");
  EXPECT_EQ(parent_folder("a/b//"), "a");
  EXPECT_EQ(parent_folder("/a"), "/");
  EXPECT_EQ(parent_folder("/a/b"), "/a");
  EXPECT_EQ(parent_folder("/"), "/");
}

TEST(Fd, DescriptorsAreClosedOnExec) {
  TempFolder folder;
  const UniqueFd fd = open_file(folder.path(), O_RDONLY | O_DIRECTORY).value();
  EXPECT_NE(::fcntl(fd.get(), F_GETFD) & FD_CLOEXEC, 0);
}

}  // namespace
}  // namespace zkp
