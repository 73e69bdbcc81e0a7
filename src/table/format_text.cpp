#include "table/format_text.h"

namespace zkp {

std::string group_digits(uint64_t number) {
  std::string digits = std::to_string(number);
  for (size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

std::string count_of(uint64_t number, std::string_view noun) {
  return group_digits(number) + " " + std::string(noun) + (number == 1 ? "" : "s");
}

std::string excerpt(std::string_view text) {
  constexpr size_t kMaxBytes = 40;
  constexpr char kHex[] = "0123456789abcdef";
  size_t size = text.size();
  if (size > kMaxBytes) {
    size = kMaxBytes;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) --size;
  }
  std::string out = "\"";
  for (char c : text.substr(0, size)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      out += {'\\', 'x', kHex[byte >> 4], kHex[byte & 15]};
    } else {
      out += c;
    }
  }
  return out + (size < text.size() ? "…\"" : "\"");
}

}  // namespace zkp
