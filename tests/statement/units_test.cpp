#include "statement/units.h"

#include <gtest/gtest.h>

#include <bit>
#include <limits>

namespace zkp {
namespace {

constexpr ColumnType kInt{TypeCode::kInt, 64}, kUint{TypeCode::kUint64, 0}, kBool{TypeCode::kBool, 0},
    kDate{TypeCode::kDate, 0}, kTime{TypeCode::kTimestamp, 0}, kF64{TypeCode::kF64Ord, 0}, kCode{TypeCode::kCode, 5};
constexpr ColumnType decimal(uint32_t scale) { return {TypeCode::kDecimal, scale}; }

TEST(Units, ValuesAreReadInTheColumnsUnits) {
  struct Case {
    ColumnType type;
    const char* text;
    __int128 value;
  };
  const Case cases[] = {{kInt, "-7", -7},
                        {kInt, "007", 7},
                        {kUint, "18446744073709551615", static_cast<__int128>(UINT64_MAX)},
                        {kBool, "true", 1},
                        {kBool, "0", 0},
                        {kCode, "4", 4},
                        {decimal(2), "1.5", 150},
                        {decimal(2), "1.50", 150},
                        {decimal(2), "1.500", 150},
                        {decimal(2), "15e-1", 150},
                        {decimal(2), "-0.01", -1},
                        {decimal(2), "3e2", 30000},
                        {decimal(0), "10e-1", 1},
                        {decimal(18), "9.223372036854775807", INT64_MAX},
                        {decimal(6), "0.000", 0},
                        {decimal(6), "-0", 0},
                        {decimal(6), "0e9999", 0},
                        {kDate, "1970-01-01", 0},
                        {kDate, "2026-11-21", 20778},
                        {kDate, "1969-12-31", -1},
                        {kDate, "0000-01-01", -719528},
                        {kDate, "2000-02-29", 11016},
                        {kDate, "day -800000", -800000},
                        {kTime, "1970-01-01T00:00:01Z", 1000000},
                        {kTime, "1970-01-01T00:00:00.5Z", 500000},
                        {kTime, "1969-12-31T23:59:59.999999Z", -1},
                        {kTime, "1970-01-02", 86400000000},
                        {kTime, "microsecond 12", 12},
                        {kF64, "0", 0},
                        {kF64, "-0.0", 0},
                        {kF64, "1", 0x3ff0000000000000},
                        {kF64, "-1", -0x3ff0000000000000},
                        {kF64, "5e-324", 1},
                        {kF64, "-5e-324", -1},
                        {kF64, "1.7976931348623157e308", 0x7fefffffffffffff}};
  for (const Case& c : cases) {
    auto value = parse_value(c.type, c.text);
    ASSERT_TRUE(value.ok()) << c.text;
    EXPECT_TRUE(*value == c.value) << name(c.type) << " " << c.text << " " << format_integer(*value);
  }
}

TEST(Units, EverythingElseIsRefused) {
  const std::pair<ColumnType, const char*> cases[] = {{kInt, ""},
                                                      {kInt, "1.0"},
                                                      {kInt, "+1"},
                                                      {kInt, " 1"},
                                                      {kInt, "--1"},
                                                      {kInt, "1e3"},
                                                      {kInt, "99999999999999999999999999999999999999999"},
                                                      {kBool, "yes"},
                                                      {kBool, "2"},
                                                      {decimal(2), "1.005"},
                                                      {decimal(2), "1."},
                                                      {decimal(2), ".5"},
                                                      {decimal(2), "1e"},
                                                      {decimal(2), "1e12345"},
                                                      {decimal(2), "0x1"},
                                                      {decimal(2), "1e9999"},
                                                      {decimal(2), "-"},
                                                      {decimal(2), "1.2.3"},
                                                      {kDate, "2026-13-01"},
                                                      {kDate, "2026-02-29"},
                                                      {kDate, "2026-1-01"},
                                                      {kDate, "26-01-01"},
                                                      {kDate, "2026-01-01T00:00:00Z"},
                                                      {kTime, "2026-01-01 00:00:00"},
                                                      {kTime, "2026-01-01T24:00:00Z"},
                                                      {kTime, "2026-01-01T00:00:00"},
                                                      {kTime, "2026-01-01T00:00:00+01:00"},
                                                      {kTime, "2026-01-01T00:00:00.1234567Z"},
                                                      {kTime, "2026-01-01T00:00:00.Z"},
                                                      {kF64, "nan"},
                                                      {kF64, "inf"},
                                                      {kF64, "1e999"},
                                                      {kF64, "1,5"},
                                                      {kF64, ""},
                                                      {{TypeCode::kStr248, 0}, "x"}};
  for (const auto& [type, text] : cases) {
    auto value = parse_value(type, text);
    ASSERT_FALSE(value.ok()) << name(type) << " " << text;
    EXPECT_EQ(value.error().code(), StatementError::kSyntax);
    EXPECT_FALSE(value.error().hint().empty());
  }
  EXPECT_FALSE(parse_value(decimal(2), std::string(300, '1')).ok());
}

TEST(Units, PrintedValuesAreReadBack) {
  const __int128 extremes[] = {0,
                               1,
                               -1,
                               42,
                               -719529,
                               -719528,
                               2932896,
                               2932897,
                               253402300799999999,
                               253402300800000000,
                               INT64_MAX,
                               INT64_MIN,
                               1'000'000,
                               -1'000'001};
  for (ColumnType type : {kInt, decimal(0), decimal(2), decimal(18), kDate, kTime, kF64}) {
    for (__int128 value : extremes) {
      if (type == kF64 && !interval(type)->contains(value)) continue;
      const std::string text = format_value(type, value);
      auto back = parse_value(type, text);
      ASSERT_TRUE(back.ok()) << name(type) << " " << text;
      EXPECT_TRUE(*back == value) << name(type) << " " << text;
    }
  }
}

TEST(Units, PrintedFormsAreThosePeopleWrite) {
  EXPECT_EQ(format_value(decimal(2), -5), "-0.05");
  EXPECT_EQ(format_value(decimal(2), 1200), "12");
  EXPECT_EQ(format_value(decimal(2), 1250), "12.5");
  EXPECT_EQ(format_value(kDate, 20778), "2026-11-21");
  EXPECT_EQ(format_value(kTime, 1500000), "1970-01-01T00:00:01.500000Z");
  EXPECT_EQ(format_value(kBool, 1), "true");
  EXPECT_EQ(format_value(kF64, 0x3fb999999999999a), "0.1");
  EXPECT_EQ(format_scaled(4200, 2), "42");
  EXPECT_EQ(format_scaled(-5, 3), "-0.005");
  EXPECT_EQ(format_count(1000), "1,000");
  EXPECT_EQ(format_count(999), "999");
  EXPECT_EQ(format_count(1234567), "1,234,567");
  EXPECT_EQ(format_integer(std::numeric_limits<__int128>::min()), "-170141183460469231731687303715884105728");
}

// Order of the encodings is the order of the doubles.
TEST(Units, DoublesKeepTheirOrder) {
  const char* ascending[] = {"-1.7976931348623157e308",
                             "-1e10",
                             "-2",
                             "-1",
                             "-1e-300",
                             "-5e-324",
                             "0",
                             "5e-324",
                             "1e-300",
                             "0.1",
                             "0.2",
                             "1",
                             "1e10",
                             "1.7976931348623157e308"};
  __int128 last = static_cast<__int128>(INT64_MIN);
  for (const char* text : ascending) {
    const __int128 value = parse_value(kF64, text).value();
    EXPECT_TRUE(value > last) << text;
    last = value;
  }
}

}  // namespace
}  // namespace zkp
