/// UTF-8 (RFC 3629): validating, writing and showing text from outside. Safe for concurrent use.
#pragma once

#include <cstdint>
#include <string>

#include "base/bytes.h"

namespace zkp {

/// True when every sequence is in its shortest form and encodes U+0000..U+D7FF or U+E000..U+10FFFF. Empty is valid.
bool is_valid_utf8(ByteView bytes);
inline bool is_valid_utf8(std::string_view text) { return is_valid_utf8(as_bytes(text)); }

/// Appends the encoding of one code point. REQUIRES: code_point is a Unicode scalar value.
void append_utf8(std::string& out, uint32_t code_point);

/// Whether an ASCII control character (C0 or DEL) occurs: names of columns hold none.
bool has_control_character(std::string_view text);

/// Text from outside made fit for a terminal: control characters (C0, DEL, C1) become \xNN, the rest stays as it is.
std::string printable(std::string_view text);

}  // namespace zkp
