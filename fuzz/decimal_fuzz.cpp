// links: base hash table
/// Numbers and calendar texts: whatever the text, the exact value, the binary64 value and the formatted text agree.
#include <cmath>

#include "base/check.h"
#include "table/calendar.h"
#include "table/number.h"

using namespace zkp;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const bool is_number = split_number(text).has_value();
  const auto real = to_binary64(text);
  ZKP_CHECK(is_number || !real);
  ScaledInteger last{0, NumberFault::kSyntax};
  for (int scale = 0; scale <= 18; ++scale) {
    const ScaledInteger value = to_scaled_integer(text, scale);
    ZKP_CHECK(is_number == (value.fault != NumberFault::kSyntax));
    if (value.fault != NumberFault::kNone) continue;
    // An exact value stays exact at every larger scale, ten times as large, and a double is near it.
    if (scale > 0 && last.fault == NumberFault::kNone) ZKP_CHECK(value.value == 10 * last.value);
    if (real && scale == 0) ZKP_CHECK(std::abs(*real - static_cast<double>(value.value)) <= std::abs(*real) * 1e-15);
    last = value;
  }
  if (const auto small = small_integer(text)) ZKP_CHECK(to_scaled_integer(text, 0).value == *small);
  if (const auto days = parse_date(text)) ZKP_CHECK(format_date(*days) == text);
  if (const auto time = parse_timestamp(text)) {
    // Offsets can leave the years 0000..9999, which the text form does not have.
    constexpr int64_t kFirst = -62'167'219'200'000'000, kLast = 253'402'300'799'999'999;
    if (time->utc_us >= kFirst && time->utc_us <= kLast)
      ZKP_CHECK(parse_timestamp(format_timestamp(time->utc_us))->utc_us == time->utc_us);
  }
  return 0;
}
