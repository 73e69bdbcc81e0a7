#include "table/calendar.h"

#include <gtest/gtest.h>

#include <set>

namespace zkp {
namespace {

TEST(Calendar, EveryDayOfTenThousandYearsIsReadBack) {
  const int64_t first = days_from_civil(0, 1, 1);
  const int64_t last = days_from_civil(9999, 12, 31);
  EXPECT_EQ(last - first + 1, 3'652'425);  // 25 eras of 146,097 days
  for (int64_t day = first; day <= last; ++day) {
    const std::string text = format_date(day);
    ASSERT_EQ(parse_date(text), day) << text;
  }
}

TEST(Calendar, KnownDays) {
  EXPECT_EQ(parse_date("1970-01-01"), 0);
  EXPECT_EQ(parse_date("2000-03-01"), 11'017);
  EXPECT_EQ(parse_date("1969-12-31"), -1);
  EXPECT_EQ(parse_date("0000-01-01"), -719'528);
  EXPECT_EQ(parse_date("9999-12-31"), 2'932'896);
}

TEST(Calendar, DaysThatDoNotExistAreRefused) {
  for (const char* text : {"2023-02-29", "1900-02-29", "2024-02-30", "2024-04-31", "2024-00-10", "2024-13-01",
                           "2024-01-00", "2024-1-1", "24-01-01", "2024/01/01", "2024-01-01 ", "", "12024-01-01"})
    EXPECT_FALSE(parse_date(text)) << text;
  EXPECT_TRUE(parse_date("2000-02-29"));
  EXPECT_TRUE(parse_date("2024-02-29"));
}

TEST(Timestamp, Rfc3339ExamplesAreOneInstant) {
  // RFC 3339 section 5.8: 1996-12-19T16:39:57-08:00 is 1996-12-20T00:39:57Z.
  const auto a = parse_timestamp("1996-12-19T16:39:57-08:00");
  const auto b = parse_timestamp("1996-12-20T00:39:57Z");
  ASSERT_TRUE(a && b);
  EXPECT_EQ(a->utc_us, b->utc_us);
  EXPECT_EQ(b->utc_us, 851'042'397'000'000);
  EXPECT_EQ(parse_timestamp("1985-04-12T23:20:50.52Z")->utc_us, 482'196'050'520'000);
  EXPECT_EQ(parse_timestamp("1937-01-01T12:00:27.87+00:20")->utc_us, -1'041'337'172'130'000);
}

TEST(Timestamp, AbsenceOfAZoneAndLostDigitsAreReported) {
  EXPECT_FALSE(parse_timestamp("2026-01-01T00:00:00")->has_zone);
  EXPECT_TRUE(parse_timestamp("2026-01-01 00:00:00Z")->has_zone);
  EXPECT_FALSE(parse_timestamp("2026-01-01T00:00:00.123456000Z")->inexact);
  EXPECT_TRUE(parse_timestamp("2026-01-01T00:00:00.123456001Z")->inexact);
  EXPECT_EQ(parse_timestamp("1970-01-01T00:00:00.000001Z")->utc_us, 1);
}

TEST(Timestamp, OtherTextsAreRefused) {
  for (const char* text :
       {"2026-01-01", "2026-01-01T00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2016-12-31T23:59:60Z",
        "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.1234567890Z", "2026-01-01T00:00:00+24:00",
        "2026-01-01T00:00:00+0100", "2026-01-01T00:00:00ZZ", "2026-02-30T00:00:00Z", "2026-01-01_00:00:00Z"})
    EXPECT_FALSE(parse_timestamp(text)) << text;
}

TEST(Timestamp, FormatIsReadBackAlsoBefore1970) {
  for (int64_t us : {int64_t{0}, int64_t{-1}, int64_t{1}, int64_t{-86'400'000'000}, int64_t{851'042'397'000'123}})
    EXPECT_EQ(parse_timestamp(format_timestamp(us))->utc_us, us);
}

}  // namespace
}  // namespace zkp
