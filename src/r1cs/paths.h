/// Names of constraints as paths, "rows[17].range.bit[3]", at the cost of a few words per constraint: labels are string
/// literals, scopes form a tree, and the text is built only when somebody asks. Variables may have names too; most have
/// none.
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

  /// The same text with this index.
  constexpr Label at(size_t index) const {
    Label out = *this;
    out.index_ = static_cast<uint32_t>(index);
    return out;
  }
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

  /// From now on `variable` is called `label`, at the current place.
  void name_variable(uint32_t variable, Label label) { names_.push_back({variable, {current_, label}}); }

  /// The constraints and names of another list behind those of this one, at the current place.
  void append(const ConstraintPaths& other);

  size_t size() const { return constraints_.size(); }
  /// REQUIRES: constraint < size().
  std::string describe(size_t constraint) const;
  /// The name that the variable got, or "w" and its number. Takes time in the number of names.
  std::string describe_variable(uint32_t variable) const;

 private:
  struct Node {
    uint32_t parent;
    Label label;
  };
  struct Name {
    uint32_t variable;
    Node node;
  };
  static constexpr uint32_t kRoot = UINT32_MAX;

  std::string describe(const Node& node) const;

  std::vector<Node> scopes_;
  std::vector<Node> constraints_;
  std::vector<Name> names_;
  uint32_t current_ = kRoot;
};

}  // namespace zkp
