#include "base/json.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>

#include "base/utf8.h"

namespace zkp::json {
namespace {

std::string canonical(std::string_view text) {
  Result<Value> value = parse(text);
  return value.ok() ? dump(*value) : "refused: " + value.error().message();
}

ErrorCode refusal(std::string_view text, const Limits& limits = {}) {
  Result<Value> value = parse(text, limits);
  EXPECT_FALSE(value.ok()) << text;
  return value.ok() ? ErrorCode(GeneralError::kIo) : value.error().code();
}

void expect_refused(std::string_view text) { EXPECT_EQ(refusal(text), ErrorCode(GeneralError::kParse)) << text; }

// RFC 8785 section 3.2.3 and its sorting example: UTF-16 code units, so U+1F600 (D83D DE00) sorts before U+FB33.
TEST(CanonicalJson, KeysSortByUtf16CodeUnitsAsInRfc8785) {
  const std::string text =
      "{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\",\"\\ufb33\":\"Hebrew Letter Dalet With Dagesh\","
      "\"1\":\"One\",\"\\ud83d\\ude00\":\"Emoji: Grinning Face\",\"\\u0080\":\"Control\","
      "\"\\u00f6\":\"Latin Small Letter O With Diaeresis\"}";
  EXPECT_EQ(canonical(text),
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xc2\x80\":\"Control\","
            "\"\xc3\xb6\":\"Latin Small Letter O With Diaeresis\",\"\xe2\x82\xac\":\"Euro Sign\","
            "\"\xf0\x9f\x98\x80\":\"Emoji: Grinning Face\",\"\xef\xac\xb3\":\"Hebrew Letter Dalet With Dagesh\"}");
}

// The string of RFC 8785 section 3.2.2: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/".
TEST(CanonicalJson, StringsPrintAsInRfc8785) {
  EXPECT_EQ(canonical(R"({"string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/"})"),
            "{\"string\":\"\xe2\x82\xac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  EXPECT_EQ(canonical(R"("\u0008\u0009\u000a\u000c\u000d\u0000\u001f\u007f")"),
            "\"\\b\\t\\n\\f\\r\\u0000\\u001f\x7f\"");
}

TEST(CanonicalJson, KeyOrderEqualsTheOrderOfUtf16ForEveryPairOfBoundaryCodePoints) {
  const uint32_t points[] = {0,      1,      0x7f,   0x80,   0x7ff,   0x800,   0xd7ff,  0xe000,
                             0xefff, 0xf000, 0xfeff, 0xffff, 0x10000, 0x1f600, 0xfffff, 0x10ffff};
  const auto utf16 = [](uint32_t c) {
    if (c < 0x10000) return std::u16string{static_cast<char16_t>(c)};
    return std::u16string{static_cast<char16_t>(0xd800 + ((c - 0x10000) >> 10)),
                          static_cast<char16_t>(0xdc00 + ((c - 0x10000) & 0x3ff))};
  };
  for (uint32_t a : points)
    for (uint32_t b : points) {
      std::string text_a = "x", text_b = "x";
      append_utf8(text_a, a);
      append_utf8(text_b, b);
      EXPECT_EQ(KeyLess{}(text_a, text_b), utf16(a) < utf16(b)) << std::hex << a << " " << b;
    }
  EXPECT_TRUE(KeyLess{}("a", "ab"));
  EXPECT_TRUE(KeyLess{}("", "a"));
  EXPECT_FALSE(KeyLess{}("a", "a"));
}

TEST(CanonicalJson, IntegersCoverExactlyTheSafeRange) {
  EXPECT_EQ(canonical("9007199254740991"), "9007199254740991");
  EXPECT_EQ(canonical("-9007199254740991"), "-9007199254740991");
  EXPECT_EQ(canonical("-0"), "0");
  expect_refused("9007199254740992");
  expect_refused("-9007199254740992");
  expect_refused("99999999999999999999999999999999999999999");
  EXPECT_DEATH(Value(int64_t{1} << 53), "kMaxInteger");
  EXPECT_DEATH(Value(~uint64_t{0}), "kMaxInteger");
  EXPECT_EQ(dump(Value(uint32_t{7})), "7");
  EXPECT_EQ(dump(Value(-7LL)), "-7");
}

TEST(CanonicalJson, WhatTheSubsetLeavesOutIsRefused) {
  for (const char* text : {"1.0", "1.5", "0.1", "1e3", "1E3", "true", "false", "null", "[null]", "NaN", "Infinity"})
    expect_refused(text);
}

TEST(CanonicalJson, WhatIsNotJsonIsRefused) {
  for (const char* text :
       {"",          " ",           "{",        "}",          "[",       "]",        "[1,]",      "[,1]",
        "[1 2]",     "{\"a\"}",     "{\"a\":}", "{\"a\":1,}", "{a:1}",   "{'a':1}",  "{\"a\" 1}", "01",
        "-",         "-01",         "+1",       "0x10",       "\"",      "\"a",      "\"\\\"",    "\"\\x\"",
        "\"\\u12\"", "\"\\u12g4\"", "1 2",      "[1]]",       "// c\n1", "\"a\nb\"", "\"a\tb\"",  "\xef\xbb\xbf{}",
        "\"\\",      "\"\\u",       "{1:2}",    "[1,2"})
    expect_refused(text);
  expect_refused(std::string_view("1\0", 2));
  expect_refused(std::string_view("\"\0\"", 3));
  expect_refused("\x0b{}");
}

TEST(CanonicalJson, ADuplicateMemberIsRefusedEvenWhenItIsSpelledDifferently) {
  expect_refused(R"({"a":1,"a":1})");
  expect_refused(R"({"a":1,"\u0061":2})");
  EXPECT_EQ(canonical(R"({"a":1,"A":2})"), R"({"A":2,"a":1})");
}

TEST(CanonicalJson, BadUtf8AndHalfSurrogatesAreRefused) {
  for (const char* bad : {"\x80", "\xc0\xaf", "\xc3", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf0\x80\x80\xaf",
                          "\xf4\x90\x80\x80", "\xff", "\xe2\x82"}) {
    expect_refused("\"" + std::string(bad) + "\"");
    expect_refused("{\"" + std::string(bad) + "\":1}");
  }
  for (const char* bad : {R"("\ud800")", R"("\udc00")", R"("\ud800x")", R"("\ud800\u0041")", R"("\ud800\ud800")",
                          R"("\udc00\ud800")", R"("\ud800\n")"})
    expect_refused(bad);
  EXPECT_EQ(canonical(R"("\uD834\uDD1E")"), "\"\xf0\x9d\x84\x9e\"");
}

TEST(CanonicalJson, LimitsAreLimitErrors) {
  const auto nested = [](int n) { return std::string(n, '[') + std::string(n, ']'); };
  EXPECT_TRUE(parse(nested(32)).ok());
  EXPECT_EQ(refusal(nested(33)), ErrorCode(GeneralError::kLimit));
  EXPECT_EQ(refusal(std::string(1000000, '[')), ErrorCode(GeneralError::kLimit));
  EXPECT_EQ(refusal("[[1]]", {.max_depth = 1}), ErrorCode(GeneralError::kLimit));
  EXPECT_EQ(refusal("\"aaaaaaaa\"", {.max_bytes = 9}), ErrorCode(GeneralError::kLimit));
  EXPECT_TRUE(parse("\"aaaaaaaa\"", {.max_bytes = 10}).ok());
  EXPECT_EQ(refusal("[1,2,3]", {.max_values = 3}), ErrorCode(GeneralError::kLimit));
  EXPECT_TRUE(parse("[1,2,3]", {.max_values = 4}).ok());
}

TEST(CanonicalJson, OnlyTheCanonicalFormItselfParsesAsCanonical) {
  const std::string text = R"({"a":[1,"x",{}],"b":{"c":-5}})";
  ASSERT_TRUE(parse_canonical(text).ok());
  EXPECT_EQ(dump(parse_canonical(text).value()), text);
  for (const char* other : {R"({"a":[1,"x",{}], "b":{"c":-5}})", R"({"b":{"c":-5},"a":[1,"x",{}]})",
                            R"({"a":[1,"\u0078",{}],"b":{"c":-5}})", "{\"a\":[1,\"x\",{}],\"b\":{\"c\":-5}}\n", "-0",
                            R"("\/")", R"("\u001F")", R"("\u000a")"}) {
    ASSERT_TRUE(parse(other).ok()) << other;
    EXPECT_FALSE(parse_canonical(other).ok()) << other;
  }
}

TEST(JsonValue, TypedMembersFailWithTheNameOfTheMember) {
  const Value v = Object{{"s", "x"}, {"n", -3}, {"a", Array{1, "y"}}, {"o", Object{}}, {"u", "18446744073709551615"}};
  EXPECT_EQ(v.get_string("s").value(), "x");
  EXPECT_EQ(v.get_integer("n").value(), -3);
  EXPECT_EQ(v.get_array("a").value()->size(), 2u);
  EXPECT_TRUE(v.get_object("o").value()->empty());
  EXPECT_EQ(v.get_u64_string("u").value(), ~uint64_t{0});
  EXPECT_EQ(v.get_string("zz").error().message(), "member \"zz\" is missing");
  EXPECT_EQ(v.get_string("n").error().message(), "member \"n\" is not a string");
  EXPECT_EQ(v.get_unsigned("n").error().message(), "member \"n\" is negative");
  EXPECT_EQ(v.get_array("s").error().message(), "member \"s\" is not an array");
  EXPECT_EQ(v.get_object("a").error().message(), "member \"a\" is not an object");
  EXPECT_EQ(v.get_integer("s").error().message(), "member \"s\" is not an integer");
  EXPECT_EQ(Value(3).find("s"), nullptr);
  EXPECT_FALSE(Value(3).get_string("s").ok());
}

TEST(JsonValue, UnsignedDecimalStringsHaveOneSpelling) {
  for (const char* bad : {"", "01", "+1", "-1", "1 ", " 1", "0x1", "18446744073709551616", "99999999999999999999",
                          "1.0", "100000000000000000000"})
    EXPECT_FALSE(Value(Object{{"u", bad}}).get_u64_string("u").ok()) << bad;
  EXPECT_EQ(Value(Object{{"u", "0"}}).get_u64_string("u").value(), 0u);
}

TEST(JsonValue, ExpectMembersWantsExactlyThose) {
  const Value v = Object{{"a", 1}, {"b", 2}};
  EXPECT_TRUE(v.expect_members({"b", "a"}).ok());
  EXPECT_EQ(v.expect_members({"a"}).error().message(), "member \"b\" is not known");
  EXPECT_EQ(v.expect_members({"a", "b", "c"}).error().message(), "member \"c\" is missing");
  EXPECT_FALSE(Value(1).expect_members({}).ok());
}

std::string arbitrary_text() {
  std::string text;
  for (uint32_t seed : *rc::gen::arbitrary<std::vector<uint32_t>>()) {
    const uint32_t spans[] = {0x80, 0x800, 0x10000, 0x110000};
    const uint32_t c = (seed >> 2) % spans[seed & 3];
    append_utf8(text, c >= 0xd800 && c <= 0xdfff ? 0xe000 : c);
  }
  return text;
}

Value arbitrary_value(int depth) {
  switch (*rc::gen::inRange(0, depth > 3 ? 2 : 4)) {
    case 0:
      return Value(arbitrary_text());
    case 1:
      return Value(*rc::gen::inRange<int64_t>(-kMaxInteger, kMaxInteger + 1));
    case 2: {
      Array out;
      for (int n = *rc::gen::inRange(0, 4); n > 0; --n) out.push_back(arbitrary_value(depth + 1));
      return out;
    }
    default: {
      Object out;
      for (int n = *rc::gen::inRange(0, 4); n > 0; --n) out.emplace(arbitrary_text(), arbitrary_value(depth + 1));
      return out;
    }
  }
}

RC_GTEST_PROP(CanonicalJsonProperty, WhatIsPrintedIsReadBackAndIsCanonical, ()) {
  const Value value = arbitrary_value(0);
  const std::string text = dump(value);
  const Result<Value> again = parse_canonical(text);
  RC_ASSERT(again.ok());
  RC_ASSERT(*again == value);
}

// An independent reader and printer: nlohmann-json prints integers and strings the same way, in its own key order.
RC_GTEST_PROP(CanonicalJsonProperty, AnotherLibraryReadsTheSameValue, ()) {
  const Value value = arbitrary_value(0);
  const std::string text = dump(value);
  const auto theirs = nlohmann::json::parse(text);
  const Result<Value> ours = parse(theirs.dump(2, ' ', true));
  RC_ASSERT(ours.ok());
  RC_ASSERT(*ours == value);
}

RC_GTEST_PROP(CanonicalJsonProperty, ArbitraryBytesNeverAbort, (const std::string& text)) {
  const Result<Value> value = parse(text);
  if (value.ok()) RC_ASSERT(parse_canonical(dump(*value)).ok());
}

TEST(Json, WipingOverwritesEveryString) {
  Value value = Object{{"a", "secret"}, {"b", Array{"secret", Object{{"c", "secret"}}}}, {"n", int64_t{7}}};
  wipe(value);
  EXPECT_EQ(dump(value).find("secret"), std::string::npos);
  EXPECT_EQ(value.find("n")->integer(), 7);
  EXPECT_EQ(value.find("a")->string(), std::string(6, '\0'));
}

}  // namespace
}  // namespace zkp::json
