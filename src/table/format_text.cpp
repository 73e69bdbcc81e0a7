#include "table/format_text.h"

#include "base/utf8.h"

namespace zkp {

std::string group_digits(uint64_t number) {
  std::string digits = std::to_string(number);
  for (size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

std::string count_of(uint64_t number, std::string_view noun) {
  return group_digits(number) + " " + std::string(noun) + (number == 1 ? "" : "s");
}

std::string printable(std::string_view text, size_t max_bytes) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  size_t at = 0;
  while (at < text.size() && at < max_bytes) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const size_t length = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    const std::string_view character = text.substr(at, length);
    if (byte >= 0x20 && byte != 0x7f && is_valid_utf8(character)) {
      out += character;
      at += length;
    } else {
      out += {'\\', 'x', kHex[byte >> 4], kHex[byte & 15]};
      ++at;
    }
  }
  return at < text.size() ? out + "…" : out;
}

std::string excerpt(std::string_view text) { return "\"" + printable(text, 40) + "\""; }

}  // namespace zkp
