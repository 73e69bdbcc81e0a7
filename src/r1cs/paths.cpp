#include "r1cs/paths.h"

#include "base/check.h"

namespace zkp {

std::string Label::describe() const {
  return index_ == kNoIndex ? text_ : text_ + ("[" + std::to_string(index_) + "]");
}

void ConstraintPaths::enter(Label label) {
  scopes_.push_back({current_, label});
  current_ = static_cast<uint32_t>(scopes_.size() - 1);
}

void ConstraintPaths::leave() {
  ZKP_CHECK(current_ != kRoot);
  current_ = scopes_[current_].parent;
}

void ConstraintPaths::append(const ConstraintPaths& other) {
  const auto offset = static_cast<uint32_t>(scopes_.size());
  auto moved = [&](Node node) {
    node.parent = node.parent == kRoot ? current_ : node.parent + offset;
    return node;
  };
  for (const Node& scope : other.scopes_) scopes_.push_back(moved(scope));
  for (const Node& constraint : other.constraints_) constraints_.push_back(moved(constraint));
  for (const Name& name : other.names_) names_.push_back({name.variable, moved(name.node)});
}

std::string ConstraintPaths::describe(const Node& node) const {
  std::string path = node.label.describe();
  for (uint32_t scope = node.parent; scope != kRoot; scope = scopes_[scope].parent)
    path = scopes_[scope].label.describe() + "." + path;
  return path;
}

std::string ConstraintPaths::describe(size_t constraint) const {
  ZKP_CHECK(constraint < constraints_.size());
  return describe(constraints_[constraint]);
}

std::string ConstraintPaths::describe_variable(uint32_t variable) const {
  for (const Name& name : names_)
    if (name.variable == variable) return describe(name.node);
  return "w" + std::to_string(variable);
}

}  // namespace zkp
