#include "r1cs/gadgets/range.h"

namespace zkp::gadgets {

std::vector<Bit> product_to_bits(ConstraintSystem& cs, const LinearCombination& x, const LinearCombination& y, int k,
                                 Label label) {
  ZKP_CHECK(k >= 1 && k <= 254);
  auto scope = cs.scope(label);
  const auto limbs = (cs.value(x) * cs.value(y)).to_limbs();
  std::vector<Variable> variables;
  std::vector<Bit> bits;
  for (size_t i = 0; i < static_cast<size_t>(k); ++i) {
    variables.push_back(cs.alloc(Fr::from_u64(limbs::bit(limbs, i))));
    bits.push_back(Bit::enforce(cs, variables.back(), {"bit", i}));
  }
  cs.enforce(x, y, weighted_sum(variables), "sum");
  return bits;
}

std::vector<Bit> to_bits(ConstraintSystem& cs, const LinearCombination& x, int k, Label label) {
  return product_to_bits(cs, x, Variable::one(), k, label);
}

}  // namespace zkp::gadgets
