/// Names of constraints as paths, "rows[17].range.bit[3]", at the cost of a few words per constraint: labels are string
/// literals, scopes form a tree, and the text is built only when somebody asks.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace zkp {

/// One step of a path: a string literal and perhaps an index.
class Label {
 public:
  static constexpr uint32_t kNoIndex = UINT32_MAX;

  /// REQUIRES: `text` outlives everything, as a literal does.
  template <size_t N>
  constexpr Label(const char (&text)[N], size_t index = kNoIndex) : text_(text), index_(static_cast<uint32_t>(index)) {}

  std::string describe() const;

 private:
  const char* text_;
  uint32_t index_;
};

class ConstraintPaths {
 public:
  /// Everything until the matching leave() lies beneath `label`.
  void enter(Label label);
  void leave();
  /// The next constraint, at the current place.
  void add(Label label) { constraints_.push_back({current_, label}); }

  size_t size() const { return constraints_.size(); }
  /// REQUIRES: constraint < size().
  std::string describe(size_t constraint) const;

 private:
  struct Node {
    uint32_t parent;
    Label label;
  };
  static constexpr uint32_t kRoot = UINT32_MAX;

  std::vector<Node> scopes_;
  std::vector<Node> constraints_;
  uint32_t current_ = kRoot;
};

}  // namespace zkp
