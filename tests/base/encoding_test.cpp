#include "base/encoding.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace zkp {
namespace {

TEST(Hex, IsLowerCaseBothWays) {
  EXPECT_EQ(hex_encode(Bytes{0x00, 0x0f, 0xa5, 0xff}), "000fa5ff");
  EXPECT_EQ(hex_decode("000fa5ff").value(), (Bytes{0x00, 0x0f, 0xa5, 0xff}));
  EXPECT_EQ(hex_decode("").value(), Bytes{});
  for (const char* bad : {"0", "0F", "A5", "0g", "g0", " 00", "0x00", "00 ", "\xc3\xa9"})
    EXPECT_EQ(hex_decode(bad).error().code(), ErrorCode(GeneralError::kParse)) << bad;
}

TEST(Hex, SixteenCharactersAreDigitsAndNoOther) {
  const std::string digits = "0123456789abcdef";
  for (int c = 0; c < 256; ++c) {
    const std::string text = {static_cast<char>(c), '0'};
    const auto bytes = hex_decode(text);
    const size_t value = digits.find(static_cast<char>(c));
    ASSERT_EQ(bytes.ok(), value != std::string::npos) << c;
    if (bytes.ok()) { EXPECT_EQ(*bytes, Bytes{static_cast<uint8_t>(16 * value)}); }
  }
}

TEST(Hex, ArrayHasItsExactLength) {
  EXPECT_EQ(hex_decode_array<2>("beef").value(), (ByteArray<2>{0xbe, 0xef}));
  EXPECT_FALSE(hex_decode_array<2>("be").ok());
  EXPECT_EQ(hex_decode_array<2>("beefbe").error().message(), "expected 4 hex digits, found 6");
}

// RFC 4648 section 10.
TEST(Base64, MatchesTheVectorsOfRfc4648) {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, encoded] : vectors) {
    EXPECT_EQ(base64_encode(as_bytes(plain)), encoded);
    EXPECT_EQ(as_text(base64_decode(encoded).value()), plain);
  }
  EXPECT_EQ(base64_encode(Bytes{0xfb, 0xff, 0xfe}), "+//+");
}

TEST(Base64, OneByteStringHasOneSpelling) {
  for (const char* bad : {"Zg", "Zg=", "Zh==", "Zm9=", "Zm8", "Z===", "====", "=", "Zg==Zg==", "Zm 9", "Zm9v\n",
                          "Zg==\n", "-_-_", "Zm=v", "=m9v", "Zm9vYh==", "Z\xc3\xa9="})
    EXPECT_EQ(base64_decode(bad).error().code(), ErrorCode(GeneralError::kParse)) << bad;
}

RC_GTEST_PROP(EncodingProperty, HexAndBase64ReadBackWhatTheyPrint, (const Bytes& bytes)) {
  RC_ASSERT(hex_decode(hex_encode(bytes)).value() == bytes);
  RC_ASSERT(base64_decode(base64_encode(bytes)).value() == bytes);
}

RC_GTEST_PROP(EncodingProperty, WhatDecodesIsWhatTheEncoderPrints, ()) {
  const auto letters = rc::gen::elementOf(std::string("AQgw+/=09az"));
  const auto text = *rc::gen::container<std::string>(letters);
  if (const auto bytes = base64_decode(text); bytes.ok()) RC_ASSERT(base64_encode(*bytes) == text);
  if (const auto bytes = hex_decode(text); bytes.ok()) RC_ASSERT(hex_encode(*bytes) == text);
}

}  // namespace
}  // namespace zkp
