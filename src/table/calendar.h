/// Dates and timestamps as text, in the proleptic Gregorian calendar of ISO 8601, years 0000 to 9999.
///
/// Not constant-time. Safe for concurrent use. Sources: RFC 3339; Howard Hinnant, "chrono-compatible low-level date
/// algorithms" (days from civil, civil from days).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace zkp {

/// Days from 1970-01-01 to the date, which must exist. month 1..12.
int64_t days_from_civil(int64_t year, unsigned month, unsigned day);

/// `YYYY-MM-DD`. nullopt for any other text and for days that do not exist.
std::optional<int64_t> parse_date(std::string_view text);

struct TimestampText {
  int64_t utc_us = 0;     ///< microseconds since 1970-01-01T00:00:00Z; without a zone, as if it were UTC
  bool has_zone = false;  ///< false: no "Z" and no offset
  bool inexact = false;   ///< digits beyond the microsecond that are not zero
};

/// RFC 3339 `YYYY-MM-DDTHH:MM:SS[.digits](Z|+HH:MM|-HH:MM)`, with a space allowed for T, and the same without a zone.
/// Up to nine digits of fraction. Second 60 is refused: the encoding has no leap seconds.
std::optional<TimestampText> parse_timestamp(std::string_view text);

/// `YYYY-MM-DD`, with more digits or a sign for years outside 0000..9999.
std::string format_date(int64_t days);
/// `YYYY-MM-DDTHH:MM:SS.ffffffZ`.
std::string format_timestamp(int64_t utc_us);

}  // namespace zkp
