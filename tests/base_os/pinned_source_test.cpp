#include "base_os/pinned_source.h"

#include <gtest/gtest.h>

#include "base_os/changing_source.h"

namespace zkp {
namespace {

using testing::ChangingSource;

TEST(PinnedSource, GivesTheBytesOfTheFileWhereverAReadBegins) {
  Bytes file(3 * PinnedSource::kBlockBytes + 17);
  for (size_t i = 0; i < file.size(); ++i) file[i] = static_cast<uint8_t>(i * 31 + i / 251);
  const PinnedSource source(std::make_unique<ViewSource>(file));
  ASSERT_EQ(source.size(), file.size());
  for (size_t begin :
       {size_t{0}, size_t{1}, size_t{65535}, size_t{65536}, size_t{131000}, file.size() - 1, file.size()})
    for (size_t size : {size_t{0}, size_t{1}, size_t{65536}, size_t{70000}, file.size() - begin}) {
      Bytes out(size);
      const bool fits = begin + size <= file.size();
      ASSERT_EQ(source.read(begin, out).ok(), fits) << begin << " " << size;
      if (fits) { EXPECT_TRUE(std::ranges::equal(out, ByteView(file).subspan(begin, size))) << begin << " " << size; }
    }
}

TEST(PinnedSource, AReadLongerThanOnePieceIsComplete) {
  Bytes file((size_t{9} << 20) + 5);
  for (size_t i = 0; i < file.size(); ++i) file[i] = static_cast<uint8_t>(i ^ i >> 9);
  const PinnedSource source(std::make_unique<ViewSource>(file));
  Bytes out(file.size() - 3);
  ASSERT_TRUE(source.read(3, out).ok());
  EXPECT_TRUE(std::ranges::equal(out, ByteView(file).subspan(3)));
}

TEST(PinnedSource, AChangeAnywhereInABlockThatWasReadIsRefused) {
  const Bytes before(2 * PinnedSource::kBlockBytes, 1);
  Bytes after = before;
  after[100] = 2;
  const PinnedSource source(std::make_unique<ChangingSource>(before, after, 1));
  Bytes out(10);
  ASSERT_TRUE(source.read(5, out).ok());
  auto again = source.read(5, out);  // the same bytes, but not the same block
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code(), GeneralError::kParse);
  EXPECT_NE(again.error().message().find("changed"), std::string::npos);
  EXPECT_TRUE(source.read(PinnedSource::kBlockBytes, out).ok());
}

}  // namespace
}  // namespace zkp
