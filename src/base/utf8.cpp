#include "base/utf8.h"

#include <algorithm>

namespace zkp {
namespace {

bool is_continuation(uint8_t byte) { return (byte & 0xc0) == 0x80; }

// Length of the well-formed sequence at the start of `in`, 0 when there is none (RFC 3629 section 4):
//   C2..DF t | E0 A0..BF t | E1..EC t t | ED 80..9F t | EE..EF t t | F0 90..BF t t | F1..F3 t t t | F4 80..8F t t
// The bound on the second byte excludes longer forms (E0, F0), surrogates (ED) and what is above U+10FFFF (F4).
size_t sequence_length(ByteView in) {
  const uint8_t lead = in[0];
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const size_t size_bytes = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (in.size() < size_bytes) return 0;
  for (size_t i = 1; i < size_bytes; ++i)
    if (!is_continuation(in[i])) return 0;
  const uint8_t second = in[1];
  if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f)) return 0;
  if ((lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f)) return 0;
  return size_bytes;
}

}  // namespace

bool is_valid_utf8(ByteView bytes) {
  size_t at = 0;
  while (at < bytes.size()) {
    // Eight ASCII bytes at a time: most columns hold nothing else.
    while (bytes.size() - at >= 8) {
      uint64_t block;
      std::memcpy(&block, bytes.data() + at, 8);
      if ((block & 0x8080808080808080) != 0) break;
      at += 8;
    }
    if (at == bytes.size()) break;
    const size_t step = sequence_length(bytes.subspan(at));
    if (step == 0) return false;
    at += step;
  }
  return true;
}

void append_utf8(std::string& out, uint32_t c) {
  ZKP_CHECK(c <= 0x10ffff && (c < 0xd800 || c > 0xdfff));
  const auto tail = [&](int shift) { out += static_cast<char>(0x80 | ((c >> shift) & 0x3f)); };
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xc0 | (c >> 6));
    tail(0);
  } else if (c < 0x10000) {
    out += static_cast<char>(0xe0 | (c >> 12));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xf0 | (c >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

std::string printable(std::string_view text) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    auto byte = static_cast<uint8_t>(text[i]);
    // U+0080..U+009F are C2 80..9F; some terminals obey them as they do ESC.
    const bool c1 = byte == 0xc2 && i + 1 < text.size() && (static_cast<uint8_t>(text[i + 1]) & 0xe0) == 0x80;
    if (byte >= 0x20 && byte != 0x7f && !c1) {
      out += text[i];
      continue;
    }
    if (c1) byte = static_cast<uint8_t>(text[++i]);
    out += {'\\', 'x', kHex[byte >> 4], kHex[byte & 15]};
  }
  return out;
}

}  // namespace zkp
