#include "table/calendar.h"

#include <cstdio>

namespace zkp {
namespace {

constexpr int64_t kDayUs = 86'400'000'000;
constexpr size_t kMaxFractionDigits = 9;

// Exactly `count` digits at the front of `rest`.
std::optional<unsigned> take_digits(std::string_view& rest, size_t count) {
  if (rest.size() < count) return std::nullopt;
  unsigned value = 0;
  for (size_t i = 0; i < count; ++i) {
    if (rest[i] < '0' || rest[i] > '9') return std::nullopt;
    value = 10 * value + static_cast<unsigned>(rest[i] - '0');
  }
  rest.remove_prefix(count);
  return value;
}

bool take(std::string_view& rest, char c) {
  if (rest.empty() || rest[0] != c) return false;
  rest.remove_prefix(1);
  return true;
}

unsigned days_in_month(unsigned year, unsigned month) {
  constexpr unsigned kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : kDays[month - 1];
}

std::optional<int64_t> take_date(std::string_view& rest) {
  const auto year = take_digits(rest, 4);
  if (!year || !take(rest, '-')) return std::nullopt;
  const auto month = take_digits(rest, 2);
  if (!month || *month < 1 || *month > 12 || !take(rest, '-')) return std::nullopt;
  const auto day = take_digits(rest, 2);
  if (!day || *day < 1 || *day > days_in_month(*year, *month)) return std::nullopt;
  return days_from_civil(*year, *month, *day);
}

// `HH:MM`, at most 23:59, in minutes.
std::optional<int64_t> take_hours_minutes(std::string_view& rest) {
  const auto hours = take_digits(rest, 2);
  if (!hours || *hours > 23 || !take(rest, ':')) return std::nullopt;
  const auto minutes = take_digits(rest, 2);
  if (!minutes || *minutes > 59) return std::nullopt;
  return int64_t{*hours} * 60 + *minutes;
}

struct Civil {
  int64_t year;
  unsigned month;
  unsigned day;
};

Civil civil_from_days(int64_t days) {
  days += 719'468;  // from 0000-03-01
  const int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const auto doe = static_cast<unsigned>(days - era * 146'097);
  const unsigned yoe = (doe - doe / 1460 + doe / 36'524 - doe / 146'096) / 365;
  const unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const unsigned mp = (5 * doy + 2) / 153;
  const unsigned month = mp < 10 ? mp + 3 : mp - 9;
  return {static_cast<int64_t>(yoe) + era * 400 + (month <= 2 ? 1 : 0), month, doy - (153 * mp + 2) / 5 + 1};
}

}  // namespace

// Years start in March, so that the leap day is the last of its year; 400 years are one era of 146,097 days.
int64_t days_from_civil(int64_t year, unsigned month, unsigned day) {
  year -= month <= 2 ? 1 : 0;
  const int64_t era = (year >= 0 ? year : year - 399) / 400;
  const auto yoe = static_cast<unsigned>(year - era * 400);
  const unsigned doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146'097 + static_cast<int64_t>(doe) - 719'468;
}

std::optional<int64_t> parse_date(std::string_view text) {
  if (text.size() != 10) return std::nullopt;
  return take_date(text);
}

std::optional<TimestampText> parse_timestamp(std::string_view rest) {
  if (rest.size() < 19) return std::nullopt;
  const auto days = take_date(rest);
  if (!days || !(take(rest, 'T') || take(rest, 't') || take(rest, ' '))) return std::nullopt;
  const auto minutes = take_hours_minutes(rest);
  if (!minutes || !take(rest, ':')) return std::nullopt;
  const auto seconds = take_digits(rest, 2);
  if (!seconds || *seconds > 59) return std::nullopt;

  TimestampText out;
  int64_t fraction_us = 0;
  if (take(rest, '.')) {
    size_t count = 0;
    for (int64_t unit = 100'000; !rest.empty() && rest[0] >= '0' && rest[0] <= '9'; unit /= 10, ++count) {
      if (count == kMaxFractionDigits) return std::nullopt;
      if (count >= 6 && rest[0] != '0') out.inexact = true;
      fraction_us += unit * (rest[0] - '0');
      rest.remove_prefix(1);
    }
    if (count == 0) return std::nullopt;
  }
  int64_t offset_minutes = 0;
  if (take(rest, 'Z') || take(rest, 'z')) {
    out.has_zone = true;
  } else if (!rest.empty() && (rest[0] == '+' || rest[0] == '-')) {
    const int64_t sign = rest[0] == '+' ? 1 : -1;
    rest.remove_prefix(1);
    const auto offset = take_hours_minutes(rest);
    if (!offset) return std::nullopt;
    offset_minutes = sign * *offset;
    out.has_zone = true;
  }
  if (!rest.empty()) return std::nullopt;
  out.utc_us = *days * kDayUs + ((*minutes - offset_minutes) * 60 + *seconds) * 1'000'000 + fraction_us;
  return out;
}

std::string format_date(int64_t days) {
  const Civil date = civil_from_days(days);
  char text[40];
  std::snprintf(text, sizeof text, "%04lld-%02u-%02u", static_cast<long long>(date.year), date.month, date.day);
  return text;
}

std::string format_timestamp(int64_t utc_us) {
  int64_t days = utc_us / kDayUs;
  int64_t rest = utc_us % kDayUs;
  if (rest < 0) {
    rest += kDayUs;
    --days;
  }
  const int64_t second = rest / 1'000'000;
  char text[40];
  std::snprintf(text, sizeof text, "T%02d:%02d:%02d.%06dZ", static_cast<int>(second / 3600),
                static_cast<int>(second / 60 % 60), static_cast<int>(second % 60), static_cast<int>(rest % 1'000'000));
  return format_date(days) + text;
}

}  // namespace zkp
