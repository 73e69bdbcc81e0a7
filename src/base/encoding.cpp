#include "base/encoding.h"

#include <algorithm>
#include <array>

namespace zkp {
namespace {

constexpr char kBase64Digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr uint8_t kNoDigit = 0xff;

// digit_values(d)[c] = i where d[i] = c, and kNoDigit for characters that are no digit.
template <size_t N>
constexpr std::array<uint8_t, 256> digit_values(const char (&digits)[N]) {
  std::array<uint8_t, 256> values{};
  for (auto& value : values) value = kNoDigit;
  for (size_t i = 0; i + 1 < N; ++i) values[static_cast<uint8_t>(digits[i])] = static_cast<uint8_t>(i);
  return values;
}
constexpr auto kBase64Values = digit_values(kBase64Digits);

// Hexadecimal digits may belong to a key, so no address depends on them: a difference is negative, and all ones above
// bit 8, where a character or a value is out of a range.

/// 0..15 to its digit.
char hex_digit(int v) { return static_cast<char>(v + '0' + (((9 - v) >> 8) & ('a' - '0' - 10))); }

/// A lower-case digit to 0..15, anything else to kNoDigit.
uint8_t hex_value(char c) {
  const int decimal = static_cast<uint8_t>(c) - '0', letter = static_cast<uint8_t>(c) - 'a';
  const int not_decimal = (decimal | (9 - decimal)) >> 8, not_letter = (letter | (5 - letter)) >> 8;
  return static_cast<uint8_t>((decimal & ~not_decimal) | ((letter + 10) & ~not_letter) |
                              (kNoDigit & not_decimal & not_letter));
}

Error bad_character(std::string_view what, size_t at) {
  return Error(GeneralError::kParse, std::string(what) + ": unexpected character at byte " + std::to_string(at));
}

}  // namespace

std::string hex_encode(ByteView bytes) {
  std::string out;
  out.reserve(2 * bytes.size());
  for (uint8_t byte : bytes) {
    out += hex_digit(byte >> 4);
    out += hex_digit(byte & 15);
  }
  return out;
}

Result<Bytes> hex_decode(std::string_view text) {
  if (text.size() % 2 != 0) return Error(GeneralError::kParse, "hex: odd number of digits");
  Bytes out;
  out.reserve(text.size() / 2);
  for (size_t i = 0; i < text.size(); i += 2) {
    const uint8_t high = hex_value(text[i]);
    const uint8_t low = hex_value(text[i + 1]);
    if (high == kNoDigit) return bad_character("hex", i);
    if (low == kNoDigit) return bad_character("hex", i + 1);
    out.push_back(static_cast<uint8_t>(high << 4 | low));
  }
  return out;
}

std::string base64_encode(ByteView bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t i = 0; i < bytes.size(); i += 3) {
    const size_t n = std::min<size_t>(3, bytes.size() - i);
    uint32_t group = 0;
    for (size_t k = 0; k < 3; ++k) group = group << 8 | (k < n ? bytes[i + k] : 0);
    for (size_t k = 0; k < 4; ++k) out += k <= n ? kBase64Digits[group >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

Result<Bytes> base64_decode(std::string_view text) {
  if (text.size() % 4 != 0) return Error(GeneralError::kParse, "base64: the length is not a multiple of four");
  size_t padding = 0;
  if (!text.empty() && text.back() == '=') padding = text[text.size() - 2] == '=' ? 2 : 1;
  Bytes out;
  out.reserve(text.size() / 4 * 3);
  for (size_t i = 0; i < text.size(); i += 4) {
    const size_t digits = i + 4 == text.size() ? 4 - padding : 4;
    uint32_t group = 0;
    for (size_t k = 0; k < 4; ++k) {
      const uint8_t value = k < digits ? kBase64Values[static_cast<uint8_t>(text[i + k])] : 0;
      if (value == kNoDigit) return bad_character("base64", i + k);
      group = group << 6 | value;
    }
    // digits = 2 carries one byte and 4 unused bits, digits = 3 two bytes and 2 unused bits.
    const size_t unused_bits = (4 - digits) * 8;
    if ((group & ((1u << unused_bits) - 1)) != 0)
      return Error(GeneralError::kParse, "base64: unused bits are not zero");
    for (size_t k = 0; k + 1 < digits; ++k) out.push_back(static_cast<uint8_t>(group >> (16 - 8 * k)));
  }
  return out;
}

}  // namespace zkp
