/// The small pieces that the line-based formats of this folder are read with. Strict: one spelling per value. Pure,
/// safe for concurrent use.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/bytes.h"

namespace zkp {

/// ASCII digits without sign and leading zeros ("0" itself is fine), at most 2^64 - 1. Error: GeneralError::kParse.
Result<uint64_t> parse_decimal(std::string_view text);

/// The base64 of exactly 32 bytes. Error: GeneralError::kParse.
Result<Digest> parse_base64_digest(std::string_view text);

/// Valid UTF-8 without control characters below U+0020 other than the newline.
bool is_note_text(std::string_view text);

/// Takes the next line off `text`, without its newline. nullopt, and nothing taken, when no newline is left.
std::optional<std::string_view> take_line(std::string_view& text);

}  // namespace zkp
