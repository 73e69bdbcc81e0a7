#include "base_os/new_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base_os/file_source.h"

namespace zkp {
namespace {

class NewFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "zkp-new-file-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
  size_t files() const { return static_cast<size_t>(std::distance(std::filesystem::directory_iterator(folder), {})); }
  std::filesystem::path folder;
};

TEST_F(NewFileTest, AppearsWholeWithCommitAndNotBefore) {
  const std::string path = (folder / "x").string();
  NewFile file = NewFile::create(path).value();
  ASSERT_TRUE(file.write(as_bytes("hello ")).ok());
  ASSERT_TRUE(file.write(as_bytes("world")).ok());
  EXPECT_FALSE(std::filesystem::exists(path));
  ASSERT_TRUE(file.commit().ok());
  const auto source = FileSource::open(path).value();
  Bytes content(source->size());
  ASSERT_TRUE(source->read(0, content).ok());
  EXPECT_EQ(as_text(content), "hello world");
  EXPECT_EQ(files(), 1u);
}

TEST_F(NewFileTest, LeavesNothingWithoutCommit) {
  {
    NewFile file = NewFile::create((folder / "x").string()).value();
    ASSERT_TRUE(file.write(as_bytes("half")).ok());
  }
  EXPECT_EQ(files(), 0u);
}

TEST_F(NewFileTest, NeverReplacesAFile) {
  const std::string path = (folder / "x").string();
  std::ofstream(path) << "old";
  EXPECT_EQ(NewFile::create(path).error().code(), GeneralError::kInvalidArgument);
  std::filesystem::remove(path);
  NewFile late = NewFile::create(path).value();
  std::ofstream(path) << "made meanwhile";
  EXPECT_EQ(late.commit().error().code(), GeneralError::kInvalidArgument);
  EXPECT_EQ(std::filesystem::file_size(path), std::string("made meanwhile").size());
}

TEST_F(NewFileTest, SourceRefusesFoldersAndReadsBeyondTheEnd) {
  EXPECT_EQ(FileSource::open(folder.string()).error().code(), GeneralError::kParse);
  EXPECT_EQ(FileSource::open((folder / "none").string()).error().code(), GeneralError::kNotFound);
  std::ofstream(folder / "x") << "abc";
  const auto source = FileSource::open((folder / "x").string()).value();
  Bytes four(4);
  EXPECT_EQ(source->read(0, four).error().code(), GeneralError::kParse);
  EXPECT_EQ(source->read(UINT64_MAX, std::span(four).first(1)).error().code(), GeneralError::kParse);
}

}  // namespace
}  // namespace zkp
