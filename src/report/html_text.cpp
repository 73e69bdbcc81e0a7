#include "report/html_text.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "base/check.h"

namespace zkp {
namespace {

// Number of bytes of the code point that begins with this byte.
size_t length_of(uint8_t first) { return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4; }

uint32_t decode(std::string_view bytes) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(bytes[i]); };
  switch (bytes.size()) {
    case 1:
      return byte(0);
    case 2:
      return (byte(0) & 0x1fu) << 6 | (byte(1) & 0x3fu);
    case 3:
      return (byte(0) & 0x0fu) << 12 | (byte(1) & 0x3fu) << 6 | (byte(2) & 0x3fu);
    default:
      return (byte(0) & 0x07u) << 18 | (byte(1) & 0x3fu) << 12 | (byte(2) & 0x3fu) << 6 | (byte(3) & 0x3fu);
  }
}

struct Range {
  uint32_t first, last;
};
// Unicode: controls, soft hyphen, format characters that hide or reorder text, variation and tag characters,
// noncharacters.
constexpr Range kInvisible[] = {{0x00, 0x1f},     {0x7f, 0x9f},     {0xad, 0xad},      {0x34f, 0x34f},
                                {0x61c, 0x61c},   {0x115f, 0x1160}, {0x17b4, 0x17b5},  {0x180b, 0x180f},
                                {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f},  {0x3164, 0x3164},
                                {0xfdd0, 0xfdef}, {0xfe00, 0xfe0f}, {0xfeff, 0xfeff},  {0xffa0, 0xffa0},
                                {0xfff0, 0xfffb}, {0xfffe, 0xffff}, {0xe0000, 0xe0fff}};

bool is_invisible(uint32_t code_point) {
  return (code_point & 0xfffe) == 0xfffe ||
         std::any_of(std::begin(kInvisible), std::end(kInvisible),
                     [&](const Range& r) { return r.first <= code_point && code_point <= r.last; });
}

void append_code(std::string& out, uint32_t code_point) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string digits;
  for (int shift = 20; shift >= 0; shift -= 4)
    if (const uint32_t digit = code_point >> shift & 15; digit != 0 || !digits.empty() || shift < 16)
      digits += kHex[digit];
  out += "\\u{" + digits + "}";
}

}  // namespace

std::string html_text(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (size_t at = 0; at < text.size();) {
    const size_t length = length_of(static_cast<uint8_t>(text[at]));
    ZKP_CHECK(length <= text.size() - at);
    const std::string_view bytes = text.substr(at, length);
    at += length;
    switch (bytes[0]) {
      case '&':
        out += "&amp;";
        continue;
      case '<':
        out += "&lt;";
        continue;
      case '>':
        out += "&gt;";
        continue;
      case '"':
        out += "&quot;";
        continue;
      case '\'':
        out += "&#39;";
        continue;
      default:
        break;
    }
    const uint32_t code_point = decode(bytes);
    if (is_invisible(code_point))
      append_code(out, code_point);
    else
      out += bytes;
  }
  return out;
}

std::string shortened(std::string_view text, size_t max_characters) {
  size_t at = 0, count = 0, cut = 0;
  while (at < text.size()) {
    if (++count == max_characters) cut = at;
    at += length_of(static_cast<uint8_t>(text[at]));
    if (count > max_characters) return std::string(text.substr(0, cut)) + "\u2026";
  }
  return std::string(text);
}

}  // namespace zkp
