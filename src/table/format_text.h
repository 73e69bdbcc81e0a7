/// Pieces of the sentences that people read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace zkp {

/// 1048576 -> "1,048,576".
std::string group_digits(uint64_t number);
/// "1 field", "2 fields".
std::string count_of(uint64_t number, std::string_view noun);
/// The first bytes of a text from outside as valid UTF-8 on one line: what is no character, and control characters, as
/// \xNN. An ellipsis where it was cut.
std::string printable(std::string_view text, size_t max_bytes);
/// A value of the data in quotes: at most 40 bytes of it, printable.
std::string excerpt(std::string_view text);

}  // namespace zkp
