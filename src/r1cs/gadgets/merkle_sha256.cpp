#include "r1cs/gadgets/merkle_sha256.h"

#include "r1cs/gadgets/select.h"

namespace zkp::gadgets {

std::vector<Bit> rfc6962_leaf(ConstraintSystem& cs, std::span<const Bit> entry, Label label) {
  const uint8_t prefix[] = {0};
  std::vector<Bit> message = constant_bytes(prefix);
  message.insert(message.end(), entry.begin(), entry.end());
  return sha256(cs, message, label);
}

std::vector<Bit> rfc6962_node(ConstraintSystem& cs, std::span<const Bit> left, std::span<const Bit> right,
                              Label label) {
  ZKP_CHECK(left.size() == 256 && right.size() == 256);
  const uint8_t prefix[] = {1};
  std::vector<Bit> message = constant_bytes(prefix);
  message.insert(message.end(), left.begin(), left.end());
  message.insert(message.end(), right.begin(), right.end());
  return sha256(cs, message, label);
}

std::vector<Bit> rfc6962_root(ConstraintSystem& cs, std::span<const Bit> leaf_hash, std::span<const Bit> directions,
                              std::span<const std::vector<Bit>> siblings, Label label) {
  ZKP_CHECK(leaf_hash.size() == 256 && directions.size() == siblings.size());
  auto scope = cs.scope(label);
  std::vector<Bit> node(leaf_hash.begin(), leaf_hash.end());
  for (size_t level = 0; level < siblings.size(); ++level) {
    ZKP_CHECK(siblings[level].size() == 256);
    auto level_scope = cs.scope({"level", level});
    std::vector<Bit> left, right;
    for (size_t i = 0; i < 256; ++i) {
      // A choice between two bits is a bit.
      auto [a, b] = swap_if(cs, directions[level], node[i].lc(), siblings[level][i].lc(), {"swap", i});
      left.push_back(Bit::assume(std::move(a)));
      right.push_back(Bit::assume(std::move(b)));
    }
    node = rfc6962_node(cs, left, right, "hash");
  }
  return node;
}

}  // namespace zkp::gadgets
