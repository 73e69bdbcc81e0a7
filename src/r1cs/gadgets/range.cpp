#include "r1cs/gadgets/range.h"

#include <algorithm>

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

std::vector<Bit> to_bits_at_most(ConstraintSystem& cs, const LinearCombination& x, const Fr::Limbs& bound,
                                 Label label) {
  ZKP_CHECK(!limbs::is_zero_mask(bound) && limbs::less(bound, Fr::kModulus));
  auto scope = cs.scope(label);
  const size_t k = limbs::bit_length_var(bound);
  size_t lowest_zero = 0;
  while (lowest_zero < k && limbs::bit(bound, lowest_zero) != 0) ++lowest_zero;

  const auto value = cs.value(x).to_limbs();
  std::vector<Variable> variables;
  for (size_t i = 0; i < k; ++i) variables.push_back(cs.alloc(Fr::from_u64(limbs::bit(value, i))));
  std::vector<Bit> bits;
  LinearCombination prefix = Fr::one();
  for (size_t i = k; i-- > 0;) {
    const LinearCombination b = variables[i];
    if (limbs::bit(bound, i) == 0) {
      cs.enforce(b, LinearCombination(Fr::one()) - prefix - b, LinearCombination(), {"bit", i});
      bits.push_back(Bit::assume(b));
    } else {
      bits.push_back(Bit::enforce(cs, b, {"bit", i}));
      if (i > lowest_zero) prefix = i + 1 == k ? b : LinearCombination(cs.mul(prefix, b, {"prefix", i}));
    }
  }
  cs.enforce(weighted_sum(variables), Variable::one(), x, "sum");
  std::ranges::reverse(bits);
  return bits;
}

std::vector<Bit> to_bits_canonical(ConstraintSystem& cs, const LinearCombination& x, Label label) {
  Fr::Limbs top{};
  limbs::sub(top, Fr::kModulus, Fr::Limbs{1});
  return to_bits_at_most(cs, x, top, label);
}

}  // namespace zkp::gadgets
