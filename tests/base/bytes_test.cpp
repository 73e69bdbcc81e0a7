#include "base/bytes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/utf8.h"

namespace zkp {
namespace {

TEST(ByteReader, ReadsBackWhatTheWriterWroteBigEndian) {
  const Bytes bytes = ByteWriter().u8(1).u16(0x0203).u32(0x04050607).u64(0x08090a0b0c0d0e0f).str("hi").raw("!").bytes();
  EXPECT_EQ(Bytes(bytes.begin(), bytes.begin() + 15), (Bytes{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}));
  ByteReader reader(bytes);
  EXPECT_EQ(reader.u8().value(), 1);
  EXPECT_EQ(reader.u16().value(), 0x0203);
  EXPECT_EQ(reader.u32().value(), 0x04050607u);
  EXPECT_EQ(reader.u64().value(), 0x08090a0b0c0d0e0fu);
  EXPECT_EQ(reader.str().value(), "hi");
  EXPECT_FALSE(reader.end().ok());
  EXPECT_EQ(reader.array<1>().value(), ByteArray<1>{'!'});
  EXPECT_TRUE(reader.end().ok());
  EXPECT_EQ(reader.left(), 0u);
}

TEST(ByteReader, EveryTruncationIsRefusedAndConsumesNothing) {
  const Bytes text = ByteWriter().str("abcdef").bytes();
  for (size_t n = 0; n < text.size(); ++n) {
    ByteReader reader(ByteView(text).first(n));
    EXPECT_EQ(reader.str().error().code(), ErrorCode(GeneralError::kParse)) << n;
    EXPECT_EQ(reader.left(), n);
  }
  const Bytes three{1, 2, 3};
  EXPECT_FALSE(ByteReader(three).u32().ok());
  EXPECT_FALSE(ByteReader(three).u64().ok());
  EXPECT_FALSE(ByteReader(three).raw(4).ok());
  EXPECT_FALSE(ByteReader(three).raw(SIZE_MAX).ok());
  EXPECT_FALSE(ByteReader(three).array<4>().ok());
  EXPECT_FALSE(ByteReader({}).u8().ok());
}

TEST(ByteWriter, RefusesTextThatItsLengthFieldCannotHold) {
  EXPECT_DEATH(ByteWriter().str(std::string(65536, 'a')), "0xffff");
}

TEST(ConstantTime, EqualityIsEquality) {
  const Bytes a{1, 2, 3};
  EXPECT_TRUE(equal_constant_time(a, Bytes{1, 2, 3}));
  EXPECT_FALSE(equal_constant_time(a, Bytes{1, 2, 4}));
  EXPECT_FALSE(equal_constant_time(a, Bytes{0, 2, 3}));
  EXPECT_FALSE(equal_constant_time(a, Bytes{1, 2}));
  EXPECT_TRUE(equal_constant_time({}, {}));
}

TEST(Secret, WipeClearsEveryByte) {
  Bytes secret(100, 0xaa);
  wipe(secret);
  EXPECT_EQ(secret, Bytes(100, 0));
  wipe(nullptr, 0);
}

TEST(Secret, AMovedFromSecretIsEmpty) {
  SecretBytes a(Bytes{1, 2, 3});
  SecretBytes b(std::move(a));
  EXPECT_EQ(a.size(), 0u);  // NOLINT(bugprone-use-after-move)
  SecretBytes c;
  c = std::move(b);
  EXPECT_EQ(b.size(), 0u);  // NOLINT(bugprone-use-after-move)
  EXPECT_TRUE(equal_constant_time(c.view(), Bytes{1, 2, 3}));
}

// Counts valid strings of each length by exhaustion and compares with the sizes of the ranges in RFC 3629.
TEST(Utf8, AcceptsExactlyOneSequencePerScalarValue) {
  size_t one = 0, two = 0, three = 0;
  for (int a = 0; a < 256; ++a) {
    one += is_valid_utf8(Bytes{uint8_t(a)});
    for (int b = 0; b < 256 && a >= 0x80; ++b) {
      two += is_valid_utf8(Bytes{uint8_t(a), uint8_t(b)});
      for (int c = 0; c < 256 && a >= 0xe0; ++c) three += is_valid_utf8(Bytes{uint8_t(a), uint8_t(b), uint8_t(c)});
    }
  }
  EXPECT_EQ(one, 0x80u);
  EXPECT_EQ(two, 0x800u - 0x80u);
  EXPECT_EQ(three, 0x10000u - 0x800u - 0x800u);  // without the surrogates
  size_t four = 0;
  for (int a = 0xf0; a < 256; ++a)
    for (int b = 0; b < 256; ++b) four += is_valid_utf8(Bytes{uint8_t(a), uint8_t(b), 0x80, 0xbf});
  EXPECT_EQ(four, 0x100000u / 4096u);  // 16 planes, one sample per 4,096 code points
}

TEST(Utf8, EveryScalarValueRoundTripsAtEveryOffsetOfABlock) {
  for (uint32_t c = 0; c < 0x110000; c += c < 0x3000 ? 1 : 97) {
    if (c >= 0xd800 && c <= 0xdfff) continue;
    std::string text(c % 9, 'x');
    append_utf8(text, c);
    EXPECT_TRUE(is_valid_utf8(text + "0123456789")) << c;
    if (c < 0x80) continue;
    EXPECT_FALSE(is_valid_utf8(text.substr(0, text.size() - 1) + "0123456789")) << c;
    EXPECT_FALSE(is_valid_utf8(text.substr(0, text.size() - 1))) << c;
  }
}

}  // namespace
}  // namespace zkp
