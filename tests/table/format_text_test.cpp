#include "table/format_text.h"

#include <gtest/gtest.h>

#include "base/utf8.h"

namespace zkp {
namespace {

TEST(FormatText, AnExcerptIsAlwaysOneLineOfUtf8) {
  EXPECT_EQ(excerpt("n/a"), "\"n/a\"");
  EXPECT_EQ(excerpt("a\nb\x7f"), "\"a\\x0ab\\x7f\"");
  EXPECT_EQ(excerpt("\xff\xe2\x82"), "\"\\xff\\xe2\\x82\"");
  EXPECT_EQ(excerpt("größe €"), "\"größe €\"");
  std::string longer;
  for (int i = 0; i < 30; ++i) longer += "€";
  EXPECT_TRUE(is_valid_utf8(excerpt(longer)));
  EXPECT_TRUE(excerpt(longer).ends_with("…\""));
  for (int byte = 0; byte < 256; ++byte) EXPECT_TRUE(is_valid_utf8(excerpt(std::string(3, static_cast<char>(byte)))));
}

TEST(FormatText, NumbersForPeople) {
  EXPECT_EQ(group_digits(0), "0");
  EXPECT_EQ(group_digits(999), "999");
  EXPECT_EQ(group_digits(1'048'576), "1,048,576");
  EXPECT_EQ(count_of(1, "field"), "1 field");
  EXPECT_EQ(count_of(12'345, "row"), "12,345 rows");
}

}  // namespace
}  // namespace zkp
