#include "log/text.h"

#include <algorithm>
#include <charconv>

#include "base/encoding.h"
#include "base/utf8.h"

namespace zkp {

Result<uint64_t> parse_decimal(std::string_view text) {
  uint64_t value = 0;
  const char* const end = text.data() + text.size();
  if (text.empty() || (text[0] == '0' && text.size() > 1))
    return Error(GeneralError::kParse, "expected a decimal number without leading zeros");
  const auto [stop, problem] = std::from_chars(text.data(), end, value);  // takes no sign for unsigned types
  if (problem != std::errc() || stop != end) return Error(GeneralError::kParse, "expected a decimal number below 2^64");
  return value;
}

Result<Digest> parse_base64_digest(std::string_view text) {
  ZKP_TRY(const Bytes bytes, base64_decode(text));
  Digest digest;
  if (bytes.size() != digest.size())
    return Error(GeneralError::kParse, "expected the base64 of 32 bytes, found " + std::to_string(bytes.size()));
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

bool is_note_text(std::string_view text) {
  return is_valid_utf8(text) &&
         std::all_of(text.begin(), text.end(), [](char c) { return static_cast<uint8_t>(c) >= 0x20 || c == '\n'; });
}

std::optional<std::string_view> take_line(std::string_view& text) {
  const size_t newline = text.find('\n');
  if (newline == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(0, newline);
  text.remove_prefix(newline + 1);
  return line;
}

}  // namespace zkp
