#include "r1cs/gadgets/merkle.h"

#include "r1cs/gadgets/poseidon.h"
#include "r1cs/gadgets/select.h"
#include "transcript/poseidon.h"

namespace zkp::gadgets {
namespace {

constexpr std::string_view kTag = "zkp.merkle.v1";

}  // namespace

Fr merkle_root(const Fr& leaf, uint64_t index, std::span<const Fr> siblings) {
  ZKP_CHECK(siblings.size() <= 64 && (siblings.size() == 64 || index >> siblings.size() == 0));
  Fr node = leaf;
  for (size_t level = 0; level < siblings.size(); ++level) {
    const bool right = index >> level & 1;
    const std::array<Fr, 2> children = {right ? siblings[level] : node, right ? node : siblings[level]};
    node = zkp::poseidon_hash_list(kTag, children);
  }
  return node;
}

LinearCombination merkle_root(ConstraintSystem& cs, const LinearCombination& leaf, std::span<const Bit> index_bits,
                              std::span<const LinearCombination> siblings, Label label) {
  ZKP_CHECK(index_bits.size() == siblings.size());
  auto scope = cs.scope(label);
  LinearCombination node = leaf;
  for (size_t level = 0; level < siblings.size(); ++level) {
    auto level_scope = cs.scope({"level", level});
    const auto [left, right] = swap_if(cs, index_bits[level], node, siblings[level], "swap");
    const std::array<LinearCombination, 2> children = {left, right};
    node = poseidon_hash_list(cs, kTag, children, "hash");
  }
  return node;
}

}  // namespace zkp::gadgets
