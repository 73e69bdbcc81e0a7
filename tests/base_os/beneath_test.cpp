#include "base_os/beneath.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base_os/system_files.h"
#include "base_os/temp_folder.h"

namespace zkp {
namespace {

class Beneath : public ::testing::TestWithParam<BeneathMethod> {
 protected:
  void SetUp() override {
    SystemFiles files;
    files.make_directories(folder_ / "root/sub").value();
    files.replace(folder_ / "outside", as_bytes("secret")).value();
    files.replace(folder_ / "root/a", as_bytes("A")).value();
    files.replace(folder_ / "root/sub/b", as_bytes("BB")).value();
    ASSERT_EQ(::symlink("../outside", (folder_ / "root/out").c_str()), 0);
    ASSERT_EQ(::symlink((folder_ / "outside").c_str(), (folder_ / "root/absolute").c_str()), 0);
    ASSERT_EQ(::symlink("a", (folder_ / "root/inside").c_str()), 0);
    ASSERT_EQ(::symlink("sub", (folder_ / "root/linked-sub").c_str()), 0);
    ASSERT_EQ(::symlink("..", (folder_ / "root/up").c_str()), 0);
    ASSERT_EQ(::symlink("root", (folder_ / "link-to-root").c_str()), 0);
    ASSERT_EQ(::mkfifo((folder_ / "root/fifo").c_str(), 0600), 0);
  }

  ErrorCode refusal(std::string_view name) {
    const Result<Bytes> bytes = read_beneath(folder_ / "root", name, 100, GetParam());
    EXPECT_FALSE(bytes.ok()) << name;
    return bytes.ok() ? ErrorCode(StorageError::kCorrupt) : bytes.error().code();
  }

  TempFolder folder_;
};

TEST_P(Beneath, OpensWhatIsBeneath) {
  EXPECT_EQ(as_text(read_beneath(folder_ / "root", "a", 100, GetParam()).value()), "A");
  EXPECT_EQ(as_text(read_beneath(folder_ / "root", "sub/b", 100, GetParam()).value()), "BB");
  EXPECT_EQ(as_text(read_beneath(folder_ / "link-to-root", "sub/b", 100, GetParam()).value()), "BB");
}

TEST_P(Beneath, RefusesEveryWayOut) {
  for (const std::string& name :
       {std::string(".."), std::string("../outside"), std::string("sub/../../outside"), std::string("sub/../a"),
        std::string("/etc/passwd"), folder_ / "root/a", std::string(""), std::string("."), std::string("./a"),
        std::string("sub//b"), std::string("sub/"), std::string("/"), std::string("a\0b", 3), std::string("out"),
        std::string("absolute"), std::string("inside"), std::string("up/outside"), std::string("linked-sub/b")})
    EXPECT_EQ(refusal(name), ErrorCode(GeneralError::kInvalidArgument)) << name;
}

TEST_P(Beneath, TellsMissingFilesAndThingsThatAreNoFilesApart) {
  EXPECT_EQ(refusal("none"), ErrorCode(GeneralError::kNotFound));
  EXPECT_EQ(refusal("none/b"), ErrorCode(GeneralError::kNotFound));
  EXPECT_EQ(refusal("a/b"), ErrorCode(GeneralError::kNotFound));
  EXPECT_EQ(refusal("sub"), ErrorCode(StorageError::kIo));
  EXPECT_EQ(refusal("fifo"), ErrorCode(StorageError::kIo)) << "and does not hang";
  EXPECT_EQ(read_beneath(folder_ / "root", "sub/b", 1, GetParam()).error().code(), ErrorCode(GeneralError::kLimit));
}

INSTANTIATE_TEST_SUITE_P(BothMethods, Beneath, ::testing::Values(BeneathMethod::kBest, BeneathMethod::kWalk),
                         [](const auto& p) { return p.param == BeneathMethod::kBest ? "Best" : "Walk"; });

}  // namespace
}  // namespace zkp
