/// The shortest decimal text that reads back as the same binary floating-point number (Ryu, as in C++17 to_chars): how
/// every common writer prints it, so that a decimal type means the same value in a Parquet and in a CSV file.
#pragma once

#include <charconv>
#include <string_view>

namespace zkp {

class DoubleText {
 public:
  /// `single`: the shortest text among those of binary32.
  DoubleText(double value, bool single) {
    const auto result = single ? std::to_chars(text_, text_ + sizeof text_, static_cast<float>(value))
                               : std::to_chars(text_, text_ + sizeof text_, value);
    size_ = static_cast<size_t>(result.ptr - text_);
  }
  std::string_view view() const { return {text_, size_}; }

 private:
  char text_[64];
  size_t size_;
};

}  // namespace zkp
