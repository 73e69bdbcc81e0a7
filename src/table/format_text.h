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
/// A value of the data in quotes: at most 40 bytes of it, control characters as \xNN, cut at a character.
std::string excerpt(std::string_view text);

}  // namespace zkp
