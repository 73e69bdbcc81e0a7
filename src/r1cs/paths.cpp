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

std::string ConstraintPaths::describe(size_t constraint) const {
  ZKP_CHECK(constraint < constraints_.size());
  std::string path = constraints_[constraint].label.describe();
  for (uint32_t scope = constraints_[constraint].parent; scope != kRoot; scope = scopes_[scope].parent)
    path = scopes_[scope].label.describe() + "." + path;
  return path;
}

}  // namespace zkp
