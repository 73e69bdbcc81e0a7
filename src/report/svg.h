/// Writes SVG elements with integer coordinates; every text is escaped here and nowhere else.
#pragma once

#include <string>
#include <string_view>

#include "report/html_text.h"

namespace zkp {

/// value * length / whole without overflow, rounded down. REQUIRES: value <= whole, whole > 0, 0 <= length < 2^20.
inline int64_t scaled(unsigned __int128 value, unsigned __int128 whole, int64_t length) {
  while (whole >> 100 != 0) {
    whole >>= 1;
    value >>= 1;
  }
  return static_cast<int64_t>(value * static_cast<unsigned __int128>(length) / whole);
}

class Svg {
 public:
  /// `id` is ours and unique in the page.
  Svg(int width, int height, const std::string& id, std::string_view title, std::string_view description) {
    out_ = "<svg viewBox=\"0 0 " + std::to_string(width) + " " + std::to_string(height) +
           "\" role=\"img\" aria-labelledby=\"" + id + "-t " + id + "-d\"><title id=\"" + id + "-t\">" +
           html_text(title) + "</title><desc id=\"" + id + "-d\">" + html_text(description) + "</desc>";
  }
  /// A rounded rectangle; `tip` shows when pointed at.
  void bar(int x, int y, int width, int height, std::string_view css, std::string_view tip) {
    out_ += "<rect class=\"" + std::string(css) + "\" x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) +
            "\" width=\"" + std::to_string(width) + "\" height=\"" + std::to_string(height) + "\" rx=\"2\">" +
            (tip.empty() ? "" : "<title>" + html_text(tip) + "</title>") + "</rect>";
  }
  void box(int x, int y, int width, int height, std::string_view css) {
    out_ += "<rect class=\"" + std::string(css) + "\" x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) +
            "\" width=\"" + std::to_string(width) + "\" height=\"" + std::to_string(height) + "\" rx=\"6\"/>";
  }
  void line(int x1, int y1, int x2, int y2, std::string_view css) {
    out_ += "<line class=\"" + std::string(css) + "\" x1=\"" + std::to_string(x1) + "\" y1=\"" + std::to_string(y1) +
            "\" x2=\"" + std::to_string(x2) + "\" y2=\"" + std::to_string(y2) + "\"/>";
  }
  /// From the right of one node to the left of another.
  void edge(int x1, int y1, int x2, int y2) {
    const std::string middle = std::to_string((x1 + x2) / 2);
    out_ += "<path class=\"edge\" d=\"M" + std::to_string(x1) + " " + std::to_string(y1) + "C" + middle + " " +
            std::to_string(y1) + " " + middle + " " + std::to_string(y2) + " " + std::to_string(x2) + " " +
            std::to_string(y2) + "\"/>";
  }
  void text(int x, int y, std::string_view css, std::string_view text) {
    out_ += "<text class=\"" + std::string(css) + "\" x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) +
            "\">" + html_text(text) + "</text>";
  }
  std::string str() && { return std::move(out_) + "</svg>"; }

 private:
  std::string out_;
};

}  // namespace zkp
