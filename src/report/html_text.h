/// Text from outside in HTML and SVG. Pure, safe for concurrent use.
#pragma once

#include <string>
#include <string_view>

namespace zkp {

/// Escapes & < > " ' for element content and quoted attributes. Control characters, and invisible or direction-changing
/// ones, which could make a line read as another, are written as \u{202E}. REQUIRES: valid UTF-8.
std::string html_text(std::string_view text);

/// At most `max_characters` code points, the last one an ellipsis when something was cut. Not escaped.
std::string shortened(std::string_view text, size_t max_characters);

}  // namespace zkp
