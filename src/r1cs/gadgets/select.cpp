#include "r1cs/gadgets/select.h"

namespace zkp::gadgets {

LinearCombination select(ConstraintSystem& cs, const Bit& bit, const LinearCombination& when_one,
                         const LinearCombination& when_zero, Label label) {
  const Fr value = cs.value(bit.lc()).is_zero() ? cs.value(when_zero) : cs.value(when_one);
  const Variable out = cs.alloc(value);
  cs.enforce(bit.lc(), when_one - when_zero, LinearCombination(out) - when_zero, label);
  return out;
}

std::pair<LinearCombination, LinearCombination> swap_if(ConstraintSystem& cs, const Bit& bit,
                                                        const LinearCombination& a, const LinearCombination& b,
                                                        Label label) {
  const Variable d = cs.mul(bit.lc(), b - a, label);
  return {a + d, b - d};
}

LinearCombination multiplex(ConstraintSystem& cs, std::span<const Bit> index_bits,
                            std::span<const LinearCombination> values, Label label) {
  ZKP_CHECK(index_bits.size() < 32 && values.size() == size_t{1} << index_bits.size());
  auto scope = cs.scope(label);
  std::vector<LinearCombination> layer(values.begin(), values.end());
  for (size_t level = 0; level < index_bits.size(); ++level) {
    auto level_scope = cs.scope({"level", level});
    for (size_t i = 0; 2 * i < layer.size(); ++i)
      layer[i] = select(cs, index_bits[level], layer[2 * i + 1], layer[2 * i], {"select", i});
    layer.resize(layer.size() / 2);
  }
  return layer[0];
}

}  // namespace zkp::gadgets
