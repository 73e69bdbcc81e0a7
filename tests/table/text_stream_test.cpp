#include "table/text_stream.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/utf8.h"

namespace zkp {
namespace {

// Reads everything through a window that keeps nothing, and returns where the first bad byte is.
size_t first_bad(std::string_view text, size_t block_bytes) {
  MemorySource source(text);
  TextStream stream(source, block_bytes);
  size_t offset = 0;
  while (!stream.at_end()) {
    // A record that a sequence cut off belongs to is kept by the scanner: keep the last three bytes.
    const size_t keep = std::min<size_t>(3, static_cast<size_t>(stream.end() - stream.begin()));
    offset += static_cast<size_t>(stream.end() - stream.begin()) - keep;
    EXPECT_TRUE(stream.refill(stream.end() - keep).ok());
    if (stream.bad_byte() != nullptr) return offset + static_cast<size_t>(stream.bad_byte() - stream.begin());
  }
  EXPECT_EQ(stream.digest(), sha256(as_bytes(text)));
  return text.size();
}

TEST(TextStream, FindsTheFirstBadByteAtEveryBlockSize) {
  const std::string good =
      "plain text that is longer than sixteen bytes, größer, €, 𝛼, and more of the same ASCII text";
  ASSERT_TRUE(is_valid_utf8(good));
  for (size_t block = 1; block <= 40; ++block) {
    ASSERT_EQ(first_bad(good, block), good.size()) << block;
    for (size_t at = 0; at <= good.size(); ++at) {
      // Only between characters, so that the bad byte does not cut a sequence.
      if (at < good.size() && (static_cast<unsigned char>(good[at]) & 0xc0) == 0x80) continue;
      for (char bad : {'\0', '\xff', '\x80', '\xc0'}) {
        std::string text = good;
        text.insert(at, 1, bad);
        ASSERT_EQ(first_bad(text, block), at) << block;
      }
      std::string text = good;
      text.insert(at, "\xe2\x82");  // two bytes of three
      ASSERT_EQ(first_bad(text, block), at) << block;
    }
  }
}

}  // namespace
}  // namespace zkp
